/** `fault`: the line of the learner's own code where the crash began, named or clicked in the paste. */
import { z } from 'zod';
import type { FatalEvidence, Goroutine, PanicEvidence, Site } from '../../analysis/index.ts';
import { originsBy, packageOf, shortName } from '../../analysis/trace/index.ts';
import type { Evidence } from '../paste.ts';
import type { MisconceptionId } from '../misconceptions.ts';
import { hashPart } from '../seal.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import {
  baseName,
  declaredName,
  findPrintedSites,
  formatPlace,
  isPointedAt,
  isSameLine,
  parsePointer,
  type PrintedSite,
} from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const source = z.strictObject({ ...commonSource, kind: z.literal('fault') });

const key = z.strictObject({
  /** The name of a `// mark:NAME` comment at the faulting line of the lab or of a recording's program. */
  mark: z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as fault'),
});

type FaultSource = z.infer<typeof source>;
type FaultKey = z.infer<typeof key>;
type Crash = PanicEvidence | FatalEvidence;

/** A fault exercise as shipped: hashes of the marked line and of the function that holds it. */
export interface FaultExercise extends ExerciseCommon {
  readonly kind: 'fault';
  readonly key: { readonly line: string; readonly func: string };
}

/** The kind `fault`. */
export const fault: Kind<FaultSource, FaultKey, FaultExercise> = {
  source,
  key,
  publish: publishFault,
  judge: judgeFault,
  answerOf: (entry, context) => formatMark(context.findMark(entry.mark)),
  candidates: (_, evidence) => candidateLines(evidence),
  problems: faultProblems,
};

function publishFault(common: ExerciseCommon, _: FaultSource, entry: FaultKey, sealer: Sealer): FaultExercise {
  const mark = sealer.findMark(entry.mark);
  return {
    ...common,
    kind: 'fault',
    key: { line: sealer.hash('line', formatMark(mark)), func: sealer.hash('func', mark?.func ?? '') },
  };
}

function formatMark(mark: { readonly file: string; readonly line: number } | undefined): string {
  return mark === undefined ? '' : `${baseName(mark.file)}:${mark.line}`;
}

function faultProblems(from: FaultSource): readonly KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (from.evidence === 'none')
    problems.push({
      message: 'a fault exercise needs evidence',
      hint: 'write evidence: own, or evidence: recording with reads:',
    });
  if (from.expects.length === 0)
    problems.push({ message: 'a fault exercise must say what it expects', hint: 'write expects: [panic]' });
  return problems;
}

function judgeFault(exercise: FaultExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const crash = crashOf(evidence);
  if (!crash?.fault) return { unreadable: noFault(crash) };
  const stranger = findOtherFault(exercise, crash, crash.fault);
  if (stranger) return { unreadable: stranger };
  const pointer = parsePointer(answer);
  if (!pointer)
    return {
      unreadable: {
        id: 'no-answer',
        message: 'Name the line as `FILE:LINE`, the way a frame prints it, or choose it in the paste.',
      },
    };
  const hits = findPrintedSites(crash.goroutines).filter(({ site }) => isPointedAt(site, pointer));
  if (hits.some(({ site }) => isSameLine(site, crash.fault)))
    return { score: 1, findings: [confirm(crash, crash.fault)] };
  if (hits.length === 0 && (!crash.complete || crash.fault.line === undefined))
    return { unreadable: cutBefore(crash, answer.trim()) };
  return { score: 0, findings: [explainWrong(crash, crash.fault, hits, answer.trim())] };
}

function crashOf(evidence: Evidence): Crash | undefined {
  const found = evidence.found;
  return found?.kind === 'panic' || found?.kind === 'fatal' ? found : undefined;
}

function noFault(crash: Crash | undefined): Finding {
  const at = crash?.span.to;
  const where = at === undefined ? {} : { at };
  return {
    id: 'cut-paste',
    misconception: 'cut-paste',
    message:
      'No frame of your own code is left in this paste, so it is cut or was printed without one. Paste it whole, to the last line.',
    ...where,
  };
}

