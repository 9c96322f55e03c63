import type { Explanation, Statement } from '../text/index.ts';
import type { Site } from '../trace/index.ts';
import { FATAL_MEANINGS, formatOperands, PANIC_MEANINGS } from './meanings.ts';
import type { CrashEvidence, DumpEvidence, FatalEvidence, GoroutineGroup, PanicEvidence, Suspect } from './model.ts';
import { crashProvenance } from './provenance.ts';
import { counted, firstLine, formatSite } from './words.ts';

/**
 * What a panic, fatal error or dump means: sentences for a reader who has the text in front of them.
 * @example explainCrash(panic).title // 'panic: send on closed channel'
 */
export function explainCrash(crash: CrashEvidence): Explanation {
  const cut = crash.complete ? [] : ['The part that was cut off: copy the whole output, and read again.'];
  const explained = crash.kind === 'panic' ? ofPanic(crash) : crash.kind === 'fatal' ? ofFatal(crash) : ofDump(crash);
  return { ...explained, cannotShow: [...explained.cannotShow, ...cut], provenance: crashProvenance(crash) };
}

type Unplaced = Omit<Explanation, 'provenance'>;

function ofPanic(panic: PanicEvidence): Unplaced {
  const { chain, errorClass } = panic;
  const [first] = chain;
  const meaning = errorClass === undefined ? undefined : PANIC_MEANINGS[errorClass];
  return {
    title: first === undefined ? 'a panic whose message is not in the text' : `panic: ${firstLine(first.value)}`,
    is: `${meaning?.means ?? 'A goroutine panicked, and its stack was printed.'}${survived(panic)}`,
    shows: [...chainStatements(panic), ...faultStatements(panic), ...crowdStatements(panic)],
    cannotShow: panicLimits(panic),
    next: [...(meaning === undefined ? [] : [meaning.next]), ...nilFieldHint(panic)],
  };
}

function survived({ handledBy, processSurvived }: PanicEvidence): string {
  if (handledBy === undefined) return '';
  const fate = processSurvived === true ? '; the process lives on, and the client saw its connection close' : '';
  return ` It was recovered and printed by ${handledBy}${fate}.`;
}

function chainStatements({ chain, operands, signal, likely }: PanicEvidence): Statement[] {
  const statements: Statement[] = chain.map((link, index) => ({
    text: `${chain.length === 1 ? 'It' : index === 0 ? 'First it' : 'Then it'} panicked with "${firstLine(link.value)}"${linkFate(link)}.`,
    at: link.at,
    ...(link.confidence === undefined ? {} : { confidence: link.confidence }),
  }));
  if (operands !== undefined) statements.push({ text: `The message gives ${formatOperands(operands)}.` });
  if (signal !== undefined) statements.push({ text: `The signal was ${signal.name}${at(signal.address)}.` });
  if (likely?.includes('kind') === true)
    statements.push({ text: 'That it is a panic is a guess.', confidence: 'likely' });
  return statements;
}

function linkFate({ recovered, repanicked, goexit }: PanicEvidence['chain'][number]): string {
  if (repanicked === true) return ', which was recovered and raised again with the same value';
  if (recovered === true) return ', which was recovered';
  return goexit === true ? ', while runtime.Goexit was running' : '';
}

function at(address: string | undefined): string {
  return address === undefined ? '' : ` at address ${address}`;
}

function faultStatements({
  fault,
  raisedAt,
  topUserFrame,
  rethrownAt = [],
  createdBy,
  goroutine,
}: PanicEvidence): Statement[] {
  const statements: Statement[] = [];
  if (fault !== undefined) statements.push(sited('The faulting line of your own code is', fault));
  if (raisedAt !== undefined && !isSame(raisedAt, fault)) statements.push(sited('The panic was raised in', raisedAt));
  for (const site of rethrownAt) statements.push(sited('A wrapper recovered it and raised it again:', site));
  if (topUserFrame !== undefined && !rethrownAt.some((site) => isSame(site, topUserFrame))) {
    statements.push(sited('The top frame of your code is not the fault:', topUserFrame));
  }
  if (createdBy !== undefined) statements.push(sited(`Goroutine ${goroutine ?? '?'} was started by`, createdBy));
  return statements;
}

function panicLimits({ chain, goroutines, createdBy, fault, errorClass }: PanicEvidence): string[] {
  const limits: string[] = [];
  if (fault === undefined && errorClass !== 'test-timeout')
    limits.push('Which line of your code failed: no frame of yours is to blame for certain.');
  if (goroutines.length === 1) limits.push('What the other goroutines did: set GOTRACEBACK=all to print them.');
  if (chain.some(({ valueType }) => valueType !== undefined))
    limits.push('What the value holds: the runtime prints only its type and address.');
  if (createdBy?.func.includes('safego') === true || (createdBy !== undefined && chain.length === 1)) {
    limits.push('What happened on the goroutine that started this one.');
  }
  limits.push('The values of variables: a core and Delve show them.');
  return limits;
}

