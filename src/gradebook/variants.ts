/** Which variant of a program the work in a submission is about. */
import { createVariant, largestSeed, type Variant, type VariantProgram } from '../exercises/index.ts';
import type { Assignment } from './assignment.ts';
import { variantSeedOf } from './identity.ts';
import type { Submission, SubmittedAttempt, SubmittedItem } from './submission.ts';

/** The programs of a lesson, and which exercise is about which folder: as lessons publish them. */
export interface VariedLesson {
  readonly programs: readonly VariantProgram[];
  readonly programOf: Readonly<Record<string, string>>;
}

/**
 * Returns the programs that variants are made of, by exercise.
 *
 * @example programsByExercise(lessons).get('first-crash/own-line')?.folder // 'lab'
 */
export function programsByExercise(lessons: readonly VariedLesson[]): ReadonlyMap<string, VariantProgram> {
  return new Map(
    lessons.flatMap(({ programs, programOf }) =>
      Object.entries(programOf).flatMap(([exercise, folder]) => {
        const program = programs.find((one) => one.folder === folder);
        return program ? [[exercise, program] as const] : [];
      }),
    ),
  );
}

/**
 * Returns the seed that an assignment sets for a learner: 0 where all have the program as written.
 *
 * @example assignedSeed({ ...assignment, variants: 'own' }, { name: 'Ada', email: 'ada@example.org' })
 */
export function assignedSeed({ id, variants }: Pick<Assignment, 'id' | 'variants'>, who: Submission['who']): number {
  return variants === 'own' ? variantSeedOf(id, who) : 0;
}

/** Returns the seed that an attempt says it was made in. */
export function seedOf({ variant }: SubmittedAttempt, item: SubmittedItem): number {
  return variant ?? item.variant ?? 0;
}

/** The variant made last: exercises of one submission, and classes on programs as written, share it. */
const lastMade = new WeakMap<VariantProgram, Variant>();

/** Returns the variant of a program; nothing without a program, or for what is no seed. */
export function openVariant(program: VariantProgram | undefined, seed: number): Variant | undefined {
  if (program === undefined || seed > largestSeed) return undefined;
  const last = lastMade.get(program);
  if (last?.seed === seed) return last;
  const variant = createVariant(program, seed);
  lastMade.set(program, variant);
  return variant;
}
