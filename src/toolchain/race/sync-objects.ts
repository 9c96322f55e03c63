import { copyClock, epochOf, joinClocks, type Clock } from './clock.ts';
import type { TrackedGoroutine } from './goroutines.ts';

const pageBits = 13;
const pageCount = 2 ** 32 / 2 ** pageBits;

/** What one channel, mutex or atomic "knows". */
interface SyncObject {
  clock: Clock;
  /** The goroutine whose clock it is, as it was in `epoch`; absent where several made it. */
  owner: TrackedGoroutine | undefined;
  epoch: number;
}

/**
 * The clocks that synchronisation objects carry from one goroutine to another, by address. The four operations are those
 * of the race runtime (`__tsan_acquire` and its kin).
 */
export class SyncObjects {
  readonly #pages = new Array<Map<number, SyncObject> | undefined>(pageCount).fill(undefined);

  /** The goroutine learns what the object knows. */
  acquire(by: TrackedGoroutine, address: number): void {
    const object = this.#get(address);
    if (object !== undefined && !isKnownTo(by, object)) by.clock = joinClocks(by.clock, object.clock);
  }

  /** The object knows what the goroutine knows, and nothing else. */
  release(by: TrackedGoroutine, address: number): void {
    const object = this.#get(address);
    if (object === undefined) this.#add(by, address);
    else own(object, by, by.epoch, copyClock(object.clock, by.clock));
    by.tick();
  }

  /** The object learns what the goroutine knows. */
  releaseMerge(by: TrackedGoroutine, address: number): void {
    const object = this.#get(address);
    if (object === undefined || isKnownTo(by, object)) {
      this.release(by, address);
      return;
    }
    object.clock = joinClocks(object.clock, by.clock);
    object.owner = undefined;
    by.tick();
  }

  /** The goroutine learns what the object knew; the object knows what the goroutine knew before. */
  releaseAcquire(by: TrackedGoroutine, address: number): void {
    const object = this.#get(address);
    if (object === undefined || isKnownTo(by, object)) {
      this.release(by, address);
      return;
    }
    const { clock, epoch } = by;
    by.clock = joinClocks(object.clock, clock);
    own(object, by, epoch, clock);
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

  #get(address: number): SyncObject | undefined {
    return this.#pages[address >>> pageBits]?.get(address >>> 0);
  }

  #add(by: TrackedGoroutine, address: number): void {
    const page = (this.#pages[address >>> pageBits] ??= new Map());
    page.set(address >>> 0, { clock: by.clock.slice(), owner: by, epoch: by.epoch });
  }
}

/** Makes an object know the clock that a goroutine had in an epoch. */
function own(object: SyncObject, by: TrackedGoroutine, epoch: number, clock: Clock): void {
  object.clock = clock;
  object.owner = by;
  object.epoch = epoch;
}

/**
 * Whether a goroutine knows all that an object does. Each release starts a new epoch, so whoever knows of an epoch of
 * its owner from then on knows what was released with it; a later owner of the same clock index is another one.
 */
function isKnownTo(by: TrackedGoroutine, { owner, epoch }: SyncObject): boolean {
  if (owner === undefined) return false;
  const known = epochOf(by.clock, owner.clockIndex);
  return known >= epoch && known <= owner.lastEpoch;
}
