/** `choice`: one option, or all that hold, of a short list; every option has its own reason. */
import { z } from 'zod';
import { findMisconception } from '../misconceptions.ts';
import { openSealed, hashPart } from '../seal.ts';
import { commonSource, misconceptionSchema, slugSchema, type ExerciseCommon } from '../schema.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const optionSchema = z.strictObject({ id: slugSchema, text: z.string().min(1) });

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('choice'),
  choose: z.enum(['one', 'any']).default('one'),
  options: z.array(optionSchema).min(2).max(8),
});

const key = z.strictObject({
  answer: z.array(slugSchema).min(1),
  /** Why each option holds or does not, by option id. */
  why: z.record(
    slugSchema,
    z.union([z.string().min(1), z.strictObject({ text: z.string().min(1), misconception: misconceptionSchema })]),
  ),
});

type ChoiceSource = z.infer<typeof source>;
type ChoiceKey = z.infer<typeof key>;

/** One option; `why` is sealed and opens with the choice. */
export interface ChoiceOption {
  readonly id: string;
  readonly text: string;
  readonly why: string;
}

/** A choice exercise as shipped; `key` holds one hash per option that belongs to the answer. */
export interface ChoiceExercise extends ExerciseCommon {
  readonly kind: 'choice';
  readonly choose: 'one' | 'any';
  readonly options: readonly ChoiceOption[];
  readonly key: readonly string[];
}

interface SealedWhy {
  readonly text: string;
  readonly misconception?: string;
}

/** The kind `choice`. */
export const choice: Kind<ChoiceSource, ChoiceKey, ChoiceExercise> = {
  source,
  key,
  publish: publishChoice,
  judge: (exercise, answer) => judgeChoice(exercise, answer),
  answerOf: (entry) => entry.answer.join(','),
  candidates: (exercise) => exercise.options.map((option) => option.id),
  problems: choiceProblems,
};

function publishChoice(common: ExerciseCommon, from: ChoiceSource, entry: ChoiceKey, sealer: Sealer): ChoiceExercise {
  const options = from.options.map((option) => ({
    ...option,
    why: sealer.seal(`option ${option.id}`, JSON.stringify(whyOf(entry, option.id))),
  }));
  const hashes = from.options.map((option) =>
    sealer.hash(`option ${option.id}`, entry.answer.includes(option.id) ? 'yes' : 'no'),
  );
  return { ...common, kind: 'choice', choose: from.choose, options, key: hashes };
}

function whyOf(entry: ChoiceKey, id: string): SealedWhy {
  const why = entry.why[id] ?? '';
  return typeof why === 'string' ? { text: why } : why;
}

function judgeChoice(exercise: ChoiceExercise, answer: string): Judgement | Unreadable {
  const chosen = new Set(splitIds(answer));
  const unknown = [...chosen].find((id) => !exercise.options.some((option) => option.id === id));
  if (unknown !== undefined) {
    const ids = exercise.options.map((option) => option.id).join(', ');
    return {
      unreadable: { id: 'unknown-option', message: `There is no option \`${unknown}\` here. The options are ${ids}.` },
    };
  }
  if (chosen.size === 0)
    return {
      unreadable: { id: 'no-answer', message: 'Nothing is chosen yet. Pick the option that you would defend.' },
    };
  if (exercise.choose === 'one' && chosen.size > 1) {
    return { unreadable: { id: 'too-many', message: 'Only one of these holds. Pick the one that you would defend.' } };
  }
  const isRight = exercise.options.map(
    (option, i) =>
      exercise.key[i] === hashPart(exercise.salt, `option ${option.id}`, chosen.has(option.id) ? 'yes' : 'no'),
  );
  const findings = exercise.options.flatMap((option, i) =>
    chosen.has(option.id) ? [optionFinding(exercise, option, isRight[i] === true)] : [],
  );
  const wrong = isRight.filter((right) => !right).length;
  if (wrong === 0) return { score: 1, findings };
  if (exercise.choose === 'one') return { score: 0, findings };
  const missing = exercise.options.filter((option, i) => !isRight[i] && !chosen.has(option.id)).length;
  if (missing > 0)
    findings.push({
      id: 'incomplete',
      message: missing === 1 ? 'One more of these holds.' : `${missing} more of these hold.`,
    });
  return { score: Math.max(0, 1 - (2 * wrong) / exercise.options.length), findings };
}

function optionFinding(exercise: ChoiceExercise, option: ChoiceOption, right: boolean): Finding {
  const why = JSON.parse(openSealed(exercise.salt, `option ${option.id}`, option.why)) as SealedWhy;
  const misconception = right ? undefined : findMisconception(why.misconception);
  return {
    id: misconception ?? (right ? 'right-option' : 'wrong-option'),
    ...(misconception && { misconception }),
    message: why.text,
  };
}

/** Returns the ids of a comma-separated answer, trimmed, without empty ones. */
export function splitIds(answer: string): readonly string[] {
  return answer
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function choiceProblems(from: ChoiceSource, entry: ChoiceKey): readonly KeyProblem[] {
  const ids = from.options.map((option) => option.id);
  const hint = `its options are ${ids.join(', ')}`;
  const strangers = [...entry.answer, ...Object.keys(entry.why)].filter((id) => !ids.includes(id));
  const mute = ids.filter((id) => entry.why[id] === undefined);
  const problems = [
    ...strangers.map((id) => ({ message: `the key speaks of option "${id}", which does not exist`, hint })),
    ...mute.map((id) => ({
      message: `option "${id}" has no reason`,
      hint: `add why.${id} to the key: what a learner who picks it should read`,
    })),
  ];
  if (from.choose === 'one' && entry.answer.length !== 1)
    problems.push({
      message: 'choose: one needs exactly one right option',
      hint: 'name one in answer:, or write choose: any',
    });
  return problems;
}
