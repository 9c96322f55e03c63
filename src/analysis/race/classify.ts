import type { OriginOf, Site } from '../trace/index.ts';
import { packageOf } from '../trace/index.ts';
import type { RaceAccess, RaceClass, RaceCreation, RaceLocation } from './model.ts';
import { isAtomicFunc, isRaceHook } from './sites.ts';

/** A class, and whether the printed frames leave no other. */
export interface Classified {
  readonly class: RaceClass;
  readonly proven: boolean;
}

/** What the classifying rules look at. */
export interface RaceFacts {
  readonly accesses: readonly RaceAccess[];
  readonly created: readonly RaceCreation[];
  readonly location?: RaceLocation;
  readonly originOf: OriginOf;
}

const MAP_WRITE = /^runtime\.map(?:assign|delete|clear)|^internal\/runtime\/maps\.\(\*Map\)\.(?:Put|Delete|Clear)/;
const MAP_ANY = /^runtime\.map|^internal\/runtime\/maps\.|^reflect\.map|^maps\./;
const CHANNEL_CLOSE = 'runtime.closechan';
const SLICE_COPY = /^runtime\.(?:slicecopy|typedslicecopy|memmove)$/;
const COUNTER_NAME = /^(?:count|inc|hit|tick|tally|bump)|(?:Count|Inc|Total|Hits?)(?![a-z])/i;
const GROWS = /^(?:add|append|push|put|insert|enqueue)$/i;
const MEASURES = /^(?:len|length|size|count|empty|isEmpty)$/i;
const SETS = /^(?:set|put|store|swap)(?:At)?$/i;
const GETS = /^(?:get|at|load|peek|less)(?:At)?$/i;

/** Tried in order; the first that fits names the class. */
const RULES: readonly ((facts: RaceFacts) => Classified | undefined)[] = [
  (facts) => (someTop(facts, isChannelClose) ? { class: 'channel-close', proven: true } : undefined),
  classifyMap,
  classifySlice,
  classifyAtomic,
  classifyWaitGroup,
  ({ location }) => (location?.kind === 'global' ? { class: 'global-var', proven: true } : undefined),
  classifyLibrary,
  guess(isLoopVariable, 'loop-variable'),
  guess(isLazyInit, 'lazy-init'),
  guess((facts) => isNamed(facts, GROWS, MEASURES), 'slice-header'),
  guess((facts) => isNamed(facts, SETS, GETS), 'slice-element'),
  guess(isSharedByFunction, 'global-var'),
  guess(isReadModifyWrite, 'counter'),
  guess(isCapturedVariable, 'captured-variable'),
  guess(isField, 'struct-field'),
  guess(isGlobal, 'global-var'),
];

/**
 * What sort of race two accesses are, from their frames alone. The runtime's frames prove maps, channels, appends and
 * copies; everything else is a guess by where the two lines stand.
 */
