/** Checks a lesson given as its files: the course's type checker, but for what needs Go. */
import { checkExercises } from './check-exercises.ts';
import { checkFiles } from './check-files.ts';
import { checkProse, type Surroundings } from './check-prose.ts';
import type { LessonFiles, LessonName } from './files.ts';
import type { Problem } from './problem.ts';

/**
 * Returns everything that is wrong with a lesson, each with what to do; empty where it is whole. Whether its labs behave
 * as the key declares needs Go and is not checked here.
 *
 * @example await checkLesson(name, files, { slugs, terms })
 */
export async function checkLesson(
  name: LessonName,
  files: LessonFiles,
  around: Surroundings,
): Promise<readonly Problem[]> {
  return [...checkFiles(files), ...(await checkExercises(name, files)), ...checkProse(files, around)];
}
