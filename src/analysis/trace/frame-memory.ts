/** A frame met before: its call's name, and its whole second line with what it says. */
export interface KnownFrame {
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** The text of the second line, tab included. */
  readonly place: string;
}

const MAX_SLOTS = 1 << 13;
const MIN_SLOTS = 1 << 5;
const CHARACTERS_PER_SLOT = 128;
const PROBES = 8;
const TAIL = 28;

/**
 * Remembers frames by their second line. Dumps repeat the same few thousand frames, so most of a large one is read by
 * comparing lines with lines already read. A fixed number of slots: what does not fit is read the long way.
 */
export class FrameMemory {
  readonly #source: string;
  readonly #slots: (KnownFrame | undefined)[];
  readonly #mask: number;

  constructor(source: string) {
    this.#source = source;
    let slots = MIN_SLOTS;
    while (slots < MAX_SLOTS && slots * CHARACTERS_PER_SLOT < source.length) slots *= 2;
    this.#slots = new Array<KnownFrame | undefined>(slots);
    this.#mask = slots - 1;
  }

  /** The known frame whose second line stands between the offsets and whose name stands at `call`, before one of two codes. */
  find(call: number, from: number, to: number, end: number, otherEnd: number = end): KnownFrame | undefined {
    const length = to - from;
    for (let probe = 0, slot = this.#hash(from, to); probe < PROBES; probe++, slot = (slot + 1) & this.#mask) {
      const known = this.#slots[slot];
      if (known === undefined) return undefined;
      if (known.place.length !== length) continue;
      const after = this.#source.charCodeAt(call + known.func.length);
      if (after !== end && after !== otherEnd) continue;
      if (
        this.#source.slice(from, to) === known.place &&
        this.#source.slice(call, call + known.func.length) === known.func
      ) {
        return known;
      }
    }
    return undefined;
  }

  /** Remembers a frame whose second line stands between the offsets. */
  add(func: string, file: string, line: number, from: number, to: number): void {
    for (let probe = 0, slot = this.#hash(from, to); probe < PROBES; probe++, slot = (slot + 1) & this.#mask) {
      if (this.#slots[slot] !== undefined) continue;
      this.#slots[slot] = { func, file, line, place: this.#source.slice(from, to) };
      return;
    }
  }

  #hash(from: number, to: number): number {
    let hash = to - from;
    for (let at = Math.max(from, to - TAIL); at < to; at++)
      hash = (Math.imul(hash, 31) + this.#source.charCodeAt(at)) | 0;
    return (hash ^ (hash >>> 13)) & this.#mask;
  }
}
