/**
 * A class that never was, to try the gradebook on: submissions made from the lessons' recordings as if each learner had
 * run the program in a folder of their own. The same seed gives the same bytes.
 */
import {
  createVariant,
  grade,
  kindOf,
  readEvidence,
  type EvidenceFile,
  type Exercise,
  type Variant,
  type VariantProgram,
  type Verdict,
} from '../exercises/index.ts';
import type { Assignment } from './assignment.ts';
import { demoNames } from './demo-names.ts';
import { fileNameOf, makeSubmission, type RecordedAttempt, type RecordedItem } from './make-submission.ts';
import type { Identity } from './identity.ts';
import { signsIn } from './shared-evidence.ts';
import { formatSubmission, type Submission } from './submission.ts';
import { assignedSeed } from './variants.ts';

/** An exercise, with what its lesson recorded. */
export interface DemoExercise {
  readonly exercise: Exercise;
  /** The recordings that the exercise reads. */
  readonly recordings: readonly { readonly source: string; readonly text: string }[];
  /** The key's answer. Without it the right one is looked for among the plausible ones. */
  readonly answer?: string | undefined;
  /** What its variants are made of: needed where the assignment gives each learner their own. */
  readonly program?: VariantProgram | undefined;
}

/** What class to make. */
export interface DemoClass {
  readonly size: number;
  readonly seed: number;
  readonly assignment: Assignment;
  readonly courseVersion: string;
  readonly exercises: readonly DemoExercise[];
  /** When the first learner began, in milliseconds since 1970. */
  readonly start: number;
  /** With what happens in every class: a late file, a copied trace, an edited score, a cut file, somebody who came twice. */
  readonly hasMishaps?: boolean;
}

/** A file of the class. */
export interface DemoFile {
  readonly name: string;
  readonly content: string;
}

/**
 * Returns the files of a class, sorted by name. Exercises that no recording can stand in for are left undone.
 *
 * @throws RangeError for a size that is no whole number from 1 to 100,000.
 * @example await makeDemoClass({ size: 30, seed: 1, assignment, courseVersion: '1.0.0', exercises, start: Date.now() })
 */
