import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../scripts/score/damage.ts';
import { analyzeText } from '../../src/analysis/index.ts';
import { traceFixtures } from './fixtures.ts';
import { brokenPromise, mutate } from './mutate.ts';

const FIXTURES = traceFixtures().filter(({ input }) => input.length < 12_000);
const SEEDS = join(import.meta.dirname, 'fuzz-seeds');

describe('whatever is pasted', () => {
  it('is analyzed without throwing, every line counted once, every place inside the paste', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FIXTURES),
        fc.constantFrom(...FIXTURES),
        fc.integer(),
        fc.integer({ min: 1, max: 4 }),
        (one, other, seed, changes) => {
          const random = seeded(seed);
          let text = one.input;
          for (let i = 0; i < changes; i++) text = mutate(text, other.input, random);
          expect(brokenPromise(text)).toBeUndefined();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('may be any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(brokenPromise(text)).toBeUndefined();
      }),
    );
  });

  it('that once broke a promise does so no more', () => {
    const seeds = existsSync(SEEDS) ? readdirSync(SEEDS) : [];
    const broken = seeds.map((name) => [name, brokenPromise(readFileSync(join(SEEDS, name), 'utf8'))]);
    expect(broken.filter(([, promise]) => promise !== undefined)).toEqual([]);
  });
});

/** Texts that cost a careless reader time in the square of their length. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'panic lines without an end': (size) => 'panic: x\n'.repeat(size / 9),
  'headers without frames': (size) => 'goroutine 1 [running]:\n'.repeat(size / 23),
  'ancestors in ancestors': (size) =>
    `goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n${'[originating from goroutine 1]:\n'.repeat(size / 32)}`,
  'calls without places': (size) => 'main.f(0x1)\n'.repeat(size / 12),
  'places without calls': (size) => '\t/a/b.go:1 +0x1\n'.repeat(size / 16),
  'created by without an end': (size) => 'created by main.main\n'.repeat(size / 21),
  'open parentheses': (size) => `goroutine 1 [running]:\n${'main.f('.repeat(size / 7)}`,
  'one long line': (size) => `panic: ${'a '.repeat(size / 2)}`,
  'a line of colons': (size) => `goroutine 1 [running]:\nmain.f()\n\t${'a:1 '.repeat(size / 4)}`,
  'escapes without an end': (size) => '\u001b['.repeat(size / 2),
  'blank lines': (size) => '\n'.repeat(size),
  'quote marks': (size) => '> '.repeat(size / 2),
  'deep indentation': (size) => `${' '.repeat(size)}panic: x`,
  'distinct names in one place': (size) =>
    `goroutine 1 [running]:\n${Array.from({ length: size / 30 }, (_, i) => `main.f${i}()\n\t/a/file${i}.go:1 +0x1\n`).join('')}`,
  'distinct groups': (size) =>
    Array.from(
      { length: size / 60 },
      (_, i) => `goroutine ${i} [select]:\nmain.f()\n\t/a.go:${i} +0x1\ncreated by main.g${i}\n\t/a.go:1 +0x1\n`,
    ).join('\n'),
  'unread lines between frames': (size) =>
    `goroutine 1 [running]:\n${'main.f()\n\t/a.go:1 +0x1\nzzz\n'.repeat(size / 28)}`,
  'hex words': (size) => `goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n${'0x00\n'.repeat(size / 5)}`,
  'json objects': (size) => '{"log":"panic: x\\n","stream":"stderr"}\n'.repeat(size / 39),
  'written-out line breaks': (size) => '\\n\\tmain.f()\\n'.repeat(size / 14),
  'labels without an end': (size) =>
    `goroutine 1 [running] {${'"a": "b", '.repeat(size / 10)}:\nmain.f()\n\t/a.go:1 +0x1\n`,
};

describe('time', () => {
  it.each(Object.entries(HOSTILE))('grows with the length of the text, not with its square: %s', (_, make) => {
    const cost = (size: number): number => {
      const text = make(size);
      let best = Infinity;
      for (let run = 0; run < 3; run++) {
        const before = process.cpuUsage();
        analyzeText(text);
        const { user, system } = process.cpuUsage(before);
        best = Math.min(best, user + system);
      }
      return best;
    };
    cost(20_000);
    const small = Math.max(cost(40_000), 4_000);
    expect(cost(320_000) / small).toBeLessThan(32);
  });
});
