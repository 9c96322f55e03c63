/** `match`: give each of some things its fitting other; one point of credit for each. */
import { z } from 'zod';
import { commonSource, slugSchema, type ExerciseCommon } from '../schema.ts';
import { hashPart, openSealed } from '../seal.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { parseFields } from './fields.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const thing = z.strictObject({ id: slugSchema, text: z.string().min(1) });

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('match'),
  items: z.array(thing).min(2).max(8),
  /** What they are matched with; may be more, and one may fit several. */
  targets: z.array(thing).min(2).max(8),
});

const key = z.strictObject({
  /** Target by item. */
  answer: z.record(slugSchema, slugSchema),
  /** What to tell a learner who gives the item another target, by item. */
  why: z.record(slugSchema, z.string().min(1)),
});

type MatchSource = z.infer<typeof source>;
type MatchKey = z.infer<typeof key>;
type Thing = z.infer<typeof thing>;

/** A match exercise as shipped: one hash and one sealed reason per item. */
export interface MatchExercise extends ExerciseCommon {
  readonly kind: 'match';
  readonly items: readonly Thing[];
  readonly targets: readonly Thing[];
  readonly key: readonly string[];
  readonly why: readonly string[];
}

/** The kind `match`. */
export const match: Kind<MatchSource, MatchKey, MatchExercise> = {
  source,
  key,
  publish: publishMatch,
  judge: (exercise, answer) => judgeMatch(exercise, answer),
  answerOf: (entry) => JSON.stringify(entry.answer),
  candidates: (exercise) =>
    exercise.targets.map((target) =>
      JSON.stringify(Object.fromEntries(exercise.items.map(({ id }) => [id, target.id]))),
    ),
  problems: matchProblems,
};

function publishMatch(common: ExerciseCommon, from: MatchSource, entry: MatchKey, sealer: Sealer): MatchExercise {
  const hashes = from.items.map(({ id }) => sealer.hash(`match ${id}`, entry.answer[id] ?? ''));
  const why = from.items.map(({ id }) => sealer.seal(`match ${id}`, entry.why[id] ?? ''));
  return { ...common, kind: 'match', items: from.items, targets: from.targets, key: hashes, why };
}

function judgeMatch(exercise: MatchExercise, answer: string): Judgement | Unreadable {
  const given = parseFields(
    answer,
    exercise.items.map(({ id }) => id),
  );
  const missing = exercise.items.filter(({ id }) => !exercise.targets.some((target) => target.id === given[id]));
  if (missing.length > 0) {
    const ids = exercise.targets.map(({ id }) => id).join(', ');
    return {
      unreadable: {
        id: 'no-answer',
        message: `Give every item one of ${ids}. Still open: ${missing.map(({ text }) => text).join('; ')}.`,
      },
    };
  }
  const wrong = exercise.items.flatMap(({ id, text }, i) =>
    exercise.key[i] === hashPart(exercise.salt, `match ${id}`, given[id] ?? '') ? [] : [reason(exercise, id, text, i)],
  );
  if (wrong.length === 0) return { score: 1, findings: [{ id: 'all-match', message: 'All of them.' }] };
  return { score: 1 - wrong.length / exercise.items.length, findings: wrong };
}

function reason(exercise: MatchExercise, id: string, text: string, i: number): Finding {
  return { id: 'wrong-match', message: `${text}: ${openSealed(exercise.salt, `match ${id}`, exercise.why[i] ?? '')}` };
}

function matchProblems(from: MatchSource, entry: MatchKey): readonly KeyProblem[] {
  const targets = from.targets.map(({ id }) => id);
  return from.items.flatMap(({ id }) => {
    const problems: KeyProblem[] = [];
    if (!targets.includes(entry.answer[id] ?? ''))
      problems.push({ message: `item "${id}" has no target in the key`, hint: `give it one of ${targets.join(', ')}` });
    if (entry.why[id] === undefined)
      problems.push({
        message: `item "${id}" has no reason`,
        hint: `add why.${id}: what a learner who errs should read`,
      });
    return problems;
  });
}
