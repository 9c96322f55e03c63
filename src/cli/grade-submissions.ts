/** `faultline grade SUBMISSION…`: verifies and grades submission files again, by the functions that the page uses. */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parse } from 'yaml';
import { courseSchema, publishExercises, publishVariants } from '../course/index.ts';
import {
  applyOverrides,
  exercisesOf,
  formatGradebook,
  mergeParts,
  parseAssignment,
  programsByExercise,
  tellApart,
  type Assignment,
  type Graded,
  type GradedClass,
  type GradedPart,
  type GradingBasis,
  type Overrides,
} from '../gradebook/index.ts';
import { collectFiles } from './grade-files.ts';
import { readParts, type PartFile, type Shard } from './grade-merge.ts';
import { gradeInPool } from './grade-pool.ts';
import { runAgain } from './grade-run.ts';
import type { CliIO } from './io.ts';
import { readManifest } from './node-toolchain/assets.ts';
import { courseFile, listLessons, readLesson } from './lessons/read.ts';

/** How a class is graded. */
export interface BasisOptions {
  /** Path of the assignment; without one, an assignment that lies among the files is taken. */
  readonly assignment: string | undefined;
  /** Whether fixes are built and tested again. */
  readonly run?: boolean | undefined;
  /** Threads to grade with; as many as the machine runs at once where absent. */
  readonly workers?: number | undefined;
}

/** How a graded class is told. */
export interface ReportOptions {
  readonly json: boolean;
  readonly csv: string | undefined;
}

/** Grades all files, folders and zips named; the status is 1 when one could not be read or verified. */
export async function gradeSubmissions(
  paths: readonly string[],
  options: BasisOptions & ReportOptions,
  io: CliIO,
): Promise<number> {
  const { part, overrides, columns } = await gradeFiles(paths, { index: 1, of: 1 }, options, io);
  return report(mergeParts([part]), overrides, columns, options, io);
}

/** Grades every N-th file and prints the part that {@link mergeSubmissions} reads. */
export async function gradeShard(
  paths: readonly string[],
  shard: Shard,
  options: BasisOptions,
  io: CliIO,
): Promise<number> {
  const { part, overrides, columns } = await gradeFiles(paths, shard, options, io);
  const file: PartFile = { schema: 'faultline.part/1', shard, columns, overrides, part };
  io.stdout(`${JSON.stringify(file)}\n`);
  return isBroken(part) ? 1 : 0;
}

/** Prints and writes what grading all files at once would have. */
export async function mergeSubmissions(paths: readonly string[], options: ReportOptions, io: CliIO): Promise<number> {
  const parts = await readParts(paths);
  const overrides = parts.find((one) => one.overrides !== undefined)?.overrides;
  return report(mergeParts(parts.map(({ part }) => part)), overrides, parts[0]?.columns, options, io);
}

/** What grading the files of one call gives. */
interface GradedFiles {
  readonly part: GradedPart;
  /** Points given by hand that lay among the files. */
  readonly overrides: Overrides | undefined;
  readonly columns: readonly string[] | undefined;
}

async function gradeFiles(
  paths: readonly string[],
  shard: Shard,
  { assignment: path, run = false, workers = availableParallelism() }: BasisOptions,
  io: CliIO,
): Promise<GradedFiles> {
  const given = path === undefined ? undefined : await readAssignment(path);
  const all = await collectFiles(paths, shard);
  const { submissions, assignment: found, overrides, refused } = tellApart(all.files);
  if (given === undefined && found !== undefined) io.stderr(`graded by ${found.source}\n`);
  if (overrides !== undefined) io.stderr(`points given by hand are from ${overrides.source}\n`);
  const assignment = given ?? found?.content;
  const show = (done: number) => io.isInteractive && io.stderr(`\rgraded ${done} of ${submissions.length}`);
  const basis = await readBasis(assignment);
  // What runs again runs in a process of its own, so one grader waits for one after the other.
  const parts = run
    ? await gradeInPool(submissions, { ...basis, runAgain: await runnerOf() }, 1, show)
    : await gradeInPool(submissions, basis, workers, show);
  if (io.isInteractive && submissions.length > 0) io.stderr('\n');
  return {
    part: {
      graded: parts.flatMap(({ graded }) => graded),
      refused: [...all.refused, ...refused, ...parts.flatMap((part) => part.refused)],
      signs: parts.flatMap(({ signs }) => signs),
    },
    overrides: overrides?.content,
    columns: assignment && exercisesOf([], assignment),
  };
}

async function report(
  merged: GradedClass,
  overrides: Overrides | undefined,
  columns: readonly string[] | undefined,
  { json, csv }: ReportOptions,
  io: CliIO,
): Promise<number> {
  const graded = overrides === undefined ? merged.graded : applyOverrides(merged.graded, overrides);
  if (csv !== undefined) await writeFile(csv, formatGradebook(graded, columns ?? exercisesOf(graded)));
  const all = { graded, refused: merged.refused };
  print(all, json, io);
  return isBroken(all) ? 1 : 0;
}

async function runnerOf(): Promise<typeof runAgain> {
  if ((await readManifest()) === undefined)
    throw new RangeError('--run builds with the tools of the site: make them with npm run toolchain');
  return runAgain;
}

function isBroken({ graded, refused }: GradedClass): boolean {
  return refused.length > 0 || graded.some(({ flags }) => flags.some(({ kind }) => kind === 'chain-broken'));
}

async function readBasis(assignment: Assignment | undefined): Promise<GradingBasis> {
  const { names } = await listLessons();
  const lessons = await Promise.all(names.map((name) => readLesson(name)));
  const exercises = lessons.flatMap(({ name, files }) => publishExercises(name, files));
  const course = courseSchema.parse(parse(await readFile(courseFile, 'utf8')));
  return {
    courseVersion: course.version,
    exercises: new Map(exercises.map((exercise) => [exercise.id, exercise])),
    programs: programsByExercise(lessons.map(({ name, files }) => publishVariants(name, files))),
    ...(assignment === undefined ? {} : { assignment }),
  };
}

async function readAssignment(path: string): Promise<Assignment> {
  const read = parseAssignment(await readFile(path, 'utf8'));
  if ('problem' in read) throw new RangeError(`${path}: ${read.problem}`);
  return read.assignment;
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
