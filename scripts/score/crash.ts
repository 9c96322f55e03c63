import type { DumpEvidence, Evidence, FatalEvidence, GoroutineGroup, PanicEvidence } from '../../src/analysis/index.ts';
import type { Score, Truth, TruthSite } from './score.ts';

interface TruthGroup {
  readonly count: number;
  readonly block?: TruthSite;
  readonly wait?: string;
  readonly createdAt?: TruthSite;
}

interface CrashTruth extends Truth {
  readonly panicValue?: string;
  readonly chain?: readonly { value: string; recovered?: boolean; repanicked?: boolean }[];
  readonly runtimeErrorClass?: string;
  readonly fault?: TruthSite;
  readonly faultAny?: readonly TruthSite[];
  readonly firstUserFrame?: TruthSite;
  readonly createdBy?: TruthSite;
  readonly crashedGoroutineId?: number;
  readonly goroutines?: number;
  readonly complete?: boolean;
  readonly printedBy?: string;
  readonly waitReason?: string;
  readonly signal?: { name?: string; code?: string; addr?: string };
  readonly groups?: readonly TruthGroup[];
  readonly leak?: { createdAt?: TruthSite; blockedAt?: TruthSite; count?: number };
}

/** A panic: value, chain, class, goroutine, fault, creator; groups where a test timed out. */
export function scorePanic(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  const known = truth as CrashTruth;
  const panic = only(score, evidence, 'panic') as PanicEvidence | undefined;
  if (panic === undefined) return;
  const [first] = panic.chain;
  if (score.shows('header')) {
    score.equal('value', first?.value, known.panicValue, first?.confidence === 'likely');
    scoreChain(score, panic, known);
    score.equal('errorClass', panic.errorClass, known.runtimeErrorClass, panic.likely?.includes('errorClass') === true);
  }
  score.equal('handledBy', panic.handledBy, known.printedBy);
  scoreSites(score, panic, known);
  if (known.signal?.code !== undefined) score.equal('signal.code', panic.signal?.code, known.signal.code);
  if (known.groups !== undefined) scoreGroups(score, panic.groups ?? [], known);
}

function scoreChain(score: Score, panic: PanicEvidence, known: CrashTruth): void {
  known.chain?.forEach((link, index) => {
    const said = panic.chain[index];
    const isLikely = said?.confidence === 'likely';
    score.equal(`chain[${index}].value`, said?.value, link.value, isLikely);
    score.equal(`chain[${index}].recovered`, said?.recovered, link.recovered, isLikely);
    score.equal(`chain[${index}].repanicked`, said?.repanicked, link.repanicked, isLikely);
  });
  if (known.chain !== undefined && known.complete === true) {
    score.equal('chain.length', panic.chain.length, known.chain.length);
  }
}

/** A fatal error: message, class, goroutine, fault. */
export function scoreFatal(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  const known = truth as CrashTruth;
  const fatal = only(score, evidence, 'fatal') as FatalEvidence | undefined;
  if (fatal === undefined) return;
  if (score.shows('header')) {
    score.equal('message', fatal.message.replace(/^runtime: /, ''), known.panicValue?.replace(/^runtime: /, ''));
    score.equal('class', fatal.class, known.runtimeErrorClass);
  }
  scoreSites(score, fatal, { ...known, ...(known.fault?.printed === false ? { fault: known.firstUserFrame } : {}) });
  score.equal('signal', fatal.signal?.name, known.signal?.name);
}

function scoreSites(score: Score, said: PanicEvidence | FatalEvidence, known: CrashTruth): void {
  score.site('fault', said.fault, known.fault, known.faultAny);
  if (known.kind === 'panic') score.site('topUserFrame', (said as PanicEvidence).topUserFrame, known.firstUserFrame);
  const createdBy = said.kind === 'panic' ? said.createdBy : undefined;
  if (known.kind === 'panic') {
    score.site('createdBy', createdBy, known.createdBy);
    score.equal(
      'createdBy.goroutine',
      createdBy?.goroutine,
      createdBy?.file === undefined ? undefined : known.createdBy?.parent,
    );
  }
  if (known.complete !== true) return;
  score.equal('goroutine', said.goroutine, known.crashedGoroutineId);
  score.equal('goroutines', said.goroutines.length, known.goroutines);
  score.equal('complete', said.complete, true);
}

/** A dump: groups by state and place, and the leak among the suspects. */
export function scoreDump(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  const known = truth as CrashTruth;
  const dump = only(score, evidence, 'dump') as DumpEvidence | undefined;
  if (dump === undefined) return;
  if (known.complete === true) {
    score.equal('goroutines', dump.goroutines.length, known.goroutines);
    score.equal('complete', dump.complete, true);
    score.equal('how', dump.how, known.runtimeErrorClass, dump.likely?.includes('how') === true);
  }
  scoreGroups(score, dump.groups, known);
  const [suspect] = dump.suspects;
  const group = suspect === undefined ? undefined : dump.groups[suspect.group];
  score.site('leak.blockedAt', likely(group?.blockedAt), known.leak?.blockedAt);
  score.site('leak.createdAt', likely(group?.createdAt), known.leak?.createdAt);
}

function likely<T>(site: T | undefined): (T & { confidence: 'likely' }) | undefined {
  return site === undefined ? undefined : { ...site, confidence: 'likely' };
}

function scoreGroups(score: Score, groups: readonly GoroutineGroup[], known: CrashTruth): void {
  if (known.complete !== true) return;
  for (const group of known.groups ?? []) {
    const found = groups.find((one) => one.count === group.count && matches(score, one, group));
    if (found === undefined)
      score.missing(`group of ${group.count} [${group.wait}] ${group.block?.file}:${group.block?.line}`);
  }
}

function matches(score: Score, said: GoroutineGroup, group: TruthGroup): boolean {
  if (group.block !== undefined && (said.blockedAt === undefined || !score.isSame(said.blockedAt, group.block)))
    return false;
  if (
    group.createdAt !== undefined &&
    (said.createdAt === undefined || !score.isSame(said.createdAt, group.createdAt))
  ) {
    return false;
  }
  const minutes = said.maxWaitMinutes === undefined ? '' : `, ${said.maxWaitMinutes} minutes`;
  return group.wait === undefined || group.wait === said.state || group.wait === `${said.state}${minutes}`;
}

/** The evidence of the kind; a second one is wrong, as each case was one crash. */
function only(score: Score, evidence: readonly Evidence[], kind: string): Evidence | undefined {
  const found = evidence.filter((one) => one.kind === kind);
  if (found.length === 0) {
    score.missing(`${kind} (found ${evidence.map((one) => one.kind).join(', ') || 'nothing'})`);
  }
  if (found.length > 1) score.must(`one ${kind}, not ${found.length}`, false);
  return found[0];
}
