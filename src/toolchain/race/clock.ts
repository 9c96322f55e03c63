/** A vector clock: entry `i` is the newest epoch of clock index `i` that its owner knows of. A missing entry is 0. */
export type Clock = Int32Array;

/** The epoch that `clock` knows of `index`. */
export function epochOf(clock: Clock, index: number): number {
  return index < clock.length ? clock[index]! : 0;
}

/**
 * `into` with all that `from` knows; the same array where it has room.
 * Room grows to what is needed and no further: two clocks that outgrow each other would never stop.
 */
export function joinClocks(into: Clock, from: Clock): Clock {
  let joined = into;
  if (joined.length < from.length) {
    joined = new Int32Array(from.length);
    joined.set(into);
  }
  for (let i = 0; i < from.length; i++) {
    if (from[i]! > joined[i]!) joined[i] = from[i]!;
  }
  return joined;
}

/** `into` with what `from` knows and nothing else; the same array where the two are of one length. */
export function copyClock(into: Clock, from: Clock): Clock {
  if (into.length !== from.length) return from.slice();
  for (let i = 0; i < from.length; i++) into[i] = from[i]!;
  return into;
}
