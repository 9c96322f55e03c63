/** Variants of the programs in lesson folders. */
import { basename, join, relative, sep } from 'node:path';
import { parseLessonName, publishVariants, type LessonVariants } from '../../course/index.ts';
import { createVariant, largestSeed, type Variant } from '../../exercises/index.ts';
import { findLessons, lessonsRoot, readLesson } from './read.ts';

/** The seed that a word gives; a RangeError says what a seed is. */
export function parseSeed(word: string): number {
  const seed = Number(word);
  if (/^\d{1,10}$/.test(word) && seed <= largestSeed) return seed;
  throw new RangeError(`--variant needs a number from 0 to ${largestSeed}, not '${word}'`);
}

/** The variant of the program of `LESSON/EXERCISE`; undefined where it has none. */
export async function openExerciseVariant(exercise: string, seed: number): Promise<Variant | undefined> {
  const variants = await readVariants(exercise.split('/')[0] ?? '');
  const program = variants?.programs.find(({ folder }) => folder === variants.programOf[exercise]);
  return program && createVariant(program, seed);
}

/** The variant of the program in a folder of a lesson, such as `content/lessons/01-first-crash/lab`. */
export async function openFolderVariant(folder: string, seed: number): Promise<Variant> {
  const [lesson = '', ...rest] = relative(lessonsRoot, folder).split(sep);
  const variants = parseLessonName(lesson) && (await readVariants(lesson));
  const program = variants?.programs.find((one) => one.folder === rest.join('/'));
  if (program) return createVariant(program, seed);
  throw new RangeError(
    `${basename(folder)} has no variants: name the program of a lesson's exercise, such as ${join('content', 'lessons', '01-first-crash', 'lab')}`,
  );
}

async function readVariants(lesson: string): Promise<LessonVariants | undefined> {
  const [name] = await findLessons([lesson]);
  return name && publishVariants(name, (await readLesson(name)).files);
}
