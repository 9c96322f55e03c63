import { describe, expect, it } from 'vitest';
import { advance, standingOf, type ItemState } from '../../src/lms/index.ts';
import { anAssignment, anAttempt } from './a-course.ts';

const work = (shares: readonly number[]) => ({
  exercise: 'lesson-number-0/exercise-with-a-name-1',
  field: 'line',
  hintsUsed: 1,
  solutionShown: false,
  attempts: shares.map((share, i) => anAttempt(share, { answer: `main.go:${i}`, time: 1_000_500 + i * 1000 })),
});

describe('progress', () => {
  it('keeps the best attempt, counts all, and knows when the last was made', () => {
    expect(advance(undefined, work([0, 0.5, 0.25]))).toMatchObject({
      tries: 3,
      share: 0.5,
      hintsUsed: 1,
      lastAt: 1002,
      best: { field: 'line', answer: 'main.go:1' },
    });
  });

  it('is the same in one step and in many', () => {
    const steps = [0, 0.5, 0.25, 1].reduce<ItemState | undefined>(
      (state, _, i) =>
        advance(state, { ...work([0, 0.5, 0.25, 1]), attempts: work([0, 0.5, 0.25, 1]).attempts.slice(i, i + 1) }),
      undefined,
    );
    expect(steps).toEqual(advance(undefined, work([0, 0.5, 0.25, 1])));
  });

  it('lets only the first attempts better it where the assignment says so', () => {
    expect(advance(undefined, work([0, 0.5, 1]), 2)).toMatchObject({ tries: 3, share: 0.5 });
  });

  it('weighs exercises by the points of the assignment', () => {
    const states = new Map([['lesson-number-0/exercise-with-a-name-1', advance(undefined, work([1]))]]);
    expect(standingOf(anAssignment, states, 40)).toMatchObject({
      percent: 40,
      tried: 1,
      solved: 1,
      total: 2,
      isComplete: false,
      isPassed: true,
    });
    expect(standingOf(anAssignment, states, 41).isPassed).toBe(false);
    expect(standingOf(anAssignment, states, 0)).toMatchObject({ hasMark: false, isPassed: false });
  });

  it('has no points to divide by where all weigh nothing', () => {
    const items = anAssignment.items.map((item) => ({ ...item, points: 0 }));
    expect(standingOf({ ...anAssignment, items }, new Map(), 80).percent).toBe(0);
  });
});
