/**
 * Proves variants by grading them: for each seed the key leads to the same code, the key's answer on the variant's output
 * earns everything, a neighbor's answer does not, and a neighbor's output is recognized. No Go runs here; the output is
 * the recording's, as the variant's program would print it.
 */
import {
  createVariant,
  gradeVariant,
  kindOf,
  parseExerciseKey,
  type Attempt,
  type EvidenceFile,
  type Exercise,
  type Variant,
  type VariantProgram,
  type Verdict,
} from '../exercises/index.ts';
import type { LessonFiles, LessonName } from './files.ts';
import type { Problem } from './problem.ts';
import { marksOf, publishOne, readExerciseSources, readKey } from './publish.ts';
import { publishVariants } from './variant.ts';

/** What was tried, and what was wrong. */
export interface VariantReport {
  readonly exercises: number;
  readonly variants: number;
  /** Marked lines found again with their code. */
  readonly keysFound: number;
  readonly keysCorrect: number;
  readonly neighborsWrong: number;
  readonly strangersNamed: number;
  readonly problems: readonly Problem[];
}

const path = 'exercises.yaml';

/**
 * Returns what happened when each varied exercise of a lesson was graded in each seed.
 *
 * @throws RangeError where exercises or keys are malformed; `checkLesson` says so in full.
 * @example (await checkVariants(name, files, [1, 2, 3])).problems
 */
export async function checkVariants(
  name: LessonName,
  files: LessonFiles,
  seeds: readonly number[],
): Promise<VariantReport> {
  const { programs, programOf } = publishVariants(name, files);
  const varied = publishVaried(name, files, programs, programOf);
  const reports = await Promise.all(varied.flatMap((one) => seeds.map((seed) => gradeSeed(one, files, seed))));
  const found = programs.flatMap((program) => seeds.map((seed) => findKeys(program, files, seed)));
  const all = [...reports, ...found];
  const sum = (count: (one: Outcome) => number): number => all.reduce((total, one) => total + count(one), 0);
  return {
    exercises: varied.length,
    variants: varied.length * seeds.length,
    keysFound: sum((one) => one.keysFound ?? 0),
    keysCorrect: sum((one) => one.keysCorrect ?? 0),
    neighborsWrong: sum((one) => one.neighborsWrong ?? 0),
    strangersNamed: sum((one) => one.strangersNamed ?? 0),
    problems: all.flatMap(({ problems }) => problems),
  };
}

interface Outcome {
  readonly keysFound?: number;
  readonly keysCorrect?: number;
  readonly neighborsWrong?: number;
  readonly strangersNamed?: number;
  readonly problems: readonly Problem[];
}

/** An exercise that can be varied, with the answer of its key. */
interface VariedExercise {
  readonly exercise: Exercise;
  readonly answer: string;
  readonly program: VariantProgram;
}

function publishVaried(
  name: LessonName,
  files: LessonFiles,
  programs: readonly VariantProgram[],
  programOf: Readonly<Record<string, string>>,
): readonly VariedExercise[] {
  const keys = readKey(name, files).exercises;
  const marks = { findMark: (mark: string) => marksOf(files).get(mark) };
  return readExerciseSources(name, files).flatMap((source) => {
    const program = programs.find(({ folder }) => folder === programOf[`${name.slug}/${source.id}`]);
    const key = parseExerciseKey(source.kind, keys[source.id]);
    if (!program || 'problems' in key) return [];
    const exercise = publishOne(name, files, key.value, source);
    return [{ exercise, answer: kindOf(source.kind).answerOf(key.value, marks, source), program }];
  });
}

/** Every marked line of the program holds the same code in the variant, at the place that the variant says. */
function findKeys(program: VariantProgram, files: LessonFiles, seed: number): Outcome {
  const variant = createVariant(program, seed);
  const own = Object.keys(program.files).filter((file) => file.endsWith('.go'));
  const marks = own.flatMap((file) =>
    (files[`${program.folder}/${file}`] ?? '')
      .split('\n')
      .flatMap((line, i) => (/\/\/ mark:/.test(line) ? [{ file, line: i + 1 }] : [])),
  );
  const lost = marks.filter(({ file, line }) => !isSameCode(variant, file, line));
  return {
    keysFound: marks.length - lost.length,
    problems: lost.map(({ file, line }) => ({
      path: `${program.folder}/${file}`,
      line,
      message: `variant ${seed} has other code where this line went`,
      hint: 'the variant moved lines that belong together; report it',
    })),
  };
}

