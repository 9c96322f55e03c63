/**
 * What happened before what: the detector's events as lanes of steps with the edges that order them, for the picture of
 * a race. The two accesses of a race are two steps with no path between them.
 */
import type { DataRace, RaceAccess, RaceEvent } from './model.ts';

/** One event in the order of the run. */
export interface Step extends RaceEvent {
  readonly index: number;
  /** How often in a row it happened; it is drawn once. */
  readonly times: number;
}

/** `from` happens before `to`: a goroutine was started, or it learned what another released. */
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
  /** Events that are left out because they say nothing about the race. */
  readonly omitted: number;
  readonly current?: number;
  readonly previous?: number;
}

/** A picture of more steps is not read. */
const mostSteps = 40;
/** Synchronisation next to an access is told even where nobody learns from it: it shows who held which lock. */
const nearby = 2;
const granuleBytes = 8;

/**
 * Returns the history of a run. With a race it holds what concerns that: its two accesses and others to the same memory,
 * how its goroutines came to be, and what they learned of each other. Without one it holds every event.
 *
 * @example const { lanes, edges } = historyOf(events, race)
 */
export function historyOf(events: readonly RaceEvent[], race?: DataRace): History {
  const steps = events.map((event, index): Step => ({ ...event, index, times: 1 }));
  const edges = [...startEdges(steps), ...syncEdges(steps)].sort((a, b) => a.to - b.to);
  const current = race && lastAccess(steps, race.current, steps.length);
  const previous = race && lastAccess(steps, race.previous, current ?? steps.length);
  const racing = [current, previous].filter((index) => index !== undefined);
  const kept = race === undefined ? steps : relevantSteps(steps, edges, racing, race);
  return renumber(kept, edges, { current, previous, all: steps.length });
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

/** From each release to the step that learned of it first: what a goroutine knows already draws no edge. */
function syncEdges(steps: readonly Step[]): Edge[] {
  const released = new Map<number, Map<number, Step>>();
  const known = new Map<number, readonly number[]>();
  const edges: Edge[] = [];
  for (const step of steps) {
    const here = released.get(step.address) ?? new Map<number, Step>();
    if (doesAcquire(step)) {
      for (const from of here.values()) {
        const isNews = (known.get(step.goroutine)?.[from.own] ?? 0) < epochOf(from);
        if (from.goroutine !== step.goroutine && isNews && isLearned(from, step))
          edges.push({ from: from.index, to: step.index, kind: 'sync' });
      }
    }
    if (doesRelease(step)) released.set(step.address, here.set(step.goroutine, step));
    known.set(step.goroutine, step.clock);
  }
  return edges;
}

const doesAcquire = ({ kind }: RaceEvent) =>
  kind === 'acquire' || kind === 'exchange' || kind === 'atomic read' || kind === 'atomic write';
const doesRelease = ({ kind }: RaceEvent) => kind === 'release' || kind === 'exchange' || kind === 'atomic write';

/** The epoch of what a step did. Releasing begins the next one, which the clock shows already. */
function epochOf({ kind, clock, own }: RaceEvent): number {
  const now = clock[own] ?? 0;
  return kind === 'release' || kind === 'exchange' ? now - 1 : now;
}

/** A later release may have overwritten an earlier one: the clock says what was learned. An atomic write tells its clock before it acquires. */
function isLearned(from: Step, to: Step): boolean {
  return to.kind === 'atomic write' || (to.clock[from.own] ?? 0) >= epochOf(from);
}

/**
 * The last step before `end` that is this access: same goroutine, operation and a line of its stack. Of a range of bytes
 * the step has the first address, the access the one that raced.
 */
function lastAccess(steps: readonly Step[], access: RaceAccess, end: number): number | undefined {
  const lines = new Set(access.stack.map(({ file, line }) => `${file}:${line}`));
  const isSame = ({ goroutine, kind, site }: Step) =>
    goroutine === access.goroutine && kind.endsWith(access.op) && lines.has(`${site.file}:${site.line}`);
  const found = steps.slice(0, end).filter(isSame);
  return (found.findLast(({ address }) => isNear(address, access.address)) ?? found.at(-1))?.index;
}

const isNear = (a: number, b: number) => Math.abs(a - b) < granuleBytes;
const isAccess = ({ kind }: RaceEvent) => kind.endsWith('read') || kind.endsWith('write');

function relevantSteps(
  steps: readonly Step[],
  edges: readonly Edge[],
  racing: readonly number[],
  race: DataRace,
): readonly Step[] {
  const goroutines = withStarters(steps, new Set([race.current.goroutine, race.previous.goroutine]));
  const own = steps.filter((step) => goroutines.has(step.goroutine));
  const linked = edges.filter((edge) => [edge.from, edge.to].every((end) => goroutines.has(steps[end]!.goroutine)));
  const ends = new Set(linked.filter(({ kind }) => kind === 'sync').flatMap(({ from, to }) => [from, to]));
  const told = new Set([...racing, ...racing.flatMap((index) => locksAround(steps, index))]);
  const isWanted = (step: Step): boolean => {
    if (step.kind === 'start') return goroutines.has(step.address);
    if (told.has(step.index) || ends.has(step.index)) return true;
    return isAccess(step) && !step.kind.startsWith('atomic') && isNear(step.address, race.current.address);
  };
  const end = Math.max(...racing, -1);
  const wanted = own.filter((step) => isWanted(step) && (end < 0 || step.index <= end));
  return shorten(joinRepeats(wanted, new Set([...racing, ...ends])), new Set(racing));
}

/** The goroutines and those that started them, up to main. */
function withStarters(steps: readonly Step[], goroutines: Set<number>): ReadonlySet<number> {
  for (const { kind, address, goroutine } of steps.toReversed())
    if (kind === 'start' && goroutines.has(address)) goroutines.add(goroutine);
  return goroutines;
}

/** The synchronisation of the same goroutine next before and after an access. */
function locksAround(steps: readonly Step[], index: number): number[] {
  const isLock = (step: Step) =>
    step.goroutine === steps[index]!.goroutine && (step.kind === 'acquire' || step.kind === 'release');
  const before = steps.slice(0, index).filter(isLock).slice(-nearby);
  const after = steps.slice(index).filter(isLock).slice(0, nearby);
  return [...before, ...after].map((step) => step.index);
}

/** A step that its goroutine repeats is one step that happened several times; those in `single` stay apart. */
function joinRepeats(steps: readonly Step[], single: ReadonlySet<number>): readonly Step[] {
  const joined: Step[] = [];
  const lastOf = new Map<number, number>();
  for (const step of steps) {
    const at = lastOf.get(step.goroutine);
    const last = at === undefined ? undefined : joined[at];
    const isRepeat = last && isSame(last, step) && !single.has(step.index) && !single.has(last.index);
    if (isRepeat) joined[at!] = { ...step, times: last.times + 1 };
    else lastOf.set(step.goroutine, joined.push(step) - 1);
  }
  return joined.sort((a, b) => a.index - b.index);
}

const isSame = (a: Step, b: Step) =>
  a.kind === b.kind && a.address === b.address && a.site.file === b.site.file && a.site.line === b.site.line;

/** The accesses and the starts stay; of the others the oldest go first. */
function shorten(steps: readonly Step[], racing: ReadonlySet<number>): readonly Step[] {
  const isFixed = (step: Step) => step.kind === 'start' || racing.has(step.index);
  const room = Math.max(0, mostSteps - steps.filter(isFixed).length);
  const others = steps.filter((step) => !isFixed(step));
  const dropped = new Set(others.slice(0, Math.max(0, others.length - room)));
  return steps.filter((step) => !dropped.has(step));
}

interface Marked {
  readonly current: number | undefined;
  readonly previous: number | undefined;
  readonly all: number;
}

/** Steps numbered anew; the edge into a goroutine leads to its first step that is kept. */
function renumber(kept: readonly Step[], edges: readonly Edge[], { current, previous, all }: Marked): History {
  const numbers = new Map(kept.map((step, index) => [step.index, index]));
  const steps = kept.map((step, index) => ({ ...step, index }));
  const lanes = [...Map.groupBy(steps, (step) => step.goroutine)]
    .map(([goroutine, own]) => ({ goroutine, steps: own }))
    .sort((a, b) => a.goroutine - b.goroutine);
  const sync = edges.flatMap((edge): Edge[] => {
    const [from, to] = [numbers.get(edge.from), numbers.get(edge.to)];
    return edge.kind === 'sync' && from !== undefined && to !== undefined ? [{ from, to, kind: 'sync' }] : [];
  });
  const marks = { current: numbers.get(current ?? -1), previous: numbers.get(previous ?? -1) };
  return {
    lanes,
    steps,
    edges: [...startEdges(steps), ...sync].sort((a, b) => a.to - b.to),
    omitted: all - steps.reduce((sum, { times }) => sum + times, 0),
    ...(marks.current === undefined ? {} : { current: marks.current }),
    ...(marks.previous === undefined ? {} : { previous: marks.previous }),
  };
}
