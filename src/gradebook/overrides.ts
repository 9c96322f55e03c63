/**
 * Points given by hand: schema `faultline.overrides/1`. They are a file of their own beside the submissions: grading again
 * never changes them, and they never change what was graded.
 */
import { z } from 'zod';
import { identityOf } from './identity.ts';
import { round, type Flag, type Graded } from './regrade.ts';

const text = (most: number) => z.string().max(most);

const overrideSchema = z.strictObject({
  /** The learner, as `identityOf` names them. */
  learner: text(300).min(1),
  /** The exercise; without one the points are those of the whole submission, after lateness. */
  exercise: text(100).optional(),
  points: z.number().min(0).max(10_000),
  reason: text(2000).min(1),
  at: z.iso.datetime(),
});

const overridesSchema = z.strictObject({
  schema: z.literal('faultline.overrides/1'),
  /** Id of the assignment that they belong to. */
  assignment: text(60).optional(),
  overrides: z.array(overrideSchema).max(100_000),
});

/** Points given by hand to one learner. */
export type Override = z.infer<typeof overrideSchema>;
/** All of an assignment. */
export type Overrides = z.infer<typeof overridesSchema>;

/**
 * Returns the overrides in a file, or what is wrong with it.
 *
 * @example parseOverrides(await file.text())
 */
export function parseOverrides(content: string): { readonly overrides: Overrides } | { readonly problem: string } {
  try {
    const parsed = overridesSchema.safeParse(JSON.parse(content));
    if (parsed.success) return { overrides: parsed.data };
    const issue = parsed.error.issues[0];
    return { problem: `These are no overrides: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? ''}.` };
  } catch {
    return { problem: 'These are no overrides: the file is not JSON.' };
  }
}

/**
 * Returns overrides with one more; it takes the place of an earlier one for the same learner and exercise.
 *
 * @example withOverride(overrides, { learner: 'name ada', points: 5, reason: 'Oral answer.', at })
 */
export function withOverride(overrides: Overrides, one: Override): Overrides {
  return { ...overrides, overrides: [...withoutOverride(overrides, one).overrides, one] };
}

/** Returns overrides without the one for that learner and exercise. */
export function withoutOverride(overrides: Overrides, one: Pick<Override, 'learner' | 'exercise'>): Overrides {
  const isOther = (other: Override) => other.learner !== one.learner || other.exercise !== one.exercise;
  return { ...overrides, overrides: overrides.overrides.filter(isOther) };
}

/**
 * Returns the bytes of an overrides file as text, in the order of learners and exercises.
 *
 * @example formatOverrides(overrides)
 */
export function formatOverrides({ overrides, ...head }: Overrides): string {
  const key = ({ learner, exercise }: Override) => `${learner}\n${exercise ?? ''}`;
  const sorted = overrides.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  return `${JSON.stringify({ ...head, overrides: sorted }, undefined, 2)}\n`;
}

/**
 * Returns grades with the overrides applied, each marked by an `overridden` flag that keeps what the grader gave.
 *
 * @example applyOverrides(graded, overrides)
 */
export function applyOverrides(graded: readonly Graded[], { overrides }: Overrides): readonly Graded[] {
  const byLearner = Map.groupBy(overrides, ({ learner }) => learner);
  return graded.map((one) => {
    const own = byLearner.get(identityOf(one.who));
    return own === undefined ? one : applyOwn(one, own);
  });
}

function applyOwn(one: Graded, own: readonly Override[]): Graded {
  const flags: Flag[] = [];
  const exercises = one.exercises.map((verdict) => {
    const override = own.find(({ exercise }) => exercise === verdict.exercise);
    if (override === undefined) return verdict;
    flags.push(flagOf(override, verdict.points));
    return { ...verdict, points: override.points };
  });
  const sum = exercises.reduce((total, { points }) => total + points, 0);
  const whole = own.find(({ exercise }) => exercise === undefined);
  const points = flags.length === 0 ? one.points : round(sum * one.lateFactor);
  if (whole !== undefined) flags.push(flagOf(whole, points));
  return { ...one, exercises, points: whole?.points ?? points, flags: [...one.flags, ...flags] };
}

function flagOf({ exercise, points, reason }: Override, graded: number): Flag {
  const what = exercise ?? 'the whole submission';
  return {
    kind: 'overridden',
    ...(exercise === undefined ? {} : { exercise }),
    why: `${what}: ${points} by hand instead of ${graded}. ${reason}`,
  };
}
