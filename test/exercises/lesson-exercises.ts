/** Exercises and recordings of the course's own lessons, read from their folders: what the tests grade. */
import { findLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishExercises, type LessonFiles } from '../../src/course/index.ts';
import type { Exercise } from '../../src/exercises/index.ts';

export async function readLessonFiles(slug: string): Promise<LessonFiles> {
  const [name] = await findLessons([slug]);
  if (!name) throw new Error(`content/lessons has no ${slug}`);
  return (await readLesson(name)).files;
}

export async function readExercise(id: string): Promise<Exercise> {
  const [slug = ''] = id.split('/');
  const [name] = await findLessons([slug]);
  if (!name) throw new Error(`content/lessons has no ${slug}`);
  const found = publishExercises(name, (await readLesson(name)).files).find((exercise) => exercise.id === id);
  if (!found) throw new Error(`there is no exercise ${id}`);
  return found;
}

/** A recording as a run on the learner's own machine prints it: other folders, other addresses. */
export async function readOwnRun(slug: string, file: string): Promise<string> {
  const text = (await readLessonFiles(slug))[`recordings/${file}`] ?? '';
  return text
    .replaceAll('/home/gopher/', '/Users/kim/src/')
    .replace(/0x[0-9a-f]{9,}/g, (address) => `0xc0${address.slice(4)}`);
}

/** The 1-based line of the text that holds `part`. */
export function lineOf(text: string, part: string): number {
  return text.split('\n').findIndex((line) => line.includes(part)) + 1;
}
