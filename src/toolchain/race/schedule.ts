/**
 * A schedule is what decides which goroutine goes on: the random numbers that Go's runtime draws (for `select`, maps and
 * its queues), time, and yields at function entries: in a goroutine's first calls or, under stress, anywhere. All of it
 * follows from a seed, so that a run can be had again.
 */

/** The order of one run. */
export interface Schedule {
  /** 32 bits, unsigned. */
  readonly seed: number;
  /** Goroutines give way at entries of functions anywhere, as if the scheduler had interrupted them there. */
  readonly isStressed: boolean;
}

/** A stream of random numbers that follows from its seed. */
export interface Chance {
  /** The next number, 32 bits, unsigned. */
  next(): number;
  /** Fills bytes, as the host's random_get would. */
  fillBytes(bytes: Uint8Array): void;
}

/**
 * Returns the stream of random numbers of a seed. Good enough to spread schedules, and for nothing secret.
 *
 * @see https://prng.di.unimi.it/splitmix64.c (the same mixing in 32 bits)
 * @example seededChance(7).next()
 */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const fillBytes = (bytes: Uint8Array): void => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = next() >>> 24;
  };
  return { next, fillBytes };
}
