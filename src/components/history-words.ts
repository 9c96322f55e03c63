/** A step of a run in words: what a goroutine did, and what its vector clock says of it. */
import { isOwnFrame } from '../toolchain/wasi/index.ts';
import { ownFrame, type DataRace, type History, type RaceAccess, type Step } from '../toolchain/race/index.ts';
import { fileName, localName } from './trace-marks.ts';

const verbs: Readonly<Record<Step['kind'], string>> = {
  read: 'reads',
  write: 'writes',
  'atomic read': 'reads atomically',
  'atomic write': 'writes atomically',
  acquire: 'acquires',
  release: 'releases',
  exchange: 'acquires and releases',
  start: 'starts',
};

/** `main goroutine`, `goroutine 7`. */
export function goroutineName(goroutine: number): string {
  return goroutine === 1 ? 'main goroutine' : `goroutine ${goroutine}`;
}

/** `main.go:17` */
export function placeOf({ site }: Step): string {
  return `${fileName(site.file)}:${site.line}`;
}

/** What the step does, for a line of the picture: `writes main.go:17 (*Shop).Buy`. */
export function deedOf(step: Step): string {
  const what = step.kind === 'start' ? `starts g${step.address}` : verbs[step.kind];
  const often = step.times > 1 ? ` ${step.times} times` : '';
  const woken = step.by === undefined ? '' : ', woken';
  return `${what}${often}${woken} ${placeOf(step)} ${localName(step.site.func)}`;
}

/** One entry of a clock: whose, and up to which of its epochs. */
export interface ClockEntry {
  readonly goroutine: number;
  readonly epoch: number;
  /** True where the step itself moved it on. */
  readonly isNew: boolean;
}

/** The clock of each goroutine of the picture after step `index`, entries in the order of the lanes; no clock before its first step. */
export function clocksAt(
  { lanes, steps }: History,
  index: number,
): readonly { readonly goroutine: number; readonly entries: readonly ClockEntry[] | undefined }[] {
  const owns = lanes.map((lane) => ({ goroutine: lane.goroutine, own: lane.steps[0]?.own ?? 0 }));
  return lanes.map(({ goroutine, steps: own }) => {
    const past = own.filter((step) => step.index <= index);
    const [before, now] = [past.at(-2), past.at(-1)];
    const isActing = steps[index]?.goroutine === goroutine;
    const entries = now && owns.map((other) => entryOf(other, now, isActing ? (before ?? 'first') : now));
    return { goroutine, entries };
  });
}

function entryOf(
  { goroutine, own }: { readonly goroutine: number; readonly own: number },
  now: Step,
  before: Step | 'first',
): ClockEntry {
  const epoch = now.clock[own] ?? 0;
  const was = before === 'first' ? 0 : (before.clock[own] ?? 0);
  return { goroutine, epoch, isNew: epoch > was };
}

/** What a step does and what follows from it for the clocks, in sentences. */
export function describeStep(history: History, index: number): string {
  const step = history.steps[index];
  if (step === undefined) return '';
  const name = capital(goroutineName(step.goroutine));
  const often = step.times > 1 ? `, ${step.times} times in a row` : '';
  const object = step.kind === 'start' ? ` goroutine ${step.address}` : '';
  const deed = `${name} ${verbs[step.kind]}${object} at ${placeOf(step)} in ${localName(step.site.func)}${often}.`;
  return [deed, wakingOf(step), consequenceOf(history, step)].filter((text) => text !== '').join(' ');
}

function wakingOf({ by, goroutine }: Step): string {
  if (by === undefined) return '';
  return `The line is one of ${goroutineName(by)}, which does this for goroutine ${goroutine} while it sleeps.`;
}

function consequenceOf(history: History, step: Step): string {
  const { current, previous } = history;
  if (step.index === current) return verdictOf(history, step);
  if (step.index === previous) {
    return `This is the earlier access of the race. It happens at ${step.clock[step.own] ?? 0} on its own clock.`;
  }
  if (step.kind === 'start') return 'The new goroutine begins with all that its starter knew.';
  const learned = history.edges.filter(({ to, kind }) => to === step.index && kind === 'sync');
  const from = learned.map(({ from: at }) => history.steps[at]).filter((one) => one !== undefined);
  const news = from.map((one) => `what ${goroutineName(one.goroutine)} did up to step ${one.index + 1}`);
  if (news.length > 0) return `It learns ${news.join(' and ')}.`;
  if (step.kind === 'acquire') return 'It learns nothing new of the goroutines drawn here.';
  if (step.kind === 'release') return 'It leaves its clock there for whoever acquires next, and its own entry goes on.';
  return '';
}

/** Why the detector calls it a race: the later goroutine's clock does not reach the earlier access. */
function verdictOf(history: History, step: Step): string {
  const earlier = history.previous === undefined ? undefined : history.steps[history.previous];
  if (earlier === undefined)
    return 'This is the later access of the race. The earlier one is not among the steps kept.';
  const at = earlier.clock[earlier.own] ?? 0;
  const known = step.clock[earlier.own] ?? 0;
  const other = goroutineName(earlier.goroutine);
  return (
    `This is the later access. The other one, step ${earlier.index + 1}, happened at ${at} on the clock of ${other}; ` +
    `here that clock is known up to ${known} only. Nothing orders the two: a data race.`
  );
}

/** The picture in one or two sentences. */
export function describeHistory({ lanes, steps, current, previous, omitted }: History): string {
  const size = `${lanes.length} ${lanes.length === 1 ? 'goroutine' : 'goroutines'}, ${steps.length} steps.`;
  const gap =
    current === undefined || previous === undefined
      ? ''
      : ` No path of arrows leads from step ${previous + 1} to step ${current + 1}: nothing orders these two accesses.`;
  const rest =
    omitted === 0 ? '' : ` ${omitted.toLocaleString('en')} steps that say nothing about the race are left out.`;
  return size + gap + rest;
}

/** `write at main.go:17 in (*Shop).Buy` */
export function accessWords(access: RaceAccess): string {
  const frame = ownFrame(access, isOwnFrame);
  if (frame === undefined) return access.op;
  return `${access.op} at ${fileName(frame.file)}:${frame.line} in ${localName(frame.func)}`;
}

/** Both accesses of a race in words. */
export function raceWords({ current, previous }: DataRace): string {
  return `${capital(accessWords(current))}, ${accessWords(previous)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
