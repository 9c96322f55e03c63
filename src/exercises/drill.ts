/**
 * Cases of the drill: a recording of the course under other names, on other lines, with other ids, and one question about
 * it. Nothing in a case is invented: its text is what the tool printed, put through the bijection of a variant, and its
 * key is what the analyzers read in that text.
 */
import { analyze } from '../analysis/index.ts';
import { questionsAbout, type DrillQuestion, type DrillSkill } from './drill-questions.ts';
import { renumber } from './drill-numbers.ts';
import { readEvidence } from './evidence.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { publishExercise } from './publish.ts';
import { kindOf, parseExerciseKey, parseExerciseSource, type Exercise } from './registry.ts';
import { createVariant } from './variant.ts';
import type { VariantProgram } from './variant-names.ts';
import { drawNumber } from './variant-random.ts';

/** A recording that cases are made of. */
export interface DrillSource {
  /** `LESSON/FILE`. */
  readonly id: string;
  readonly lesson: string;
  /** What printed it, and by which Go. */
  readonly command: string;
  readonly go: string;
  readonly text: string;
  readonly program: VariantProgram;
}

/** One case. */
export interface DrillCase {
  readonly skill: DrillSkill;
  /** The recording's id. */
  readonly source: string;
  readonly seed: number;
  readonly lesson: string;
  readonly command: string;
  readonly go: string;
  readonly text: string;
  readonly exercise: Exercise;
  /** The answer, as text for {@link grade}. */
  readonly answer: string;
  /** What the case starts with, as a rating: the higher, the harder. */
  readonly difficulty: number;
}

const easiest = 1000;
const perStep = 60;
const hardest = 1700;

/**
 * Returns the case that a recording and a seed stand for; undefined where nothing can be asked about the recording. Seed 0
 * is the recording as printed. Where several questions fit, the seed decides which.
 *
 * @throws RangeError where the seed is none.
 * @example await createDrillCase(source, 7)
 */
export async function createDrillCase(source: DrillSource, seed: number): Promise<DrillCase | undefined> {
  const variant = createVariant(source.program, seed);
  const text = seed === 0 ? source.text : renumber(variant.varyOutput(source.text), seed);
  const command = variant.varyOutput(source.command);
  const questions = questionsAbout(await analyze(text), command);
  const question = questions[drawNumber(seed, 'question', source.id) % Math.max(1, questions.length)];
  if (!question) return undefined;
  const { id, lesson, go } = source;
  const made = publishQuestion(question);
  const difficulty = Math.min(hardest, easiest + perStep * question.steps);
  return { skill: question.skill, source: id, seed, lesson, command, go, text, difficulty, ...made };
}

/** The question as an ordinary exercise on a recording. */
function publishQuestion({ skill, source, key, marks }: DrillQuestion): Pick<DrillCase, 'exercise' | 'answer'> {
  const form = {
    id: source.kind,
    version: 1,
    points: 1,
    evidence: 'recording',
    reads: ['recordings/case.txt'],
    ...source,
  };
  const read = parseExerciseSource(form);
  const entry = parseExerciseKey(kindOf(source.kind).source.parse(form).kind, key);
  if ('problems' in read) throw new RangeError(`a drill question is malformed: ${read.problems.join('; ')}`);
  if ('problems' in entry) throw new RangeError(`a drill key is malformed: ${entry.problems.join('; ')}`);
  const findMark = (name: string) => marks.get(name);
  const exercise = publishExercise({
    id: `drill/${skill}`,
    source: read.value,
    key: entry.value,
    marks: { findMark },
    program: { module: '', functions: [] },
    recordings: {},
  });
  return { exercise, answer: kindOf(source.kind).answerOf(entry.value, { findMark }, read.value) };
}

/**
 * Returns the misreadings that a case can tell apart: every answer that could plausibly be given is judged.
 *
 * @example (await misreadingsOf(drillCase)).includes('created-by')
 */
export async function misreadingsOf({ exercise, text }: DrillCase): Promise<readonly MisconceptionId[]> {
  const kind = kindOf(exercise.kind);
  const evidence = await readEvidence(exercise, [{ source: 'recording', content: text }]);
  if ('unreadable' in evidence) return [];
  const found = kind.candidates(exercise, evidence).flatMap((answer) => {
    const judged = kind.judge(exercise, answer, evidence);
    return 'unreadable' in judged ? [] : judged.findings.flatMap(({ misconception }) => misconception ?? []);
  });
  return [...new Set(found)].toSorted();
}
