import { indexIn, isAt, isDigit, isHeader, type Lines, skipSpaces, trimEnd } from '../text/index.ts';

/** What a line is at the start of, or between, the goroutines of a crash; undefined for any other text. */
export type LineKind =
  | 'panic'
  | 'printed-panic'
  | 'inline-panic'
  | 'fatal'
  | 'fault-address'
  | 'runtime'
  | 'signal'
  | 'os-signal'
  | 'pc'
  | 'note'
  | 'exception'
  | 'header'
  | 'runtime-stack'
  | 'relay'
  | 'register'
  | 'tail';

/** `printed-panic`: a library's or a logger's line that names the panic and is followed by a stack. */
const PRINTED = /(?:^|[ \t])(?:http2?: panic serving [^ ]+: |testing\.go:\d{1,6}: panic: )/;
const NOTES = [
  'signal arrived during ',
  'signal arrived on non-Go thread',
  'instruction bytes: ',
  'panic during panic',
  'stack trace unavailable',
  'goroutine running on other thread; stack unavailable',
  '[recovered]',
  'runtime·',
  'cgo: ',
  'fault ',
];
const TAIL_WORDS = ['exit status ', 'FAIL\t', 'signal: ', 'Process completed with exit code'];

/** The kind of line `i`, by its first characters. Looks at nothing but the line, and for `printed-panic` the next two. */
export function lineKind(lines: Lines, i: number): LineKind | undefined {
  const source = lines.source;
  const start = lines.start(i);
  const end = trimEnd(source, start, lines.end(i));
  if (start === end) return undefined;
  return byFirstCode(source, start, end) ?? mentionKind(lines, i);
}

function byFirstCode(source: string, start: number, end: number): LineKind | undefined {
  switch (source.charCodeAt(start)) {
    case 112: // p
      if (isAt(source, start, end, 'panic: ') || (end - start === 6 && isAt(source, start, end, 'panic:')))
        return 'panic';
      break;
    case 102: // f
      if (isAt(source, start, end, 'fatal error: ')) return 'fatal';
      break;
    case 117: // u
      if (isAt(source, start, end, 'unexpected fault address ')) return 'fault-address';
      break;
    case 114: // r
      if (isAt(source, start, end, 'runtime stack:')) return 'runtime-stack';
      if (isAt(source, start, end, 'runtime: ')) return 'runtime';
      break;
    case 91: // [
      if (isAt(source, start, end, '[signal ')) return 'signal';
      break;
    case 83: // S
      if (isOsSignal(source, start, end)) return 'os-signal';
      break;
    case 80: // P
      if (isAt(source, start, end, 'PC=0x')) return 'pc';
      break;
    case 69: // E
      if (isAt(source, start, end, 'Exception 0x')) return 'exception';
      break;
    case 103: // g
      if (isHeader(source, start, end)) return 'header';
      break;
    case 45: // -
      if (end - start === 5 && isAt(source, start, end, '-----')) return 'relay';
      break;
    default:
  }
  return otherKind(source, start, end);
}

function otherKind(source: string, start: number, end: number): LineKind | undefined {
  if (isTail(source, start, end)) return 'tail';
  if (isRegister(source, start, end)) return 'register';
  return NOTES.some((note) => isAt(source, start, end, note)) ? 'note' : undefined;
}

/** `SIGQUIT: quit`. */
function isOsSignal(source: string, start: number, end: number): boolean {
  if (!isAt(source, start, end, 'SIG') || end - start > 60) return false;
  const colon = indexIn(source, ': ', start, Math.min(end, start + 16));
  return colon > start + 3 && isUpperWord(source, start, colon);
}

function isUpperWord(source: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = source.charCodeAt(at);
    if ((code < 65 || code > 90) && !isDigit(code)) return false;
  }
  return true;
}

/** `rax    0x0`, `gs     0x0`: a name, spaces, a number in hex. */
function isRegister(source: string, start: number, end: number): boolean {
  if (end - start > 40) return false;
  const space = indexIn(source, ' ', start, Math.min(end, start + 8));
  if (space < start + 1) return false;
  const value = skipSpaces(source, space, end);
  if (!isAt(source, value, end, '0x') || end - value > 18) return false;
  for (let at = value + 2; at < end; at++) {
    const code = source.charCodeAt(at);
    if (!isDigit(code) && (code < 97 || code > 102)) return false;
  }
  return true;
}

function isTail(source: string, start: number, end: number): boolean {
  if (TAIL_WORDS.some((word) => isAt(source, start, end, word))) return true;
  const length = end - start;
  if (length === 4) return isAt(source, start, end, 'FAIL');
  return length < 40 && isAt(source, end - 13, end, '(core dumped)') && start <= end - 13;
}

/** A panic named inside a line: by who printed it, or behind output that did not end its line. */
function mentionKind(lines: Lines, i: number): LineKind | undefined {
  const source = lines.source;
  const start = lines.start(i);
  const end = lines.end(i);
  const mark = indexIn(source, 'panic', start, Math.min(end, start + 400));
  if (mark < 0) return undefined;
  if (PRINTED.test(source.slice(start, Math.min(end, start + 600)))) return 'printed-panic';
  return mark > start && isAt(source, mark, end, 'panic: ') && isCrashBelow(lines, i) ? 'inline-panic' : undefined;
}

/** Right below stands what only the runtime prints: a signal line, or a blank line and a goroutine's header. */
function isCrashBelow(lines: Lines, i: number): boolean {
  const { source } = lines;
  if (isAt(source, lines.start(i + 1), lines.end(i + 1), '[signal ')) return true;
  return lines.isBlank(i + 1) && isHeader(source, lines.start(i + 2), lines.end(i + 2));
}
