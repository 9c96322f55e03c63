import { indexIn, isOmission, type Ledger, type Lines, trimEnd } from '../text/index.ts';
import type { Frame, TracebackReader } from '../trace/index.ts';
import type { ChainText } from './chain.ts';
import { type LineKind, lineKind } from './line-kind.ts';
import type { Signal } from './model.ts';

/** What stands before the goroutines: the message, the signal, the runtime's own stack. */
export interface Headline {
  readonly from: number;
  /** The message of a panic that the runtime printed. */
  panic?: ChainText;
  /** The value of a panic that somebody else printed, and the line it stands on. */
  printed?: { readonly line: number; readonly start: number; readonly by: string };
  /** The text behind `fatal error: `. */
  fatal?: { readonly line: number; readonly message: string };
  /** `SIGQUIT: quit`, as the runtime prints an unhandled signal. */
  osSignal?: { readonly line: number; readonly text: string };
  signal?: Signal;
  runtimeStack?: readonly Frame[];
  isCgo?: boolean;
  /** The first line behind it. */
  next: number;
}

const LOOK_AHEAD = 12;
const TAB = 9;

/**
 * Reads everything before the first goroutine from line `i`, which starts crash evidence:
 *
 *   panic     panic: boom                                             continuation, signal, blank, header
 *   signal    [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x483378]
 *   fatal     fatal error: concurrent map writes                      signal, runtime stack, blank, header
 *   runtime   runtime: goroutine stack exceeds 1000000000-byte limit  fatal
 *   address   unexpected fault address 0x20b8988                      fatal
 *   os        SIGQUIT: quit + PC=0x46b2a1 m=0 sigcode=0               note, blank, header
 *   stack     runtime stack: + frames                                 blank, header
 */
export function readHeadline(lines: Lines, ledger: Ledger, traceback: TracebackReader, i: number): Headline {
  const headline: Headline = { from: i, next: i };
  while (headline.next < lines.count) {
    const at = skipBlanks(lines, headline.next);
    const kind = lineKind(lines, at);
    if (kind === undefined || !isPreface(kind) || isSecond(headline, kind, at)) break;
    if (at > headline.next + 2) break;
    headline.next = readLine(lines, ledger, traceback, headline, at, kind);
  }
  return headline;
}

/** The first line from `i` that is not blank. */
export function skipBlanks(lines: Lines, i: number): number {
  let at = i;
  while (at < lines.count && lines.isBlank(at)) at++;
  return at;
}

function isPreface(kind: LineKind): boolean {
  return kind !== 'header' && kind !== 'tail' && kind !== 'register' && kind !== 'relay';
}

/**
 * A second message of the same sort starts another crash. Two fatal errors right below each other are one: up to Go
 * 1.23 two threads that see the same misuse print at once (golang/go#69447).
 */
function isSecond(headline: Headline, kind: LineKind, at: number): boolean {
  if (kind === 'panic' || kind === 'inline-panic') return headline.panic !== undefined || headline.fatal !== undefined;
  if (kind === 'printed-panic') return headline.next > headline.from;
  if (kind === 'os-signal') return headline.osSignal !== undefined || headline.panic !== undefined;
  return kind === 'fatal' && headline.fatal !== undefined && headline.fatal.line !== at - 1;
}

