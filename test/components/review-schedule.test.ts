import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueNow, scheduleReviews, type ReviewEvent } from '../../src/components/review-schedule.ts';

const day = 86_400_000;
const at = (days: number, isRight: boolean, exercise = 'a/b'): ReviewEvent => ({ exercise, time: days * day, isRight });
const dueDays = (...events: readonly ReviewEvent[]): readonly number[] =>
  scheduleReviews(events).map(({ due }) => due / day);

describe('the review', () => {
  it('leaves alone what was never missed', () => {
    expect(scheduleReviews([at(0, true), at(5, true)])).toEqual([]);
  });

  it('brings a miss back after a day, also when it was put right in the same sitting', () => {
    expect(dueDays(at(0, false))).toEqual([1]);
    expect(dueDays(at(0, false), at(0.01, true))).toEqual([1]);
  });

  it('grows the interval with each right answer in time, and starts over with a wrong one', () => {
    const right = [at(0, false), at(1, true), at(4, true), at(11, true)];
    expect(dueDays(...right.slice(0, 2))).toEqual([4]);
    expect(dueDays(...right.slice(0, 3))).toEqual([11]);
    expect(dueDays(...right)).toEqual([27]);
    expect(dueDays(...right, at(27, false))).toEqual([28]);
  });

  it('lets go of what is right after the last interval', () => {
    expect(dueDays(at(0, false), at(1, true), at(4, true), at(11, true), at(27, true), at(62, true))).toEqual([]);
  });

  it('is late without harm: the next interval counts from the answer', () => {
    expect(dueDays(at(0, false), at(30, true))).toEqual([33]);
  });

  it('tells what is due now, the most urgent first', () => {
    const items = scheduleReviews([at(2, false, 'b/b'), at(0, false, 'a/a'), at(9, false, 'c/c')]);
    expect(dueNow(items, 4 * day).map(({ exercise }) => exercise)).toEqual(['a/a', 'b/b']);
  });

  it('is the same in whatever order the answers come', () => {
    const event = fc.record({
      exercise: fc.constantFrom('a/a', 'b/b'),
      time: fc.integer({ min: 0, max: 1000 }).map((hours) => hours * 3_600_000),
      isRight: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ time }) => time }), (events) => {
        expect(scheduleReviews(events.toReversed())).toEqual(scheduleReviews(events));
      }),
    );
  });
});