export function classifyRace(facts: RaceFacts): Classified | undefined {
  if (facts.accesses.length < 2) return undefined;
  for (const rule of RULES) {
    const found = rule(facts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function guess(holds: (facts: RaceFacts) => boolean, name: RaceClass): (facts: RaceFacts) => Classified | undefined {
  return (facts) => (holds(facts) ? { class: name, proven: false } : undefined);
}

function topFunc(access: RaceAccess): string {
  return access.stack[0]?.func ?? '';
}

function someTop({ accesses }: RaceFacts, holds: (func: string) => boolean): boolean {
  return accesses.some((access) => holds(topFunc(access)));
}

function isChannelClose(func: string): boolean {
  return func === CHANNEL_CLOSE;
}

/** A map write is on the map itself; a map read alone may be of the key, which is another variable's memory. */
function classifyMap({ accesses }: RaceFacts): Classified | undefined {
  const tops = accesses.map(topFunc);
  if (tops.some((func) => MAP_WRITE.test(func)) && tops.every((func) => MAP_ANY.test(func)))
    return { class: 'map', proven: true };
  return tops.some((func) => MAP_ANY.test(func)) ? { class: 'map', proven: false } : undefined;
}

function classifySlice(facts: RaceFacts): Classified | undefined {
  if (someTop(facts, (func) => func === 'runtime.growslice')) return { class: 'slice-append', proven: true };
  return someTop(facts, (func) => SLICE_COPY.test(func)) ? { class: 'slice-copy', proven: true } : undefined;
}

/** One side atomic and the other plain. Where both are atomic there would be no report. */
function classifyAtomic({ accesses }: RaceFacts): Classified | undefined {
  const atomics = accesses.filter((access) => isAtomicFunc(topFunc(access)));
  if (atomics.length === 0) return undefined;
  const plain = accesses.find((access) => !isAtomicFunc(topFunc(access)));
  return { class: 'atomic-plain-mix', proven: plain !== undefined && plain.restored && plain.stack.length > 0 };
}

/** The first Add and Wait must be ordered; sync tells the detector so by a read and a write of the group's semaphore. */
function classifyWaitGroup({ accesses }: RaceFacts): Classified | undefined {
  const inGroup = (access: RaceAccess) =>
    access.stack.slice(0, 4).some(({ func }) => func.startsWith('sync.(*WaitGroup).'));
  const inHook = ({ stack }: RaceAccess) =>
    isRaceHook(stack[0]?.func ?? '') || stack[0]?.file?.endsWith('internal/race/race.go') === true;
  if (!accesses.every((access) => inGroup(access) || inHook(access))) return undefined;
  return { class: 'waitgroup-misuse', proven: accesses.every((access) => inGroup(access) && inHook(access)) };
}

/** Both accesses happen inside the same package that is not the learner's: a type that is not safe for several goroutines. */
function classifyLibrary({ accesses, originOf }: RaceFacts): Classified | undefined {
  const packages = accesses.map(({ stack }) => {
    const top = stack.find(
      (frame) => frame.func !== '??' && originOf(frame) !== 'runtime' && originOf(frame) !== 'generated',
    );
    const origin = top === undefined ? undefined : originOf(top);
    return top !== undefined && (origin === 'std' || origin === 'library') ? packageOf(top.func) : '';
  });
  if (packages.every((name) => name === '')) return undefined;
  return packages[0] === packages[1] || packages.includes('') ? { class: 'library-call', proven: false } : undefined;
}

/**
 * A write before the `go` statement, in the function that runs it and on the goroutine that ran it, would be ordered
 * before the new goroutine, unless a loop comes round to it again.
 */
function isLoopVariable({ accesses, created }: RaceFacts): boolean {
  return accesses.some((access, i) => {
    const other = accesses[1 - i];
    const creation = created.find(({ goroutine }) => goroutine === other?.goroutine)?.site;
    const { site } = access;
    if (access.op !== 'write' || site?.line === undefined || creation?.line === undefined) return false;
    return (
      site.func === creation.func &&
      site.file === creation.file &&
      site.line < creation.line &&
      isClosureOf(other?.site, site)
    );
  });
}

/** `if x == nil { x = … }`: a read and, a few lines on in the same function, a write. */
function isLazyInit({ accesses }: RaceFacts): boolean {
  const read = accesses.find(({ op }) => op === 'read')?.site;
  const write = accesses.find(({ op }) => op === 'write')?.site;
  if (read?.line === undefined || write?.line === undefined) return false;
  return read.func === write.func && read.file === write.file && write.line > read.line && write.line - read.line <= 4;
}

/** A container's write method and its read method, by their names: one grows it or sets, the other measures or gets. */
function isNamed({ accesses }: RaceFacts, write: RegExp, read: RegExp): boolean {
  const writer = accesses.find(({ op }) => op === 'write')?.site;
  const reader = accesses.find(({ op }) => op === 'read')?.site;
  if (receiverOf(writer) === undefined || receiverOf(writer) !== receiverOf(reader)) return false;
  return write.test(methodOf(writer)) && read.test(methodOf(reader));
}

/** The same line of a plain function, reached by two goroutines: what they share is mostly a package's variable. */
function isSharedByFunction(facts: RaceFacts): boolean {
  const [a, b] = facts.accesses.map(({ site }) => site);
  return a !== undefined && a.file === b?.file && a.line === b?.line && isGlobal(facts);
}

/** `x++` reads and writes on one line; two writes on one line are an assignment. */
function isReadModifyWrite({ accesses }: RaceFacts): boolean {
  const [a, b] = accesses.map(({ site }) => site);
  if (a === undefined || b === undefined) return false;
  const [first, second] = accesses;
  const isSameLine = a.file === b.file && a.line === b.line && first?.op !== second?.op;
  return isSameLine || [a, b].some((site) => COUNTER_NAME.test(methodOf(site)));
}

function isCapturedVariable({ accesses }: RaceFacts): boolean {
  const [a, b] = accesses.map(({ site }) => site);
  if (a === undefined || b === undefined) return false;
  if (isClosureOf(a, b) || isClosureOf(b, a)) return true;
  const [outerA, outerB] = [outerFunc(a.func), outerFunc(b.func)];
  return outerA !== undefined && outerA === outerB;
}

function isField({ accesses }: RaceFacts): boolean {
  const [a, b] = accesses.map(({ site }) => receiverOf(site));
  return a === b ? a !== undefined : a === undefined || b === undefined;
}

function isGlobal({ accesses }: RaceFacts): boolean {
  return accesses.every(
    ({ site }) => site !== undefined && receiverOf(site) === undefined && outerFunc(site.func) === undefined,
  );
}

function isClosureOf(inner: Site | undefined, outer: Site): boolean {
  return inner !== undefined && inner.file === outer.file && inner.func.startsWith(`${outer.func}.func`);
}

/** `main.run` of `main.run.func1.2`. */
function outerFunc(func: string): string | undefined {
  const at = func.search(/\.func\d/);
  return at < 0 ? undefined : func.slice(0, at);
}

/** `Deposit` of `main.(*Account).Deposit`. */
function methodOf(site: Site | undefined): string {
  return site?.func.slice(site.func.lastIndexOf('.') + 1) ?? '';
}

/** `main.(*Account)` of `main.(*Account).Deposit`. */
function receiverOf(site: Site | undefined): string | undefined {
  const end = site?.func.indexOf(').') ?? -1;
  return end < 0 ? undefined : site?.func.slice(0, end + 1);
}
