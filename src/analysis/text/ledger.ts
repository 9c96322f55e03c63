import type { Span } from './evidence.ts';
import type { Lines } from './lines.ts';

const OTHER = 0;
const BLANK = 1;
const UNREAD = 2;
const READ = 3;
const MAX_RANGES = 1000;

/** Where every pasted line went: `read + blank + other + unread` is the number of lines pasted. */
export interface LedgerSummary {
  readonly read: number;
  readonly blank: number;
  /** Lines that are no part of any evidence. */
  readonly other: number;
  /** Lines inside evidence that were not understood. */
  readonly unread: number;
  /** The unread lines as ranges, at most 1,000. */
  readonly unreadLines: readonly Span[];
}

/** One class per pasted line. Readers tell it which lines they understood; a line once read stays read. */
export class Ledger {
  readonly #lines: Lines;
  readonly #classes: Uint8Array;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#classes = blankOrOther(lines);
  }

  /** Marks the lines `from` up to, not including, `to` as understood. Blank ones stay blank. */
  read(from: number, to: number = from + 1): void {
    if (this.#lines.isPlain) return this.#readPlain(from, to);
    for (let i = from; i < to; i++) this.#mark(i, READ);
  }

  /** Marks lines as part of evidence but not understood; those read before stay read. */
  unread(from: number, to: number = from + 1): void {
    for (let i = from; i < to; i++) this.#mark(i, UNREAD);
  }

  /** Marks 1-based pasted lines as understood: for what a repair itself used up, such as a code fence. */
  readPasted(from: number, to: number = from): void {
    for (let line = from; line <= to; line++) this.#raise(line, READ);
  }

  /** True when a reader understood line `i`. */
  isRead(i: number): boolean {
    return this.#classes[this.#lines.at(i) - 1] === READ;
  }

  summary(): LedgerSummary {
    const counts = new Int32Array(4);
    const unreadLines: { from: number; to: number }[] = [];
    for (let i = 0; i < this.#classes.length; i++) {
      const kind = this.#classes[i] ?? OTHER;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (kind === UNREAD) addLine(unreadLines, i + 1);
    }
    const [other = 0, blank = 0, unread = 0, read = 0] = counts;
    return { read, blank, other, unread, unreadLines };
  }

  #readPlain(from: number, to: number): void {
    for (let i = from; i < to; i++) if (this.#classes[i] !== BLANK && i < this.#classes.length) this.#classes[i] = READ;
  }

  #mark(i: number, kind: number): void {
    if (i < 0 || i >= this.#lines.count) return;
    const last = this.#lines.to(i);
    for (let line = this.#lines.at(i); line <= last; line++) this.#raise(line, kind);
  }

  #raise(line: number, kind: number): void {
    const now = this.#classes[line - 1];
    if (now === undefined || now === BLANK || now >= kind) return;
    this.#classes[line - 1] = kind;
  }
}

function addLine(ranges: { from: number; to: number }[], line: number): void {
  const last = ranges.at(-1);
  if (last?.to === line - 1) last.to = line;
  else if (ranges.length < MAX_RANGES) ranges.push({ from: line, to: line });
}

/** A pasted line is blank when nothing but blank was made of it; one that a repair left out is other. */
function blankOrOther(lines: Lines): Uint8Array {
  const classes = new Uint8Array(lines.pastedCount);
  if (lines.isPlain) {
    for (let i = 0; i < classes.length; i++) if (lines.isBlank(i)) classes[i] = BLANK;
    return classes;
  }
  for (let i = 0; i < lines.count; i++) classes.fill(BLANK, lines.at(i) - 1, lines.to(i));
  for (let i = 0; i < lines.count; i++) {
    if (lines.isBlank(i)) continue;
    const last = lines.to(i);
    for (let line = lines.at(i); line <= last; line++) classes[line - 1] = OTHER;
  }
  return classes;
}