function readLine(
  lines: Lines,
  ledger: Ledger,
  traceback: TracebackReader,
  headline: Headline,
  i: number,
  kind: LineKind,
): number {
  let next = i + 1;
  if (kind === 'panic' || kind === 'inline-panic') {
    headline.panic = { from: i, to: blockEnd(lines, traceback, i), start: valueStart(lines, i) };
    next = headline.panic.to;
  } else if (kind === 'printed-panic') headline.printed = readPrinted(lines, i);
  else if (kind === 'fatal') next = readFatal(lines, headline, i);
  else if (kind === 'signal') headline.signal = { ...headline.signal, ...parseSignal(lines.text(i)) };
  else if (kind === 'os-signal') headline.osSignal = { line: i, text: textOf(lines, i) };
  else if (kind === 'pc') headline.signal = { name: signalName(headline), ...parsePc(lines.text(i)) };
  else if (kind === 'note') headline.isCgo = headline.isCgo === true || lines.text(i).includes('cgo');
  else if (kind === 'exception') headline.osSignal = { line: i, text: textOf(lines, i) };
  else if (kind === 'runtime-stack') {
    ledger.read(i);
    const stack = traceback.readFrames(i + 1);
    headline.runtimeStack = stack.frames;
    return stack.next;
  }
  ledger.read(i, next);
  return next;
}

function valueStart(lines: Lines, i: number): number {
  const mark = indexIn(lines.source, 'panic: ', lines.start(i), lines.end(i));
  return mark < 0 ? lines.end(i) : mark + 'panic: '.length;
}

/** The text of a line without its trailing blanks. */
function textOf(lines: Lines, i: number): string {
  return lines.source.slice(lines.start(i), trimEnd(lines.source, lines.start(i), lines.end(i)));
}

function readFatal(lines: Lines, headline: Headline, i: number): number {
  let next = i + 1;
  const texts = [textOf(lines, i).slice('fatal error: '.length)];
  while (next < lines.count && lines.source.charCodeAt(lines.start(next)) === 9 && !lines.isBlank(next)) {
    texts.push(textOf(lines, next++).slice(1));
  }
  headline.fatal ??= { line: i, message: texts.join('\n') };
  return next;
}

/** Lines `panic: ` at column 0 that one message may hold: links whose tab was lost, or the output of another program. */
const MAX_PANIC_LINES = 20;

/**
 * The line behind a panic's message. It ends before the signal line, before a blank line with a goroutine's header
 * and its first frame below, before the next crash, or before what the shell prints. A header without a frame
 * below it is part of the value. Where none of these follows, only indented lines belong to the message.
 */
function blockEnd(lines: Lines, traceback: TracebackReader, i: number): number {
  let firstFrame = -1;
  let panics = 0;
  for (let j = i + 1; j < lines.count; j++) {
    const kind = lineKind(lines, j);
    if (kind === 'signal' || kind === 'tail' || kind === 'fatal' || kind === 'os-signal') return j;
    if (kind === 'panic' && (lines.isBlank(j - 1) || ++panics > MAX_PANIC_LINES)) break;
    if (kind === 'header' && isRealHeader(lines, traceback, j))
      return headerEnd(lines, lastHeader(lines, traceback, j));
    if (firstFrame < 0 && kind === undefined && traceback.isFrame(j)) firstFrame = j;
  }
  return firstFrame >= 0 ? firstFrame : indentedEnd(lines, i);
}

function headerEnd(lines: Lines, j: number): number {
  return lines.isBlank(j - 1) ? j - 1 : j;
}

/**
 * The header of the goroutine that crashed. Up to Go 1.22 a value that holds a stack stands there as it is, and looks
 * like the crash's own. But only one running goroutine has frames to print, and it comes after the value: so where
 * stacks follow each other without other text, the last running one with frames is the crash's.
 */
function lastHeader(lines: Lines, traceback: TracebackReader, first: number): number {
  let last = first;
  const hasBlanks = lines.isBlank(first - 1);
  for (let j = first + 1; j < lines.count; j++) {
    if (lines.source.charCodeAt(lines.start(j)) === TAB || lines.isBlank(j)) continue;
    if (traceback.isHeader(j)) {
      if (
        isRunning(lines, j) &&
        traceback.isFrame(j + 1) &&
        (lines.isBlank(j - 1) || !hasBlanks) &&
        !printsItself(lines, j)
      )
        last = j;
    } else if (!traceback.isCall(j) && !traceback.isCreation(j)) break;
  }
  return last;
}

