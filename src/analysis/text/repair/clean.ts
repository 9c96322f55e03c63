import { callAt, isHeader, placeAt } from '../frame-lines.ts';
import type { Lines } from '../lines.ts';
import { isAt } from '../scan.ts';

/** Characters that only damage brings, or that need a closer look. */
const SUSPICIOUS = ['\u001b', '\ufeff', '\u00a0', '\f', '\u200b', '\u2026', '&#', '&lt;', '```', '\\n'];

/**
 * True when a text is plainly undamaged: it holds a traceback, every line below a header is one that the runtime
 * prints, and no character is suspicious. The common case, told in one pass without a string per line.
 */
export function looksClean(lines: Lines): boolean {
  const { count } = lines;
  if (count <= 3 * STRETCH) return isCleanStretch(lines, 0, count) > 0;
  const starts = [0, stackStart(lines, Math.floor(count / 2)), stackStart(lines, count - STRETCH)];
  const headers = starts.map((from) => isCleanStretch(lines, from, Math.min(count, from + STRETCH)));
  return headers.every((found) => found >= 0) && headers.some((found) => found > 0);
}

function hasDamageMark(text: string): boolean {
  return SUSPICIOUS.some((mark) => text.includes(mark)) || hasLoneReturn(text);
}

/** Of a large text three stretches of this many lines are looked at; damage mostly touches all lines alike. */
const STRETCH = 4000;

/** The first line from `i` behind a blank one. */
function stackStart(lines: Lines, i: number): number {
  let at = i;
  while (at < lines.count && lines.start(at) !== lines.end(at)) at++;
  return at;
}

/** The headers in a stretch of lines; -1 where one of its lines may be damaged. */
function isCleanStretch(lines: Lines, from: number, to: number): number {
  const { source } = lines;
  if (hasDamageMark(source.slice(lines.start(from), lines.end(to - 1)))) return -1;
  let headers = 0;
  let inStack = false;
  let inMessage = false;
  for (let i = from; i < to; i++) {
    const start = lines.start(i);
    const end = lines.end(i);
    if (start === end) {
      inStack = false;
      continue;
    }
    if (isHeader(source, start, end) && source.charCodeAt(end - 1) === 58) {
      headers++;
      inStack = true;
      inMessage = false;
    } else if (inStack) {
      const length = frameLength(lines, i, start, end);
      if (length === 0) return -1;
      i += length - 1;
      if (source.charCodeAt(start) === 99 && isAt(source, start, end, 'created by ')) inStack = false;
    } else {
      if (inMessage && !isAt(source, start, end, '[signal ') && !isAt(source, start, end, '\tpanic: ')) return -1;
      if (!isPlainLine(source, start, end)) return -1;
      inMessage ||= isMessage(source, start, end);
    }
  }
  return headers;
}

function isMessage(source: string, start: number, end: number): boolean {
  const code = source.charCodeAt(start);
  if (code === 112) return isAt(source, start, end, 'panic: ');
  return code === 102 && isAt(source, start, end, 'fatal error: ');
}

function hasLoneReturn(source: string): boolean {
  for (let at = source.indexOf('\r'); at >= 0; at = source.indexOf('\r', at + 1)) {
    if (source.charCodeAt(at + 1) !== 10) return true;
  }
  return false;
}

/** Lines of one part of a stack from line `i`: a call with its place, a creator with its place, an elision. */
function frameLength(lines: Lines, i: number, start: number, end: number): number {
  const { source } = lines;
  if (isAt(source, start, end, '...')) return 1;
  if (callAt(source, start, end) < 0 && !isAt(source, start, end, 'created by ')) return 0;
  const place = lines.start(i + 1);
  if (i + 1 >= lines.count || source.charCodeAt(place) !== 9) return 0;
  return placeAt(source, place + 1, lines.end(i + 1)) > 0 ? 2 : 0;
}

/** Outside stacks: no indented line, which could be damage, and none that hides a header behind a prefix. */
function isPlainLine(source: string, start: number, end: number): boolean {
  const code = source.charCodeAt(start);
  if (code === 32 || code === 62 || code === 123 || code === 91) return isAt(source, start, end, '[signal ');
  if (code === 9)
    return (
      isAt(source, start, end, '\tpanic: ') ||
      isAt(source, start, end, '\trunning tests:') ||
      isAt(source, start, end, '\t\t')
    );
  const last = source.charCodeAt(end - 1);
  return last !== 32 && last !== 9 && (end - start > 400 || !hasHiddenAnchor(source, start, end));
}

/** `goroutine ` or `panic: ` inside the line rather than at its start. */
function hasHiddenAnchor(source: string, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) {
    const code = source.charCodeAt(at);
    if (code === 103 && isAt(source, at, end, 'goroutine ')) return true;
    if (code === 112 && (isAt(source, at, end, 'panic: ') || isAt(source, at, end, 'panic serving '))) return true;
  }
  return false;
}
