import type { Lines } from '../text/index.ts';
import { classifyLine, firstInk, trimmedText } from './scan.ts';

/** A line with which `go run`, `go test` or the race runtime sums up a run. */
export interface VerdictLine {
  readonly kind: 'found' | 'in-test' | 'outside-test' | 'exit';
  /** Index of the line. */
  readonly line: number;
  /** Races found, or the exit status. */
  readonly count?: number;
  /** Titles of reports between the summary before and this line. */
  readonly reports: number;
}

type Bare = Omit<VerdictLine, 'reports'>;

const FOUND = /^Found (\d{1,9}) data race\(s\)$/;
const EXIT = /^exit status (\d{1,3})$/;
const IN_TEST = /^(?:testing\.go:\d{1,6}|race\.go:\d{1,6}): race detected during execution of (?:test|benchmark|fuzz)/;
const OUTSIDE = 'testing: race detected outside of test execution';
const seen = new WeakMap<Lines, readonly VerdictLine[]>();
const ends = new WeakMap<Lines, readonly VerdictLine[]>();

/** The verdict lines of the whole input in order. Each input is scanned once, however many reports it holds. */
export function verdictsOf(lines: Lines): readonly VerdictLine[] {
  let verdicts = seen.get(lines);
  if (verdicts === undefined) {
    const all: VerdictLine[] = [];
    for (let i = 0, reports = 0; i < lines.count; i++) {
      if (isTitle(lines, i)) reports++;
      const verdict = verdictAt(lines, i);
      if (verdict === undefined) continue;
      all.push({ ...verdict, reports });
      if (verdict.kind === 'found') reports = 0;
    }
    seen.set(lines, (verdicts = all));
  }
  return verdicts;
}

/** What line `i` says about the whole run, or undefined. Looks at one character for most lines. */
export function verdictAt(lines: Lines, i: number): Bare | undefined {
  const ink = firstInk(lines, i);
  switch (lines.source[ink]) {
    case 'F':
      return counted('found', FOUND, lines, i);
    case 'e':
      return counted('exit', EXIT, lines, i);
    case 't':
    case 'r': {
      const text = trimmedText(lines, i);
      if (text === OUTSIDE) return { kind: 'outside-test', line: i };
      return IN_TEST.test(text) ? { kind: 'in-test', line: i } : undefined;
    }
    default:
      return undefined;
  }
}

/** The `Found N data race(s)` line of the run that line `i` belongs to: the first one after it, before an exit status. */
export function foundAfter(lines: Lines, i: number): VerdictLine | undefined {
  const marks = endsOf(lines);
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.line ?? 0) < i) low = middle + 1;
    else high = middle;
  }
  return marks[low]?.kind === 'found' ? marks[low] : undefined;
}

function endsOf(lines: Lines): readonly VerdictLine[] {
  let known = ends.get(lines);
  if (known === undefined) {
    known = verdictsOf(lines).filter(({ kind }) => kind === 'found' || kind === 'exit');
    ends.set(lines, known);
  }
  return known;
}

function counted(kind: 'found' | 'exit', pattern: RegExp, lines: Lines, i: number): Bare | undefined {
  const match = pattern.exec(trimmedText(lines, i));
  return match === null ? undefined : { kind, line: i, count: Number(match[1]) };
}

function isTitle(lines: Lines, i: number): boolean {
  return lines.source.charCodeAt(firstInk(lines, i)) === 87 && classifyLine(trimmedText(lines, i)).kind === 'title';
}
