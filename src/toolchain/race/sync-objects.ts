import { joinClocks, type Clock } from './clock.ts';
import type { TrackedGoroutine } from './goroutines.ts';

const pageBits = 13;
const pageCount = 2 ** 32 / 2 ** pageBits;

/**
 * The clocks that synchronisation objects carry from one goroutine to another, by address: what a channel, mutex or
 * atomic "knows". The four operations are those of the race runtime (`__tsan_acquire` and its kin).
 */
export class SyncObjects {
  readonly #pages = new Array<Map<number, Clock> | undefined>(pageCount).fill(undefined);

  /** The goroutine learns what the object knows. */
  acquire(by: TrackedGoroutine, address: number): void {
    const known = this.#get(address);
    if (known !== undefined) by.clock = joinClocks(by.clock, known);
  }

  /** The object knows what the goroutine knows, and nothing else. */
  release(by: TrackedGoroutine, address: number): void {
    this.#set(address, by.clock.slice());
    by.tick();
  }

  /** The object learns what the goroutine knows. */
  releaseMerge(by: TrackedGoroutine, address: number): void {
    const known = this.#get(address);
    this.#set(address, known === undefined ? by.clock.slice() : joinClocks(known, by.clock));
    by.tick();
  }

  /** The goroutine learns what the object knew; the object knows what the goroutine knew before. */
  releaseAcquire(by: TrackedGoroutine, address: number): void {
    const known = this.#get(address);
    this.#set(address, by.clock.slice());
    if (known !== undefined) by.clock = joinClocks(by.clock, known);
    by.tick();
  }

  /** Forgets the objects in a range: it is other memory now. */
  clear(address: number, sizeBytes: number): void {
    const end = address + sizeBytes;
    const last = Math.floor((end - 1) / 2 ** pageBits);
    for (let number = Math.floor(address / 2 ** pageBits); number <= last; number++) {
      const page = this.#pages[number];
      if (page === undefined || page.size === 0) continue;
      for (const at of page.keys()) if (at >= address && at < end) page.delete(at);
    }
  }

  #get(address: number): Clock | undefined {
    return this.#pages[address >>> pageBits]?.get(address >>> 0);
  }

  #set(address: number, clock: Clock): void {
    const page = (this.#pages[address >>> pageBits] ??= new Map());
    page.set(address >>> 0, clock);
  }
}
