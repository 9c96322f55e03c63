/** The facts of one piece of evidence as a list of terms, each with the pasted line that says so where there is one. */
import type { DumpEvidence, Evidence, FatalEvidence, GoroutineGroup, PanicEvidence, Site } from '../analysis/index.ts';
import { shortName } from '../analysis/trace/index.ts';

/** One fact. Code in `text` stands between backticks. */
export interface Fact {
  readonly term: string;
  readonly text: string;
  /** The 1-based pasted line that says so. */
  readonly at?: number;
  readonly isLikely?: boolean;
}

/** What the evidence is, in a few words: the heading over its facts. */
export function titleOf(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'panic':
      return `Panic: ${firstLine(evidence.chain[0]?.value ?? 'its value is not in the paste')}`;
    case 'fatal':
      return `Fatal error: ${firstLine(evidence.message)}`;
    case 'dump':
      return `Dump of ${count(evidence.goroutines.length, 'goroutine')}`;
    case 'foreign':
      return `This is ${evidence.what}`;
  }
}

/** Its facts, the one to look at first in front. */
export function factsOf(evidence: Evidence): readonly Fact[] {
  switch (evidence.kind) {
    case 'panic':
      return [...panicFacts(evidence), ...originFacts(evidence)];
    case 'fatal':
      return [...crashFacts(evidence), ...groupFacts(evidence), ...originFacts(evidence)];
    case 'dump':
      return [...groupFacts(evidence), ...originFacts(evidence)];
    case 'foreign':
      return [{ term: 'What to paste', text: evidence.instead, at: evidence.span.from }];
  }
}

function panicFacts(panic: PanicEvidence): readonly Fact[] {
  const again = (panic.rethrownAt ?? []).map((site) => siteFact('Raised again', site));
  const later = panic.chain.slice(1).map(({ value, at }) => ({ term: 'Then', text: code(firstLine(value)), at }));
  const top = panic.topUserFrame === undefined ? [] : [siteFact('Not to be confused with', panic.topUserFrame)];
  return [...crashFacts(panic), ...later, ...again, ...top, ...handledFacts(panic)];
}

function handledFacts(panic: PanicEvidence): readonly Fact[] {
  if (panic.handledBy === undefined) return [];
  const fate = panic.processSurvived === true ? ' The process went on.' : '';
  return [{ term: 'Printed by', text: `${code(panic.handledBy)}.${fate}` }];
}

function crashFacts(crash: PanicEvidence | FatalEvidence): readonly Fact[] {
  const { fault, raisedAt, signal, goroutine } = crash;
  const facts: Fact[] = [];
  if (fault !== undefined) facts.push(siteFact('Faulting line', fault));
  if (raisedAt !== undefined && !isSame(raisedAt, fault)) facts.push(siteFact('Raised in', raisedAt));
  if (signal !== undefined)
    facts.push({
      term: 'Signal',
      text: `${signal.name}${signal.address ? ` at address ${code(signal.address)}` : ''}`,
    });
  if (goroutine !== undefined) facts.push(goroutineFact(crash, goroutine));
  return facts;
}

function goroutineFact(crash: PanicEvidence | FatalEvidence, id: number): Fact {
  const crashed = crash.goroutines.find((goroutine) => goroutine.id === id);
  const by = crashed?.createdBy;
  const text = by === undefined ? `${id}` : `${id}, created by ${placeOf(by)}`;
  return { term: 'Goroutine', text, ...(crashed?.at === undefined ? {} : { at: crashed.at }) };
}

function groupFacts(evidence: FatalEvidence | DumpEvidence): readonly Fact[] {
  const suspects = evidence.suspects.map(({ group, why, confidence }) => {
    const at = evidence.groups[group]?.blockedAt?.at;
    return {
      term: 'Look here first',
      text: why,
      ...(at === undefined ? {} : { at }),
      isLikely: confidence === 'likely',
    };
  });
  return [...suspects, ...evidence.groups.slice(0, 8).map(groupFact)];
}

function groupFact(group: GoroutineGroup): Fact {
  const minutes = group.maxWaitMinutes === undefined ? '' : ` for up to ${count(group.maxWaitMinutes, 'minute')}`;
  const where = group.blockedAt === undefined ? '' : ` in ${placeOf(group.blockedAt)}`;
  const at = group.blockedAt?.at;
  return {
    term: count(group.count, 'goroutine'),
    text: `${code(group.state)}${minutes}${where}`,
    ...(at === undefined ? {} : { at }),
  };
}

function originFacts(evidence: Evidence): readonly Fact[] {
  const facts: Fact[] = [];
  const { min, max } = evidence.go ?? {};
  if (min !== undefined || max !== undefined) facts.push({ term: 'Printed by', text: goRange(min, max) });
  if (!evidence.complete)
    facts.push({ term: 'Cut', text: 'A part is missing; what it would have said is left out here.' });
  return facts;
}

function goRange(min: string | undefined, max: string | undefined): string {
  if (min !== undefined && min === max) return `Go ${min}`;
  if (max === undefined) return `Go ${min} or newer`;
  return min === undefined ? `Go ${max} or older` : `Go ${min} to ${max}`;
}

function siteFact(term: string, site: Site): Fact {
  const isLikely = site.confidence === 'likely';
  return { term, text: placeOf(site), ...(site.at === undefined ? {} : { at: site.at }), isLikely };
}

function placeOf(site: Site): string {
  const place =
    site.file === undefined || site.line === undefined ? '' : `, ${code(`${baseName(site.file)}:${site.line}`)}`;
  return code(shortName(site.func)) + place;
}

function isSame(a: Site, b: Site | undefined): boolean {
  return a.file === b?.file && a.line === b?.line && a.func === b?.func;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function firstLine(value: string): string {
  const line = value.split('\n', 1)[0] ?? '';
  return line.length > 140 ? `${line.slice(0, 140)}…` : line;
}
