/** Numbers drawn from a seed: always the same for the same seed and words, on every machine. */

/**
 * Returns a number from 0 to 2³² − 1 that the seed and the words decide.
 *
 * @see FNV-1a, with the finalizer of MurmurHash3 behind it
 * @example drawNumber(7, 'blank', 'return quote') % 3
 */
export function drawNumber(seed: number, ...words: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}\n${words.join('\n')}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Returns an index below `count` for a word, so that neighboring seeds never draw the same: the seed's digits to the base
 * `count` are added up, each but the last times an even number of the word's own.
 *
 * @throws RangeError where `count` is odd or below 2.
 * @example drawIndex(7, 'quote', 16)
 */
export function drawIndex(seed: number, word: string, count: number): number {
  if (count < 2 || count % 2 !== 0) throw new RangeError(`an even number of choices is needed, not ${count}`);
  let sum = drawNumber(0, word) % count;
  let rest = seed;
  for (let place = 0; rest > 0; place++) {
    const weight = place === 0 ? 1 : 2 * (drawNumber(place, 'weight', word) % (count / 2));
    sum += weight * (rest % count);
    rest = Math.floor(rest / count);
  }
  return sum % count;
}
