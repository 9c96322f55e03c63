import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

/**
 * Cuts Literata to what the course sets in it: Latin text, the punctuation of prose, weights 400 to 650 and optical
 * sizes 14 to 48 (the italic in one weight). Run by hand when the package is updated; the result is committed, since it
 * is small and every build needs it. IBM Plex Mono ships as its package has it.
 */
const source = new URL('../../node_modules/@fontsource-variable/literata/files/', import.meta.url);
const target = new URL('../../src/styles/fonts/', import.meta.url);

const opsz = { min: 14, max: 48 };
const cuts = [
  {
    from: 'literata-latin-opsz-normal.woff2',
    to: 'literata-roman.woff2',
    axes: { opsz, wght: { min: 400, max: 650 } },
  },
  { from: 'literata-latin-opsz-italic.woff2', to: 'literata-italic.woff2', axes: { opsz, wght: 400 } },
];

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => String.fromCharCode(from + index)).join('');
const characters = range(0x20, 0x7f) + range(0xa0, 0x100) + '–—‘’“”…•†′″≤≥×−€™\u2011\u2009↑↓';

for (const { from, to, axes } of cuts) {
  const font = await subsetFont(await readFile(new URL(from, source)), characters, {
    targetFormat: 'woff2',
    variationAxes: axes,
  });
  await writeFile(new URL(to, target), font);
  console.log(`${to}: ${(font.length / 1000).toFixed(1)} kB`);
}
