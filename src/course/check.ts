/** Checks a lesson given as its files: the course's type checker, but for what needs Go. */
import { checkExercises } from './check-exercises.ts';
import { checkFiles } from './check-files.ts';
import { checkProse, type Surroundings } from './check-prose.ts';
import type { LessonBytes, LessonFiles, LessonName } from './files.ts';
import type { Problem } from './problem.ts';

/**
 * Returns everything that is wrong with a lesson, each with what to do; empty where it is whole. Whether its labs behave
 * as the key declares needs Go and is not checked here. `bytes` holds the recordings that are no text.
 *
 * @example await checkLesson(name, files, { slugs, terms })
 */
export async function checkLesson(
  name: LessonName,
  files: LessonFiles,
  around: Surroundings,
  bytes: LessonBytes = {},
): Promise<readonly Problem[]> {
  return [...checkFiles(files), ...(await checkExercises(name, files, bytes)), ...checkProse(files, around)];
}
