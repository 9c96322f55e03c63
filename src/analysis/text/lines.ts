const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;

/** What a line rests on: the paste as it stands, a repair that loses nothing, or one that guesses. */
export const AS_PASTED = 0;
export const REPAIRED = 1;
export const GUESSED = 2;

/** The lines that a repair made, before they are joined: parallel arrays, one entry per repaired line. */
export interface LineTable {
  readonly texts: readonly string[];
  /** 0-based offsets of the line's characters in the paste, half-open. */
  readonly froms: Int32Array;
  readonly tos: Int32Array;
  /** One of AS_PASTED, REPAIRED, GUESSED. */
  readonly basis: Uint8Array;
}

/**
 * The text that readers read: repaired lines over the paste, each with its way back.
 *
 * All lines lie in one string, `source`, so that a reader can scan character codes between `start(i)` and `end(i)`
 * without making a string per line. Where nothing needed repair, `source` is the paste itself.
 * Line indexes are 0-based; pasted lines (`at`, `to`) are 1-based, as people count them.
 */
export class Lines {
  readonly paste: string;
  readonly source: string;
  readonly count: number;
  /** Lines of the paste: a final newline ends the last line, an empty paste has none. */
  readonly pastedCount: number;
  readonly #starts: Int32Array;
  readonly #hasReturns: boolean;
  readonly #pastedStarts: Int32Array;
  readonly #table: LineTable | undefined;
  readonly #pastedOf: Int32Array | undefined;

  private constructor(paste: string, pastedStarts: Int32Array, pastedCount: number, table: LineTable | undefined) {
    this.paste = paste;
    this.#pastedStarts = pastedStarts;
    this.pastedCount = pastedCount;
    this.#table = table;
    if (table === undefined) {
      this.source = paste;
      this.count = pastedCount;
      this.#starts = pastedStarts;
      this.#hasReturns = paste.includes('\r');
    } else {
      this.source = table.texts.join('\n');
      this.count = table.texts.length;
      this.#starts = startsOfTexts(table.texts);
      this.#hasReturns = false;
      this.#pastedOf = pastedLinesOf(table.froms, pastedStarts, pastedCount);
    }
  }

  /** The paste with nothing repaired, except that a carriage return before a newline is no part of the line. */
  static of(paste: string): Lines {
    const starts = startsOf(paste);
    return new Lines(paste, starts, starts.length - 1, undefined);
  }

  /** The same paste, read through the lines that a repair made. */
  repaired(table: LineTable): Lines {
    return new Lines(this.paste, this.#pastedStarts, this.pastedCount, table);
  }

  /** Offset in `source` of the first character of line `i`. */
  start(i: number): number {
    return i < this.count ? (this.#starts[i] ?? 0) : this.source.length;
  }

  /** Offset in `source` one past the last character of line `i`, its line end not counted. */
  end(i: number): number {
    const next = this.#starts[i + 1];
    if (next === undefined) return this.source.length;
    const end = next - 1;
    const mayReturn = this.#hasReturns && end < this.source.length && end > this.start(i);
    return mayReturn && this.source.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
  }

  /** The text of line `i`; '' outside the range. */
  text(i: number): string {
    return i < 0 || i >= this.count ? '' : this.source.slice(this.start(i), this.end(i));
  }

  /** True when line `i` is empty, holds only spaces and tabs, or does not exist. */
  isBlank(i: number): boolean {
    const end = this.end(i);
    for (let at = this.start(i); at < end; at++) {
      const code = this.source.charCodeAt(at);
      if (code !== SPACE && code !== TAB) return false;
    }
    return true;
  }

  /** True when the lines are those of the paste, so that line `i` is pasted line `i + 1`. */
  get isPlain(): boolean {
    return this.#table === undefined;
  }

  /** The 1-based pasted line on which line `i` starts. */
  at(i: number): number {
    if (this.#pastedOf === undefined) return i + 1;
    return this.#pastedOf[i] ?? this.pastedCount;
  }

  /** The 1-based pasted line on which line `i` ends: later than `at(i)` where a wrap was joined. */
  to(i: number): number {
    if (this.#table === undefined) return i + 1;
    return Math.max(this.at(i), this.pastedLineAt((this.#table.tos[i] ?? 1) - 1));
  }

  /** The characters of the paste that line `i` was read from: 0-based offsets, half-open. */
  offsets(i: number): { readonly from: number; readonly to: number } {
    if (this.#table === undefined) return { from: this.start(i), to: this.end(i) };
    return { from: this.#table.froms[i] ?? 0, to: this.#table.tos[i] ?? 0 };
  }

  /** AS_PASTED, REPAIRED (nothing lost) or GUESSED (facts from this line are likely, not certain). */
  basis(i: number): number {
    return this.#table?.basis[i] ?? AS_PASTED;
  }

  /** `likely` where line `i` rests on a guess; undefined where what it says is certain. */
  confidence(i: number): 'likely' | undefined {
    return this.basis(i) === GUESSED ? 'likely' : undefined;
  }

  /** The 1-based pasted line that holds the character at `offset` of the paste. */
  pastedLineAt(offset: number): number {
    let low = 0;
    let high = this.pastedCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pastedStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offset in the paste of the first character of the 1-based pasted line. */
  pastedStart(line: number): number {
    return Math.min(this.paste.length, this.#pastedStarts[line - 1] ?? this.paste.length);
  }
}

/** Offsets of the pasted lines' first characters, with one entry behind the last: where a next line would start. */
function startsOf(paste: string): Int32Array {
  let starts = new Int32Array(Math.max(16, paste.length >> 5));
  let count = paste.length === 0 ? 0 : 1;
  let newline = paste.indexOf('\n');
  while (newline >= 0) {
    if (count + 2 > starts.length) starts = enlarged(starts);
    starts[count++] = newline + 1;
    newline = paste.indexOf('\n', newline + 1);
  }
  const endsLine = paste.endsWith('\n');
  if (!endsLine) starts[count++] = paste.length === 0 ? 0 : paste.length + 1;
  return starts.subarray(0, count);
}

function enlarged(starts: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(starts.length * 2);
  larger.set(starts);
  return larger;
}

function startsOfTexts(texts: readonly string[]): Int32Array {
  const starts = new Int32Array(texts.length + 1);
  let offset = 0;
  for (let i = 0; i < texts.length; i++) {
    starts[i] = offset;
    offset += (texts[i]?.length ?? 0) + 1;
  }
  starts[texts.length] = offset;
  return starts;
}

/** Pasted lines of the offsets in `froms`. They mostly ascend, so each search starts where the last one ended. */
function pastedLinesOf(froms: Int32Array, starts: Int32Array, count: number): Int32Array {
  const lines = new Int32Array(froms.length);
  let line = 0;
  for (let i = 0; i < froms.length; i++) {
    const offset = froms[i] ?? 0;
    while (line > 0 && (starts[line] ?? 0) > offset) line--;
    while (line + 1 < count && (starts[line + 1] ?? 0) <= offset) line++;
    lines[i] = line + 1;
  }
  return lines;
}
