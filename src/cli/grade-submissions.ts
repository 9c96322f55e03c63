/** `faultline grade SUBMISSION…`: verifies and grades submission files again, by the functions that the page uses. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { courseSchema, publishExercises } from '../course/index.ts';
import {
  exercisesOf,
  formatGradebook,
  gradePart,
  mergeParts,
  parseAssignment,
  readClassFile,
  type Assignment,
  type ClassFile,
  type Graded,
  type GradedClass,
  type GradedPart,
  type GradingBasis,
  type Refused,
} from '../gradebook/index.ts';
import { readParts, type PartFile, type Shard } from './grade-merge.ts';
import type { CliIO } from './io.ts';
import { courseFile, listLessons, readLesson } from './lessons/read.ts';

export interface GradeOptions {
  readonly json: boolean;
  readonly assignment: string | undefined;
  readonly csv: string | undefined;
}

/** Grades all files, folders and zips named; the status is 1 when one could not be read or verified. */
export async function gradeSubmissions(paths: readonly string[], options: GradeOptions, io: CliIO): Promise<number> {
  const basis = await readBasis(options.assignment);
  const part = await gradeFiles(paths, basis, { index: 1, of: 1 }, io);
  return report(mergeParts([part]), basis.assignment && exercisesOf([], basis.assignment), options, io);
}

/** Grades every N-th file and prints the part that {@link mergeSubmissions} reads. */
export async function gradeShard(
  paths: readonly string[],
  shard: Shard,
  assignment: string | undefined,
  io: CliIO,
): Promise<number> {
  const basis = await readBasis(assignment);
  const part = await gradeFiles(paths, basis, shard, io);
  const columns = basis.assignment && exercisesOf([], basis.assignment);
  const file: PartFile = { schema: 'faultline.part/1', shard, ...(columns && { columns }), part };
  io.stdout(`${JSON.stringify(file)}\n`);
  return isBroken(part) ? 1 : 0;
}

/** Prints and writes what grading all files at once would have. */
export async function mergeSubmissions(
  paths: readonly string[],
  options: Omit<GradeOptions, 'assignment'>,
  io: CliIO,
): Promise<number> {
  const parts = await readParts(paths);
  return report(mergeParts(parts.map(({ part }) => part)), parts[0]?.columns, options, io);
}

async function gradeFiles(
  paths: readonly string[],
  basis: GradingBasis,
  { index, of }: Shard,
  io: CliIO,
): Promise<GradedPart> {
  const all = await collect(paths);
  const isMine = (_: unknown, i: number) => i % of === index - 1;
  const onProgress = io.isInteractive
    ? (done: number, total: number) => io.stderr(`\rgraded ${done} of ${total}`)
    : undefined;
  const part = await gradePart(all.files.filter(isMine), basis, onProgress === undefined ? {} : { onProgress });
  if (io.isInteractive) io.stderr('\n');
  return { ...part, refused: [...all.refused.filter(isMine), ...part.refused] };
}

async function report(
  all: GradedClass,
  columns: readonly string[] | undefined,
  options: Omit<GradeOptions, 'assignment'>,
  io: CliIO,
): Promise<number> {
  if (options.csv !== undefined)
    await writeFile(options.csv, formatGradebook(all.graded, columns ?? exercisesOf(all.graded)));
  print(all, options.json, io);
  return isBroken(all) ? 1 : 0;
}

function isBroken({ graded, refused }: GradedClass): boolean {
  return refused.length > 0 || graded.some(({ flags }) => flags.some(({ kind }) => kind === 'chain-broken'));
}

async function readBasis(path: string | undefined): Promise<GradingBasis> {
  const { names } = await listLessons();
  const lessons = await Promise.all(names.map((name) => readLesson(name)));
  const exercises = lessons.flatMap(({ name, files }) => publishExercises(name, files));
  const course = courseSchema.parse(parse(await readFile(courseFile, 'utf8')));
  const assignment = path === undefined ? undefined : await readAssignment(path);
  return {
    courseVersion: course.version,
    exercises: new Map(exercises.map((exercise) => [exercise.id, exercise])),
    ...(assignment === undefined ? {} : { assignment }),
  };
}

async function readAssignment(path: string): Promise<Assignment> {
  const read = parseAssignment(await readFile(path, 'utf8'));
  if ('problem' in read) throw new RangeError(`${path}: ${read.problem}`);
  return read.assignment;
}

interface Collected {
  readonly files: ClassFile[];
  readonly refused: Refused[];
}

async function collect(paths: readonly string[]): Promise<Collected> {
  const all: Collected = { files: [], refused: [] };
  for (const path of paths) await collectOne(path, all);
  return all;
}

async function collectOne(path: string, all: Collected): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) {
      const entries = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
      for (const name of entries) await collectOne(join(path, name), all);
      return;
    }
    const bytes = await readFile(path);
    const inside = readClassFile(path, bytes);
    all.files.push(...inside.files);
    all.refused.push(...inside.refused);
  } catch (error) {
    all.refused.push({ source: path, problem: error instanceof Error ? error.message : String(error) });
  }
}

function print({ graded, refused }: GradedClass, isJson: boolean, io: CliIO): void {
  for (const one of graded) io.stdout(isJson ? `${JSON.stringify(one)}\n` : formatGraded(one));
  for (const { source, problem } of refused) io.stderr(`${source}: not graded: ${problem}\n`);
  if (!isJson) io.stdout(`${graded.length} graded, ${refused.length} not\n`);
}

function formatGraded({ source, who, points, maxPoints, flags, changed }: Graded): string {
  const rows = [
    ...changed.map(({ exercise, from, to, why }) => `  ${exercise}: ${from} recorded, ${to} now. ${why}\n`),
    ...flags.map(({ kind, why }) => `  [${kind}] ${why}\n`),
  ];
  return `${source}: ${who.name}, ${points} of ${maxPoints} points\n${rows.join('')}`;
}
