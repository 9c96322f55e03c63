import type { DelveEvidence } from './model.ts';
export function explainDelve(delve: DelveEvidence): { is: string } {
  return { is: delve.kind };
}
