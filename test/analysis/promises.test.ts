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
      { numRuns: 600, seed: 20_260_301 },
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

/** How many characters the analysis looks at, counted where strings are looked into. */
function visitedBy(text: string): number {
  let visited = 0;
  const count = <T extends object, K extends keyof T & string>(
    prototype: T,
    name: K,
    cost: (self: unknown, args: unknown[]) => number,
  ): (() => void) => {
    const original = prototype[name] as (...args: unknown[]) => unknown;
    const counted = function (this: unknown, ...args: unknown[]): unknown {
      visited += cost(this, args);
      return original.apply(this, args);
    };
    Object.defineProperty(prototype, name, { value: counted, configurable: true, writable: true });
    return () => Object.defineProperty(prototype, name, { value: original, configurable: true, writable: true });
  };
  const whole = (self: unknown): number => String(self).length;
  const undo = [
    count(String.prototype, 'charCodeAt', () => 1),
    count(String.prototype, 'startsWith', (_, [word]) => String(word).length),
    count(String.prototype, 'endsWith', (_, [word]) => String(word).length),
    ...(['split', 'trim', 'trimEnd', 'trimStart', 'replaceAll', 'includes', 'lastIndexOf'] as const).map((name) =>
      count(String.prototype, name, whole),
    ),
    count(RegExp.prototype, 'test', (_, [input]) => String(input).length),
    count(RegExp.prototype, 'exec', (_, [input]) => String(input).length),
  ];
  try {
    analyzeText(text);
  } finally {
    undo.forEach((restore) => restore());
  }
  return visited;
}

describe('the characters looked at', () => {
  it.each(Object.entries(HOSTILE))('grow with the length of the text, not with its square: %s', (_, make) => {
    expect(visitedBy(make(64_000)) / visitedBy(make(16_000))).toBeLessThan(5);
  });

  it.each(FIXTURES.filter((_, index) => index % 20 === 0).map((fixture) => [fixture.name, fixture.input] as const))(
    'grow with the number of times that %s is pasted',
    (_, input) => {
      expect(visitedBy(input.repeat(16)) / visitedBy(input.repeat(4))).toBeLessThan(5);
    },
  );
});
