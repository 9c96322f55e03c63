/**
 * Shadow memory: what is remembered of each 8 bytes of the program ("granule"): up to four accesses.
 *
 * A slot is four words: epoch, access, stack node, pc. The access word holds the clock index of its goroutine, whether
 * it wrote, whether it was atomic, and which of the 8 bytes it touched. This is the scheme of ThreadSanitizer with one
 * difference: stacks are nodes of an interned tree, so none is ever lost.
 *
 * @see compiler-rt/lib/tsan/rtl/tsan_rtl_access.cpp of LLVM
 */
import { epochOf } from './clock.ts';
import type { TrackedGoroutine } from './goroutines.ts';
import type { StackTree } from './stack-tree.ts';

export const WRITE = 1 << 8;
export const ATOMIC = 1 << 9;
const BYTES = 0xff;
const OWNER_SHIFT = 10;

const ACCESS = 1;
const STACK = 2;
const PC = 3;
const slotWords = 4;
const granuleSlots = 4;
const granuleWords = slotWords * granuleSlots;

const pageBits = 13;
const pageBytes = 1 << pageBits;
const pageWords = (pageBytes >> 3) * granuleWords;
/** Pages of a 32-bit address space; allocated in full, as V8 would make a hash table of a sparse array. */
const pageCount = 2 ** 32 / pageBytes;

/** What a slot remembers of an access. */
export interface StoredAccess {
  readonly clockIndex: number;
  readonly epoch: number;
  readonly isWrite: boolean;
  readonly isAtomic: boolean;
  readonly bytes: number;
  readonly stack: number;
  readonly pc: number;
}

export class Shadow {
  readonly #pages = new Array<Int32Array | undefined>(pageCount).fill(undefined);
  readonly #stacks: StackTree;
  readonly #onForget: (address: number) => void;
  #victim = 0;
  /** Pages in use; each takes 64 kB. */
  pagesUsed = 0;

  /** `onForget` is told of each granule, by an address in it, that no longer has all the accesses that still count. */
  constructor(stacks: StackTree, onForget: (address: number) => void) {
    this.#stacks = stacks;
    this.#onForget = onForget;
  }

  /**
   * Records an access to some bytes of one granule. Returns an earlier one that nothing orders before it, and then
   * forgets the granule: one race is one report.
   * `bytes` is a mask of the granule's bytes; `kind` is WRITE and ATOMIC, or neither.
   */
  access(by: TrackedGoroutine, address: number, bytes: number, kind: number, pc: number): StoredAccess | undefined {
    const page = this.#pages[address >>> pageBits] ?? this.#addPage(address >>> pageBits);
    const base = ((address & (pageBytes - 1)) >> 3) * granuleWords;
    const epoch = by.epoch;
    const access = (by.clockIndex << OWNER_SHIFT) | kind | bytes;
    if (page[base + ACCESS] === access && page[base] === epoch) return undefined;
    let free = -1;
    let covered = -1;
    let ordered = -1;
    for (let slot = base; slot < base + granuleWords; slot += slotWords) {
      const other = page[slot + ACCESS]!;
      if (other === 0) {
        free = slot;
        break;
      }
      const shared = other & bytes;
      if (shared === 0) {
        if (this.#isSameStatement(page, slot, by, epoch, access, pc)) {
          page[slot + ACCESS]! |= bytes;
          return undefined;
        }
        continue;
      }
      const isOwn = other >>> OWNER_SHIFT === by.clockIndex;
      const isBefore = isOwn || page[slot]! <= epochOf(by.clock, other >>> OWNER_SHIFT);
      if (!isBefore && ((other | kind) & WRITE) !== 0 && (other & kind & ATOMIC) === 0) {
        const found = storedAt(page, slot);
        page.fill(0, base, base + granuleWords);
        this.#onForget(address);
        return found;
      }
      if (isOwn && page[slot] === epoch && shared === bytes && isAsStrong(other, kind)) return undefined;
      if (!isBefore) continue;
      if (covered < 0 && shared === (other & BYTES) && isAsStrong(kind, other)) covered = slot;
      else if (ordered < 0) ordered = slot;
    }
    if (covered < 0 && free < 0) this.#onForget(address);
    this.#store(page, this.#choose(base, covered, free, ordered), epoch, access, by.stack(this.#stacks), pc);
    return undefined;
  }

  /** Forgets what was remembered of a range: it is new memory now. */
  clear(address: number, sizeBytes: number): void {
    const end = address + sizeBytes;
    for (let at = address; at < end;) {
      const number = Math.floor(at / pageBytes);
      const stop = Math.min(end, (number + 1) * pageBytes);
      const from = (at % pageBytes) >> 3;
      const to = ((stop - 1) % pageBytes) >> 3;
      this.#pages[number]?.fill(0, from * granuleWords, (to + 1) * granuleWords);
      at = stop;
    }
  }

  /** Calls `visit` for the stack of every access remembered. */
  eachStack(visit: (node: number) => void): void {
    this.#eachSlot((page, slot) => visit(page[slot + STACK]!));
  }

  /** Gives every stack its new number. */
  renumber(renumbered: Int32Array): void {
    this.#eachSlot((page, slot) => {
      page[slot + STACK] = renumbered[page[slot + STACK]!]!;
    });
  }

  #eachSlot(visit: (page: Int32Array, slot: number) => void): void {
    for (const page of this.#pages) {
      if (page === undefined) continue;
      for (let slot = 0; slot < pageWords; slot += slotWords) if (page[slot + ACCESS] !== 0) visit(page, slot);
    }
  }

  #addPage(number: number): Int32Array {
    this.pagesUsed++;
    return (this.#pages[number] = new Int32Array(pageWords));
  }

  /** Whether a slot holds the same statement of the same moment on other bytes: one slot serves all of them. */
  #isSameStatement(
    page: Int32Array,
    slot: number,
    by: TrackedGoroutine,
    epoch: number,
    access: number,
    pc: number,
  ): boolean {
    return (
      page[slot] === epoch &&
      page[slot + PC] === pc &&
      (page[slot + ACCESS]! | BYTES) === (access | BYTES) &&
      page[slot + STACK] === by.stack(this.#stacks)
    );
  }

  /** The slot to overwrite: one that this access stands for from now on, a free one, one that is ordered before, or any. */
  #choose(base: number, covered: number, free: number, ordered: number): number {
    if (covered >= 0) return covered;
    if (free >= 0) return free;
    if (ordered >= 0) return ordered;
    return base + (this.#victim++ & (granuleSlots - 1)) * slotWords;
  }

  #store(page: Int32Array, slot: number, epoch: number, access: number, stack: number, pc: number): void {
    page[slot] = epoch;
    page[slot + ACCESS] = access;
    page[slot + STACK] = stack;
    page[slot + PC] = pc;
  }
}

/** Whether a race with `a` remembered finds all that one with `b` would: a write where `b` writes, plain where `b` is plain. */
function isAsStrong(a: number, b: number): boolean {
  return ((a & WRITE) !== 0 || (b & WRITE) === 0) && ((a & ATOMIC) === 0 || (b & ATOMIC) !== 0);
}

function storedAt(page: Int32Array, slot: number): StoredAccess {
  const access = page[slot + ACCESS]!;
  return {
    clockIndex: access >>> OWNER_SHIFT,
    epoch: page[slot]!,
    isWrite: (access & WRITE) !== 0,
    isAtomic: (access & ATOMIC) !== 0,
    bytes: access & BYTES,
    stack: page[slot + STACK]!,
    pc: page[slot + PC]!,
  };
}
