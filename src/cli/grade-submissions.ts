/** `faultline grade SUBMISSION…`: verifies and grades submission files again, by the functions that the page uses. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { courseSchema, publishExercises } from '../course/index.ts';
import {
  exercisesOf,
  formatGradebook,
  gradeClass,
  parseAssignment,
  readClassFile,
  type Assignment,
  type ClassFile,
  type Graded,
  type GradedClass,
  type GradingBasis,
  type Refused,
} from '../gradebook/index.ts';
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
  const { files, refused } = await collect(paths);
  const onProgress = io.isInteractive
    ? (done: number, total: number) => io.stderr(`\rgraded ${done} of ${total}`)
    : undefined;
  const result = await gradeClass(files, basis, onProgress === undefined ? {} : { onProgress });
  if (io.isInteractive) io.stderr('\n');
  const all: GradedClass = { graded: result.graded, refused: [...refused, ...result.refused] };
  if (options.csv !== undefined) {
    await writeFile(options.csv, formatGradebook(all.graded, exercisesOf(all.graded, basis.assignment)));
  }
  print(all, options.json, io);
  const isBroken =
    all.refused.length > 0 || all.graded.some(({ flags }) => flags.some(({ kind }) => kind === 'chain-broken'));
  return isBroken ? 1 : 0;
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
