/**
 * Feeds each exercise what learners feed it, and looks at what it says: its answer, nothing, every misreading that it
 * declares, output of something else, a cut paste, and output of another variant.
 */
import {
  createVariant,
  gradeVariant,
  grade,
  parseExerciseKey,
  type Attempt,
  type EvidenceFile,
  type Exercise,
  type ExerciseKey,
  type ExerciseSource,
  type VariantProgram,
  type Verdict,
} from '../exercises/index.ts';
import { asOwnRun, gradeMistakes, withLab } from './check-exercises.ts';
import type { LessonName } from './files.ts';
import type { Problem } from './problem.ts';
import { proveExercise, type Contents, type Proof } from './proof.ts';
import { readExerciseSources, readKey } from './publish.ts';
import { publishVariants } from './variant.ts';

/** What an exercise is fed. */
export const mutationKinds = ['answer', 'untouched', 'misconception', 'foreign', 'cut', 'variant'] as const;

/** One of them. */
export type MutationKind = (typeof mutationKinds)[number];

/** How often each was tried, and what was answered wrongly. */
export interface MutationReport {
  readonly exercises: number;
  readonly tried: Readonly<Record<MutationKind, number>>;
  readonly problems: readonly Problem[];
}

/** Output of something else than Go, and what of its name a message must hold. */
export interface ForeignPaste {
  readonly text: string;
  readonly called: RegExp;
}

/** One thing fed, and what is wrong with the verdict. */
interface Trial {
  readonly kind: MutationKind;
  readonly what: string;
  readonly verdict: Verdict;
  readonly isRight: boolean;
}

/**
 * Returns what happened when each exercise of a lesson was fed what learners feed it.
 *
 * @throws RangeError where exercises or keys are malformed; `checkLesson` says so in full.
 * @example (await checkMutations(name, { texts, bytes }, [{ text: 'Traceback …', called: /Python/ }])).problems
 */
export async function checkMutations(
  name: LessonName,
  contents: Contents,
  foreign: readonly ForeignPaste[],
): Promise<MutationReport> {
  const keys = readKey(name, contents.texts).exercises;
  const { programs, programOf } = publishVariants(name, contents.texts);
  const sources = readExerciseSources(name, contents.texts);
  const all = await Promise.all(
    sources.map(async (source) => {
      const key = parseExerciseKey(source.kind, keys[source.id]);
      if ('problems' in key) throw new RangeError(`${name.folder}: ${source.id}: ${key.problems.join('; ')}`);
      const program = programs.find(({ folder }) => folder === programOf[`${name.slug}/${source.id}`]);
      return feed(
        { contents, source, key: key.value, program, foreign },
        proveExercise(name, contents, source, key.value),
      );
    }),
  );
  const trials = all.flat();
  const count = (kind: MutationKind) => trials.filter((trial) => trial.kind === kind).length;
  return {
    exercises: sources.length,
    tried: Object.fromEntries(mutationKinds.map((kind) => [kind, count(kind)])) as MutationReport['tried'],
    problems: trials.filter(({ isRight }) => !isRight).map(problemOf),
  };
}

function problemOf({ kind, what, verdict: { exercise, verdict, findings } }: Trial): Problem {
  const said = findings[0]?.message ?? 'nothing';
  return {
    path: 'exercises.yaml',
    message: `${exercise.slice(exercise.indexOf('/') + 1)}: ${kind}: ${what} is graded ${verdict}, and what is said is: ${said}`,
    hint: 'mend the exercise, its key, or the grader of its kind',
  };
}

interface Fed {
  readonly contents: Contents;
  readonly source: ExerciseSource;
  readonly key: ExerciseKey;
  readonly program: VariantProgram | undefined;
  readonly foreign: readonly ForeignPaste[];
}

async function feed(fed: Fed, proof: Proof): Promise<readonly Trial[]> {
  const { exercise, answer, attempts } = proof;
  const own = asOwnRun(exercise);
  const each = attempts.map(async (files) => {
    const evidence = withLab(exercise, files);
    const cut = exercise.evidence === 'own' ? cutsOf(evidence) : [];
    return Promise.all([
      tryOne('answer', 'the answer', own, { answer, evidence }, isRightAnswer),
      ...cut.map(({ what, files: rest }) => tryOne('cut', what, own, { answer, evidence: rest }, isCarefulOnCut)),
      ...feedVariants(fed, own, answer, evidence),
    ]);
  });
  const strangers = exercise.evidence === 'own' ? fed.foreign : [];
  return [
    ...(await Promise.all(each)).flat(),
    await tryOne('untouched', 'the untouched sheet', own, untouched(proof), isNotRight),
    ...(await feedMisconceptions(fed, proof)),
    ...(await Promise.all(strangers.map((stranger) => feedStranger(own, answer, stranger)))),
  ];
}

