import { scaleUnit } from './units.ts';

/** A number as pprof prints it: `40343.13kB`, `-12.5s`, `0`, `39312`. */
export interface ShownNumber {
  readonly value: number;
  /** Empty for counts and for 0, which has none. */
  readonly unit: string;
}

/** The number in a word, or nothing when it is none. */
export function parseShown(word: string): ShownNumber | undefined {
  const found = /^(-?\d+(?:\.\d+)?)([A-Za-zμ*]*)$/.exec(word);
  return found ? { value: Number(found[1]), unit: found[2] ?? '' } : undefined;
}

/** `12.34%`, `2.5e-05%`, `100%` as a number of percent. */
export function parsePercent(word: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?(?:e[+-]\d+)?)%$/.exec(word);
  return found ? Number(found[1]) : undefined;
}

/** A number in another unit of its kind; 0 is 0 in any. */
export function inUnit(shown: ShownNumber, unit: string): number {
  if (shown.unit === unit || shown.value === 0) return shown.value;
  return shown.value * scaleUnit(shown.unit, unit);
}

/** Words parted by blanks, with what follows the first `count` of them. */
export function splitWords(text: string, count: number): { readonly words: readonly string[]; readonly rest: string } {
  const words: string[] = [];
  let at = 0;
  while (words.length < count) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    let end = at;
    while (end < text.length && text[end] !== ' ' && text[end] !== '\t') end++;
    if (end === at) break;
    words.push(text.slice(at, end));
    at = end;
  }
  return { words, rest: text.slice(at).trim() };
}
