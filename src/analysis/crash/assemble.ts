import type { Diagnostic, Lines, ReadContext, Span } from '../text/index.ts';
import type { Goroutine, OriginOf, Site } from '../trace/index.ts';
import { type Blame, blameFatal, blamePanic, panicFrames, type StackState } from './blame.ts';
import { parseChain } from './chain.ts';
import { blameEmbedded } from './embedded.ts';
import { classifyFatal, classifyValue, guessCustomClass } from './classify.ts';
import { groupGoroutines } from './groups.ts';
import { isLoggedPanic, loggedBy, loggedChain } from './logged.ts';
import type {
  ChainLink,
  CrashEvidence,
  DumpEvidence,
  DumpSource,
  ErrorClass,
  FatalClass,
  FatalEvidence,
  Operands,
  PanicEvidence,
} from './model.ts';
import type { RawCrash } from './raw.ts';
import { findSuspects } from './suspects.ts';
import { isTornStack } from './torn.ts';
import { goRange } from './version.ts';

/** Turns what was read into evidence: decides which kind it is and draws the conclusions. */
export function assemble(context: ReadContext, raw: RawCrash, originOf: OriginOf): CrashEvidence {
  const part: Part = { context, raw, originOf, goroutines: raw.goroutines.map((read) => read.goroutine) };
  const { headline } = raw;
  if (headline.fatal !== undefined) return fatalOf(part, headline.fatal.message);
  if (headline.panic !== undefined || headline.printed !== undefined) return panicOf(part, false);
  if (headline.osSignal !== undefined && !headline.osSignal.text.startsWith('SIGQUIT')) {
    return fatalOf(part, headline.osSignal.text);
  }
  if (headline.osSignal === undefined && headline.signal?.code !== undefined && headline.panic === undefined) {
    if (headline.signal.name === '') return cutSignalOf(part);
  }
  if (headline.osSignal === undefined && isPanicStack(part)) return panicOf(part, true);
  return dumpOf(part);
}

interface Part {
  readonly context: ReadContext;
  readonly raw: RawCrash;
  readonly originOf: OriginOf;
  readonly goroutines: readonly Goroutine[];
}

/** Without a message: a stack with `panic(` on it, a test's alarm, or a lone stack that lost its head. */
function isPanicStack(part: Part): boolean {
  const { raw, goroutines, originOf } = part;
  const [first] = goroutines;
  if (first === undefined) return raw.headline.signal !== undefined;
  if (raw.headline.signal !== undefined || panicFrames(first.frames).length > 0 || isAlarm(first)) return true;
  if (isCutTimeout(part)) return true;
  return raw.isHeadless && goroutines.length === 1 && first.frames.some((frame) => originOf(frame) === 'own');
}

/** The goroutines of a test binary, whose head is lost, before `FAIL`: only a timeout prints them all. */
function isCutTimeout({ raw, goroutines }: Part): boolean {
  if (!raw.isHeadless || goroutines.length < 2 || !raw.tail.some((line) => line.startsWith('FAIL'))) return false;
  return goroutines.some(({ frames }) => frames.some(({ file }) => file === '_testmain.go'));
}

function isAlarm({ frames }: Goroutine): boolean {
  return frames[0]?.func.startsWith('testing.(*M).startAlarm') === true;
}

function panicOf(part: Part, isBare: boolean): PanicEvidence {
  const { raw, goroutines } = part;
  const chain = chainOf(part);
  const [crashed] = goroutines;
  const classified = classOf(part, chain);
  const blame = crashed === undefined ? {} : blamePanic(crashed, chain, part.originOf, stackState(part));
  const crowd = goroutines.length > 1 ? crowdOf(part) : undefined;
  const { signal } = raw.headline;
  return {
    kind: 'panic',
    ...base(part, [...(isBare ? ['kind'] : []), ...classified.likely]),
    chain: markGoexit(chain, crashed),
    ...(classified.errorClass === undefined ? {} : { errorClass: classified.errorClass }),
    ...operandsOf(classified.operands, signal?.address, classified.errorClass),
    ...(signal === undefined ? {} : { signal }),
    ...(crashed?.id === undefined ? {} : { goroutine: crashed.id }),
    ...faultOf(part, blame, chain, classified.errorClass),
    ...(crashed?.createdBy === undefined ? {} : { createdBy: crashed.createdBy }),
    ...handledBy(part),
    goroutines,
    ...crowd,
  };
}