async function tryOne(
  kind: MutationKind,
  what: string,
  exercise: Exercise,
  attempt: Attempt,
  isRight: (verdict: Verdict) => boolean,
): Promise<Trial> {
  const verdict = await grade(exercise, attempt);
  return { kind, what, verdict, isRight: isRight(verdict) };
}

function isRightAnswer({ verdict, points, maxPoints }: Verdict): boolean {
  return verdict === 'correct' && points === maxPoints;
}

/** Said in words, and worth nothing. */
function isNotRight({ verdict, points, findings }: Verdict): boolean {
  return verdict !== 'correct' && points === 0 && saysSomething(findings);
}

/** Who gave the right answer is not told that it is wrong because the paste is cut. */
function isCarefulOnCut({ verdict, findings }: Verdict): boolean {
  return verdict !== 'wrong' && saysSomething(findings);
}

function saysSomething(findings: Verdict['findings']): boolean {
  return findings.length > 0 && findings.every(({ message }) => /^\S.{14}/s.test(message));
}

/** What Check is pressed on when nothing was done: items in the order shown, the recording where one is shown. */
function untouched({ exercise, attempts }: Proof): Attempt {
  const answer = exercise.kind === 'order' ? exercise.items.map(({ id }) => id).join(',') : '';
  return { answer, evidence: exercise.evidence === 'recording' ? (attempts[0] ?? []) : [] };
}

async function feedMisconceptions({ contents, source, key }: Fed, proof: Proof): Promise<readonly Trial[]> {
  const verdicts = await gradeMistakes(contents, source, key, proof);
  return proof.exercise.misconceptions.map((id) => {
    const told = verdicts.filter(({ findings }) => findings.some(({ misconception }) => misconception === id));
    const wrongly = told.find(({ verdict }) => verdict === 'correct');
    const verdict = wrongly ?? told[0] ?? verdicts[0] ?? nothingSaid(proof.exercise);
    return {
      kind: 'misconception',
      what: id,
      verdict,
      isRight: told.length > 0 && !wrongly && told.every(({ findings }) => saysSomething(findings)),
    };
  });
}

function nothingSaid({ id, version, points }: Exercise): Verdict {
  const given = { verdict: 'wrong', points: 0, maxPoints: points, findings: [] } as const;
  return { schema: 'faultline.verdict/1', exercise: id, version, ...given };
}

function feedStranger(exercise: Exercise, answer: string, { text, called }: ForeignPaste): Promise<Trial> {
  const attempt = { answer, evidence: [{ source: 'paste', content: text }] };
  // A chain has links that ask for no evidence, and they keep what they earned.
  const isRefused = ({ verdict }: Verdict) =>
    verdict === 'unreadable' || (exercise.kind === 'chain' && verdict === 'partly');
  const isNamed = (verdict: Verdict) =>
    isRefused(verdict) && verdict.findings.some(({ message }) => called.test(message));
  return tryOne('foreign', `a paste that is called ${String(called)}`, exercise, attempt, isNamed);
}

/** How much of a paste is left: from its begin, and from its end. */
const shares = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

function cutsOf(
  evidence: readonly EvidenceFile[],
): readonly { readonly what: string; readonly files: readonly EvidenceFile[] }[] {
  return shares.flatMap((share) =>
    (['first', 'last'] as const).map((end) => ({
      what: `the ${end} ${share * 100} % of the evidence`,
      files: evidence.map((file) => ({ ...file, content: cutAt(file, share, end) })),
    })),
  );
}

/** Texts are cut between lines, as they are by a selection that misses some. */
function cutAt({ content }: EvidenceFile, share: number, end: 'first' | 'last'): EvidenceFile['content'] {
  if (typeof content !== 'string') {
    const length = Math.floor(content.length * share);
    return end === 'first' ? content.slice(0, length) : content.slice(content.length - length);
  }
  const lines = content.split('\n');
  const count = Math.max(1, Math.floor(lines.length * share));
  return (end === 'first' ? lines.slice(0, count) : lines.slice(lines.length - count)).join('\n');
}

/** The variant that a learner is in, and that the output is of. */
const pairs = [
  [0, 8],
  [7, 8],
  [7, 0],
] as const;

function feedVariants(
  { program }: Fed,
  exercise: Exercise,
  answer: string,
  evidence: readonly EvidenceFile[],
): readonly Promise<Trial>[] {
  if (!program || evidence.some(({ content }) => typeof content !== 'string')) return [];
  return pairs.map(async ([own, other]): Promise<Trial> => {
    const [here, there] = [createVariant(program, own), createVariant(program, other)];
    const files = evidence.map((file) => ({ ...file, content: there.varyOutput(String(file.content)) }));
    const verdict = await gradeVariant(exercise, here, { answer: there.toVaried(answer), evidence: files });
    const isNamed = verdict.findings.some(({ id, message }) => id === 'other-program' && message.includes(' in yours'));
    return {
      kind: 'variant',
      what: `output of variant ${other} in variant ${own}`,
      verdict,
      isRight: verdict.verdict === 'unreadable' && isNamed,
    };
  });
}
