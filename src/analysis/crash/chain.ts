import { GUESSED, isAt, type Lines } from '../text/index.ts';
import { valueTypeOf } from './classify.ts';
import type { ChainLink } from './model.ts';

/**
 * The lines of a panic's message, as runtime.printpanics prints them, oldest panic first:
 *
 *   panic: first value [recovered]
 *   <tab>panic: second value [recovered, repanicked]     since 1.25; 1.24 and older print a line per re-panic
 *   <tab>continued                                        since 1.23 a value's further lines are indented by a tab;
 *   continued                                             before, they stand as the program gave them
 */
export interface ChainText {
  readonly from: number;
  /** The first line behind the message. */
  readonly to: number;
  /** Where the text of the first value starts in line `from`. */
  readonly start: number;
}

/** What the stack tells about the chain. */
export interface ChainStack {
  /** Calls of `panic` on the crashed goroutine's stack. */
  readonly panicFrames: number;
  /** False where frames are missing, so that the count is a lower bound. */
  readonly isWhole: boolean;
  /** False where the text proves a Go older than 1.23; undefined where it proves nothing. */
  readonly indents?: boolean | undefined;
}

const PANIC = 'panic: ';
/** The runtime's tab, or the blanks that a terminal put in its place. */
const TAB = /^(?:\t| {8})/;
const RECOVERED = ' [recovered]';
/** The `g` of a goroutine's header: right below a message, where a blank line was stripped. */
const HEADER_START = 103;
/** Characters that a page may have put in, or that the value has of its own. */
const INVISIBLE = /[\u200b-\u200f\u2060\u00ad\ufeff]/;
const TIMEOUT = 'test timed out after ';
const REPANICKED = ' [recovered, repanicked]';

/** The links of the chain. A line `<tab>panic: …` is a link only where the stack leaves room for another panic. */
export function parseChain(lines: Lines, text: ChainText, stack: ChainStack): ChainLink[] {
  const starts = linkStarts(lines, text, stack);
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? text.to;
    const start = index === 0 ? text.start : lines.start(from) + (startsPanic(lines, from, 1) ? 1 : 0) + PANIC.length;
    return parseLink(lines, from, to, start, { stack, isLast: index === starts.length - 1 });
  });
}

function linkStarts(lines: Lines, text: ChainText, stack: ChainStack): number[] {
  const candidates: number[] = [];
  for (let i = text.from + 1; i < text.to; i++) {
    if (startsPanic(lines, i, 1) || startsPanic(lines, i, 0)) candidates.push(i);
  }
  const room = stack.isWhole ? stack.panicFrames : candidates.length;
  return [text.from, ...(room === 0 ? [] : candidates.slice(-room))];
}

function startsPanic(lines: Lines, i: number, indent: 0 | 1): boolean {
  const start = lines.start(i);
  if (indent === 1 && lines.source.charCodeAt(start) !== 9) return false;
  return isAt(lines.source, start + indent, lines.end(i), PANIC);
}

function parseLink(
  lines: Lines,
  from: number,
  to: number,
  start: number,
  { stack, isLast }: { stack: ChainStack; isLast: boolean },
): ChainLink {
  const rest = textLines(lines, from + 1, to);
  const isIndented = stack.indents !== false && isIndentedText(rest, stack.indents === true);
  const values = [lines.source.slice(Math.min(start, lines.end(from)), lines.end(from))];
  values.push(...(isIndented ? rest.map((line) => line.replace(TAB, '')) : rest));
  const { value: printed, ...marks } = withoutMarks(values.join('\n'), isLast && stack.isWhole);
  const value = printed.startsWith(TIMEOUT) ? timeoutText(printed) : printed;
  const valueType = valueTypeOf(value);
  const isGuess =
    (isIndented &&
      !printed.startsWith(TIMEOUT) &&
      (stack.indents === undefined || rest.some((line) => line[0] === ' '))) ||
    rests(lines, from, to) ||
    mayBeWrapped(values) ||
    (stack.indents !== false &&
      rest.length > 0 &&
      isIndentedText(rest, true) &&
      rest.some((line) => line[0] === ' ')) ||
    INVISIBLE.test(printed) ||
    (rest.length > 0 && !lines.isBlank(to) && lines.source.charCodeAt(lines.start(to)) === HEADER_START);
  return {
    value,
    ...(valueType === undefined ? {} : { valueType }),
    ...marks,
    at: lines.at(from),
    ...(isGuess ? { confidence: 'likely' as const } : {}),
  };
}

/**
 * The text of a timeout with its own indentation, whatever became of it on the way.
 * @see testing.(*M).startAlarm: "test timed out after %v%s", then "\nrunning tests:" and "\n\t%s (%v)" for each
 */
function timeoutText(value: string): string {
  const [first = '', ...rest] = value.split('\n').map((line) => line.trim());
  return [first, ...rest.map((line) => (line === 'running tests:' || line === '' ? line : `\t${line}`))].join('\n');
}

/** Further lines as the runtime indents them; a terminal may have put blanks for some of the tabs, or for all. */
function isIndentedText(rest: readonly string[], mayBeBlanks: boolean): boolean {
  if (rest.length === 0 || !rest.every((line) => line === '' || TAB.test(line))) return false;
  return mayBeBlanks || rest.some((line) => line[0] === '\t');
}

const NARROWEST = 56;

/** A further line at column 0 below a long one: the value's own line break, or one that a mail program made. */
function mayBeWrapped(values: readonly string[]): boolean {
  return values.some((line, i) => i > 0 && (values[i - 1]?.length ?? 0) >= NARROWEST && line[0] !== '\t');
}

function textLines(lines: Lines, from: number, to: number): string[] {
  const texts: string[] = [];
  for (let i = from; i < to; i++) texts.push(lines.text(i));
  return texts;
}

/** The last panic of a chain is the one that nobody recovered: `[recovered]` behind it is part of its value. */
function withoutMarks(text: string, isFinal: boolean): { value: string; recovered?: true; repanicked?: true } {
  if (text.endsWith(REPANICKED)) {
    return { value: text.slice(0, -REPANICKED.length), recovered: true, repanicked: true };
  }
  if (text.endsWith(RECOVERED) && !isFinal) return { value: text.slice(0, -RECOVERED.length), recovered: true };
  return { value: text };
}

function rests(lines: Lines, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (lines.basis(i) === GUESSED) return true;
  return false;
}
