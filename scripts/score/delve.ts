import type { Evidence } from '../../src/analysis/index.ts';
import type { Score, Truth } from './score.ts';

/** A Delve transcript: replaced once its reader is registered. */
export function scoreDelve(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  if (!evidence.some((one) => one.kind === truth.kind)) score.missing('delve');
}