/** Where the fault is: for a timed-out test nowhere, for a synctest deadlock in the bubble that is stuck. */
function faultOf(part: Part, blame: Blame, chain: readonly ChainLink[], errorClass: ErrorClass | undefined): Blame {
  const isTimeout = errorClass === 'test-timeout';
  const isWhole = panicFrames(part.goroutines[0]?.frames ?? []).length > 0;
  const embedded = isWhole
    ? undefined
    : blameEmbedded(chain, part.originOf, (link, index) => lineOfLink(part, link, index));
  if (embedded?.fault !== undefined)
    return { ...blame, ...(blame.fault && { topUserFrame: blame.fault }), ...embedded };
  if (isTimeout) return blame.raisedAt === undefined ? {} : { raisedAt: blame.raisedAt };
  if (errorClass !== 'synctest-deadlock') return blame;
  if (part.raw.isCut) return blame.raisedAt === undefined ? {} : { raisedAt: blame.raisedAt };
  const blocked = part.goroutines
    .slice(1)
    .find((goroutine) => goroutine.bubble !== undefined && ownFrame(part, goroutine));
  const fault = blocked === undefined ? undefined : ownFrame(part, blocked);
  return fault === undefined ? blame : { ...blame, fault: { ...fault, confidence: 'likely' } };
}

/** The pasted line of a line of a link's value. */
function lineOfLink({ raw, context: { lines } }: Part, { at }: ChainLink, index: number): number {
  const from = raw.headline.panic?.from ?? 0;
  const to = raw.headline.panic?.to ?? from;
  let first = from;
  while (first < to && lines.at(first) !== at) first++;
  return lines.at(Math.min(first + index, lines.count - 1));
}

function ownFrame({ originOf }: Part, { frames }: Goroutine): Site | undefined {
  const frame = frames.find((candidate) => originOf(candidate) === 'own');
  if (frame === undefined) return undefined;
  const { args: _, inlined: __, ...site } = frame;
  return site;
}

function chainOf({ context: { lines }, raw, goroutines }: Part): ChainLink[] {
  const { panic, printed } = raw.headline;
  const [crashed] = goroutines;
  if (panic !== undefined) {
    const range = goRange(cluesOf(raw, goroutines, false, []));
    return parseChain(lines, panic, {
      panicFrames: crashed === undefined ? 0 : panicFrames(crashed.frames).length,
      isWhole: crashed !== undefined && isWholeStack(raw),
      indents: indentsBy(range?.min, range?.max),
    });
  }
  if (printed === undefined) return loggedChain(lines, raw);
  const value = lines.source.slice(printed.start, lines.end(printed.line)).trimEnd();
  return [{ value, at: lines.at(printed.line) }];
}

/** Whether the runtime of this version indents a value's further lines, where the version tells. */
function indentsBy(min: string | undefined, max: string | undefined): boolean | undefined {
  if (min !== undefined && Number(min.slice(2)) >= 23) return true;
  if (max !== undefined && Number(max.slice(2)) < 23) return false;
  return undefined;
}

function isWholeStack({ goroutines, isHeadless }: RawCrash): boolean {
  const [first] = goroutines;
  if (first === undefined || isHeadless) return false;
  return (
    !first.cut && first.gap === undefined && first.goroutine.framesElided === undefined && !isTornStack(first.goroutine)
  );
}

interface ClassOf {
  readonly errorClass?: ErrorClass;
  readonly operands?: Operands;
  readonly likely: readonly string[];
}

/** The class of the first panic: proved by its words, told by the frame that raised it, or guessed. */
function classOf(part: Part, chain: readonly ChainLink[]): ClassOf {
  const { raw, goroutines, originOf } = part;
  const [first] = chain;
  if (first === undefined) {
    if (isCutTimeout(part)) return { errorClass: 'test-timeout', likely: ['errorClass'] };
    return goroutines[0] !== undefined && isAlarm(goroutines[0])
      ? { errorClass: 'test-timeout', likely: [] }
      : { likely: [] };
  }
  const classified = classifyValue(first.value);
  if (classified !== undefined) return { ...classified, likely: first.confidence === undefined ? [] : ['errorClass'] };
  const [crashed] = goroutines;
  const raised = crashed === undefined ? undefined : blamePanic(crashed, chain, originOf, stateOf(raw)).raisedAt;
  return { errorClass: classByOrigin(first.value, raised, originOf), likely: ['errorClass'] };
}

