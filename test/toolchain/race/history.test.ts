import { describe, expect, it } from 'vitest';
import { explore, happensBefore, historyOf, type DataRace, type RaceEvent } from '../../../src/toolchain/race/index.ts';

const at = (line: number) => ({ func: 'main.main', file: '/app/main.go', line, offset: 1 });
const step = (
  kind: RaceEvent['kind'],
  goroutine: number,
  address: number,
  line: number,
  ...clock: number[]
): RaceEvent => ({ kind, goroutine, address, own: goroutine, clock: [0, ...clock], site: at(line) });

const x = 0x1000;
const y = 0x3000;
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
    step('write', 1, x, 10, 1),
    step('start', 1, 2, 11, 2),
    step('write', 2, x, 20, 1, 1),
    step('release', 2, channel, 21, 1, 2),
    step('write', 1, x, 12, 2),
    step('acquire', 1, channel, 13, 2, 1),
    step('write', 1, x, 14, 2, 1),
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
    const { current = -1, previous = -1 } = history;
    expect([history.steps[current]?.site.line, history.steps[previous]?.site.line]).toEqual([12, 20]);
    expect(happensBefore(history, previous, current)).toBe(false);
    expect(happensBefore(history, current, previous)).toBe(false);
  });

  it('shows a path where a start or a release orders two accesses', () => {
    const history = historyOf(events);
    expect(happensBefore(history, 0, 2)).toBe(true);
    expect(happensBefore(history, 2, 6)).toBe(true);
  });

  it('draws no edge for what a goroutine knows already, nor for a release that another one overwrote', () => {
    const again = [...events, step('acquire', 1, channel, 15, 2, 1)];
    expect(historyOf(again).edges).toHaveLength(2);
    const overwritten = [
      step('release', 2, channel, 20, 0, 2),
      step('release', 3, channel, 30, 0, 0, 2),
      step('acquire', 1, channel, 10, 1, 0, 1),
    ];
    expect(historyOf(overwritten).edges).toEqual([{ from: 1, to: 2, kind: 'sync' }]);
  });

  it('leaves out what says nothing about the race, counts it, and joins what repeats', () => {
    const noise = Array.from({ length: 100 }, (_, i) => step('read', 1, y, 30 + i, 2));
    const repeated = Array.from({ length: 5 }, () => step('write', 2, x, 20, 1, 1));
    const history = historyOf(
      [...events.slice(0, 2), ...noise, ...repeated, ...events.slice(2)],
      raceOf([1, 12], [2, 20]),
    );
    expect(history.steps.map(({ kind, site, times }) => [kind, site.line, times])).toEqual([
      ['write', 10, 1],
      ['start', 11, 1],
      ['write', 20, 5],
      ['write', 20, 1],
      ['release', 21, 1],
      ['write', 12, 1],
    ]);
    expect(history.omitted).toBe(102);
  });

  it('keeps its two accesses and the starts when there is more than a picture can hold', () => {
    const locks = Array.from({ length: 200 }, (_, i) => [
      step('release', 2, channel, 100 + i, 1, i + 3),
      step('acquire', 1, channel, 400 + i, 2, i + 2),
    ]).flat();
    const history = historyOf(
      [...events.slice(0, 3), ...locks, step('write', 1, x, 12, 2, 202)],
      raceOf([1, 12], [2, 20]),
    );
    expect(history.steps).toHaveLength(40);
    const lines = history.steps.map(({ site }) => site.line);
    expect(lines).toEqual(expect.arrayContaining([11, 20, 12]));
    expect(history.steps[history.previous ?? -1]?.site.line).toBe(20);
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
