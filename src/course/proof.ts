/** What proves that an exercise can be solved: the answer that its key stands for, and the recordings to give it on. */
import {
  kindOf,
  parseExerciseKey,
  type EvidenceFile,
  type Exercise,
  type ExerciseKey,
  type ExerciseSource,
} from '../exercises/index.ts';
import type { LessonBytes, LessonFiles, LessonName } from './files.ts';
import { marksOf, publishOne, readExerciseSources, readKey } from './publish.ts';

/** A lesson's files, those that are text and those that are not. */
export interface Contents {
  readonly texts: LessonFiles;
  readonly bytes: LessonBytes;
}

/** An exercise as it ships, with what earns its full points. */
export interface Proof {
  readonly exercise: Exercise;
  readonly answer: string;
  /** Each earns the points by itself; one empty list where nothing is handed in. */
  readonly attempts: readonly (readonly EvidenceFile[])[];
}

/**
 * Returns the proof of every exercise of a lesson, in their order.
 *
 * @throws RangeError where a file is missing or malformed; `checkLesson` says so in full.
 * @example proveExercises(name, { texts, bytes })[0]?.answer
 */
export function proveExercises(name: LessonName, contents: Contents): readonly Proof[] {
  const keys = readKey(name, contents.texts).exercises;
  return readExerciseSources(name, contents.texts).map((source) => {
    const key = parseExerciseKey(source.kind, keys[source.id]);
    if ('problems' in key) throw new RangeError(`${name.folder}: ${source.id}: ${key.problems.join('; ')}`);
    return proveExercise(name, contents, source, key.value);
  });
}

/** Returns the proof of one exercise. */
export function proveExercise(name: LessonName, contents: Contents, source: ExerciseSource, key: ExerciseKey): Proof {
  const marks = { findMark: (mark: string) => marksOf(contents.texts).get(mark) };
  return {
    exercise: publishOne(name, contents.texts, key, source),
    answer: kindOf(source.kind).answerOf(key, marks, source),
    attempts: attemptsOf(source, contents),
  };
}

/**
 * Texts are handed in one by one, as a learner pastes one; files that are no text together, as two profiles are; for a
 * chain everything together.
 */
function attemptsOf(source: ExerciseSource, contents: Contents): Proof['attempts'] {
  if (source.evidence === 'none') return [[]];
  const given = source.reads.map((read) => ({ source: read, content: contentOf(read, contents) }));
  if (source.kind === 'chain') return [given];
  const binary = given.filter(({ content }) => typeof content !== 'string');
  const texts = given.filter(({ content }) => typeof content === 'string').map((file) => [file]);
  return binary.length === 0 ? texts : [...texts, binary];
}

/** A file of a lesson; empty where there is none. */
export function contentOf(read: string, { texts, bytes }: Contents): string | Uint8Array {
  return texts[read] ?? bytes[read] ?? '';
}
