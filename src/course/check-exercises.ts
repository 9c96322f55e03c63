/**
 * Checks exercises by grading them: the key earns everything, nothing earns nothing, and each misconception that an
 * exercise lists is met by some answer and gets its message.
 */
import {
  grade,
  hintFacts,
  kindOf,
  hintFactsIn,
  parseExerciseKey,
  parseExerciseSource,
  readEvidence,
  type EvidenceFile,
  type Exercise,
  type ExerciseKey,
  type ExerciseSource,
  type Verdict,
} from '../exercises/index.ts';
import { readYaml } from './check-files.ts';
import type { LessonBytes, LessonFiles, LessonName } from './files.ts';
import type { Problem } from './problem.ts';
import { contentOf, proveExercise, type Contents, type Proof } from './proof.ts';
import { marksOf } from './publish.ts';
import { findFunctions } from './source.ts';
import { filesBelow } from './files.ts';

const path = 'exercises.yaml';
const keyPath = 'answer/key.yaml';

/** Returns what is wrong with the exercises and their keys. */
export async function checkExercises(
  name: LessonName,
  files: LessonFiles,
  bytes: LessonBytes = {},
): Promise<readonly Problem[]> {
  const entries = readYaml(files[path]);
  if (!Array.isArray(entries))
    return [{ path, message: 'it is no list', hint: 'write one entry per exercise, each beginning with `- id:`' }];
  const keys = readKeys(files);
  const problems: Problem[] = checkTogether(entries, keys);
  for (const entry of entries as readonly unknown[])
    problems.push(...(await checkEntry(name, { texts: files, bytes }, entry, keys)));
  return problems;
}

function readKeys(files: LessonFiles): Readonly<Record<string, unknown>> {
  const key = readYaml(files[keyPath]);
  const exercises = isRecord(key) ? key['exercises'] : undefined;
  return isRecord(exercises) ? exercises : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkTogether(entries: readonly unknown[], keys: Readonly<Record<string, unknown>>): Problem[] {
  const ids = entries.map((entry) => (isRecord(entry) ? String(entry['id']) : ''));
  const problems: Problem[] = ids
    .filter((id, i) => ids.indexOf(id) !== i)
    .map((id) => ({
      path,
      message: `two exercises have the id "${id}"`,
      hint: 'ids are stable addresses: give each its own',
    }));
  const strays = Object.keys(keys).filter((id) => !ids.includes(id));
  problems.push(
    ...strays.map((id) => ({
      path: keyPath,
      message: `it has a key for "${id}", which is no exercise`,
      hint: 'remove the key, or restore the exercise',
    })),
  );
  if (entries.length < 3)
    problems.push({ path, message: `there are ${entries.length} exercises`, hint: 'write at least three' });
  if (!entries.some((entry) => isRecord(entry) && entry['evidence'] === 'own')) {
    problems.push({
      path,
      message: 'no exercise is graded on evidence that the learner makes',
      hint: 'add one with `evidence: own`',
    });
  }
  return problems;
}

async function checkEntry(
  name: LessonName,
  contents: Contents,
  entry: unknown,
  keys: Readonly<Record<string, unknown>>,
): Promise<readonly Problem[]> {
  const source = parseExerciseSource(entry);
  const id = isRecord(entry) ? String(entry['id']) : '?';
  if ('problems' in source)
    return source.problems.map((problem) => ({
      path,
      message: `${id}: ${problem}`,
      hint: 'src/exercises says what the kind needs',
    }));
  if (!(id in keys))
    return [{ path: keyPath, message: `there is no key for "${id}"`, hint: `add it below exercises:` }];
  const key = parseExerciseKey(source.value.kind, keys[id]);
  if ('problems' in key)
    return key.problems.map((problem) => ({
      path: keyPath,
      message: `${id}: ${problem}`,
      hint: 'src/exercises says what the kind needs',
    }));
  const files = contents.texts;
  const dry = [
    ...checkReads(files, source.value),
    ...checkWrongEvidence(files, source.value, key.value),
    ...checkHints(source.value),
    ...checkKey(files, source.value, key.value),
  ];
  return dry.length > 0 ? dry : checkByGrading(name, contents, source.value, key.value);
}

function checkReads(files: LessonFiles, source: ExerciseSource): readonly Problem[] {
  const missing = source.reads.filter((read) => !(read in files));
  const problems: Problem[] = missing.map((read) => ({
    path,
    message: `${source.id} reads ${read}, which does not exist`,
    hint: 'record it, or name another',
  }));
  const isShown = source.evidence === 'recording' && source.reads[0] !== undefined && source.reads[0] in files;
  if (isShown && files[source.reads[0] ?? ''] === undefined)
    problems.push({
      path,
      message: `${source.id} shows ${source.reads[0] ?? ''}, which is no text`,
      hint: 'record what a tool prints of it, or ask for own evidence',
    });
  if (source.evidence !== 'none' && source.reads.length === 0)
    problems.push({ path, message: `${source.id} has no recording to be proved on`, hint: 'name one in reads:' });
  return problems;
}

function checkWrongEvidence(files: LessonFiles, source: ExerciseSource, key: ExerciseKey): readonly Problem[] {
  return wrongEvidenceOf(key)
    .flat()
    .filter((read) => !(read in files))
    .map((read) => ({
      path: keyPath,
      message: `${source.id}: wrongEvidence names ${read}, which does not exist`,
      hint: 'record it, or name another',
    }));
}

/** Recordings that mislead, each as the files of one attempt. */
function wrongEvidenceOf(key: ExerciseKey): readonly (readonly string[])[] {
  if (!('wrongEvidence' in key)) return [];
  return key.wrongEvidence.map((reads) => (typeof reads === 'string' ? [reads] : reads));
}

function checkHints(source: ExerciseSource): readonly Problem[] {
  return source.hints.flatMap((hint) => {
    const names = hintFactsIn(hint.text);
    const strangers = names.filter((name) => !hintFacts.includes(name));
    const problems: Problem[] = strangers.map((name) => ({
      path,
      message: `${source.id}: no hint fact is called {${name}}`,
      hint: `there are ${hintFacts.join(', ')}`,
    }));
    if (names.length > 0 && hint.otherwise === undefined)
      problems.push({
        path,
        message: `${source.id}: a hint with facts has no otherwise:`,
        hint: 'write what to show before anything is pasted',
      });
    return problems;
  });
}

function checkKey(files: LessonFiles, source: ExerciseSource, key: ExerciseKey): readonly Problem[] {
  const problems: Problem[] = kindOf(source.kind)
    .problems(source, key)
    .map((problem) => ({ path: keyPath, message: `${source.id}: ${problem.message}`, hint: problem.hint }));
  const marks = marksOf(files);
  const named = marksIn(key).filter((mark) => !marks.has(mark));
  problems.push(
    ...named.map((mark) => ({
      path: keyPath,
      message: `${source.id}: no source has the mark "${mark}"`,
      hint: `add \`// mark:${mark}\` to the line`,
    })),
  );
  return problems;
}

/** The marks that a key names, at any depth: those of a chain's links too. */
function marksIn(key: object): readonly string[] {
  return Object.entries(key).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return name === 'mark' || name === 'allocation' ? [value] : [];
    if (name === 'marks' && Array.isArray(value)) return value.filter((mark) => typeof mark === 'string');
    return typeof value === 'object' && value !== null ? marksIn(value) : [];
  });
}

