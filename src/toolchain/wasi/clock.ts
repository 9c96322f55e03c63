/** Time as the program sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  wallMillis(): number;
  /** Nanoseconds of one of WASI's clocks: 0 is wall time, all others only ever go on. */
  nanos(clockId: number): bigint;
  /** Lets this much time go by, for a thread that may block; undefined: as long as nothing else happens. */
  sleep(millis: number | undefined): void;
}

const realTime = 0;
/** How soon a thread that waits for nothing in particular looks up again. */
const lookUpMillis = 40;

/**
 * Returns the host's clock. It has the host's resolution, in most browsers 0.1 ms without cross-origin isolation.
 *
 * @example hostClock().nanos(1)
 */
export function hostClock(): Clock {
  const wallMillis = (): number => performance.timeOrigin + performance.now();
  const nanosOf = (millis: number): bigint => BigInt(Math.round(millis * 1e3)) * 1000n;
  return {
    wallMillis,
    nanos: (clockId) => nanosOf(clockId === realTime ? wallMillis() : performance.now()),
    sleep: (millis = lookUpMillis) => sleepBlocking(millis),
  };
}

let sleeper: Int32Array | undefined;

/**
 * Blocks the whole thread. Needs no cross-origin isolation: a shared memory of WebAssembly can be waited on everywhere
 * but on a page's main thread.
 */
export function sleepBlocking(millis: number): void {
  if (millis <= 0) return;
  sleeper ??= new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
  Atomics.wait(sleeper, 0, 0, millis);
}
