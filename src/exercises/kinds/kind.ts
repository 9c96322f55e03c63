/** What a kind of exercise must bring along. A new kind is one file that exports this and one line in registry.ts. */
import type { z } from 'zod';
import type { Evidence } from '../paste.ts';
import type { ExerciseCommon } from '../schema.ts';
import type { Judgement, Unreadable } from '../verdict.ts';

/** A line that a source marks with `// mark:NAME`, and the declared function around it. */
export interface Mark {
  readonly file: string;
  readonly line: number;
  readonly func: string;
}

/** Finds the marks of the lesson's sources. */
export interface Marks {
  findMark(name: string): Mark | undefined;
}

/** Makes hashes and sealed texts with the exercise's salt. */
export interface Sealer extends Marks {
  hash(part: string, value: string): string;
  seal(secret: string, text: string): string;
}

/** A value worked out by a check, with what to do where it is wrong. */
export interface KeyProblem {
  readonly message: string;
  readonly hint: string;
}

/**
 * A kind of exercise. Members are methods on purpose: their parameters are bivariant, so that the registry can hold
 * kinds of different exercises in one table, keyed by the `kind` that both sides carry.
 */
export interface Kind<Source, Key, Public extends ExerciseCommon> {
  /** The exercise as written in exercises.yaml. */
  readonly source: z.ZodType<Source>;
  /** Its entry in answer/key.yaml. */
  readonly key: z.ZodType<Key>;
  /** Returns the shipped form; `common` is already in it. */
  publish(common: ExerciseCommon, source: Source, key: Key, sealer: Sealer): Public;
  /** Returns what a text like `--answer` is worth, given evidence already read. */
  judge(exercise: Public, answer: string, evidence: Evidence): Judgement | Unreadable;
  /** Returns the answer text that the key stands for. */
  answerOf(key: Key, marks: Marks, source: Source): string;
  /** Returns the wrong answers that the key itself tells of, beside what stands in the evidence. */
  wrongAnswers?(key: Key, marks: Marks, source: Source): readonly string[];
  /** Returns every answer that a learner could plausibly give, for proving that each misconception is told apart. */
  candidates(exercise: Public, evidence: Evidence): readonly string[];
  /** Returns what is inconsistent between an exercise and its key. */
  problems(source: Source, key: Key): readonly KeyProblem[];
}
