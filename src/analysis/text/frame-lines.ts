import { indexIn, isDigit, skipDigits, trimEnd } from './scan.ts';

/**
 * The two lines of a frame, as runtime/traceback.go prints them:
 *
 *   call    main.(*Server).handle(0xc000012018, {0x1, ...})     then a place
 *           main.check(...)                                     inlined: no arguments, no offset
 *           panic({0x48b2e0?, 0x4baa08?})                       runtime.gopanic under its old name
 *   place   <tab>/app/main.go:41 +0x18 fp=0xc0… sp=0xc0… pc=0x4… after the call; fp, sp, pc at GOTRACEBACK=system
 *
 * Both are told by character codes between two offsets, without a string per line.
 */
const OPEN = 40;
const CLOSE = 41;
const COLON = 58;
const SPACE = 32;
const GOROUTINE = 'goroutine ';
const MAX_HEADER = 1 << 16;

/**
 * The offset of the parenthesis that opens the arguments; -1 when the stretch is not a call.
 * @example callAt('main.run(0x1)', 0, 13) // 8
 */
export function callAt(source: string, from: number, to: number): number {
  if (to - from < 3 || source.charCodeAt(to - 1) !== CLOSE) return -1;
  let open = to - 2;
  while (open > from && source.charCodeAt(open) !== OPEN) open--;
  return open > from && isFuncName(source, from, open) ? open : -1;
}

/** True for text that can be the name of a Go function in a traceback: `panic`, or something with a package. */
export function isFuncName(source: string, from: number, to: number): boolean {
  if (!isNameStart(source.charCodeAt(from))) return false;
  let depth = 0;
  let dots = 0;
  for (let at = from; at < to; at++) {
    const code = source.charCodeAt(at);
    if (code === 91) depth++;
    else if (code === 93) depth--;
    else if (depth === 0 && !isNameCode(code)) return isTypeColon(source, from, at) && at + 1 < to;
    else if (code === 46) dots++;
  }
  return depth === 0 && (dots > 0 || (to - from === 5 && source.startsWith('panic', from)));
}

/**
 * The offset of the colon before the line number; -1 when the stretch is not a place.
 * `from` stands on the first character of the path, behind the indentation.
 * @example placeAt('/app/main.go:41 +0x18', 0, 21) // 12
 */
export function placeAt(source: string, from: number, to: number): number {
  let end = to;
  for (;;) {
    let token = end;
    while (token > from && source.charCodeAt(token - 1) !== SPACE) token--;
    if (token <= from || !isFrameDetail(source, token, end)) break;
    end = token - 1;
  }
  let digits = end;
  while (digits > from && isDigit(source.charCodeAt(digits - 1))) digits--;
  if (digits === end || end - digits > 9 || source.charCodeAt(digits - 1) !== COLON) return -1;
  return isFile(source, from, digits - 1) ? digits - 1 : -1;
}

/** The line number behind the colon that `placeAt` found. */
export function lineAfter(source: string, colon: number): number {
  let line = 0;
  for (let at = colon + 1; isDigit(source.charCodeAt(at)); at++) line = line * 10 + source.charCodeAt(at) - 48;
  return line;
}

/** True when the stretch looks like a goroutine's header, whole from its first word to the colon. */
export function isHeader(source: string, from: number, to: number): boolean {
  if (!source.startsWith(GOROUTINE, from) || to - from > MAX_HEADER) return false;
  const end = trimEnd(source, from, to);
  if (source.charCodeAt(end - 1) !== 58) return false;
  const digits = from + GOROUTINE.length;
  const afterId = skipDigits(source, digits, end);
  if (afterId === digits || source.charCodeAt(afterId) !== 32) return false;
  const next = source.charCodeAt(afterId + 1);
  return next === 91 || (source.startsWith('gp=', afterId + 1) && indexIn(source, '[', afterId, end) > 0);
}

/** True when the stretch starts with `goroutine` and a number: a header perhaps cut off. */
export function startsHeader(source: string, from: number, to: number): boolean {
  return (
    source.startsWith(GOROUTINE, from) &&
    from + GOROUTINE.length < to &&
    isDigit(source.charCodeAt(from + GOROUTINE.length))
  );
}

/** `+0x18`, `fp=0x…`, `sp=0x…`, `pc=0x…`: what follows the line number. */
function isFrameDetail(source: string, from: number, to: number): boolean {
  const code = source.charCodeAt(from);
  if (code === 43) return source.startsWith('0x', from + 1) && isHex(source, from + 3, to);
  if (source.charCodeAt(from + 2) !== 61) return false;
  const isRegister =
    source.charCodeAt(from + 1) === 112 ? code === 102 || code === 115 : source.startsWith('pc=', from);
  return isRegister && source.startsWith('0x', from + 3) && isHex(source, from + 5, to);
}

function isHex(source: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = source.charCodeAt(at);
    if (!isDigit(code) && (code < 97 || code > 102)) return false;
  }
  return to > from;
}

/** A path has a dot in its last element, or is the `?` of an unknown function. */
function isFile(source: string, from: number, to: number): boolean {
  if (to <= from || source.charCodeAt(from) === SPACE) return false;
  for (let at = to - 1; at >= from; at--) {
    const code = source.charCodeAt(at);
    if (code === 46 || code === 62) return true;
    if (code === 47 || code === 92) return false;
  }
  return to - from === 1 && source.charCodeAt(from) === 63;
}

function isTypeColon(source: string, from: number, at: number): boolean {
  return source.charCodeAt(at) === COLON && at - from === 4 && source.startsWith('type', from);
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128 || isDigit(code);
}

/** Letters, digits and `. / _ - % ~ + @ ( ) *`, the middle dot of old wrappers, and every letter beyond ASCII. */
function isNameCode(code: number): boolean {
  if (code >= 128) return code !== 0xa0 && !(code >= 0x2000 && code <= 0x206f);
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return true;
  if (code >= 45 && code <= 57) return true;
  return (
    code === 95 ||
    code === 40 ||
    code === 41 ||
    code === 42 ||
    code === 37 ||
    code === 126 ||
    code === 43 ||
    code === 64
  );
}
