import { indexIn, isAt, isDigit, skipSpaces } from '../text/index.ts';

/** The words for a goroutine that runs on another thread, so that its stack cannot be had. */
export function isUnavailable(source: string, start: number, end: number): boolean {
  return isAt(source, skipSpaces(source, start, end), end, 'goroutine running on other thread; stack unavailable');
}

/** Lines of traceback damage: `runtime: unexpected return pc`, `stack: frame={…}`, the words of a hex dump. */
export function isDamageReport(source: string, start: number, end: number): boolean {
  if (isAt(source, start, end, 'runtime: ') || isAt(source, start, end, 'stack: frame=')) return true;
  if (!isAt(source, start, end, '0x')) return false;
  const colon = indexIn(source, ':', start, Math.min(end, start + 20));
  return colon > 0 && isDigit(source.charCodeAt(skipSpaces(source, colon + 1, end)));
}
