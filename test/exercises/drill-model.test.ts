import { describe, expect, it } from 'vitest';
import {
  chooseItem,
  chooseSkill,
  isOpen,
  profileOf,
  type DrillAnswer,
  type DrillItem,
} from '../../src/exercises/index.ts';
import { chanceOf } from '../../src/exercises/drill-model.ts';

const answer = (time: number, more: Partial<DrillAnswer> = {}): DrillAnswer => ({
  time,
  skill: 'panic',
  source: `s${time}`,
  seed: time,
  difficulty: 1100,
  verdict: 'correct',
  hintsUsed: 0,
  misread: [],
  avoided: [],
  ...more,
});

const item = (id: string, difficulty: number, tells: DrillItem['tells'] = []): DrillItem => ({
  id,
  skill: 'panic',
  difficulty,
  tells,
});

describe('the profile of a reader', () => {
  it('rises with right answers, falls with wrong ones, and rises less with hints', () => {
    const rating = (one: DrillAnswer) => profileOf([one]).skills.panic.rating;
    const start = profileOf([]).skills.panic.rating;
    expect(rating(answer(1))).toBeGreaterThan(rating(answer(1, { hintsUsed: 1 })));
    expect(rating(answer(1, { verdict: 'wrong' }))).toBeLessThan(start);
    expect(rating(answer(1, { difficulty: 1500 }))).toBeGreaterThan(rating(answer(1)));
  });

  it('is the same in whatever order the answers come', () => {
    const answers = [
      answer(1, { verdict: 'wrong', misread: ['top-frame'] }),
      answer(2, { avoided: ['top-frame'] }),
      answer(3, { skill: 'race', verdict: 'partly', misread: ['harmless-read'] }),
    ];
    expect(profileOf(answers.toReversed())).toEqual(profileOf(answers));
  });

  it('counts a misreading until it was avoided three times, and anew when it returns', () => {
    const made = answer(1, { verdict: 'wrong', misread: ['created-by'] });
    const avoided = [2, 3, 4].map((time) => answer(time, { avoided: ['created-by', 'noise'] }));
    expect(profileOf([made, ...avoided.slice(0, 2)]).mistakes.map(isOpen)).toEqual([true]);
    expect(profileOf([made, ...avoided]).mistakes).toEqual([{ id: 'created-by', times: 1, last: 1, avoidedSince: 3 }]);
    const again = answer(5, { verdict: 'wrong', misread: ['created-by', 'created-by'] });
    expect(profileOf([made, ...avoided, again]).mistakes).toEqual([
      { id: 'created-by', times: 2, last: 5, avoidedSince: 0 },
    ]);
  });

  it('gives even odds where rating and difficulty are equal, and bends toward 0 and 1', () => {
    expect(chanceOf(1200, 1200)).toBe(0.5);
    expect(chanceOf(1600, 1200)).toBeCloseTo(0.909, 3);
  });
});

describe('the next case', () => {
  const items = [item('easy', 1000), item('fair', 1150), item('hard', 1700, ['last-panic'])];
  const seeds = Array.from({ length: 400 }, (_, i) => i + 1);
  const share = (id: string, answers: readonly DrillAnswer[]): number =>
    seeds.filter((seed) => chooseItem(items, 'panic', answers, seed)?.id === id).length / seeds.length;

  it('is mostly one that a beginner can do, and a hard one for who is always right', () => {
    const practised = Array.from({ length: 40 }, (_, i) => answer(i + 1, { source: 'x', difficulty: 1600 }));
    expect(share('hard', [])).toBeLessThan(0.1);
    expect(share('hard', practised)).toBeGreaterThan(0.5);
  });

  it('is never the one just asked while there are others', () => {
    const answers = [answer(1, { source: 'easy' }), answer(2, { source: 'fair' })];
    expect(share('hard', answers)).toBe(1);
  });

  it('comes back to what was misread', () => {
    const wrong = [answer(1, { source: 'x', verdict: 'wrong', misread: ['last-panic'], difficulty: 1900 })];
    expect(share('hard', wrong)).toBeGreaterThan(share('hard', []));
  });

  it('is none where there is nothing to ask', () => {
    expect(chooseItem(items, 'race', [], 1)).toBeUndefined();
  });

  it('is about the skill asked least of late, then about the weakest', () => {
    expect(chooseSkill([answer(1)])).not.toBe('panic');
    const all = [
      answer(1),
      answer(2, { skill: 'race' }),
      answer(3, { skill: 'dump', verdict: 'wrong' }),
      answer(4, { skill: 'diff' }),
    ];
    expect(chooseSkill(all)).toBe('dump');
  });
});