async function checkByGrading(
  name: LessonName,
  contents: Contents,
  source: ExerciseSource,
  key: ExerciseKey,
): Promise<readonly Problem[]> {
  const proof = proveExercise(name, contents, source, key);
  const problems: Problem[] = [];
  for (const evidence of proof.attempts) problems.push(...(await checkAnswer(proof.exercise, proof.answer, evidence)));
  for (const evidence of misleadingOf(contents, key)) problems.push(...(await checkMisleads(proof, evidence)));
  const met = new Map<string, string>();
  for (const verdict of await gradeMistakes(contents, source, key, proof)) collect(met, verdict);
  return [...problems, ...checkMet(proof.exercise, met)];
}

/**
 * Returns the verdicts on every mistake that can be thought of at an exercise: each plausible answer, evidence that
 * misleads, copied, cut and of another program. The right answer may be among them.
 */
export async function gradeMistakes(
  contents: Contents,
  source: ExerciseSource,
  key: ExerciseKey,
  { exercise, answer, attempts }: Proof,
): Promise<readonly Verdict[]> {
  const marks = { findMark: (mark: string) => marksOf(contents.texts).get(mark) };
  const told = kindOf(source.kind).wrongAnswers?.(key, marks, source) ?? [];
  const answered = await Promise.all(attempts.map((evidence) => gradeCandidates(exercise, evidence, told)));
  const misled = await Promise.all(
    misleadingOf(contents, key).map((evidence) => grade(asOwnRun(exercise), { answer, evidence })),
  );
  const pasted = await Promise.all(
    attempts.slice(0, 1).map((evidence) => gradePastes(exercise, contents.texts, answer, evidence)),
  );
  return [...answered.flat(), ...misled, ...pasted.flat()];
}

function misleadingOf(contents: Contents, key: ExerciseKey): readonly (readonly EvidenceFile[])[] {
  return wrongEvidenceOf(key).map((reads) =>
    reads.map((read) => ({ source: read, content: contentOf(read, contents) })),
  );
}

/** Misleading evidence must not pass. */
async function checkMisleads(
  { exercise, answer }: Proof,
  evidence: readonly EvidenceFile[],
): Promise<readonly Problem[]> {
  const verdict = await grade(asOwnRun(exercise), { answer, evidence });
  if (verdict.verdict !== 'correct') return [];
  const names = evidence.map(({ source }) => source).join(' and ');
  return [
    {
      path: keyPath,
      message: `${exercise.id}: the answer is graded correct on ${names}, which is to mislead`,
      hint: 'drop it from wrongEvidence:, or record evidence that shows something else',
    },
  ];
}

