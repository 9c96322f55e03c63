/** Many runs of one program under different schedules, and what they found together. */
import type { DataRace, RaceAccess, SymbolFrame } from './model.ts';

/** One run: the seed of its schedule and the races that it showed. */
export interface ScheduledRun {
  readonly seed: number;
  readonly races: readonly DataRace[];
}

/** A race with the schedules that showed it; `race` is how the first of them did. */
export interface FoundRace {
  readonly key: string;
  readonly race: DataRace;
  readonly seeds: readonly number[];
}

/** What a number of schedules showed. */
export interface Exploration {
  readonly runs: number;
  /** Runs with at least one race. */
  readonly racyRuns: number;
  /** Distinct races, those that most schedules show first. */
  readonly races: readonly FoundRace[];
}

/**
 * Returns the distinct races of many runs. Two reports are one race when they name the same two lines, in any order, at
 * any address, by any goroutines. `isOwn` says which frames are the learner's: the innermost of them stands for the access.
 *
 * @example explore(runs, (frame) => frame.func.startsWith('main.')).racyRuns
 */
export function explore(runs: readonly ScheduledRun[], isOwn: (frame: SymbolFrame) => boolean): Exploration {
  const found = new Map<string, { readonly race: DataRace; readonly seeds: number[] }>();
  for (const { seed, races } of runs) {
    for (const race of races) {
      const key = keyOf(race, isOwn);
      const known = found.get(key) ?? { race, seeds: [] };
      if (known.seeds.at(-1) !== seed) known.seeds.push(seed);
      found.set(key, known);
    }
  }
  return {
    runs: runs.length,
    racyRuns: runs.filter((run) => run.races.length > 0).length,
    races: [...found].map(([key, known]) => ({ key, ...known })).sort((a, b) => b.seeds.length - a.seeds.length),
  };
}

function keyOf(race: DataRace, isOwn: (frame: SymbolFrame) => boolean): string {
  const line = ({ stack }: RaceAccess) => {
    const frame = stack.find(isOwn) ?? stack[0];
    return frame === undefined ? '?' : `${frame.file}:${frame.line}`;
  };
  return [line(race.current), line(race.previous)].sort().join(' ~ ');
}
