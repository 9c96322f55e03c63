/** What each kind of evidence is called, and its facts, the one to look at first in front. */
import type { Evidence } from '../analysis/index.ts';
import { fatalFacts, groupFacts, panicFacts } from './crash-facts.ts';
import { count, firstLine, originFacts, type Fact } from './fact.ts';
import { delveFacts, raceFacts } from './race-facts.ts';

/** The heading over the facts. */
export function titleOf(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'panic':
      return `Panic: ${firstLine(evidence.chain[0]?.value ?? 'its value is not in the text')}`;
    case 'fatal':
      return `Fatal error: ${firstLine(evidence.message)}`;
    case 'dump':
      return `Dump of ${count(
        evidence.groups.reduce((sum, group) => sum + group.count, 0),
        'goroutine',
      )}`;
    case 'race':
      return `Data race${evidence.test === undefined ? '' : ` in ${evidence.test}`}`;
    case 'delve':
      return 'Delve session';
    case 'foreign':
      return `This is ${evidence.what}`;
  }
}

export function factsOf(evidence: Evidence): readonly Fact[] {
  switch (evidence.kind) {
    case 'panic':
      return [...panicFacts(evidence), ...originFacts(evidence)];
    case 'fatal':
      return [...fatalFacts(evidence), ...originFacts(evidence)];
    case 'dump':
      return [...groupFacts(evidence), ...originFacts(evidence)];
    case 'race':
      return [...raceFacts(evidence), ...originFacts(evidence)];
    case 'delve':
      return [...delveFacts(evidence), ...originFacts(evidence)];
    case 'foreign':
      return [{ term: 'What to paste', text: evidence.instead, at: evidence.span.from }];
  }
}
