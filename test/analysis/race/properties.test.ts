import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raceReader } from '../../../src/analysis/race/index.ts';
import { fixtureNames } from '../golden.ts';
import { brokenPromise } from '../mutate.ts';
import { mutated } from '../mutations.ts';
import { visitsOf } from '../visits.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/race');
const TEXTS = fixtureNames(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

describe('race reports, whatever happens to them', () => {
  it('never throw, and nothing points outside the paste', () => {
    fc.assert(
      fc.property(mutated(TEXTS), (paste) => {
        expect(brokenPromise(paste)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });

  it('take work in proportion to their size', () => {
    const text = TEXTS.join('');
    const [one, four] = [visitsOf(raceReader, text.repeat(2)), visitsOf(raceReader, text.repeat(8))];
    expect(four / one).toBeLessThan(4.5);
  });
});
