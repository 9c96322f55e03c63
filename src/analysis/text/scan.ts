/** True when `word` stands in `source` at `offset`, wholly before `end`. */
export function isAt(source: string, offset: number, end: number, word: string): boolean {
  return offset + word.length <= end && source.startsWith(word, offset);
}

/** True for '0' to '9'. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** True for space and tab. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/** The first offset from `offset` that holds no decimal digit, at most `end`. */
export function skipDigits(source: string, offset: number, end: number): number {
  let at = offset;
  while (at < end && isDigit(source.charCodeAt(at))) at++;
  return at;
}

/** The first offset from `offset` that holds neither space nor tab, at most `end`. */
export function skipSpaces(source: string, offset: number, end: number): number {
  let at = offset;
  while (at < end && isSpace(source.charCodeAt(at))) at++;
  return at;
}

/** The number written between the offsets, NaN when there is none or it is not wholly digits. */
export function numberIn(source: string, from: number, to: number): number {
  if (from >= to || to - from > 15) return Number.NaN;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = source.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The end of the text between the offsets once trailing spaces and tabs are left out. */
export function trimEnd(source: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(source.charCodeAt(end - 1))) end--;
  return end;
}

/** Where `word` stands in `source` wholly between the offsets; -1 when it does not. Never looks beyond `to`. */
export function indexIn(source: string, word: string, from: number, to: number): number {
  const first = word.charCodeAt(0);
  for (let at = from; at + word.length <= to; at++) {
    if (source.charCodeAt(at) === first && source.startsWith(word, at)) return at;
  }
  return -1;
}
