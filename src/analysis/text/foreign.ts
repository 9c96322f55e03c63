import type { EvidenceBase } from './evidence.ts';

/** Input that is recognised as something other than Go evidence. */
export interface ForeignEvidence extends EvidenceBase {
  readonly kind: 'foreign';
  /** What it is, as a noun phrase: `a Java stack trace`, `a PDF document`. */
  readonly what: string;
  /** What to paste instead, as a sentence. */
  readonly instead: string;
}