/** A value of somebody's own: the library's that raised it, or the program's. */
function classByOrigin(value: string, raised: Site | undefined, originOf: OriginOf): ErrorClass {
  const origin = raised === undefined ? 'own' : originOf(raised);
  if (origin === 'library') return 'dependency-panic';
  if (origin === 'std' && raised?.func.startsWith('log.') !== true) return 'std-panic';
  return guessCustomClass(value);
}

function operandsOf(operands: Operands | undefined, address: string | undefined, errorClass: ErrorClass | undefined) {
  const all = { ...operands, ...(address !== undefined && errorClass === 'nil-dereference' ? { address } : {}) };
  return Object.keys(all).length === 0 ? {} : { operands: all };
}

/** A panic raised above a running `runtime.Goexit` (t.FailNow, for one) says so in its link. */
function markGoexit(chain: readonly ChainLink[], crashed: Goroutine | undefined): readonly ChainLink[] {
  const [first, ...rest] = chain;
  const frames = crashed?.frames ?? [];
  const exit = frames.findIndex(({ func }) => func === 'runtime.Goexit');
  if (first === undefined || exit < 0 || exit < (panicFrames(frames).at(-1) ?? 0)) return chain;
  return [{ ...first, goexit: true }, ...rest];
}

function handledBy({ raw, context: { lines } }: Part): { handledBy?: string; processSurvived?: boolean } {
  const { printed, panic } = raw.headline;
  if (printed !== undefined) return { handledBy: printed.by, processSurvived: printed.by === 'net/http' };
  return panic === undefined && isLoggedPanic(raw) ? { handledBy: loggedBy(lines, raw) } : {};
}

function fatalOf(part: Part, message: string): FatalEvidence {
  const { raw, goroutines } = part;
  const fatalClass = raw.headline.fatal === undefined ? signalClass(part) : classifyFatal(message);
  const isDeadlock = fatalClass === 'deadlock' || fatalClass === 'goexit-deadlock';
  const crashed = isDeadlock ? goroutines[0] : crashedOf(goroutines);
  const isDoubtful = raw.isHeadless || raw.goroutines[0]?.gap !== undefined;
  const { signal } = raw.headline;
  return {
    kind: 'fatal',
    ...base(part, []),
    message,
    class: fatalClass,
    ...(isDeadlock || crashed?.id === undefined ? {} : { goroutine: crashed.id }),
    ...(crashed === undefined ? {} : onlyFault(blameFatal(crashed, part.originOf, isDoubtful))),
    ...(signal === undefined ? {} : { signal }),
    goroutines,
    ...crowdOf(part),
  };
}

/** A signal's crash whose first line, with the signal's name, is cut off. */
function cutSignalOf(part: Part): FatalEvidence {
  const { signal: _, ...fatal } = fatalOf(part, '');
  return { ...fatal, complete: false, likely: ['kind', 'message', 'class'] };
}

function onlyFault({ raisedAt, fault }: Blame): Blame {
  return { ...(raisedAt === undefined ? {} : { raisedAt }), ...(fault === undefined ? {} : { fault }) };
}

/** The goroutine that crashed: the first one listed that is not the scheduler's own. */
function crashedOf(goroutines: readonly Goroutine[]): Goroutine | undefined {
  return goroutines.find(({ id }) => id !== 0) ?? goroutines[0];
}

function signalClass({ raw, goroutines }: Part): FatalClass {
  const inC = goroutines.some(({ frames }) => frames.some(({ func }) => func === 'runtime.cgocall'));
  return raw.headline.isCgo === true || inC ? 'cgo-signal' : 'signal';
}

function dumpOf(part: Part): DumpEvidence {
  const how = howOf(part);
  return {
    kind: 'dump',
    ...base(part, how.likely),
    ...(how.source === undefined ? {} : { how: how.source }),
    goroutines: part.goroutines,
    ...crowdOf(part),
  };
}

