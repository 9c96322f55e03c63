/** What a course holds, counted: exercises by kind, misconceptions covered, recordings and the Go versions that made them. */
import { misconceptions, type ExerciseKind } from '../exercises/index.ts';
import { readRecordingList } from './check-files.ts';
import type { LessonFiles, LessonName } from './files.ts';
import { readExerciseSources } from './publish.ts';

/** The counts of some lessons. */
export interface CourseCounts {
  readonly exercises: number;
  readonly byKind: ReadonlyMap<ExerciseKind, number>;
  /** How many exercises list each misconception; those that none lists are in it with 0. */
  readonly byMisconception: ReadonlyMap<string, number>;
  readonly recordings: number;
  /** Exact versions, such as `go1.26.8`, in order. */
  readonly goVersions: readonly string[];
}

/**
 * Returns the counts over lessons. A lesson that can't be read counts as far as it can.
 *
 * @example countCourse([{ name, files }]).exercises
 */
export function countCourse(
  lessons: readonly { readonly name: LessonName; readonly files: LessonFiles }[],
): CourseCounts {
  const sources = lessons.flatMap(({ name, files }) => sourcesOf(name, files));
  const recordings = lessons.flatMap(({ files }) => readRecordingList(files));
  const byKind = new Map<ExerciseKind, number>();
  for (const { kind } of sources) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
  const byMisconception = new Map<string, number>(Object.keys(misconceptions).map((id) => [id, 0]));
  for (const id of sources.flatMap((source) => source.misconceptions))
    byMisconception.set(id, (byMisconception.get(id) ?? 0) + 1);
  const goVersions = [...new Set(recordings.map(({ go }) => go))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return { exercises: sources.length, byKind, byMisconception, recordings: recordings.length, goVersions };
}

function sourcesOf(name: LessonName, files: LessonFiles): ReturnType<typeof readExerciseSources> {
  try {
    return readExerciseSources(name, files);
  } catch {
    return [];
  }
}

/**
 * Returns the counts as lines for a terminal.
 *
 * @example formatCounts(countCourse(lessons))
 */
export function formatCounts({ exercises, byKind, byMisconception, recordings, goVersions }: CourseCounts): string {
  const kinds = [...byKind].map(([kind, count]) => `${kind} ${count}`).join(', ');
  const covered = [...byMisconception].filter(([, count]) => count >= 2).length;
  const rare = [...byMisconception].filter(([, count]) => count < 2).map(([id, count]) => `${id} ${count}`);
  return [
    `${exercises} exercises: ${kinds}`,
    `${covered} of ${byMisconception.size} misconceptions are told apart by two exercises or more${rare.length > 0 ? `; fewer: ${rare.join(', ')}` : ''}`,
    `${recordings} recordings by ${goVersions.join(', ')}`,
  ].join('\n');
}
