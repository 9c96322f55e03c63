import { describe, expect, it } from 'vitest';
import { placeBy } from '../../src/components/placement.ts';

const lessons = ['first-crash', 'the-line', 'again', 'stuck'];
const traces = [
  { recording: 'one', skips: ['first-crash'] },
  { recording: 'two', skips: ['first-crash', 'the-line'] },
  { recording: 'three', skips: ['stuck'] },
];
const read = (source: string, isRight: boolean) => ({ source, isRight });

describe('the placement', () => {
  it('starts a newcomer with the first lesson', () => {
    expect(placeBy(traces, [], lessons)).toEqual({ start: 'first-crash', skips: [], right: 0, asked: 3 });
  });

  it('skips the lessons of what was read at once, and starts with the first that is left', () => {
    const placed = placeBy(traces, [read('one', true), read('two', true), read('three', false)], lessons);
    expect(placed).toEqual({ start: 'again', skips: ['first-crash', 'the-line'], right: 2, asked: 3 });
  });

  it('knows nothing to start with where all is skipped', () => {
    expect(placeBy(traces, [read('two', true)], ['the-line']).start).toBeUndefined();
  });

  it('leaves out results of traces that are not asked any more', () => {
    expect(placeBy(traces, [read('gone', true)], lessons).right).toBe(0);
  });
});
