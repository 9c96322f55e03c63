import { AS_PASTED, GUESSED, type Lines, type LineTable, REPAIRED } from '../lines.ts';

export { GUESSED as GUESS, REPAIRED } from '../lines.ts';

/** The lines while they are repaired: parallel arrays. Steps make new drafts; they never change one. */
export interface Draft {
  readonly paste: string;
  readonly texts: readonly string[];
  /** Offsets in the paste, half-open. */
  readonly froms: readonly number[];
  readonly tos: readonly number[];
  readonly basis: readonly number[];
}

/** What one step did: the lines it leaves, and how many pasted lines it touched. */
export interface Repaired {
  readonly draft: Draft;
  readonly kind: string;
  readonly touched: number;
}

/**
 * One kind of transport damage. `undefined` when the text does not show it. Steps are small, independent of each
 * other, and keep the way back into the paste for every line.
 */
export type RepairStep = (draft: Draft) => Repaired | undefined;

/** The lines as pasted, ready to be repaired. */
export function draftOf(lines: Lines): Draft {
  const texts: string[] = new Array<string>(lines.count);
  const froms: number[] = new Array<number>(lines.count);
  const tos: number[] = new Array<number>(lines.count);
  for (let i = 0; i < lines.count; i++) {
    texts[i] = lines.text(i);
    froms[i] = lines.start(i);
    tos[i] = lines.end(i);
  }
  return { paste: lines.paste, texts, froms, tos, basis: new Array<number>(lines.count).fill(AS_PASTED) };
}

export function tableOf({ texts, froms, tos, basis }: Draft): LineTable {
  return { texts, froms: Int32Array.from(froms), tos: Int32Array.from(tos), basis: Uint8Array.from(basis) };
}

/** Builds the lines that a step leaves. */
export class DraftBuilder {
  readonly #from: Draft;
  readonly #texts: string[] = [];
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];
  readonly #basis: number[] = [];
  touched = 0;

  constructor(from: Draft) {
    this.#from = from;
  }

  /** Keeps line `i` as it stands. */
  keep(i: number): void {
    this.#push(this.#from.texts[i] ?? '', this.#from.froms[i] ?? 0, this.#from.tos[i] ?? 0, this.#from.basis[i] ?? 0);
  }

  /** Keeps line `i` with another text. */
  replace(i: number, text: string, basis: number = REPAIRED): void {
    if (text === this.#from.texts[i] && basis !== GUESSED) return this.keep(i);
    this.touched++;
    this.#push(text, this.#from.froms[i] ?? 0, this.#from.tos[i] ?? 0, Math.max(basis, this.#from.basis[i] ?? 0));
  }

  /** Leaves line `i` out. */
  drop(_i: number): void {
    this.touched++;
  }

  /** Adds to the line built last the text of line `i`, which was wrapped. */
  join(i: number, glue: string, basis: number = GUESSED): void {
    this.joinText(i, glue + (this.#from.texts[i] ?? ''), basis);
  }

  /** Adds a text that comes from line `i` to the line built last. */
  joinText(i: number, text: string, basis: number = REPAIRED): void {
    const last = this.#texts.length - 1;
    if (last < 0) return this.split(i, [text], basis);
    this.touched++;
    this.#texts[last] = (this.#texts[last] ?? '') + text;
    this.#tos[last] = Math.max(this.#tos[last] ?? 0, this.#from.tos[i] ?? 0);
    this.#basis[last] = Math.max(this.#basis[last] ?? 0, basis, this.#from.basis[i] ?? 0);
  }

  /** Puts several lines in place of line `i`, all from its characters. */
  split(i: number, texts: readonly string[], basis: number = REPAIRED): void {
    this.touched++;
    const { froms, tos, basis: before } = this.#from;
    for (const text of texts) this.#push(text, froms[i] ?? 0, tos[i] ?? 0, Math.max(basis, before[i] ?? 0));
  }

  /** Marks the line built last as a guess: something that stood behind it was left out. */
  doubtLast(): void {
    if (this.#basis.length > 0) this.#basis[this.#basis.length - 1] = GUESSED;
  }

  done(kind: string): Repaired | undefined {
    if (this.touched === 0) return undefined;
    const draft = {
      paste: this.#from.paste,
      texts: this.#texts,
      froms: this.#froms,
      tos: this.#tos,
      basis: this.#basis,
    };
    return { draft, kind, touched: this.touched };
  }

  #push(text: string, from: number, to: number, basis: number): void {
    this.#texts.push(text);
    this.#froms.push(from);
    this.#tos.push(to);
    this.#basis.push(basis);
  }
}

/** A step that gives each line another text, one by one; `undefined` from `change` leaves the line alone. */
export function eachLine(
  draft: Draft,
  kind: string,
  change: (text: string, i: number) => string | undefined,
  basis: number = REPAIRED,
): Repaired | undefined {
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    const changed = change(text, i);
    if (changed === undefined || changed === text) builder.keep(i);
    else builder.replace(i, changed, basis);
  });
  return builder.done(kind);
}
