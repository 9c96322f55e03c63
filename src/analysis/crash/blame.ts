import type { Frame, Gap, Goroutine, OriginOf, Site } from '../trace/index.ts';
import { siteOf } from './groups.ts';
import type { ChainLink } from './model.ts';

/** Which frames of the crashed goroutine are to blame for what. */
export interface Blame {
  readonly raisedAt?: Site;
  readonly fault?: Site;
  readonly topUserFrame?: Site;
  readonly rethrownAt?: readonly Site[];
}

/** What is known about the stack beside its frames. */
export interface StackState {
  readonly gap?: Gap | undefined;
  /** The head of the stack is lost. */
  readonly isHeadless: boolean;
}

/** Frames of `panic` itself, newest panic first. */
export function panicFrames(frames: readonly Frame[]): number[] {
  const found: number[] = [];
  frames.forEach(({ func }, index) => {
    if (func === 'panic' || func === 'runtime.gopanic') found.push(index);
  });
  return found;
}

/**
 * Says who raised the first panic of the chain, and who raised it again.
 *
 * Each `panic(` frame is a panic still running; the frame below it raised that panic. So the lowest one belongs to
 * the first link. A panic printed at the default level shows no `panic(` frame for the newest panic: with no frame
 * of that name on the stack, the top frame is the one that raised it.
 */
export function blamePanic(
  { frames }: Goroutine,
  chain: readonly ChainLink[],
  originOf: OriginOf,
  state: StackState,
): Blame {
  const panics = panicFrames(frames);
  const lowest = panics.at(-1);
  if (isHidden(chain, panics.length, state)) return top(frames, originOf, undefined);
  const first = lowest === undefined ? 0 : lowest + 1;
  const known = state.gap?.isSaid === true ? frames.slice(0, state.gap.before) : frames;
  const raised = firstOf(known, first, originOf, isProgram);
  const fault = raised === undefined ? undefined : faultFrom(known, raised, originOf);
  const isDoubtful = state.isHeadless || (state.gap !== undefined && state.gap.before <= (fault ?? first));
  const rethrown = rethrownSites(frames, panics, chain, originOf);
  return {
    ...(raised === undefined ? {} : { raisedAt: siteAt(frames, raised, isDoubtful) }),
    ...(fault === undefined ? {} : { fault: siteAt(frames, fault, isDoubtful || isWrapper(frames, fault)) }),
    ...top(frames, originOf, fault),
    ...(rethrown.length === 0 ? {} : { rethrownAt: rethrown }),
  };
}

/** The top frame of the goroutine that is not the runtime's, and the first own one. */
export function blameFatal({ frames }: Goroutine, originOf: OriginOf, isDoubtful: boolean): Blame {
  const raised = firstOf(frames, 0, originOf, isProgram);
  const fault = frames.findIndex((frame) => originOf(frame) === 'own' && isGo(frame));
  return {
    ...(raised === undefined ? {} : { raisedAt: siteAt(frames, raised, isDoubtful) }),
    ...(fault < 0 ? {} : { fault: siteAt(frames, fault, isDoubtful) }),
  };
}

/** True where the stack must hold a `panic(` frame that the text does not show, so that the origin is not known. */
function isHidden(chain: readonly ChainLink[], shown: number, { isHeadless }: StackState): boolean {
  const again = chain.filter((link) => link.repanicked === true).length;
  return !isHeadless && shown < Math.max(0, chain.length - 1) + again && (again > 0 || chain.length > 1);
}

/** The first own frame from `raised` down to the next panic above; a wrapper of a `go` statement when there is none. */
function faultFrom(frames: readonly Frame[], raised: number, originOf: OriginOf): number | undefined {
  return (
    firstOf(frames, raised, originOf, (frame) => originOf(frame) === 'own') ??
    firstOf(frames, raised, originOf, (frame) => frame.func.includes('.gowrap'))
  );
}

function isWrapper(frames: readonly Frame[], index: number): boolean {
  return frames[index]?.func.includes('.gowrap') === true;
}

function firstOf(
  frames: readonly Frame[],
  from: number,
  originOf: OriginOf,
  accepts: (frame: Frame, originOf: OriginOf) => boolean,
): number | undefined {
  for (let index = from; index < frames.length; index++) {
    const frame = frames[index];
    if (frame !== undefined && accepts(frame, originOf)) return index;
  }
  return undefined;
}

/** A frame that somebody wrote: neither the runtime's own nor generated. */
function isProgram(frame: Frame, originOf: OriginOf): boolean {
  const origin = originOf(frame);
  return origin !== 'runtime' && origin !== 'generated';
}

function isGo({ file }: Frame): boolean {
  return file === undefined || file.endsWith('.go') || file.endsWith('.s');
}

function top(frames: readonly Frame[], originOf: OriginOf, fault: number | undefined): Pick<Blame, 'topUserFrame'> {
  const index = frames.findIndex((frame) => originOf(frame) === 'own');
  return index < 0 || index === fault ? {} : { topUserFrame: siteAt(frames, index, false) };
}

/** The frames that raised a recovered panic again, newest first. */
function rethrownSites(
  frames: readonly Frame[],
  panics: readonly number[],
  chain: readonly ChainLink[],
  originOf: OriginOf,
): Site[] {
  if (panics.length === 0 || !chain.some((link) => link.recovered === true)) return [];
  const showsNewest = panics[0] !== undefined && firstOf(frames, 0, originOf, isProgram) === undefined;
  const starts = [...(panics[0] === 0 || showsNewest ? [] : [0]), ...panics.slice(0, -1).map((panic) => panic + 1)];
  const sites: Site[] = [];
  for (const start of starts) {
    const index = firstOf(frames, start, originOf, isProgram);
    if (index !== undefined) sites.push(siteAt(frames, index, false));
  }
  return sites;
}

function siteAt(frames: readonly Frame[], index: number, isDoubtful: boolean): Site {
  const frame = frames[index];
  if (frame === undefined) throw new RangeError(`no frame ${index} among ${frames.length}`);
  const site = siteOf(frame);
  return isDoubtful ? { ...site, confidence: 'likely' } : site;
}
