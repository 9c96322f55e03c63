import { describe, expect, it } from 'vitest';
import { explore, happensBefore, historyOf, type DataRace, type RaceEvent } from '../../../src/toolchain/race/index.ts';

const at = (line: number) => ({ func: 'main.main', file: '/app/main.go', line, offset: 1 });
const step = (kind: RaceEvent['kind'], goroutine: number, address: number, line: number): RaceEvent => ({
  kind,
  goroutine,
  address,
  clock: [],
  site: at(line),
});

const x = 0x1000;
const channel = 0x2000;

function raceOf(current: [number, number], previous: [number, number]): DataRace {
  const access = ([goroutine, line]: [number, number]) => ({
    op: 'write' as const,
    isAtomic: false,
    address: x,
    goroutine,
    stack: [{ ...at(line), func: 'runtime.mapassign' }, at(line)],
  });
  return { current: access(current), previous: access(previous), created: [] };
}

describe('the history of a run', () => {
  const events = [
    step('write', 1, x, 10),
    step('start', 1, 2, 11),
    step('write', 2, x, 20),
    step('release', 2, channel, 21),
    step('write', 1, x, 12),
    step('acquire', 1, channel, 13),
    step('write', 1, x, 14),
  ];

  it('has a lane for each goroutine and an edge for each order between them', () => {
    const { lanes, edges } = historyOf(events);
    expect(lanes.map(({ goroutine, steps }) => [goroutine, steps.length])).toEqual([
      [1, 5],
      [2, 2],
    ]);
    expect(edges).toEqual([
      { from: 1, to: 2, kind: 'start' },
      { from: 3, to: 5, kind: 'sync' },
    ]);
  });

  it('shows the two accesses of a race with no path between them, in either direction', () => {
    const history = historyOf(events, raceOf([1, 12], [2, 20]));
    expect([history.current, history.previous]).toEqual([4, 2]);
    expect(happensBefore(history, 2, 4)).toBe(false);
    expect(happensBefore(history, 4, 2)).toBe(false);
  });

  it('shows a path where a start or a release orders two accesses', () => {
    const history = historyOf(events);
    expect(happensBefore(history, 0, 2)).toBe(true);
    expect(happensBefore(history, 2, 6)).toBe(true);
  });
});

describe('many schedules', () => {
  it('join reports of the same two lines, in any order, and say how many schedules showed them', () => {
    const exploration = explore(
      [
        { seed: 1, races: [raceOf([1, 12], [2, 20])] },
        { seed: 2, races: [] },
        { seed: 3, races: [raceOf([2, 20], [1, 12]), raceOf([1, 14], [2, 20])] },
      ],
      (frame) => frame.func.startsWith('main.'),
    );
    expect(exploration).toMatchObject({ runs: 3, racyRuns: 2 });
    expect(exploration.races.map(({ seeds }) => seeds)).toEqual([[1, 3], [3]]);
  });
});
