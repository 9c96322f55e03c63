// Prints what each page costs before anything in it is used, and fails when a lesson is over its budget.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dist } from '../setup/paths.ts';

/** Bytes after gzip. A lesson must stay light on a phone: the analyzers and the sandbox come when they are used. */
const lessonBudget = { script: 15_000, style: 12_000 };

interface PageSize {
  readonly page: string;
  readonly html: number;
  readonly script: number;
  readonly style: number;
}

const gzipped = new Map<string, number>();

function gzipBytes(file: string): number {
  const known = gzipped.get(file) ?? gzipSync(readFileSync(file), { level: 9 }).length;
  gzipped.set(file, known);
  return known;
}

/** Scripts that a page loads at once: its own and, through static imports only, those they need. */
function scriptClosure(entries: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of entries) {
    if (seen.has(file)) continue;
    seen.add(file);
    const code = readFileSync(file, 'utf8');
    const imported = [...code.matchAll(/(?:^|[;}\s])(?:import|export)(?:[\w$*{},\s]+?from)?\s*["'](\.[^"']+)["']/g)];
    scriptClosure(
      imported.map((match) => join(dirname(file), match[1] ?? '')),
      seen,
    );
  }
  return seen;
}

function measure(page: string): PageSize {
  const file = join(dist, page);
  const html = readFileSync(file, 'utf8');
  // The page for wrong addresses names files for other depths too.
  const filesOf = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map((match) => join(dirname(file), match[1] ?? '')).filter((path) => existsSync(path));
  const scripts = filesOf(/<script[^>]*\ssrc="([^"]+)"/g);
  const styles = filesOf(/<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g);
  const sum = (files: Iterable<string>) => [...files].reduce((total, entry) => total + gzipBytes(entry), 0);
  return { page, html: gzipBytes(file), script: sum(scriptClosure(scripts)), style: sum(new Set(styles)) };
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

const pages = globSync('**/*.html', { cwd: dist }).sort().map(measure);
console.log(`${'page, gzip'.padEnd(56)}${'html'.padStart(10)}${'script'.padStart(10)}${'style'.padStart(10)}`);
for (const { page, html, script, style } of pages) {
  console.log(page.padEnd(56) + kilobytes(html) + kilobytes(script) + kilobytes(style));
}
const over = pages.filter(
  ({ page, script, style }) =>
    page.startsWith('lessons/') && (script > lessonBudget.script || style > lessonBudget.style),
);
for (const { page } of over) {
  console.error(
    `${page} is over the budget of a lesson: ${lessonBudget.script} bytes of script, ${lessonBudget.style} of style.`,
  );
}
process.exitCode = over.length === 0 ? 0 : 1;
