import type { RaceEvidence } from './model.ts';
export interface RaceExplanation {
  readonly is: string;
}
export function explainRace(race: RaceEvidence): RaceExplanation {
  return { is: race.kind };
}
