/**
 * Which variant of a program the learner works on. A lab and every exercise on its output share one seed; an exercise on a
 * recording has its own. 0, and nothing kept, is the program as the lesson shows it.
 */
import { openStore } from './database.ts';

interface KeptSeed {
  readonly id: string;
  readonly seed: number;
}

const store = openStore<KeptSeed>('settings');

/** What the seed of an exercise is kept for: its lesson's lab, or the exercise itself. */
export function seedScope(exerciseId: string, evidence: string | undefined): string {
  return evidence === 'own' ? (exerciseId.split('/')[0] ?? '') : exerciseId;
}

export async function loadSeed(scope: string): Promise<number> {
  return (await store.get(`variant ${scope}`))?.seed ?? 0;
}

/** The lesson's page is in this variant from its next visit on. */
export async function keepSeed(scope: string, seed: number): Promise<void> {
  await store.put({ id: `variant ${scope}`, seed });
}
