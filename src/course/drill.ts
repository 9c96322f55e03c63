/** What ships for the drill: every recording of a lesson whose program can be varied together with it. */
import type { DrillSource } from '../exercises/index.ts';
import type { LessonFiles, LessonName } from './files.ts';
import { readRecordings } from './publish.ts';
import { publishProgram } from './variant.ts';

/**
 * Returns the recordings of a lesson that cases can be made of, in the order of recordings.yaml. Whether a question can be
 * asked about one, `createDrillCase` tells.
 *
 * @throws RangeError where recordings.yaml is malformed; `checkLesson` says so in full.
 * @example publishDrill(name, files)[0].id // 'first-crash/labels-go1.26.txt'
 */
export function publishDrill(name: LessonName, files: LessonFiles): readonly DrillSource[] {
  const recordings = readRecordings(name, files).filter(({ program }) => !program.startsWith('answer/'));
  const folders = [...new Set(recordings.map(({ program }) => program))];
  const programs = new Map(folders.map((folder) => [folder, publishProgram(name, files, folder)]));
  return recordings.flatMap(({ file, command, go, program: folder, text }) => {
    const program = programs.get(folder);
    return program ? [{ id: `${name.slug}/${file}`, lesson: name.slug, command, go, text, program }] : [];
  });
}
