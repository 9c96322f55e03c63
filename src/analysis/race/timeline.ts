import type { Site } from '../trace/index.ts';
import { shortName } from '../trace/index.ts';
import type { RaceAccess, RaceCreation, RaceEvidence, RaceGoroutine } from './model.ts';

/** One goroutine of the report. */
export interface RaceLane {
  readonly goroutine?: RaceGoroutine;
  /** `main goroutine`, `goroutine 7`. */
  readonly name: string;
  /** Index of the lane whose goroutine started this one; absent where the report does not tell. */
  readonly startedBy?: number;
  readonly startedAt?: Site;
  /** True when the goroutine had ended before the report was printed. */
  readonly ended: boolean;
}

/** What happens on a lane, in the order that the report tells of; `step` counts from 0. */
export interface RaceEvent {
  readonly step: number;
  readonly lane: number;
  readonly kind: 'start' | 'access' | 'end';
  /** Of an access: whether it came first or second in this run. */
  readonly order?: 'previous' | 'current';
  readonly op?: 'read' | 'write';
  readonly site?: Site;
  readonly at?: number;
}

/** A race as lanes and events: what a picture draws and what its text says. No event orders the two accesses. */
export interface RaceTimeline {
  readonly lanes: readonly RaceLane[];
  readonly events: readonly RaceEvent[];
  /** The same content in sentences, one an event. */
  readonly text: readonly string[];
}

/**
 * The lanes and events of a report. Lanes stand in the order in which they first count: the previous access, the
 * current one, then others that only a creation names. Times are not known, only that starts come before accesses.
 * @example raceTimeline(race).lanes.map(({ name }) => name) // ['goroutine 7', 'main goroutine']
 */
export function raceTimeline(race: RaceEvidence): RaceTimeline {
  const accesses = race.accesses.toReversed();
  const lanes: RaceLane[] = accesses.map(({ goroutine }, i) => laneOf(race, goroutine, accesses.length - 1 - i));
  const withStarts = lanes.map((lane) => ({ ...lane, ...startOf(race, lane, lanes) }));
  const started = withStarts.flatMap((lane, i) =>
    lane.startedAt === undefined ? [] : [eventOf(i, 'start', lane.startedAt)],
  );
  const made = accesses.map((access, i) => accessEvent(access, i, i === accesses.length - 1 ? 'current' : 'previous'));
  const previousEnd = withStarts[0]?.ended === true ? [eventOf(0, 'end')] : [];
  const events = [...started, ...made.slice(0, -1), ...previousEnd, ...made.slice(-1)].map((event, step) => ({
    ...event,
    step,
  }));
  return { lanes: withStarts, events, text: events.map((event) => sentence(event, withStarts)) };
}

/** Two goroutines may bear one number, one after the other: the nth access of a number takes its nth creation. */
function laneOf(race: RaceEvidence, goroutine: RaceGoroutine | undefined, index: number): RaceLane {
  const name =
    goroutine === undefined ? 'a goroutine' : goroutine === 'main' ? 'main goroutine' : `goroutine ${goroutine}`;
  const creation = creationOf(race, goroutine, index);
  return {
    ...(goroutine === undefined ? {} : { goroutine }),
    name,
    ...(creation?.site === undefined ? {} : { startedAt: creation.site }),
    ended: creation?.state === 'finished',
  };
}

function creationOf(race: RaceEvidence, goroutine: RaceGoroutine | undefined, index: number): RaceCreation | undefined {
  const named = race.created.filter((creation) => creation.goroutine === goroutine);
  return named.length > 1 ? named[index] : named[0];
}

/** The starter is known where the creating stack ends in func main, which runs on the main goroutine. */
function startOf(race: RaceEvidence, lane: RaceLane, lanes: readonly RaceLane[]): { readonly startedBy?: number } {
  const creation = race.created.find(({ site }) => site !== undefined && site === lane.startedAt);
  if (creation?.stack.at(-1)?.func !== 'main.main') return {};
  const main = lanes.findIndex(({ goroutine }) => goroutine === 'main');
  return main < 0 ? {} : { startedBy: main };
}

function eventOf(lane: number, kind: RaceEvent['kind'], site?: Site): Omit<RaceEvent, 'step'> {
  return { lane, kind, ...(site === undefined ? {} : { site, ...(site.at === undefined ? {} : { at: site.at }) }) };
}

function accessEvent(
  { op, site, at }: RaceAccess,
  lane: number,
  order: 'previous' | 'current',
): Omit<RaceEvent, 'step'> {
  return {
    lane,
    kind: 'access',
    order,
    ...(op === undefined ? {} : { op }),
    ...(site === undefined ? {} : { site }),
    at: site?.at ?? at,
  };
}

function sentence({ kind, lane, op, order, site }: RaceEvent, lanes: readonly RaceLane[]): string {
  const { name = 'a goroutine', startedBy } = lanes[lane] ?? {};
  const where = site === undefined ? ' at a line that is not printed' : ` at ${placeOf(site)}`;
  if (kind === 'start') {
    const starter = startedBy === undefined ? '' : ` by the ${lanes[startedBy]?.name ?? ''}`;
    return `${name} is started${starter}${where}.`;
  }
  if (kind === 'end') return `${name} ends.`;
  const verb = op === 'write' ? 'writes' : op === 'read' ? 'reads' : 'uses the memory';
  const unordered = order === 'current' ? ' Nothing orders this after the other access.' : '';
  return `${name} ${verb}${where}.${unordered}`;
}

function placeOf({ func, file, line }: Site): string {
  if (file === undefined) return shortName(func);
  return `${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:${line ?? '?'} in ${shortName(func)}`;
}