function isRunning(lines: Lines, j: number): boolean {
  return indexIn(lines.source, '[running', lines.start(j), lines.end(j)) > 0;
}

/** A goroutine that printed itself (debug.Stack, a profile) starts evidence of its own. */
export function printsItself(lines: Lines, header: number): boolean {
  const below = lines.text(header + 1);
  return below.startsWith('runtime/debug.Stack(') || below.startsWith('runtime/pprof.writeGoroutineStacks(');
}

/** A header with a frame below it, or with what stands for one; or one with which the text ends. */
function isRealHeader(lines: Lines, traceback: TracebackReader, j: number): boolean {
  if (j + 1 >= lines.count || lines.isBlank(j + 1)) return lines.isBlank(j - 1);
  if (traceback.isFrame(j + 1) || lineKind(lines, j + 1) !== undefined) return true;
  if (traceback.isCall(j + 1) || isOmission(lines, j + 1)) return lines.isBlank(j - 1);
  return lines.source.charCodeAt(lines.start(j + 1)) === 9 && lines.isBlank(j - 1);
}

function indentedEnd(lines: Lines, i: number): number {
  let j = i + 1;
  while (j < lines.count && lines.source.charCodeAt(lines.start(j)) === 9) j++;
  return j;
}

/** `http: panic serving 1.2.3.4:5: VALUE`, `testing.go:1349: panic: VALUE`. */
function readPrinted(lines: Lines, i: number): { line: number; start: number; by: string } {
  const { source } = lines;
  const start = lines.start(i);
  const end = lines.end(i);
  const serving = indexIn(source, 'panic serving ', start, end);
  if (serving >= 0) {
    const value = indexIn(source, ': ', serving, end);
    return { line: i, start: value < 0 ? end : value + 2, by: 'net/http' };
  }
  return { line: i, start: indexIn(source, ': panic: ', start, end) + ': panic: '.length, by: 'testing' };
}

/** `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x483378]`, before 1.7 `[signal 0xb code=…]`. */
export function parseSignal(text: string): Signal {
  const name = /^\[signal ([^\s:\]]{1,40})/.exec(text)?.[1] ?? '';
  return { name: name === '0xb' ? 'SIGSEGV' : name, ...details(text) };
}

/** `PC=0x46b2a1 m=0 sigcode=0 addr=0x18`. */
function parsePc(text: string): Partial<Signal> {
  const pc = /^PC=(0x[0-9a-f]{1,16})/.exec(text)?.[1];
  const code = / sigcode=(-?\w{1,20})/.exec(text)?.[1];
  const address = / addr=(0x[0-9a-f]{1,16})/.exec(text)?.[1];
  return {
    ...(code === undefined ? {} : { code }),
    ...(address === undefined ? {} : { address }),
    ...(pc === undefined ? {} : { pc }),
  };
}

function details(text: string): Partial<Signal> {
  const code = / code=(-?\w{1,20})/.exec(text)?.[1];
  const address = / addr=(0x[0-9a-f]{1,16})/.exec(text)?.[1];
  const pc = / pc=(0x[0-9a-f]{1,16})/.exec(text)?.[1];
  return {
    ...(code === undefined ? {} : { code }),
    ...(address === undefined ? {} : { address }),
    ...(pc === undefined ? {} : { pc }),
  };
}

function signalName({ osSignal }: Headline): string {
  return osSignal?.text.split(':', 1)[0] ?? '';
}

/** True when a `runtime: …` line leads to a fatal error within a few lines. */
export function leadsToFatal(lines: Lines, i: number): boolean {
  for (let j = i + 1; j < Math.min(lines.count, i + LOOK_AHEAD); j++) {
    const kind = lineKind(lines, j);
    if (kind === 'fatal') return true;
    if (kind !== 'runtime' && !lines.isBlank(j)) return false;
  }
  return false;
}
