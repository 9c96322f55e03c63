/** `faultline lessons key`: what instructors print. It needs the repository, since no page holds the answers. */
import { formatInstructorKey } from '../../course/index.ts';
import { usageStatus, type CliIO } from '../io.ts';
import { findLessons, readLesson } from './read.ts';

/** Prints the keys of the named lessons as Markdown. */
export async function printKeys(args: readonly string[], io: CliIO): Promise<number> {
  if (args.length === 0) {
    io.stderr('faultline lessons key: name a lesson by its folder, number or slug, such as 05.\n');
    return usageStatus;
  }
  const lessons = await Promise.all((await findLessons(args)).map((name) => readLesson(name)));
  io.stdout(lessons.map(({ name, files }) => formatInstructorKey(name, files)).join('\n'));
  return 0;
}
