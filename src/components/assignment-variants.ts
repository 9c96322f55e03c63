/** Which variant an assignment sets for a learner, and what was done in it. */
import { assignedSeed, identityOf, type Assignment, type Identity } from '../gradebook/index.ts';
import type { ExerciseRecord } from './progress-store.ts';
import { keepSeed, seedScope } from './variant-seeds.ts';

/** An exercise of the page's list; one with variants says where its evidence comes from. */
type ListedExercise = HTMLElement | null;

/** The seed for a learner; nothing while it would follow from who that is, and nobody said so. */
export function seedFor(assignment: Assignment, who: Identity | undefined): number | undefined {
  if (assignment.variants === 'own' && (who === undefined || identityOf(who) === '')) return undefined;
  return assignedSeed(assignment, who ?? { name: '' });
}

/** Lessons then open the exercises in this variant. */
export async function setVariants(exercises: readonly ListedExercise[], seed: number): Promise<void> {
  const scopes = exercises.flatMap((one) =>
    one?.dataset['varied'] === undefined ? [] : [seedScope(one.dataset['exercise'] ?? '', one.dataset['varied'])],
  );
  for (const scope of new Set(scopes)) await keepSeed(scope, seed);
}

/** The work that counts: attempts in the variant asked for; all of them where there is but one. */
export function workIn(
  work: ExerciseRecord | undefined,
  exercise: ListedExercise,
  seed: number | undefined,
): ExerciseRecord | undefined {
  if (work === undefined || exercise?.dataset['varied'] === undefined) return work;
  return { ...work, attempts: work.attempts.filter(({ variant = 0 }) => variant === seed) };
}