const SMALL_ADDRESS = 0x1000;

/** A small faulting address is a field's offset in a struct that is not there. */
function nilFieldHint({ errorClass, signal }: PanicEvidence): string[] {
  const address = Number(signal?.address ?? Number.NaN);
  if (errorClass !== 'nil-dereference' || !(address > 0 && address < SMALL_ADDRESS)) return [];
  return [`The address ${signal?.address} is small: the field at offset ${address} of a nil struct was touched.`];
}

function ofFatal(fatal: FatalEvidence): Unplaced {
  const meaning = FATAL_MEANINGS[fatal.class];
  const isDeadlock = fatal.class === 'deadlock' || fatal.class === 'goexit-deadlock';
  return {
    title:
      fatal.message === '' ? 'a crash whose first line is not in the text' : `fatal error: ${firstLine(fatal.message)}`,
    is: meaning.means,
    shows: [
      ...(fatal.fault === undefined
        ? []
        : [sited(isDeadlock ? 'The first goroutine listed waits in' : 'It happened in', fatal.fault)]),
      ...(fatal.signal === undefined
        ? []
        : [{ text: `The signal was ${fatal.signal.name}${at(fatal.signal.address)}.` }]),
      ...crowdStatements(fatal),
    ],
    cannotShow: [
      ...(fatal.class.startsWith('concurrent-map')
        ? ['The other goroutine that used the map: only -race names both.']
        : []),
      ...(fatal.class === 'cgo-signal' ? ['The C frames: the Go traceback ends at the call.'] : []),
      ...(isDeadlock ? ['Who should have woken them: that goroutine may have ended long before.'] : []),
    ],
    next: [meaning.next],
  };
}

const DUMPS = {
  sigquit: 'A dump of all goroutines that SIGQUIT (Ctrl-\\ or kill -QUIT) made the program print as it died.',
  'pprof-debug2': 'A dump of all goroutines from the goroutine profile with debug=2. The program went on.',
  'debug-stack': 'The stack of one goroutine, which it printed itself with debug.Stack. The program went on.',
  'runtime-stack': 'Goroutines printed with runtime.Stack. The program went on.',
} as const;

function ofDump(dump: DumpEvidence): Unplaced {
  const { goroutines, groups, how } = dump;
  return {
    title: `${counted(goroutines.length, 'goroutine')} in ${counted(groups.length, 'group')}`,
    is: how === undefined ? 'A dump of goroutines: where each of them stood at one moment.' : DUMPS[how],
    shows: crowdStatements(dump),
    cannotShow: [
      'Who holds a lock or should have sent: the text says where each goroutine waits, not for whom.',
      ...(groups.some(({ maxWaitMinutes }) => maxWaitMinutes !== undefined)
        ? []
        : ['How long they wait: minutes are printed from the first one on.']),
      'Growth: one dump is a moment. Take a second one later and compare the counts.',
    ],
    next: ['Start at the largest group that waits, at the line that created it, and ask who should end the wait.'],
  };
}

function crowdStatements({ groups = [], suspects = [], goroutines }: CrashEvidence): Statement[] {
  if (groups.length === 0) return [];
  const first = suspects.map((suspect) => suspectStatement(suspect, groups));
  const rest = groups.slice(0, 8).map(groupStatement);
  const hidden = goroutines.length - groups.reduce((sum, { count }) => sum + count, 0);
  const others =
    hidden > 0 ? [{ text: `${counted(hidden, 'goroutine')} with no frame of your own are left out.` }] : [];
  return [...first, ...rest, ...others];
}

function suspectStatement({ group, why }: Suspect, groups: readonly GoroutineGroup[]): Statement {
  const site = groups[group]?.blockedAt;
  const place = site === undefined ? '' : `, in ${formatSite(site)}`;
  return { text: `Look first: ${why}${place}.`, ...atOf(site), confidence: 'likely' };
}

function groupStatement({ count, state, blockedAt, createdAt, maxWaitMinutes }: GoroutineGroup): Statement {
  const since = maxWaitMinutes === undefined ? '' : ` for up to ${maxWaitMinutes} min`;
  const where = blockedAt === undefined ? '' : ` in ${formatSite(blockedAt)}`;
  const origin = createdAt === undefined ? '' : `, started by ${formatSite(createdAt)}`;
  return { text: `${counted(count, 'goroutine')} [${state}]${since}${where}${origin}.`, ...atOf(blockedAt) };
}

function sited(words: string, site: Site): Statement {
  return {
    text: `${words} ${formatSite(site)}.`,
    ...atOf(site),
    ...(site.confidence === undefined ? {} : { confidence: site.confidence }),
  };
}

function atOf(site: Site | undefined): { at?: number } {
  return site?.at === undefined ? {} : { at: site.at };
}

function isSame(a: Site, b: Site | undefined): boolean {
  return a.func === b?.func && a.file === b.file && a.line === b.line;
}