/** What was named may stand in the part that is missing. */
function cutBefore(crash: Crash, answer: string): Finding {
  const message = `This paste is cut, and \`${answer.slice(0, 80)}\` is not in what is left of it. Paste it whole, to the last line.`;
  return { id: 'cut-paste', misconception: 'cut-paste', message, at: crash.span.to };
}

/** An edited lab may crash elsewhere than the exercise is about; the function that should fail is known by its hash. */
function findOtherFault(exercise: FaultExercise, crash: Crash, site: Site): Finding | undefined {
  const isRight =
    exercise.evidence === 'recording'
      ? exercise.key.line === hashPart(exercise.salt, 'line', formatPlace(site))
      : exercise.key.func === hashPart(exercise.salt, 'func', declaredName(site.func));
  if (isRight) return undefined;
  const message = `This crash is not the one asked about: it begins in \`${shortName(site.func)}\`, at ${formatPlace(site)}. Reset the lab to its start, run it again and paste what it prints.`;
  return { id: 'other-program', misconception: 'other-program', message, at: site.at ?? crash.span.from };
}

function confirm(crash: Crash, site: Site): Finding {
  const what = crash.kind === 'panic' ? panicFrames(crash) : 0;
  const message =
    what === 0
      ? `${formatPlace(site)} in \`${shortName(site.func)}\`: no \`panic(\` frame is printed here, so the first frame of your own code is the fault.`
      : `${formatPlace(site)} in \`${shortName(site.func)}\`: the first frame of your own under ${lowestPanic(what)}.`;
  return { id: 'fault', message, ...placeAt(site) };
}

function lowestPanic(frames: number): string {
  return frames === 1 ? 'the `panic(` frame' : `the lowest of ${frames} \`panic(\` frames`;
}

function panicFrames(crash: Crash): number {
  return crashed(crash)?.frames.filter(isPanicFrame).length ?? 0;
}

function isPanicFrame(frame: Site): boolean {
  return frame.func === 'panic' || frame.func === 'runtime.gopanic';
}

function crashed(crash: Crash): Goroutine | undefined {
  return crash.goroutines.find((goroutine) => goroutine.id === crash.goroutine) ?? crash.goroutines[0];
}

function placeAt(site: Site): { readonly at?: number } {
  return site.at === undefined ? {} : { at: site.at };
}

function explainWrong(crash: Crash, right: Site, hits: readonly PrintedSite[], answer: string): Finding {
  const readings = hits.map((hit) => readHit(crash, right, hit));
  const [best] = readings.filter((reading) => reading !== undefined).sort((a, b) => a.rank - b.rank);
  if (best) return best.finding;
  return {
    id: 'not-in-paste',
    message: `\`${answer.slice(0, 80)}\` is no frame of this paste. A frame is two lines: the function, and under it \`FILE:LINE\`. Name one of those.`,
  };
}

interface Wrong {
  readonly rank: number;
  readonly finding: Finding;
}

/** The readings in the order they are tried; the more telling one wins where a line has several roles. */
function readHit(crash: Crash, right: Site, hit: PrintedSite): Wrong | undefined {
  const { site } = hit;
  const ranked: readonly (readonly [MisconceptionId, boolean, () => string])[] = [
    [
      'created-by',
      hit.frame === undefined,
      () =>
        `${formatPlace(site)} is where this goroutine was started (\`created by\`). It says who asked for the work; the work failed elsewhere.`,
    ],
    [
      'wrong-goroutine',
      hit.goroutine !== crashed(crash),
      () =>
        `That frame is of goroutine ${hit.goroutine.id ?? '?'}. The one that crashed is goroutine ${crashed(crash)?.id ?? '?'}: it comes first, and ${stateNote(crash)}.`,
    ],
    [
      'panic-go',
      isPanicFrame(site),
      () =>
        `\`panic(\` in ${baseName(site.file ?? 'runtime/panic.go')} is the runtime starting a panic. It marks the place; the line to read is in the frame below it.`,
    ],
    [
      'testing-frame',
      packageOf(site.func) === 'testing',
      () =>
        `\`${shortName(site.func)}\` is the test runner. It ${isBelow(crash, right, hit) ? 'called your test' : 'caught the panic to mark the test as failed, and raised it again'}; it did nothing wrong.`,
    ],
    ['recover-wrapper', isRethrow(crash, site), () => rethrew(site)],
    ['last-panic', isAboveLowestPanic(crash, right, hit) && hasSeveralValues(crash), () => raisedLater(site)],
    ['recover-wrapper', isAboveLowestPanic(crash, right, hit) && hit.frame !== 0, () => caught(site)],
    [
      'top-frame',
      hit.frame === 0,
      () =>
        `\`${shortName(site.func)}\` stands on top, but it is not where your code went wrong: ${whyNotTop(crash, right, hit)}.`,
    ],
    ['caller-callee', true, () => callerOrCallee(crash, right, hit)],
  ];
  const rank = ranked.findIndex(([, holds]) => holds);
  const [id, , message] = ranked[rank] ?? [];
  return id === undefined || message === undefined
    ? undefined
    : { rank, finding: { id, misconception: id, message: message(), ...placeAt(site) } };
}

