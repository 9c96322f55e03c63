import type { Lines } from '../text/index.ts';
import { isSpace } from '../text/index.ts';
import { hasOpenQuote, openBrackets } from './value.ts';

/** One line that Delve printed; a wrapped one is whole again. */
export interface Row {
  readonly text: string;
  /** Indexes of the first and last line it was read from. */
  readonly first: number;
  readonly last: number;
}

/** Rows that must end in a certain way, so that a broken one can be told. */
const WHOLE = [
  /^[* ]? ?Goroutine \d{1,12} - .*[)\]]$/,
  /^\s*at \S.*:\d{1,7}$/,
  /^> .*\(PC: 0x[0-9a-f]+\)$/,
  /^Frame \d{1,6}: .*\(PC: [0-9a-f]+\)$/,
  /^Breakpoint \d+ .*:\d{1,7}(?: \(\d+\))?$/,
];
const STARTS = [/^[* ]? ?Goroutine \d{1,12} - /, /^\s*at [./\w<]/, /^> [[\w]/, /^Frame \d{1,6}: /, /^Breakpoint \d+ /];
const KNOWN =
  /^(?:\(dlv\)|[* ]? ?Goroutine \d|> |=> |\s*\d+  0x[0-9a-f]|\s+at [./\w<]|\s+\d+:|Frame \d+: |Warning: |Command failed: |\[\d+ goroutines\]|Breakpoint \d|Switched from|Thread \d|Type 'help'|\(no )/;
const MIN_WIDTH = 40;
/** Characters without width that chat programs put into long words. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;

/** The text of line `i` with at most `indent` blanks fewer at its start, and only the last of its redrawn states, without characters that nobody sees. */
export function rowText(lines: Lines, i: number, indent: number): string {
  const text = lastDrawn(lines.text(i));
  let from = 0;
  while (from < indent && isSpace(text.charCodeAt(from))) from++;
  return from === 0 ? text : text.slice(from);
}

/** How far the whole session is indented: as far as its first line. */
export function indentOf(lines: Lines, i: number): number {
  const text = lines.text(i);
  const ink = text.search(/\S/);
  return ink > 0 && /^(?:\(dlv\)|Type 'help'|Script started|WARNING: |\$ |\S+@)/.test(text.slice(ink)) ? ink : 0;
}

/** The lines from `from` up to `to` as rows, wrapped ones joined where the terminal's width can be told. */
export function rowsOf(lines: Lines, from: number, to: number, indent: number): readonly Row[] {
  const texts = Array.from({ length: to - from }, (_, i) => rowText(lines, from + i, indent));
  const width = wrapWidth(texts);
  const rows: Row[] = [];
  for (let i = 0; i < texts.length; i++) {
    const first = i;
    let text = texts[i] ?? '';
    while (texts[i]?.length === width && isBroken(text, texts[i + 1])) text += texts[++i] ?? '';
    rows.push({ text, first: from + first, last: from + i });
  }
  return rows;
}

/** A terminal that redraws its line leaves every state of it, parted by carriage returns; the last one counts. */
function lastDrawn(text: string): string {
  const at = text.lastIndexOf('\r', text.length - 2);
  const drawn = at < 0 ? text : text.slice(at + 1);
  return INVISIBLE.test(drawn) ? drawn.replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '') : drawn;
}

function isBroken(text: string, next: string | undefined): boolean {
  if (next === undefined || next === '' || next.startsWith('(dlv)')) return false;
  return !(isWhole(text) && KNOWN.test(next));
}

/** False for a row whose end is missing by its own grammar; true where that cannot be told. */
function isWhole(text: string): boolean {
  const kind = STARTS.findIndex((pattern) => pattern.test(text));
  if (kind >= 0) return WHOLE[kind]?.test(text) === true;
  return !isOpen(text);
}

/** Values break their lines only behind an opening bracket or a comma; anything else with an open bracket goes on. */
function isOpen(text: string): boolean {
  if (!/ = |: |^[*[("]/.test(text)) return false;
  return hasOpenQuote(text) || (openBrackets(text) > 0 && !/[{[,]\s*$/.test(text));
}

/** The width at which rows were broken: that of the longest lines, if one of them goes on in the next; 0 for none. */
function wrapWidth(texts: readonly string[]): number {
  let width = 0;
  for (const { length } of texts) if (length > width) width = length;
  if (width < MIN_WIDTH) return 0;
  const isWrapped = texts.some((text, i) => text.length === width && !isWhole(text) && continues(text, texts[i + 1]));
  return isWrapped ? width : 0;
}

function continues(text: string, next = ''): boolean {
  if (next === '' || KNOWN.test(next)) return false;
  const kind = STARTS.findIndex((pattern) => pattern.test(text));
  return kind < 0 || WHOLE[kind]?.test(text + next) === true;
}
