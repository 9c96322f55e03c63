/** The kinds of exercise, one line each, and the types and readers that follow from the table. */
import { z } from 'zod';
import { allocation } from './kinds/allocation.ts';
import { chainOf } from './kinds/chain.ts';
import { choice } from './kinds/choice.ts';
import { core } from './kinds/core.ts';
import { delve } from './kinds/delve.ts';
import { dump } from './kinds/dump.ts';
import { fault } from './kinds/fault.ts';
import { fix } from './kinds/fix.ts';
import type { Kind } from './kinds/kind.ts';
import { match } from './kinds/match.ts';
import { order } from './kinds/order.ts';
import { panicValue } from './kinds/panic-value.ts';
import { racePair } from './kinds/race-pair.ts';
import { retention } from './kinds/retention.ts';
import type { ExerciseCommon } from './schema.ts';

const single = {
  fault,
  'panic-value': panicValue,
  choice,
  order,
  match,
  'race-pair': racePair,
  dump,
  delve,
  core,
  allocation,
  retention,
  fix,
} as const;

/** Every kind by its name. Adding one is a file in kinds/ and a line above; a chain is made of them. */
export const kinds = { ...single, chain: chainOf(single) } as const;

type Kinds = typeof kinds;

/** The name of a kind of exercise. */
export type ExerciseKind = keyof Kinds;

/** An exercise as written in exercises.yaml. */
export type ExerciseSource = { [K in ExerciseKind]: z.infer<Kinds[K]['source']> }[ExerciseKind];

/** An entry of answer/key.yaml. */
export type ExerciseKey = { [K in ExerciseKind]: z.infer<Kinds[K]['key']> }[ExerciseKind];

/** An exercise as it ships: without its answer. Switch on `kind`. */
export type Exercise = { [K in ExerciseKind]: ReturnType<Kinds[K]['publish']> }[ExerciseKind];

/** A kind with its own types forgotten: the caller hands it exercises, sources and keys of that kind only. */
export type AnyKind = Kind<ExerciseSource, ExerciseKey, Exercise & ExerciseCommon>;

/**
 * Returns the kind that an exercise or its source names.
 *
 * @throws RangeError for a name that is no kind.
 * @example kindOf('fault')
 */
export function kindOf(name: string): AnyKind {
  if (!isKind(name))
    throw new RangeError(`"${name}" is no kind of exercise; the kinds are ${Object.keys(kinds).join(', ')}`);
  const table: Readonly<Record<ExerciseKind, unknown>> = kinds;
  return table[name] as AnyKind;
}

/** True where `name` is a kind of exercise. */
export function isKind(name: string): name is ExerciseKind {
  return Object.hasOwn(kinds, name);
}

/** A value, or what is wrong with it and where. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly string[] };

/**
 * Returns the exercise that one entry of exercises.yaml holds, or what is wrong with the entry.
 *
 * @example parseExerciseSource({ id: 'which-line', kind: 'fault', … })
 */
export function parseExerciseSource(entry: unknown): Checked<ExerciseSource> {
  const kind = z.looseObject({ kind: z.string() }).safeParse(entry);
  if (!kind.success) return { problems: ['an exercise needs a kind'] };
  if (!isKind(kind.data.kind))
    return { problems: [`kind "${kind.data.kind}" is none of ${Object.keys(kinds).join(', ')}`] };
  return checked(kindOf(kind.data.kind).source, entry);
}

/**
 * Returns the key entry for an exercise of that kind, or what is wrong with it.
 *
 * @example parseExerciseKey('choice', { answer: ['b'], why: { a: '…', b: '…' } })
 */
export function parseExerciseKey(kind: ExerciseKind, entry: unknown): Checked<ExerciseKey> {
  return checked(kindOf(kind).key, entry);
}

function checked<T>(schema: z.ZodType<T>, entry: unknown): Checked<T> {
  const result = schema.safeParse(entry);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.map((issue) => `${issue.path.join('.') || 'entry'}: ${issue.message}`) };
}
