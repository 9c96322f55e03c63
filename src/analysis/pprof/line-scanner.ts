/** Go's scanner gives up on a line of this size. */
const MAX_LINE = 64 * 1024;

/** Reads text line by line as Go's `bufio.Scanner` does: without the newline and a carriage return before it. */
export class LineScanner {
  readonly #text: string;
  #position = 0;
  /** The line last read, empty before the first and after the last. */
  line = '';
  /** A line was too long to read; nothing after it is read. */
  tooLong = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): boolean {
    this.line = '';
    if (this.#position >= this.#text.length || this.tooLong) return false;
    const newline = this.#text.indexOf('\n', this.#position);
    const end = newline < 0 ? this.#text.length : newline;
    if (end - this.#position >= MAX_LINE) {
      this.tooLong = true;
      return false;
    }
    const cut = end > this.#position && this.#text[end - 1] === '\r' ? end - 1 : end;
    this.line = this.#text.slice(this.#position, cut);
    this.#position = end + 1;
    return true;
  }
}

/** True for a line that holds nothing or a comment. */
export function isSpaceOrComment(line: string): boolean {
  const trimmed = line.trim();
  return trimmed === '' || trimmed.startsWith('#');
}

/** Characters that make up one of the numbers below, from `at`. */
export function skipWhile(text: string, at: number, isPart: (code: number) => boolean): number {
  let i = at;
  while (i < text.length && isPart(text.charCodeAt(i))) i++;
  return i;
}

/** 0 to 9. */
export const isDigitCode = (code: number): boolean => code >= 48 && code <= 57;
/** Hexadecimal digits of either case. */
export const isHexCode = (code: number): boolean =>
  isDigitCode(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
/** Hexadecimal digits as Go prints them. */
export const isLowerHexCode = (code: number): boolean => isDigitCode(code) || (code >= 97 && code <= 102);
/** A blank, no tab. */
export const isSpaceCode = (code: number): boolean => code === 32;

/** Matches a fixed sequence of parts by position: `next` returns undefined from the first part on that does not match. */
export class Matcher {
  readonly text: string;
  at: number;
  failed = false;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** One or more digits. */
  digits(): string {
    return this.take(isDigitCode, 1);
  }

  /** The longest run, at least `min` long. */
  take(isPart: (code: number) => boolean, min = 0): string {
    const to = skipWhile(this.text, this.at, isPart);
    if (to - this.at < min) this.failed = true;
    const taken = this.failed ? '' : this.text.slice(this.at, to);
    if (!this.failed) this.at = to;
    return taken;
  }

  literal(text: string): void {
    if (this.failed || !this.text.startsWith(text, this.at)) this.failed = true;
    else this.at += text.length;
  }

  spaces(min = 0): void {
    this.take(isSpaceCode, min);
  }
}
