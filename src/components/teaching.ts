/** Which lesson teaches to read a piece of evidence. Slugs, the closest first; not every site has every lesson. */
import type { Evidence } from '../analysis/index.ts';

export function lessonsFor(evidence: Evidence): readonly string[] {
  switch (evidence.kind) {
    case 'panic':
      return evidence.rethrownAt === undefined
        ? ['the-line-that-panicked']
        : ['recovered-and-thrown-again', 'the-line-that-panicked'];
    case 'fatal':
      return evidence.class === 'deadlock' ? ['stuck-not-dead', 'panic-fatal-or-silence'] : ['panic-fatal-or-silence'];
    case 'dump':
      return ['stuck-not-dead', 'goroutine-leaks'];
    case 'race':
      return ['race-in-a-test', 'races-in-disguise'];
    case 'delve':
      return ['delve-immediate-cause', 'delve-root-cause'];
    case 'heapdump':
      return ['asking-the-heap'];
    default:
      return [];
  }
}
