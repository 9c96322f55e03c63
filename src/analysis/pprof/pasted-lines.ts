import type { Lines } from '../text/index.ts';

/**
 * The lines of a paste as a report reader wants them. Repairs that undo damage stay; two that suit traces but harm columns of
 * numbers do not: rows joined as if a terminal had wrapped them, and first columns taken for line numbers.
 */
export class ReportLines {
  readonly #texts: string[] = [];
  readonly #ats: number[] = [];
  readonly #indexes: number[] = [];
  readonly #firsts: Int32Array;
  readonly #lines: Lines;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#firsts = new Int32Array(lines.count + 1);
    for (let i = 0; i < lines.count; i++) {
      this.#firsts[i] = this.#texts.length;
      if (lines.to(i) > lines.at(i)) this.#split(i);
      else this.#add(withNumbers(lines, i), lines.at(i), i);
    }
    this.#firsts[lines.count] = this.#texts.length;
  }

  get count(): number {
    return this.#texts.length;
  }

  text(row: number): string {
    return this.#texts[row] ?? '';
  }

  /** The 1-based pasted line. */
  at(row: number): number {
    return this.#ats[row] ?? 0;
  }

  isBlank(row: number): boolean {
    return this.text(row).trim() === '';
  }

  /** True where the text rests on a repair that guesses. */
  isGuessed(row: number): boolean {
    const index = this.#indexes[row] ?? 0;
    return this.#lines.to(index) === this.#lines.at(index) && this.#lines.confidence(index) === 'likely';
  }

  /** The first row of line `i`. */
  rowOf(i: number): number {
    return this.#firsts[i] ?? this.count;
  }

  /** The line to go on with when rows up to `row` were taken: one that was taken in part counts as taken. */
  lineAfter(row: number): number {
    if (row >= this.count) return this.#lines.count;
    const index = this.#indexes[row] ?? 0;
    return this.#firsts[index] === row ? index : index + 1;
  }

  #add(text: string, at: number, index: number): void {
    this.#texts.push(text);
    this.#ats.push(at);
    this.#indexes.push(index);
  }

  #split(i: number): void {
    for (let line = this.#lines.at(i); line <= this.#lines.to(i); line++)
      this.#add(pastedText(this.#lines, line), line, i);
  }
}

function pastedText(lines: Lines, line: number): string {
  const start = lines.pastedStart(line);
  const newline = lines.paste.indexOf('\n', start);
  const text = lines.paste.slice(start, newline < 0 ? undefined : newline);
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** A line with the digits that were cut off in front, if that is all that was. */
function withNumbers(lines: Lines, i: number): string {
  const text = lines.text(i);
  if (lines.basis(i) === 0) return text;
  const pasted = pastedText(lines, lines.at(i));
  if (!pasted.endsWith(text)) return text;
  return /^\s*\d+[\s:|]*$/.test(pasted.slice(0, pasted.length - text.length)) ? pasted : text;
}

const views = new WeakMap<Lines, ReportLines>();

/** The rows of a paste, made once. */
export function reportLinesOf(lines: Lines): ReportLines {
  let view = views.get(lines);
  if (view === undefined) views.set(lines, (view = new ReportLines(lines)));
  return view;
}
