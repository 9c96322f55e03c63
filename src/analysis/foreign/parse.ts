/**
 * Text of other tools and languages, told by its own fixed phrases.
 *
 *     foreign = start { body | up to two other lines between bodies }      for each row of formats.ts
 *
 * Only lines that belong to the format are taken, so that Go evidence beside it is still read by its own reader.
 *
 * @see formats.ts, one row per format
 */
import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import { isSpace, trimEnd } from '../text/index.ts';
import type { Format } from './formats.ts';
import { FORMATS } from './formats.ts';
import type { ForeignText } from './model.ts';

const GAP = 2;
const MAX_LINE = 4096;
const GO_EVIDENCE =
  /^[ \t>]{0,12}(?:goroutine \d+ |panic: |fatal error: |WARNING: DATA RACE$|\(dlv\)|SIG[A-Z]+: |goroutine profile: |heap profile: )/m;
const STOP = /^(?:goroutine \d+ |panic: |fatal error: |={18}$|WARNING: DATA RACE$|\(dlv\))/;
const BY_CHAR = byFirstChar();
const holdsGo = new WeakMap<Lines, boolean>();

/** Recognises what is no Go evidence and says what to paste instead. Ask it after all other readers. */
export const foreignReader: Reader<ForeignText> = {
  name: 'foreign',
  startsAt: (lines, i) => formatAt(lines, i) !== undefined,
  read,
};

function read(context: ReadContext, i: number): Reading<ForeignText> {
  const { lines, ledger } = context;
  const format = formatAt(lines, i);
  if (format === undefined) return { evidence: [], next: i + 1 };
  const next = endOf(lines, i, format);
  ledger.read(i, next);
  const { what, instead } = format;
  const span = { from: lines.at(i), to: lines.to(next - 1) };
  return { evidence: [{ kind: 'foreign', span, complete: true, format: format.format, what, instead }], next };
}

/** The first format that line `i` starts. Looks at the line's first character, then at the few patterns left. */
function formatAt(lines: Lines, i: number): Format | undefined {
  const candidates = BY_CHAR.get(firstChar(lines, i));
  if (candidates === undefined) return undefined;
  const text = textOf(lines, i);
  return candidates.find(
    (format) =>
      format.start.test(text) &&
      (format.followedBy === undefined || follows(lines, i, format.followedBy)) &&
      (format.weak !== true || !holdsGoEvidence(lines)),
  );
}

function follows(lines: Lines, i: number, pattern: RegExp): boolean {
  return pattern.test(textOf(lines, i + 1)) || pattern.test(textOf(lines, i + 2));
}

/** Index of the first line after the last one that belongs to the format. */
function endOf(lines: Lines, i: number, format: Format): number {
  let last = i;
  for (let next = i + 1; next < lines.count; next++) {
    const text = textOf(lines, next);
    if (STOP.test(text)) break;
    if (format.end?.test(text) === true) return next + 1;
    if (format.body.test(text)) last = next;
    else if (next - last > (format.end === undefined ? GAP : 5 * GAP)) break;
  }
  return last + 1;
}

function holdsGoEvidence(lines: Lines): boolean {
  let known = holdsGo.get(lines);
  if (known === undefined) holdsGo.set(lines, (known = GO_EVIDENCE.test(lines.source)));
  return known;
}

/** A line without trailing space, at most 4,096 characters of it: patterns look at beginnings. */
function textOf(lines: Lines, i: number): string {
  const start = lines.start(i);
  if (i >= lines.count) return '';
  return lines.source.slice(start, trimEnd(lines.source, start, Math.min(lines.end(i), start + MAX_LINE)));
}

function firstChar(lines: Lines, i: number): string {
  const end = lines.end(i);
  let at = lines.start(i);
  while (at < end && isSpace(lines.source.charCodeAt(at))) at++;
  return at < end ? lines.source.charAt(at) : '';
}

function byFirstChar(): ReadonlyMap<string, readonly Format[]> {
  const map = new Map<string, Format[]>();
  for (const format of FORMATS) {
    for (const char of new Set(format.chars)) {
      const known = map.get(char);
      if (known === undefined) map.set(char, [format]);
      else known.push(format);
    }
  }
  return map;
}