function stateNote(crash: Crash): string {
  return crash.kind === 'panic'
    ? 'its state is `[running]` because it was the one that printed this'
    : 'it stands right under the error';
}

function isBelow(crash: Crash, right: Site, hit: PrintedSite): boolean {
  return hit.frame !== undefined && hit.frame > frameIndex(crash, right);
}

function frameIndex(crash: Crash, site: Site): number {
  return crashed(crash)?.frames.findIndex((frame) => isSameLine(frame, site)) ?? -1;
}

function isRethrow(crash: Crash, site: Site): boolean {
  return crash.kind === 'panic' && (crash.rethrownAt ?? []).some((rethrow) => isSameLine(rethrow, site));
}

function isAboveLowestPanic(crash: Crash, right: Site, hit: PrintedSite): boolean {
  const lowest = crashed(crash)?.frames.findLastIndex(isPanicFrame) ?? -1;
  return hit.frame !== undefined && hit.frame < lowest && lowest < frameIndex(crash, right);
}

function rethrew(site: Site): string {
  return `${formatPlace(site)} is where \`${shortName(site.func)}\` raised the recovered panic again. The cause was there before it: go on down to the lowest \`panic(\` frame.`;
}

function raisedLater(site: Site): string {
  return `${formatPlace(site)} raised a later panic of this chain. Something had failed before that: read the first \`panic:\` line and the frames under the lowest \`panic(\`.`;
}

function caught(site: Site): string {
  return `\`${shortName(site.func)}\` (${formatPlace(site)}) ran because of the panic: it stands above the lowest \`panic(\` frame. What failed stands below it.`;
}

function hasSeveralValues(crash: Crash): boolean {
  return crash.kind === 'panic' && new Set(crash.chain.map((link) => link.value)).size > 1;
}

function whyNotTop(crash: Crash, right: Site, hit: PrintedSite): string {
  if (isAboveLowestPanic(crash, right, hit))
    return 'it ran because of the panic, to catch it or to print it. What failed stands below the lowest `panic(` frame';
  return originsBy({})(hit.site) === 'own'
    ? 'it was called while the panic was on its way up'
    : 'it is library code that was handed something it could not take; the first frame of your own below it did the handing';
}

function callerOrCallee(crash: Crash, right: Site, hit: PrintedSite): string {
  const name = shortName(hit.site.func);
  if (isBelow(crash, right, hit)) {
    return `\`${name}\` (${formatPlace(hit.site)}) is a caller: it was waiting for a call to return when the panic began. Follow the calls up to the frame that was running.`;
  }
  return `\`${name}\` is library code that your code called; it did what it was asked. Look for the first frame of your own below it.`;
}

function candidateLines(evidence: Evidence): readonly string[] {
  const crash = crashOf(evidence);
  const sites = crash === undefined ? [] : findPrintedSites(crash.goroutines);
  return sites.flatMap(({ site }) => (site.at === undefined ? [] : [`@${site.at}`]));
}
