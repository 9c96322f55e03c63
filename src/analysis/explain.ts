import { explainCrash } from './crash/index.ts';
import { explainDelve } from './delve/index.ts';
import type { Evidence } from './evidence.ts';
import { explainForeign } from './foreign/index.ts';
import { explainProfile } from './pprof/index.ts';
import { explainRace } from './race/index.ts';
import { explainShell } from './shell/index.ts';
import type { Explanation, Statement } from './text/index.ts';

/**
 * What a piece of evidence means, for pages and the command line. Heap dumps explain themselves where their reader
 * is loaded (`explainHeapdump`); here they get a line.
 */
export function explain(evidence: Evidence): Explanation {
  switch (evidence.kind) {
    case 'panic':
    case 'fatal':
    case 'dump':
      return explainCrash(evidence);
    case 'race':
      return explainRace(evidence);
    case 'shell':
      return explainShell(evidence);
    case 'delve':
      return explainDelve(evidence);
    case 'profile':
    case 'report':
      return explainProfile(evidence);
    case 'heapdump':
      return completed('a heap dump', { is: `${evidence.objects} objects in use, written by ${evidence.go}.` });
    default:
      return explainForeign(evidence);
  }
}

/** What the kinds' own explanations have in common; sentences may stand alone or carry their line. */
interface Partial {
  readonly title?: string;
  readonly is: string;
  readonly shows?: readonly (string | Statement)[];
  readonly cannotShow?: readonly string[];
  readonly next?: readonly string[];
  readonly provenance?: readonly Statement[];
}

function completed(title: string, part: Partial): Explanation {
  return {
    title: part.title ?? title,
    is: part.is,
    shows: (part.shows ?? []).map((one) => (typeof one === 'string' ? { text: one } : one)),
    cannotShow: part.cannotShow ?? [],
    next: part.next ?? [],
    provenance: part.provenance ?? [],
  };
}
