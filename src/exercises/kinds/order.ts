/** `order`: put steps in sequence. Credit goes to each pair that must stand in a certain order and does. */
import { z } from 'zod';
import { hashPart, openSealed } from '../seal.ts';
import { commonSource, slugSchema, type ExerciseCommon } from '../schema.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { splitIds } from './choice.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const itemSchema = z.strictObject({ id: slugSchema, text: z.string().min(1) });

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('order'),
  /** Shown in this order at first: not the right one. */
  items: z.array(itemSchema).min(3).max(8),
});

const key = z.strictObject({
  answer: z.array(slugSchema).min(3),
  /** Neighbours of `answer` that may also stand the other way round, as `a/b`. */
  either: z.array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write a/b')).default([]),
  /** What to tell a learner who puts a before b, as `a/b`, where b comes first. */
  why: z.record(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write a/b'), z.string().min(1)).default({}),
});

type OrderSource = z.infer<typeof source>;
type OrderKey = z.infer<typeof key>;

/** An order exercise as shipped; `key` holds one hash per pair that must stand in order, sorted; `why` is sealed by pair. */
export interface OrderExercise extends ExerciseCommon {
  readonly kind: 'order';
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly key: readonly string[];
  /** Sealed reasons by the hash of the wrong pair. */
  readonly why: Readonly<Record<string, string>>;
}

/** The kind `order`. */
export const order: Kind<OrderSource, OrderKey, OrderExercise> = {
  source,
  key,
  publish: publishOrder,
  judge: (exercise, answer) => judgeOrder(exercise, answer),
  answerOf: (entry) => entry.answer.join(','),
  candidates: (exercise) => neighbourSwaps(exercise.items.map((item) => item.id)),
  problems: orderProblems,
};

function publishOrder(common: ExerciseCommon, from: OrderSource, entry: OrderKey, sealer: Sealer): OrderExercise {
  const free = new Set(entry.either.flatMap((pair) => [pair, pair.split('/').reverse().join('/')]));
  const pairs = pairsOf(entry.answer).filter((pair) => !free.has(pair));
  const why = Object.entries(entry.why).map(([pair, text]) => [
    sealer.hash('wrong pair', pair),
    sealer.seal(`pair ${pair}`, text),
  ]);
  return {
    ...common,
    kind: 'order',
    items: from.items,
    key: pairs.map((pair) => sealer.hash('pair', pair)).sort(),
    why: Object.fromEntries(why),
  };
}

function pairsOf(ids: readonly string[]): readonly string[] {
  return ids.flatMap((first, i) => ids.slice(i + 1).map((second) => `${first}/${second}`));
}

function judgeOrder(exercise: OrderExercise, answer: string): Judgement | Unreadable {
  const ids = splitIds(answer);
  const known = exercise.items.map((item) => item.id);
  if (ids.length !== known.length || new Set(ids).size !== ids.length || ids.some((id) => !known.includes(id))) {
    return {
      unreadable: {
        id: 'no-answer',
        message: `Give each of these once, in order, with commas between: ${known.join(', ')}.`,
      },
    };
  }
  const pairs = pairsOf(ids);
  const held = pairs.filter((pair) => exercise.key.includes(hashPart(exercise.salt, 'pair', pair))).length;
  const total = exercise.key.length;
  if (held === total) return { score: 1, findings: [{ id: 'right-order', message: 'In order.' }] };
  return { score: Math.max(0, (2 * held - total) / total), findings: orderFindings(exercise, ids, held) };
}

function orderFindings(exercise: OrderExercise, ids: readonly string[], held: number): readonly Finding[] {
  const reasons = pairsOf(ids).flatMap((pair) => {
    const sealed = exercise.why[hashPart(exercise.salt, 'wrong pair', pair)];
    return sealed === undefined
      ? []
      : [{ id: 'wrong-pair', message: openSealed(exercise.salt, `pair ${pair}`, sealed) }];
  });
  const count = {
    id: 'wrong-order',
    message: `${held} of the ${exercise.key.length} pairs that matter stand in order.`,
  };
  return [count, ...reasons.slice(0, 2)];
}

function neighbourSwaps(ids: readonly string[]): readonly string[] {
  const swaps = ids.slice(1).map((_, i) => {
    const swapped = [...ids];
    [swapped[i], swapped[i + 1]] = [ids[i + 1] ?? '', ids[i] ?? ''];
    return swapped.join(',');
  });
  return [ids.join(','), [...ids].reverse().join(','), ...swaps];
}

function orderProblems(from: OrderSource, entry: OrderKey): readonly KeyProblem[] {
  const ids = from.items.map((item) => item.id);
  const hint = `its items are ${ids.join(', ')}`;
  const problems: KeyProblem[] = [];
  if ([...ids].sort().join() !== [...entry.answer].sort().join())
    problems.push({ message: 'the key does not order the items that the exercise has', hint });
  if (ids.join() === entry.answer.join())
    problems.push({
      message: 'the items are listed in the right order already',
      hint: 'list them in another order in exercises.yaml',
    });
  for (const pair of [...entry.either, ...Object.keys(entry.why)]) {
    const stranger = pair.split('/').find((id) => !ids.includes(id));
    if (stranger !== undefined) problems.push({ message: `the key speaks of "${stranger}", which is no item`, hint });
  }
  return problems;
}
