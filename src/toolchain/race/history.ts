/**
 * What happened before what: the detector's events as lanes of steps with the edges that order them, for the picture of
 * a race. The two accesses of a race are two steps with no path between them.
 */
import type { DataRace, RaceAccess, RaceEvent } from './model.ts';

/** One event in the order of the run. */
export interface Step extends RaceEvent {
  readonly index: number;
}

/** `from` happens before `to`: a goroutine was started, or it acquired what another released. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: 'start' | 'sync';
}

/** One goroutine's steps, top to bottom. */
export interface Lane {
  readonly goroutine: number;
  readonly steps: readonly Step[];
}

/** A run as a picture shows it. `current` and `previous` are indexes of steps, absent when no event shows that access. */
export interface History {
  readonly lanes: readonly Lane[];
  readonly steps: readonly Step[];
  readonly edges: readonly Edge[];
  readonly current?: number;
  readonly previous?: number;
}

/**
 * Returns the history of a run, of the goroutines that `race` concerns and those that synchronised with them.
 * Without a race it holds every goroutine.
 *
 * @example const { lanes, edges } = historyOf(events, race)
 */
export function historyOf(events: readonly RaceEvent[], race?: DataRace): History {
  const steps = events.map((event, index): Step => ({ ...event, index }));
  const edges = [...startEdges(steps), ...syncEdges(steps)];
  const current = race && lastAccess(steps, race.current, steps.length);
  const previous = race && lastAccess(steps, race.previous, current ?? steps.length);
  const lanes = [...Map.groupBy(steps, (step) => step.goroutine)].map(([goroutine, own]) => ({
    goroutine,
    steps: own,
  }));
  return {
    lanes: lanes.sort((a, b) => a.goroutine - b.goroutine),
    steps,
    edges,
    ...(current === undefined ? {} : { current }),
    ...(previous === undefined ? {} : { previous }),
  };
}

/** True when a chain of steps of one goroutine and of edges leads from one step to the other. */
export function happensBefore(history: History, from: number, to: number): boolean {
  const reached = new Set([from]);
  // Edges only lead forward in time, so one pass over the steps in order is enough.
  const incoming = Map.groupBy(history.edges, (edge) => edge.to);
  const lastOf = new Map<number, number>();
  for (const { index, goroutine } of history.steps) {
    const before = lastOf.get(goroutine);
    const isReached =
      (before !== undefined && reached.has(before)) ||
      (incoming.get(index)?.some((edge) => reached.has(edge.from)) ?? false);
    if (isReached) reached.add(index);
    lastOf.set(goroutine, index);
  }
  return from !== to && reached.has(to);
}

/** From the step that started a goroutine (its `address` is the new goroutine) to that goroutine's first step. */
function startEdges(steps: readonly Step[]): Edge[] {
  const firsts = new Map<number, number>();
  for (const { goroutine, index } of steps) if (!firsts.has(goroutine)) firsts.set(goroutine, index);
  return steps
    .filter(({ kind, index, address }) => kind === 'start' && (firsts.get(address) ?? -1) > index)
    .map(({ index, address }) => ({ from: index, to: firsts.get(address)!, kind: 'start' }));
}

/** From each release that an acquire learned of: the last one of every other goroutine at the same address. */
function syncEdges(steps: readonly Step[]): Edge[] {
  const released = new Map<number, Map<number, number>>();
  const edges: Edge[] = [];
  for (const { kind, address, goroutine, index } of steps) {
    const doesAcquire = kind === 'acquire' || kind === 'atomic read' || kind === 'atomic write';
    const doesRelease = kind === 'release' || kind === 'atomic write';
    const here = released.get(address) ?? new Map<number, number>();
    if (doesAcquire) {
      for (const [other, from] of here) if (other !== goroutine) edges.push({ from, to: index, kind: 'sync' });
    }
    if (doesRelease) released.set(address, here.set(goroutine, index));
  }
  return edges;
}

/** The last step before `end` that is this access: same goroutine, operation and innermost traced line. */
function lastAccess(steps: readonly Step[], access: RaceAccess, end: number): number | undefined {
  const lines = new Set(access.stack.map(({ file, line }) => `${file}:${line}`));
  for (let i = end - 1; i >= 0; i--) {
    const { goroutine, kind, site } = steps[i]!;
    if (goroutine === access.goroutine && kind.endsWith(access.op) && lines.has(`${site.file}:${site.line}`)) return i;
  }
  return undefined;
}
