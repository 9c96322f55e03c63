import { describe, expect, it } from 'vitest';
import { bandAt, drawHistory } from '../../src/components/history-picture.ts';
import { clocksAt, describeHistory, describeStep, raceWords } from '../../src/components/history-words.ts';
import type { Drawing } from '../../src/components/drawing.ts';
import { historyOf, type DataRace, type RaceEvent } from '../../src/toolchain/race/index.ts';

const site = (func: string, line: number) => ({ func, file: '/home/gopher/shop/main.go', line, offset: 1 });
const step = (kind: RaceEvent['kind'], goroutine: number, address: number, at: RaceEvent['site'], clock: number[]) => ({
  kind,
  goroutine,
  address,
  own: goroutine,
  clock: [0, ...clock],
  site: at,
});
const [x, lock] = [0x1000, 0x2000];
const events: readonly RaceEvent[] = [
  step('start', 1, 2, site('main.main', 34), [2]),
  step('start', 1, 3, site('main.main', 38), [3]),
  step('acquire', 2, lock, site('main.(*Shop).Buy', 18), [1, 1]),
  step('release', 2, lock, site('main.(*Shop).Buy', 20), [1, 2]),
  step('write', 2, x, site('main.(*Shop).Buy', 21), [1, 2]),
  step('acquire', 3, lock, site('main.(*Shop).Report', 24), [2, 1, 1]),
  step('read', 3, x, site('main.(*Shop).Report', 27), [2, 1, 1]),
];
const access = (op: 'read' | 'write', goroutine: number, at: RaceEvent['site']) => ({
  op,
  isAtomic: false,
  address: x,
  goroutine,
  stack: [at],
});
const race: DataRace = {
  current: access('read', 3, events[6]!.site),
  previous: access('write', 2, events[4]!.site),
  created: [],
};
const history = historyOf(events, race);

describe('the history of a race in words', () => {
  it('says that no path joins its accesses, and what it leaves out', () => {
    expect(describeHistory(history)).toBe(
      '3 goroutines, 7 steps. No path of arrows leads from step 5 to step 7: nothing orders these two accesses.',
    );
    expect(raceWords(race)).toBe('Read at main.go:27 in (*Shop).Report, write at main.go:21 in (*Shop).Buy');
  });

  it('tells of an acquire what it learned, and of the later access why its clock makes it a race', () => {
    expect(describeStep(history, 5)).toContain('It learns what goroutine 2 did up to step 4.');
    expect(describeStep(history, 6)).toContain(
      'step 5, happened at 2 on the clock of goroutine 2; here that clock is known up to 1 only.',
    );
    expect(describeStep(history, 99)).toBe('');
  });

  it('shows the clocks after each step, none before a goroutine began, and what the step moved on', () => {
    const before = clocksAt(history, 2);
    expect(before.map(({ entries }) => entries?.map(({ epoch }) => epoch))).toEqual([[3, 0, 0], [1, 1, 0], undefined]);
    const after = clocksAt(history, 3);
    expect(after[1]?.entries?.map(({ epoch, isNew }) => [epoch, isNew])).toEqual([
      [1, false],
      [2, true],
      [0, false],
    ]);
  });
});

describe('the history of a race as a picture', () => {
  const classes = (drawing: Drawing): readonly string[] =>
    (drawing.parts ?? []).map(({ attributes }) => String(attributes['class']));

  it('has a rail for each goroutine, a mark for each step, an arrow for each order and one fault line', () => {
    const found = classes(drawHistory(history, 600));
    const count = (name: string) => found.filter((one) => one === name).length;
    expect([count('lane'), count('write'), count('read'), count('sync')]).toEqual([3, 1, 1, 5]);
    expect([count('edge start'), count('edge sync'), count('arrow'), count('gap')]).toEqual([2, 1, 3, 1]);
  });

  it('keeps room for the words of its steps, however many rails it has', () => {
    const width = Number(String(drawHistory(history, 100).attributes['viewBox']).split(' ')[2]);
    expect(width).toBeGreaterThan(300);
    expect(bandAt(1) - bandAt(0)).toBe(28);
  });
});
