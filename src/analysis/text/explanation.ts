import type { Confidence } from './diagnostic.ts';

/** One thing that evidence shows, in a sentence; `at` is the 1-based pasted line that says so. */
export interface Statement {
  readonly text: string;
  readonly at?: number;
  readonly confidence?: Confidence;
}

/** Where a piece of evidence comes from, as far as it tells. Sentences for people. */
export type Provenance = readonly Statement[];

/** What a piece of evidence means, for pages and the command line: plain text, no markup. */
export interface Explanation {
  /** What it is and says, in a line: `panic: send on closed channel`. */
  readonly title: string;
  /** What this kind of evidence is, in a sentence or two. */
  readonly is: string;
  readonly shows: readonly Statement[];
  readonly cannotShow: readonly string[];
  readonly next: readonly string[];
  readonly provenance: Provenance;
}