function isSameCode(variant: Variant, file: string, line: number): boolean {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const [to = '', at = ''] = variant.toVaried(`${base}:${line}`).split(':');
  const text = Object.entries(variant.files).find(([name]) => name === to || name.endsWith(`/${to}`))?.[1];
  const there = text?.split('\n')[Number(at) - 1];
  const here = variant.program.files[file]?.split('\n')[line - 1];
  const isResized = variant.program.numbers.some((number) => number.file === file && number.line === line);
  return there !== undefined && (isResized || variant.toOriginal(there) === here);
}

async function gradeSeed(
  { exercise, answer, program }: VariedExercise,
  files: LessonFiles,
  seed: number,
): Promise<Outcome> {
  const [own, neighbor] = [createVariant(program, seed), createVariant(program, seed + 1)];
  const outcomes = exercise.reads.map(async (read): Promise<Outcome> => {
    const text = files[read];
    if (text === undefined) return { problems: [] };
    const grade = (form: Exercise, given: string, output: string): Promise<Verdict> =>
      gradeVariant(form, own, attemptOf(form, given, read, output));
    const run = asOwnRun(exercise);
    const key = await grade(run, own.toVaried(answer), own.varyOutput(text));
    const others = neighbor.toVaried(answer);
    const differs = others !== own.toVaried(answer);
    const theirs = await grade(run, others, own.varyOutput(text));
    const stranger = await grade(run, others, neighbor.varyOutput(text));
    const written = await grade(run, answer, text);
    return {
      keysCorrect: key.verdict === 'correct' ? 1 : 0,
      neighborsWrong: differs && theirs.verdict !== 'correct' ? 1 : 0,
      strangersNamed: [stranger, written].filter(isNamed).length,
      problems: [
        ...wrongIf(key.verdict !== 'correct', exercise, seed, `the key's answer is graded ${key.verdict}`, key),
        ...wrongIf(
          differs && theirs.verdict === 'correct',
          exercise,
          seed,
          "a neighbor's answer is graded correct",
          theirs,
        ),
        ...wrongIf(!isNamed(stranger), exercise, seed, "a neighbor's output is not recognized", stranger),
        ...wrongIf(!isNamed(written), exercise, seed, 'output of the lab as written is not recognized', written),
      ],
    };
  });
  const done = await Promise.all(outcomes);
  const sum = (count: (one: Outcome) => number | undefined): number =>
    done.reduce((total, one) => total + (count(one) ?? 0), 0);
  return {
    keysCorrect: sum((one) => one.keysCorrect),
    neighborsWrong: sum((one) => one.neighborsWrong),
    strangersNamed: sum((one) => one.strangersNamed),
    problems: done.flatMap(({ problems }) => problems),
  };
}

/** Output that is no copy of a recording: what a learner's own run looks like. */
function asOwnRun(exercise: Exercise): Exercise {
  return { ...exercise, samples: [] };
}

/** A fix earns everything only with the edited files beside its output. */
function attemptOf(exercise: Exercise, answer: string, source: string, content: string): Attempt {
  const edited: readonly EvidenceFile[] =
    exercise.kind === 'fix' ? [{ source: 'lab/edited.go', content: 'package edited\n' }] : [];
  return { answer, evidence: [{ source, content }, ...edited] };
}

function isNamed({ verdict, findings }: Verdict): boolean {
  return (
    verdict === 'unreadable' && findings.some(({ id, message }) => id === 'other-program' && / in yours/.test(message))
  );
}

function wrongIf(
  isWrong: boolean,
  exercise: Exercise,
  seed: number,
  message: string,
  { findings }: Verdict,
): readonly Problem[] {
  if (!isWrong) return [];
  const why = findings[0]?.message ?? 'nothing was said';
  return [
    {
      path,
      message: `${exercise.id.slice(exercise.id.indexOf('/') + 1)}: in variant ${seed} ${message} (${why})`,
      hint: 'a name or a line is mapped one way only',
    },
  ];
}
