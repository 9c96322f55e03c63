/** Facts of panics, fatal errors and goroutine dumps. */
import type { DumpEvidence, FatalEvidence, GoroutineGroup, PanicEvidence, Site } from '../analysis/index.ts';
import { code, count, firstLine, placeOf, siteFact, type Fact } from './fact.ts';

const shownGroups = 8;

export function panicFacts(panic: PanicEvidence): readonly Fact[] {
  const again = (panic.rethrownAt ?? []).map((site) => siteFact('Raised again in', site));
  const later = panic.chain.slice(1).map(({ value, at }) => ({ term: 'Then', text: code(firstLine(value)), at }));
  return [...crashFacts(panic), ...later, ...again, ...topFacts(panic), ...handledFacts(panic)];
}

/** The learner's top frame, where it misleads and is not told already. */
function topFacts({ topUserFrame, rethrownAt }: PanicEvidence): readonly Fact[] {
  if (topUserFrame === undefined || rethrownAt?.some(({ at }) => at === topUserFrame.at)) return [];
  return [siteFact('Your top frame, not the fault', topUserFrame)];
}

function handledFacts({ handledBy, processSurvived }: PanicEvidence): readonly Fact[] {
  if (handledBy === undefined) return [];
  const fate = processSurvived === true ? ' The process went on.' : '';
  return [{ term: 'Printed by', text: `${code(handledBy)}.${fate}` }];
}

export function fatalFacts(fatal: FatalEvidence): readonly Fact[] {
  return [...crashFacts(fatal), ...groupFacts(fatal)];
}

function crashFacts(crash: PanicEvidence | FatalEvidence): readonly Fact[] {
  const { fault, raisedAt, signal } = crash;
  const facts: Fact[] = [];
  if (fault !== undefined) facts.push(siteFact('Faulting line', fault));
  if (raisedAt !== undefined && !isSame(raisedAt, fault)) facts.push(siteFact('Raised in', raisedAt));
  if (signal !== undefined) {
    const address = signal.address === undefined ? '' : ` at address ${code(signal.address)}`;
    facts.push({ term: 'Signal', text: signal.name + address });
  }
  return crash.goroutine === undefined ? facts : [...facts, goroutineFact(crash, crash.goroutine)];
}

function goroutineFact(crash: PanicEvidence | FatalEvidence, id: number): Fact {
  const crashed = crash.goroutines.find((goroutine) => goroutine.id === id);
  const by = crashed?.createdBy;
  const text = by === undefined ? `${id}` : `${id}, created by ${placeOf(by)}`;
  return { term: 'Goroutine', text, ...(crashed?.at === undefined ? {} : { at: crashed.at }) };
}

/** Suspects first, then the largest groups. */
export function groupFacts({ groups, suspects }: FatalEvidence | DumpEvidence): readonly Fact[] {
  const first = suspects.map(({ group, why, confidence }) => {
    const at = groups[group]?.blockedAt?.at;
    return {
      term: 'Look here first',
      text: why,
      ...(at === undefined ? {} : { at }),
      isLikely: confidence === 'likely',
    };
  });
  return [...first, ...groups.slice(0, shownGroups).map(groupFact)];
}

function groupFact(group: GoroutineGroup): Fact {
  const minutes = group.maxWaitMinutes === undefined ? '' : ` for up to ${count(group.maxWaitMinutes, 'minute')}`;
  const where = group.blockedAt === undefined ? '' : ` in ${placeOf(group.blockedAt)}`;
  const by = group.createdAt === undefined ? '' : `, created by ${placeOf(group.createdAt)}`;
  const at = group.blockedAt?.at;
  const term = count(group.count, 'goroutine');
  return { term, text: code(group.state) + minutes + where + by, ...(at === undefined ? {} : { at }) };
}

function isSame(a: Site, b: Site | undefined): boolean {
  return a.file === b?.file && a.line === b?.line && a.func === b?.func;
}
