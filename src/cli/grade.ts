/** `faultline grade`: one answer with its evidence (`--exercise`), or submission files; by the functions that the pages use. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { publishExercises } from '../course/index.ts';
import {
  gradeVariant,
  type EvidenceFile,
  type Exercise,
  type Finding,
  type Variant,
  type Verdict,
} from '../exercises/index.ts';
import { usageStatus, type CliIO } from './io.ts';
import { findLessons, listLessons, readLesson } from './lessons/read.ts';
import { openExerciseVariant, parseSeed } from './lessons/variant.ts';

export const summary = 'grade an answer with its evidence, or submission files again';
export const usage = `faultline grade --exercise LESSON/EXERCISE [--json] [--answer TEXT] [--variant N] EVIDENCE…   (- is standard input)
       faultline grade [--json] [--assignment A.json] [--csv OUT.csv] [--run] [--workers N] SUBMISSION…   (files, folders, zips)
       faultline grade --shard I/N [--assignment A.json] [--run] [--workers N] SUBMISSION… >PART
       faultline grade merge [--json] [--csv OUT.csv] PART…   (prints and writes what grading all at once does)`;

/** Grades and prints; 0 for every verdict, 1 for submissions that can't be read or verified, 2 for words or files that can't be used. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        exercise: { type: 'string' },
        json: { type: 'boolean', default: false },
        answer: { type: 'string' },
        assignment: { type: 'string' },
        csv: { type: 'string' },
        run: { type: 'boolean' },
        shard: { type: 'string' },
        variant: { type: 'string', default: '0' },
        workers: { type: 'string' },
      },
    });
    if (values.exercise === undefined && values.variant !== '0')
      throw new RangeError('--variant is for --exercise: submissions say theirs');
    if (values.exercise === undefined) return await runClass(positionals, values, io);
    const exercise = await findExercise(values.exercise);
    const variant = await openExerciseVariant(exercise.id, parseSeed(values.variant));
    const evidence = await readEvidenceFiles(exercise, variant, positionals, io);
    const verdict = await gradeVariant(exercise, variant, { answer: values.answer ?? '', evidence });
    io.stdout(values.json ? `${JSON.stringify(verdict)}\n` : formatVerdict(verdict));
    return 0;
  } catch (error) {
    io.stderr(`faultline grade: ${error instanceof Error ? error.message : String(error)}\nusage: ${usage}\n`);
    return usageStatus;
  }
}

interface ClassWords {
  readonly json: boolean;
  readonly assignment?: string | undefined;
  readonly csv?: string | undefined;
  readonly run?: boolean | undefined;
  readonly shard?: string | undefined;
  readonly workers?: string | undefined;
}

async function runClass(words: readonly string[], values: ClassWords, io: CliIO): Promise<number> {
  const { json, assignment, csv, run: isRun, shard } = values;
  if (words.length === 0) throw new RangeError('name an exercise with --exercise, or submission files');
  const { gradeShard, gradeSubmissions, mergeSubmissions } = await import('./grade-submissions.ts');
  const workers = parseWorkers(values.workers);
  if (words[0] === 'merge') {
    if ([shard, assignment, workers, isRun].some((one) => one !== undefined))
      throw new RangeError(
        '--shard, --assignment, --run and --workers are for grading; merge takes what its parts say',
      );
    return mergeSubmissions(words.slice(1), { json, csv }, io);
  }
  if (shard === undefined) return gradeSubmissions(words, { json, assignment, csv, run: isRun, workers }, io);
  if (csv !== undefined) throw new RangeError('a shard has no --csv of its own: give it to faultline grade merge');
  const { parseShard } = await import('./grade-merge.ts');
  return gradeShard(words, parseShard(shard), { assignment, run: isRun, workers }, io);
}

function parseWorkers(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count;
  throw new RangeError(`--workers is a number of threads from 1 to 256, not '${text}'`);
}

async function findExercise(id: string): Promise<Exercise> {
  const [slug = '', name = ''] = id.split('/');
  const [lesson] = await findLessons([slug]);
  if (!lesson) throw new RangeError(`there is no lesson '${slug}'`);
  const exercises = publishExercises(lesson, (await readLesson(lesson)).files);
  const found = exercises.find((exercise) => exercise.id === `${lesson.slug}/${name}`);
  if (found) return found;
  throw new RangeError(
    `${lesson.slug} has no exercise '${name}'; it has ${exercises.map((exercise) => exercise.id.slice(lesson.slug.length + 1)).join(', ')}`,
  );
}

/** Without evidence, an exercise about a recording is graded on that recording, as the page does. */
async function readEvidenceFiles(
  exercise: Exercise,
  variant: Variant | undefined,
  paths: readonly string[],
  io: CliIO,
): Promise<readonly EvidenceFile[]> {
  const [recording] = exercise.reads;
  if (paths.length === 0 && exercise.evidence === 'recording' && recording !== undefined)
    return [await readRecording(exercise, variant, recording)];
  return Promise.all(
    paths.map(async (path) => ({ source: path, content: path === '-' ? await io.readStdin() : await readFile(path) })),
  );
}

async function readRecording(exercise: Exercise, variant: Variant | undefined, path: string): Promise<EvidenceFile> {
  const { names } = await listLessons();
  const lesson = names.find((name) => exercise.id.startsWith(`${name.slug}/`));
  const text = (lesson && (await readLesson(lesson)).files[path]) ?? '';
  return { source: path, content: variant ? variant.varyOutput(text) : text };
}

function formatVerdict(verdict: Verdict): string {
  const head = `${verdict.exercise}: ${verdict.verdict}, ${verdict.points} of ${verdict.maxPoints} points\n`;
  return head + verdict.findings.map(formatFinding).join('');
}

function formatFinding({ at, misconception, message }: Finding): string {
  const line = at === undefined ? '' : `line ${at}: `;
  return `  ${line}${message}${misconception === undefined ? '' : ` [${misconception}]`}\n`;
}
