import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, resume, suspend, type ItemState } from '../../src/lms/index.ts';
import { aCourse, anAttempt } from './a-course.ts';

const ids = aCourse().exercises.map(({ id }) => id);

/** A trace as a learner pastes it: like every other in form, and with numbers of its own. */
function aTrace(seed: number, frames = 12): string {
  const word = (n: number) => ((seed * 7919 + n * 104729) >>> 0).toString(16).padStart(6, '0');
  const frame = (n: number) =>
    `main.handle${n % 5}(0xc000${word(n)}, 0x${word(n + 1)})\n\t/home/ada/lab/server_${n % 7}.go:${(seed * n) % 200} +0x${word(n + 2).slice(0, 3)}\n`;
  return `panic: order ${seed} is lost\n\ngoroutine ${seed} [running]:\n${Array.from({ length: frames }, (_, n) => frame(n)).join('')}exit status 2\n`;
}

/** The whole course solved, at the third attempt each, on traces of one's own. */
const solved = ids.map((exercise, i): ItemState =>
  advance(undefined, {
    exercise,
    field: 'line',
    hintsUsed: i % 4,
    solutionShown: i % 5 === 0,
    attempts: [0, 0.5, 1].map((share, n) =>
      anAttempt(share, {
        time: Date.UTC(2026, 8, 1 + (i % 28), 10, i % 60, n),
        answer: `server_${i % 7}.go:${100 + i}`,
        evidence: [{ source: 'paste', content: aTrace(i) }],
      }),
    ),
  }),
);

function resumed(text: string): readonly ItemState[] {
  const read = resume(text, ids);
  if ('problem' in read) throw new Error(read.problem);
  return read.states;
}

const bare = ({ best: _best, ...state }: ItemState) => state;

describe('progress between sessions', () => {
  it('fits 4,096 characters with a course of 120 exercises solved, every answer in it', () => {
    const { text, withoutAnswer } = suspend(solved, 4096);
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(withoutAnswer).toBe(0);
    expect(resumed(text).map(bare)).toEqual(solved.map(bare));
    expect(resumed(text).map(({ best }) => best?.answer)).toEqual(solved.map(({ best }) => best?.answer));
  });

  it('fits 64,000 characters with all evidence', () => {
    const { text, withoutAnswer, withoutEvidence } = suspend(solved, 64_000);
    expect(text.length).toBeLessThanOrEqual(64_000);
    expect([withoutAnswer, withoutEvidence]).toEqual([0, 0]);
    expect(resumed(text)).toEqual(solved);
  });

  it('leaves out the largest evidence first, then the longest answers, and never a state', () => {
    for (const limit of [2200, 3000, 4096, 8000, 20_000]) {
      const { text, withoutAnswer, withoutEvidence } = suspend(solved, limit);
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(resumed(text).map(bare)).toEqual(solved.map(bare));
      expect(resumed(text).filter(({ best }) => best === undefined)).toHaveLength(withoutAnswer);
      if (withoutAnswer > 0) expect(withoutEvidence).toBe(solved.length);
    }
    const large = solved.map((state, i) =>
      i === 5 && state.best
        ? { ...state, best: { ...state.best, evidence: [{ source: 'x', content: aTrace(1, 60_000) }] } }
        : state,
    );
    const { text, withoutEvidence } = suspend(large, 64_000);
    expect(withoutEvidence).toBe(1);
    expect(resumed(text)[5]?.best?.evidence).toEqual([]);
  });

  it('holds 200 exercises, the most that an assignment asks for, in 4,096 characters', () => {
    const many = aCourse(200).exercises.map(({ id }, i) => ({ ...(solved[i % 120] as ItemState), exercise: id }));
    expect(suspend(many, 4096).text.length).toBeLessThanOrEqual(4096);
  });

  it('says where not even the states fit', () => {
    expect(() => suspend(solved, 100)).toThrow(RangeError);
  });

  it('gives back what it was given, whatever that is', () => {
    const file = fc.record({
      source: fc.string(),
      content: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()),
    });
    const state = fc.record({
      tries: fc.integer({ min: 1, max: 100_000 }),
      share: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
      hintsUsed: fc.integer({ min: 0, max: 31 }),
      solutionShown: fc.boolean(),
      lastAt: fc.integer({ min: 0, max: 4_000_000_000 }),
      best: fc.record({ answer: fc.string({ unit: 'grapheme' }), evidence: fc.array(file, { maxLength: 3 }) }),
    });
    fc.assert(
      fc.property(fc.subarray(ids), fc.array(state, { minLength: 120, maxLength: 120 }), (names, states) => {
        const given = names.map((exercise, i): ItemState => ({
          exercise,
          ...(states[i] as Omit<ItemState, 'exercise'>),
        }));
        expect(resumed(suspend(given, 10_000_000).text)).toEqual(given);
      }),
      { numRuns: 40 },
    );
  });

  it('drops exercises that the course no longer has', () => {
    const read = resume(suspend(solved, 4096).text, ids.slice(3));
    expect('states' in read && read.states.map(({ exercise }) => exercise)).toEqual(ids.slice(3));
  });

  it('tells a text that was cut, changed or written by something else, and throws for none', () => {
    const { text } = suspend(solved, 4096);
    for (const cut of [1, 5, 100, 2000]) expect(resume(text.slice(0, -cut), ids)).toHaveProperty('problem');
    expect(resume('{"slide":3}', ids)).toHaveProperty('problem');
    expect(resume('', ids)).toEqual({ states: [] });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'aZ09-_. é'), (at, char) => {
        resume(text.slice(0, at) + char + text.slice(at + 1), ids);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), (other) => void resume(`f1.${other}`, ids)));
  });
});
