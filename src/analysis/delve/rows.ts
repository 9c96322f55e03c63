import type { Lines } from '../text/index.ts';

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

/** The lines from `from` up to `to` as rows, wrapped ones joined where the terminal's width can be told. */
export function rowsOf(lines: Lines, from: number, to: number): readonly Row[] {
  const width = wrapWidth(lines, from, to);
  const rows: Row[] = [];
  for (let i = from; i < to; i++) {
    const first = i;
    let text = lastDrawn(lines.text(i));
    while (i + 1 < to && lines.text(i).length === width && isBroken(text, lines.text(i + 1))) text += lines.text(++i);
    rows.push({ text, first, last: i });
  }
  return rows;
}

/** A terminal that redraws its line leaves every state of it, parted by carriage returns; the last one counts. */
function lastDrawn(text: string): string {
  const at = text.lastIndexOf('\r', text.length - 2);
  return at < 0 ? text : text.slice(at + 1);
}

function isBroken(text: string, next: string): boolean {
  if (WHOLE.some((pattern) => pattern.test(text)) && KNOWN.test(next)) return false;
  return !next.startsWith('(dlv)') && next !== '';
}

/** The width at which rows were broken, by the first row that is whole only with the line after it; 0 for none. */
function wrapWidth(lines: Lines, from: number, to: number): number {
  for (let i = from; i + 1 < to; i++) {
    const { length } = lines.text(i);
    if (length < MIN_WIDTH) continue;
    const text = lines.text(i);
    const kind = STARTS.findIndex((pattern) => pattern.test(text));
    if (kind < 0 || WHOLE[kind]?.test(text) === true || KNOWN.test(lines.text(i + 1))) continue;
    if (WHOLE[kind]?.test(text + lines.text(i + 1)) === true) return length;
  }
  return 0;
}
