import { describe, expect, it } from 'vitest';
import { DAMAGES, MAY_REFUSE, PAIRS, seeded } from '../../../scripts/score/damage.ts';
import { scoreDump, scoreFatal, scorePanic } from '../../../scripts/score/crash.ts';
import { Score, type Truth } from '../../../scripts/score/score.ts';
import { analyze } from '../../../src/analysis/index.ts';
import { repair } from '../../../src/analysis/text/index.ts';
import { traceFixtures, type TraceFixture } from '../fixtures.ts';

const SCORERS = { panic: scorePanic, fatal: scoreFatal, dump: scoreDump };
/** Recordings of many kinds, small enough for every damage, and long enough that a prefix can be told. */
const SAMPLE = traceFixtures().filter(
  ({ input }, index) => input.length < 6000 && input.split('\n').length > 5 && index % 4 === 0,
);

async function outcomeOf({ truth }: TraceFixture, damaged: string, kinds: readonly string[]) {
  const mayRefuse = kinds.some((kind) => MAY_REFUSE.has(kind));
  const known = { ...truth, ...(mayRefuse ? { mayRefuse } : {}) } as Truth;
  const score = new Score(known);
  const { evidence } = await analyze(damaged);
  SCORERS[known.kind as keyof typeof SCORERS](score, evidence, known);
  return score.outcome();
}

/** Damage after which the blanks inside a value, or its line breaks, cannot be known any more. */
const LOSES_BLANKS = new Set([
  'left-trim',
  'tabs-to-spaces',
  'nbsp',
  'hard-wrap',
  'mail-wrap',
  'list-indent',
  'trailing-space',
  'double-blank-lines',
  'strip-blank-lines',
  'one-line',
  'doubled',
  'interleaved',
]);

describe('repair', () => {
  it.each(
    [...Object.keys(DAMAGES).map((kind) => [kind]), ...PAIRS].map((kinds) => [kinds.join(' in '), kinds] as const),
  )('reads every recording after %s, and states nothing wrong as certain', async (_, kinds) => {
    const failures: string[] = [];
    for (const [index, fixture] of SAMPLE.entries()) {
      if (fixture.name.startsWith('multi-line') && kinds.some((kind) => LOSES_BLANKS.has(kind))) continue;
      const random = seeded(index + 1);
      const damaged = kinds.reduce((text, kind) => DAMAGES[kind]?.(text, random) ?? text, fixture.input);
      const { wrong, missing } = await outcomeOf(fixture, damaged, kinds);
      const lost = kinds.includes('hard-wrap') && kinds.length > 1 ? [] : missing;
      if (wrong.length + lost.length > 0) failures.push(`${fixture.name}: ${[...wrong, ...lost].join('; ')}`);
    }
    expect(failures).toEqual([]);
  });

  it('leaves an undamaged text as it is, without a copy', () => {
    for (const { input } of SAMPLE) {
      const { lines, repairs } = repair(input);
      expect(repairs.filter(({ kind }) => kind !== 'shell-prompt')).toEqual([]);
      expect(lines.source).toBe(input);
    }
  });

  it('leads every repaired line back to the characters it came from', () => {
    const { lines } = repair(
      '> \u001b[31mpanic: boom\u001b[0m\r\n>\r\n> goroutine 1 [running]:\r\n> main.main()\r\n> \t/a/b.go:1 +0x1\r\n',
    );
    expect(lines.text(0)).toBe('panic: boom');
    const { from, to } = lines.offsets(0);
    expect(lines.paste.slice(from, to)).toBe('> \u001b[31mpanic: boom\u001b[0m');
    expect(Array.from({ length: lines.count }, (_, i) => lines.at(i))).toEqual([1, 2, 3, 4, 5]);
  });

  it('marks what rests on a guess, and only that', () => {
    const { lines, repairs } = repair(
      'panic: boom\n\ngoroutine 1 [running]:\nmain.main(0x1, \n0x2)\n\t/a/b.go:1 +0x1\nexit status 2\n',
    );
    expect(repairs.map(({ kind }) => kind)).toContain('mail-wrap');
    expect(Array.from({ length: lines.count }, (_, i) => lines.confidence(i) ?? 'certain')).toEqual([
      'certain',
      'certain',
      'certain',
      'likely',
      'certain',
      'certain',
    ]);
  });

  it('keeps what only looks like damage: a value with quotes, entities, colours of its own words', () => {
    const value = 'panic: bad html: &lt;b&gt; “quoted” > 3 | x';
    const { lines } = repair(`${value}\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/b.go:1 +0x1\nexit status 2\n`);
    expect(lines.text(0)).toBe(value);
  });
});