function howOf({ raw, goroutines, originOf }: Part): { source?: DumpSource; likely: readonly string[] } {
  if (raw.headline.osSignal !== undefined) return { source: 'sigquit', likely: [] };
  const first = goroutines[0];
  const top = first?.frames[0];
  if (top === undefined || raw.isHeadless) return { likely: [] };
  if (top.func === 'runtime/debug.Stack') return { source: 'debug-stack', likely: [] };
  if (top.func.startsWith('runtime/pprof.')) return { source: 'pprof-debug2', likely: [] };
  if (first?.state === 'running' && originOf(top) !== 'runtime') return { source: 'runtime-stack', likely: ['how'] };
  return { likely: [] };
}

function crowdOf({ goroutines, originOf }: Part) {
  const groups = groupGoroutines(goroutines, originOf);
  return { groups, suspects: findSuspects(groups, goroutines) };
}

function stackState({ raw }: Part): StackState {
  return stateOf(raw);
}

function stateOf({ goroutines, isHeadless }: RawCrash): StackState {
  return { gap: goroutines[0]?.gap, isHeadless };
}

function base(part: Part, likely: readonly string[]) {
  const { raw, goroutines, context } = part;
  const complete = isComplete(part);
  const range = goRange(cluesOf(raw, goroutines, true, messagesOf(part)));
  if (!complete || goroutines.length === 0) context.diagnostics.push(cutDiagnostic(part));
  return {
    span: spanOf(part),
    complete,
    ...(range === undefined ? {} : { go: range }),
    ...(likely.length === 0 ? {} : { likely }),
  };
}

function cluesOf(raw: RawCrash, goroutines: readonly Goroutine[], full: boolean, messages: readonly string[]) {
  return {
    goroutines,
    hasPointers: raw.goroutines.some((read) => read.hasPointers),
    hasRepanicked: full && messages.some((message) => message.endsWith(' [recovered, repanicked]')),
    messages,
  };
}

function messagesOf({ raw, context: { lines } }: Part): string[] {
  const { panic } = raw.headline;
  if (panic === undefined) return [];
  const texts: string[] = [];
  for (let i = panic.from; i < panic.to; i++)
    texts.push(
      lines
        .text(i)
        .replace(/^\t?panic: /, '')
        .trimEnd(),
    );
  return texts;
}

function spanOf({ raw, context: { lines } }: Part): Span {
  const first = raw.headline.from;
  let last = Math.max(first, raw.next - 1);
  while (last > first && lines.isBlank(last)) last--;
  const [a, b] = [lines.at(first), lines.to(last)];
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

/** False where a cut shows: no head, a gap, a torn stack, or a message without the goroutine that it announces. */
function isComplete({ raw, goroutines, context: { lines } }: Part): boolean {
  if (raw.isHeadless || raw.isCut) return false;
  const [first] = goroutines;
  const last = goroutines.at(-1);
  if (first === undefined || last === undefined) return raw.tail.length > 0 || !endsInBlank(raw, lines);
  return !isTornStack(first) && !isTornStack(last);
}

/** The runtime prints a blank line only before goroutines: a text that ends there was cut. */
function endsInBlank({ next }: RawCrash, lines: Lines): boolean {
  return lines.isPlain && next < lines.count && lines.isBlank(next) && lines.isBlank(lines.count - 1);
}

function cutDiagnostic({ raw, goroutines, context: { lines } }: Part): Diagnostic {
  const line = raw.isHeadless ? lines.at(raw.headline.from) : lines.to(Math.max(0, raw.next - 1));
  if (raw.isHeadless) {
    return {
      severity: 'warning',
      message: 'The head is missing: the stack starts in the middle, so what the program died of is not in the text.',
      hint: 'Scroll up in the terminal or log and copy from the line that starts with "panic:" or "fatal error:".',
      line,
    };
  }
  if (goroutines.length === 0) {
    return {
      severity: 'info',
      message: 'No goroutine follows the message, so the line that failed is not in the text.',
      hint: 'Copy the "goroutine N [running]:" part too; with GOTRACEBACK=none the runtime does not print it.',
      line,
    };
  }
  return {
    severity: 'warning',
    message: 'The text is cut: a stack ends or breaks in the middle.',
    hint: 'Copy the whole output, to the last "created by" or to "exit status".',
    line,
  };
}