export async function makeDemoClass(demo: DemoClass): Promise<readonly DemoFile[]> {
  if (!Number.isInteger(demo.size) || demo.size < 1 || demo.size > 100_000)
    throw new RangeError(`a class has 1 to 100,000 learners, not ${demo.size}`);
  const pools = (await Promise.all(demo.exercises.map(makePool))).filter((pool) => pool !== undefined);
  const submissions = Array.from({ length: demo.size }, (_, i) => makeLearner(demo, pools, i));
  const files = submissions.map((submission, i) => ({
    name: nameOf(submission, i),
    content: formatSubmission(submission),
  }));
  const all = demo.hasMishaps === true ? [...addMishaps(submissions, files)] : files;
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nameOf(submission: Submission, index: number): string {
  return `${fileNameOf(String(index + 1).padStart(3, '0'), submission.who)}.json`;
}

/** What can be answered to an exercise, and how it is graded. */
interface Pool {
  readonly exercise: Exercise;
  readonly program: VariantProgram | undefined;
  readonly runs: readonly Run[];
}

/** One recording that a learner's run is made from, with the graded answers to it. */
interface Run {
  readonly evidence: readonly EvidenceFile[];
  readonly right: Answer;
  readonly wrong: readonly Answer[];
}

interface Answer {
  readonly answer: string;
  readonly verdict: Verdict;
}

async function makePool({ exercise, recordings, answer, program }: DemoExercise): Promise<Pool | undefined> {
  const texts = exercise.evidence === 'none' ? [undefined] : recordings;
  const runs = await Promise.all(texts.map((recording) => makeRun(exercise, recording?.text, answer)));
  const usable = runs.filter((run) => run !== undefined);
  return usable.length === 0 ? undefined : { exercise, program, runs: usable };
}

async function makeRun(
  exercise: Exercise,
  text: string | undefined,
  key: string | undefined,
): Promise<Run | undefined> {
  const evidence = evidenceOf(exercise, text);
  const read = await readEvidence({ ...exercise, samples: [] }, evidence);
  if ('unreadable' in read) return undefined;
  const candidates = new Set([
    ...(key === undefined ? [] : [key]),
    ...kindOf(exercise.kind).candidates(exercise, read),
  ]);
  const answers: Answer[] = [];
  for (const answer of candidates)
    answers.push({ answer, verdict: await grade({ ...exercise, samples: [] }, { answer, evidence }) });
  const readable = answers.filter(({ verdict }) => verdict.verdict !== 'unreadable');
  const [right] = readable.toSorted((a, b) => b.verdict.points - a.verdict.points);
  if (right === undefined) return undefined;
  return { evidence, right, wrong: readable.filter(({ verdict }) => verdict.points < right.verdict.points) };
}

function evidenceOf(exercise: Exercise, text: string | undefined): readonly EvidenceFile[] {
  if (text === undefined) return [];
  if (exercise.evidence === 'recording') return [{ source: 'recording', content: text }];
  const paste = { source: 'paste', content: withSigns(exercise, text) };
  return exercise.kind === 'fix' ? [paste, { source: 'lab/edited.go', content: 'package edited\n' }] : [paste];
}

/** A run that says nothing of its own gets a logger's line before it, as services print them. */
function withSigns(exercise: Exercise, text: string): string {
  const isTrace = exercise.expects.some((kind) => kind === 'panic' || kind === 'fatal' || kind === 'dump');
  return isTrace && signsIn(text).size === 0 ? `2026/01/01 00:00:00.000000 started\n${text}` : text;
}

function makeLearner(demo: DemoClass, pools: readonly Pool[], index: number): Submission {
  const random = randomFrom(demo.seed * 1_000_003 + index);
  const who = demoNames(index);
  const skill = 0.25 + 0.7 * random();
  const user =
    fileNameOf('u', { name: who.name.normalize('NFKD').replaceAll(/[^A-Za-z ]/g, '') || 'dev' }) + String(index);
  let time = demo.start + Math.floor(random() * 6 * 3_600_000);
  const items: RecordedItem[] = [];
  for (const { exercise, program, runs } of pools) {
    const run = runs[Math.floor(random() * runs.length)];
    if (run === undefined || random() > 0.7 + skill / 3) continue;
    const variant = openOwn(demo.assignment, exercise, program, who);
    const attempts: RecordedAttempt[] = [];
    for (const { answer, verdict } of answersOf(run, skill, random)) {
      time += 30_000 + Math.floor(random() * 600_000);
      const printed = varyEvidence(run.evidence, variant);
      const evidence = exercise.evidence === 'own' ? asRunBy(user, printed, time, random) : printed;
      const hintsUsed = attempts.length > 0 ? Math.min(attempts.length, exercise.hints.length) : 0;
      const given = { time, answer: variant?.toVaried(answer) ?? answer, evidence, hintsUsed };
      attempts.push({ ...given, solutionShown: false, verdict, ...(variant && { variant: variant.seed }) });
    }
    items.push({ exercise: exercise.id, version: exercise.version, attempts });
  }
  const { assignment, courseVersion } = demo;
  return makeSubmission({ who, assignment, courseVersion, now: time + 60_000, items });
}

/** The learner's own variant of the program, where the assignment gives them one. */
function openOwn(
  assignment: Assignment,
  exercise: Exercise,
  program: VariantProgram | undefined,
  who: Identity,
): Variant | undefined {
  const seed = assignedSeed(assignment, who);
  if (seed === 0 || program === undefined || exercise.evidence !== 'own') return undefined;
  return createVariant(program, seed);
}

function varyEvidence(evidence: readonly EvidenceFile[], variant: Variant | undefined): readonly EvidenceFile[] {
  if (variant === undefined) return evidence;
  return evidence.map(({ source, content }) => ({ source, content: variant.varyOutput(String(content)) }));
}

/** Some wrong answers first, then mostly the right one. */
function answersOf({ right, wrong }: Run, skill: number, random: () => number): readonly Answer[] {
  const answers: Answer[] = [];
  while (answers.length < 3 && wrong.length > 0 && random() > skill) {
    const answer = wrong[Math.floor(random() * wrong.length)];
    if (answer !== undefined) answers.push(answer);
  }
  if (answers.length === 0 || random() < skill + 0.2) answers.push(right);
  return answers;
}

/** The recording as a run of this learner's would have printed it: their folder, time, process and addresses. */
function asRunBy(
  user: string,
  evidence: readonly EvidenceFile[],
  time: number,
  random: () => number,
): readonly EvidenceFile[] {
  const renamed = new Map<string, string>();
  const fresh = (old: string) => {
    const known = renamed.get(old) ?? old.replaceAll(/[0-9a-f]/g, () => Math.floor(random() * 16).toString(16));
    renamed.set(old, known);
    return known;
  };
  const clock = new Date(time).toISOString();
  return evidence.map(({ source, content }) => ({
    source,
    content: String(content)
      .replaceAll('/home/gopher/', `/home/${user}/`)
      .replaceAll(/\b0x(?!(?:00)?c0[0-9a-f]{8}\b)[0-9a-f]{10,12}\b/g, (address) => `0x${fresh(address.slice(2))}`)
      .replaceAll(/\b(pid|process|PID)([ =:]{1,2})\d{3,7}\b/g, (_, word: string, gap: string) => {
        return `${word}${gap}${1000 + Math.floor(random() * 4_000_000)}`;
      })
      .replaceAll(
        /\b\d{4}([-/])\d\d[-/]\d\d([T ])\d\d:\d\d:\d\d(?:([.,])\d{3,9})?/g,
        (_, dash: string, gap: string, dot?: string) => {
          const date = clock.slice(0, 10).replaceAll('-', dash);
          const fraction = dot === undefined ? '' : dot + String(Math.floor(random() * 1e6)).padStart(6, '0');
          return `${date}${gap}${clock.slice(11, 19)}${fraction}`;
        },
      ),
  }));
}

/** What happens in every class. Learners with too little work are passed over. */
function addMishaps(submissions: readonly Submission[], files: readonly DemoFile[]): readonly DemoFile[] {
  const changed = new Map(files.map(({ name, content }) => [name, content]));
  const put = (index: number, change: (submission: Submission) => string) => {
    const [submission, file] = [submissions[index], files[index]];
    if (submission !== undefined && file !== undefined) changed.set(file.name, change(submission));
  };
  put(2, (late) => formatSubmission({ ...late, handedIn: shiftDays(late.handedIn, 9) }));
  put(4, (edited) => formatSubmission({ ...edited, items: edited.items.map(raiseScores) }));
  put(7, (copied) => formatSubmission({ ...copied, items: submissions[6]?.items ?? [] }));
  put(9, (cut) => formatSubmission(cut).slice(0, 700));
  const again = submissions[11];
  if (again !== undefined) changed.set(`${fileNameOf('012-again', again.who)}.json`, formatSubmission(again));
  return [...changed].map(([name, content]) => ({ name, content }));
}

function raiseScores(item: Submission['items'][number]): Submission['items'][number] {
  return {
    ...item,
    attempts: item.attempts.map((attempt) => ({ ...attempt, verdict: 'correct', points: attempt.points + 1 })),
  };
}

function shiftDays(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * 86_400_000).toISOString();
}

/** Mulberry32: small, even enough, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
