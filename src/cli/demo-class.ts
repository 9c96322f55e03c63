/** `faultline demo-class DIR`: a class that never was, to try the gradebook on. The same seed writes the same bytes. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { courseSchema, proveExercises, publishVariants, type Proof } from '../course/index.ts';
import {
  demoNames,
  formatAssignment,
  formatCsv,
  makeDemoClass,
  programsByExercise,
  type Assignment,
  type DemoExercise,
  type DemoFile,
  type Identity,
} from '../gradebook/index.ts';
import { usageStatus, type CliIO } from './io.ts';
import { courseFile, findLessons, readLesson } from './lessons/read.ts';

export const summary = 'write a generated class to try grading on';
export const usage = 'faultline demo-class [--size N] [--seed N] DIR   (30 learners where --size is absent)';

const defaultSize = 30;

/** A week on reading what a program leaves behind: each kind of text evidence once, and two questions without any. */
const asked: readonly (readonly [exercise: string, points: number])[] = [
  ['first-crash/anatomy', 3],
  ['first-crash/own-line', 2],
  ['the-line-that-panicked/own-crash', 3],
  ['recovered-and-thrown-again/own-wrap', 3],
  ['panic-fatal-or-silence/own-fatal', 3],
  ['stuck-not-dead/own-dump', 4],
  ['race-in-a-test/own-race', 4],
  ['race-in-production/why-now', 1],
];

/** The assignment of the class. */
export const demoAssignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'demo-week',
  version: 1,
  title: 'Demo week: read what it left behind',
  message: 'Run each lab, paste what it printed, answer from it. Hints are free.',
  items: asked.map(([exercise, points]) => ({ exercise, points })),
  due: '2026-09-11T23:59:00+02:00',
  timeZone: 'Europe/Berlin',
  late: { kind: 'percent', perDay: 10, most: 50, graceMinutes: 30 },
  hints: true,
  solutions: true,
  variants: 'own',
  identity: 'named',
  extensions: [],
};

const absent: Identity = { name: 'Rosa Absent', email: 'rosa@example.org' };

const firstLearnerStarts = Date.UTC(2026, 8, 7, 7);

/** Writes the class; the status is 0, or 2 for words or a folder that can't be used. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  try {
    const { folder, size, seed } = parseWords(args);
    const files = await makeDemo(size, seed);
    await writeClass(folder, size, files);
    io.stdout(`${files.length} submissions are in ${join(folder, 'submissions')}. Next:\n${commandFor(folder)}\n`);
    return 0;
  } catch (error) {
    io.stderr(`faultline demo-class: ${error instanceof Error ? error.message : String(error)}\nusage: ${usage}\n`);
    return usageStatus;
  }
}

function parseWords(args: readonly string[]): {
  readonly folder: string;
  readonly size: number;
  readonly seed: number;
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { size: { type: 'string', default: String(defaultSize) }, seed: { type: 'string', default: '1' } },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new RangeError('name one folder to write the class to');
  const [size, seed] = [Number(values.size), Number(values.seed)];
  if (!Number.isInteger(seed) || seed < 0) throw new RangeError(`--seed is a whole number, not '${values.seed}'`);
  return { folder, size, seed };
}

/** The files of a class of that size on {@link demoAssignment}. */
export async function makeDemo(size: number, seed: number): Promise<readonly DemoFile[]> {
  const course = courseSchema.parse(parse(await readFile(courseFile, 'utf8')));
  return makeDemoClass({
    size,
    seed,
    assignment: demoAssignment,
    courseVersion: course.version,
    exercises: await readAsked(),
    start: firstLearnerStarts,
    hasMishaps: true,
  });
}

async function readAsked(): Promise<readonly DemoExercise[]> {
  const slugs = [...new Set(asked.map(([id]) => id.split('/')[0] ?? ''))];
  const lessons = await Promise.all((await findLessons(slugs)).map((name) => readLesson(name)));
  const proofs = lessons.flatMap(({ name, files, bytes }) => proveExercises(name, { texts: files, bytes }));
  const programs = programsByExercise(lessons.map(({ name, files }) => publishVariants(name, files)));
  return asked.map(([id]) => {
    const proof = proofs.find(({ exercise }) => exercise.id === id);
    if (proof === undefined) throw new RangeError(`the course has no exercise ${id} any more`);
    return { ...toDemoExercise(proof), program: programs.get(id) };
  });
}

function toDemoExercise({ exercise, answer, attempts }: Proof): DemoExercise {
  const recordings = attempts.flatMap(([file]) =>
    typeof file?.content === 'string' ? [{ source: file.source, text: file.content }] : [],
  );
  return { exercise, answer, recordings };
}

async function writeClass(folder: string, size: number, files: readonly DemoFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [stranger] = await readdir(folder);
  if (stranger !== undefined) throw new RangeError(`${folder} is not empty: there is ${stranger}. Name a new folder`);
  await mkdir(join(folder, 'submissions'));
  for (const { name, content } of files) await writeFile(join(folder, 'submissions', name), content);
  await writeFile(join(folder, 'assignment.json'), formatAssignment(demoAssignment));
  await writeFile(join(folder, 'roster.csv'), formatRoster(size));
  await writeFile(join(folder, 'README.md'), readme(folder, files.length));
}

/** All learners of the class, and one who handed in nothing. */
function formatRoster(size: number): string {
  const learners = [...Array.from({ length: size }, (_, i) => demoNames(i)), absent];
  return formatCsv([['name', 'email'], ...learners.map(({ name, email }) => [name, email ?? ''])]);
}

function commandFor(folder: string): string {
  const at = (name: string) => join(folder, name);
  return `  faultline grade --assignment ${at('assignment.json')} --csv ${at('gradebook.csv')} ${at('submissions')}`;
}

function readme(folder: string, count: number): string {
  return `# A class that never was

${count} submissions of invented learners, made from the course's own recordings as if each had run the labs at home.
Some answers are right, some rest on the misreadings that the exercises tell apart. Each mishap of a real class is in
it once:

- one file came days late;
- one has its scores edited;
- two hold the same runs; each learner has a variant of the programs, so the one who copied earns nothing by it;
- one is cut off;
- one learner handed in twice.

Drop the folder \`submissions\` and the file \`assignment.json\` together on the instructors' page, or run

${commandFor(folder)}

\`roster.csv\` names all learners, and one who handed in nothing. The page makes personal links of it, and fills a column
of it from the gradebook.
`;
}