/** The exercise as it is for output that is not a copy of the recording: what a learner's own run looks like. */
export function asOwnRun(exercise: Exercise): Exercise {
  return { ...exercise, samples: [] };
}

async function checkAnswer(
  exercise: Exercise,
  answer: string,
  evidence: readonly EvidenceFile[],
): Promise<readonly Problem[]> {
  const name = exercise.id.slice(exercise.id.indexOf('/') + 1);
  const where = evidence[0] === undefined ? '' : ` on ${evidence[0].source}`;
  const full = await grade(asOwnRun(exercise), { answer, evidence: withLab(exercise, evidence) });
  const problems: Problem[] = [];
  if (full.verdict !== 'correct')
    problems.push({
      path: keyPath,
      message: `${name}: the key's answer is graded ${full.verdict}${where} (${full.findings[0]?.message ?? ''})`,
      hint: 'key, marks and recordings must say the same',
    });
  if (exercise.kind === 'core' || needsLab(exercise)) return problems;
  const empty = await grade(asOwnRun(exercise), { answer: '', evidence });
  if (empty.points > 0)
    problems.push({
      path: keyPath,
      message: `${name}: an empty answer earns ${empty.points} points`,
      hint: 'ask for an answer',
    });
  return problems;
}

function needsLab(exercise: Exercise): boolean {
  if (exercise.kind === 'chain') return exercise.links.some(({ routes }) => routes[0]?.kind === 'fix');
  return exercise.kind === 'fix';
}

/** A fix earns everything only with the edited files beside its output. */
export function withLab(exercise: Exercise, evidence: readonly EvidenceFile[]): readonly EvidenceFile[] {
  return needsLab(exercise) ? [...evidence, { source: 'lab/edited.go', content: 'package edited\n' }] : evidence;
}

async function gradeCandidates(
  exercise: Exercise,
  files: readonly EvidenceFile[],
  told: readonly string[],
): Promise<readonly Verdict[]> {
  const own = asOwnRun(exercise);
  const evidence = await readEvidence(own, files);
  if ('unreadable' in evidence) return [];
  const answers = [...told, ...kindOf(exercise.kind).candidates(own, evidence)];
  return Promise.all(answers.map((answer) => grade(own, { answer, evidence: files })));
}

/** The three misconceptions of the paste itself: a copy of the sample, another program, a cut. */
async function gradePastes(
  exercise: Exercise,
  files: LessonFiles,
  answer: string,
  evidence: readonly EvidenceFile[],
): Promise<readonly Verdict[]> {
  if (exercise.evidence !== 'own') return [];
  const text = String(evidence[0]?.content ?? '');
  const samples = exercise.samples.map(({ name }) => [exercise, files[name] ?? ''] as const);
  const pastes: readonly (readonly [Exercise, string])[] = [
    ...samples,
    [asOwnRun(exercise), renameFunctions(text, files)],
    [asOwnRun(exercise), text.slice(0, text.indexOf('\n', text.indexOf('goroutine ')) + 1)],
    [asOwnRun(exercise), text.slice(text.indexOf('goroutine '))],
  ];
  return Promise.all(
    pastes.map(([form, content]) => grade(form, { answer, evidence: [{ source: 'paste', content }] })),
  );
}

/** The recording as another program would have printed it: module and functions have other names. */
function renameFunctions(text: string, files: LessonFiles): string {
  const names = findFunctions(filesBelow(files, 'lab')).flatMap((name) => name.replace(/[()*]/g, '').split('.'));
  return names
    .reduce(
      (renamed, name) => renamed.replaceAll(`.${name}`, `.other${name}`).replaceAll(` ${name} `, ` other${name} `),
      text,
    )
    .replaceAll('\tok', 'ok')
    .replace(/^(ok {2}|FAIL)\t\S+/gm, '$1\tother');
}

function collect(met: Map<string, string>, verdict: Verdict): void {
  for (const finding of verdict.findings)
    if (finding.misconception !== undefined) met.set(finding.misconception, finding.message);
}

function checkMet(exercise: Exercise, met: ReadonlyMap<string, string>): readonly Problem[] {
  const name = exercise.id.slice(exercise.id.indexOf('/') + 1);
  const lacking = exercise.misconceptions.filter((id) => !met.has(id));
  const messages = exercise.misconceptions.map((id) => met.get(id)).filter((message) => message !== undefined);
  const problems: Problem[] = lacking.map((id) => ({
    path,
    message: `${name}: no wrong answer gets the message of ${id}`,
    hint: 'drop it from misconceptions:, or use evidence or options in which it can be made',
  }));
  if (new Set(messages).size < messages.length)
    problems.push({ path, message: `${name}: two misconceptions share one message`, hint: 'give each its own' });
  return problems;
}
