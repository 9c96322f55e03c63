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
  /** Schedules: a seed that ran several programs counts once. */
  readonly runs: number;
  /** Runs with at least one race. */
  readonly racyRuns: number;
  /** Distinct races, those that most schedules show first. */
  readonly races: readonly FoundRace[];
}

/** Says which frames are the learner's own. */
export type IsOwn = (frame: SymbolFrame) => boolean;

/**
 * Returns the distinct races of many runs. Two reports are one race when they name the same two lines, in any order, at
 * any address, by any goroutines. `isOwn` says which frames are the learner's: the innermost of them stands for the access.
 *
 * @example explore(runs, (frame) => frame.func.startsWith('main.')).racyRuns
 */
export function explore(runs: readonly ScheduledRun[], isOwn: IsOwn): Exploration {
  const found = new Map<string, { readonly race: DataRace; readonly seeds: Set<number> }>();
  for (const { seed, races } of runs) {
    for (const race of races) {
      const key = raceKey(race, isOwn);
      const known = found.get(key) ?? { race, seeds: new Set() };
      known.seeds.add(seed);
      found.set(key, known);
    }
  }
  return {
    runs: new Set(runs.map(({ seed }) => seed)).size,
    racyRuns: new Set(runs.filter(({ races }) => races.length > 0).map(({ seed }) => seed)).size,
    races: [...found]
      .map(([key, { race, seeds }]) => ({ key, race, seeds: [...seeds] }))
      .sort((a, b) => b.seeds.length - a.seeds.length),
  };
}

/**
 * Returns the two lines of a race, the same for every report of it.
 *
 * @example raceKey(race, isOwn) // '/app/main.go:12 ~ /app/main.go:20'
 */
export function raceKey({ current, previous }: DataRace, isOwn: IsOwn): string {
  const line = (access: RaceAccess) => {
    const frame = ownFrame(access, isOwn);
    return frame === undefined ? '?' : `${frame.file}:${frame.line}`;
  };
  return [line(current), line(previous)].sort().join(' ~ ');
}

/** The frame that stands for an access: the learner's innermost, or the innermost at all. */
export function ownFrame({ stack }: RaceAccess, isOwn: IsOwn): SymbolFrame | undefined {
  return stack.find(isOwn) ?? stack[0];
}

/**
 * Returns the sentence that says how often races showed.
 *
 * @example describeExploration(exploration) // '14 of 50 schedules showed a data race.'
 */
export function describeExploration({ runs, racyRuns, races }: Exploration): string {
  if (runs === 0) return 'No schedule came to its end.';
  if (racyRuns === 0) return `None of ${runs} ${runs === 1 ? 'schedule' : 'schedules'} showed a data race.`;
  const what = races.length === 1 ? 'a data race' : `data races, ${races.length} of them distinct`;
  return `${racyRuns} of ${runs} ${runs === 1 ? 'schedule' : 'schedules'} showed ${what}.`;
}
