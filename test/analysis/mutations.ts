import fc from 'fast-check';
import { mutate } from './mutate.ts';

const FRACTION = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** One of the texts after one to four small changes, driven by fast-check so that a failure shrinks and repeats. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const text = fc.constantFrom(...texts);
  return fc
    .tuple(text, text, fc.integer({ min: 1, max: 4 }), fc.infiniteStream(FRACTION))
    .map(([first, other, rounds, stream]) => {
      const random = () => stream.next().value ?? 0;
      let out = first;
      for (let round = 0; round < rounds; round++) out = mutate(out, other, random);
      return out;
    });
}
