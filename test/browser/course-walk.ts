/** Goes through a lesson as a learner who knows everything: every lab run, every exercise answered. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listLessons, readFiles, readLesson, type LessonOnDisk } from '../../src/cli/lessons/read.ts';
import { parseGoMod, proveExercises, readExerciseSources, readRecordings } from '../../src/course/index.ts';
import type { LessonName, Proof } from '../../src/course/index.ts';
import type { ExerciseSource } from '../../src/exercises/index.ts';
import { checkSheet, fillAnswer, dropEvidence, sheetOf } from './answer-sheet.ts';
import { runSteps } from './course-labs.ts';
import { expectAccessibleInEveryLook } from './open-page.ts';
import { expectToolchain, keepFiles, startLab, type LabPage } from './lab-page.ts';

/** How the labs run: with Go in the page, or by playing recordings. */
export type WalkMode = 'live' | 'replay';

/** One walk through a lesson. */
interface Walk {
  readonly page: Page;
  readonly mode: WalkMode;
  readonly lesson: LessonOnDisk;
  /** What was not as it should be. */
  readonly found: string[];
  lab?: LabPage;
}

/** The lessons of the course, in order. */
export async function courseLessons(): Promise<readonly LessonName[]> {
  return (await listLessons()).names;
}

/** Returns what was not as it should be; nothing where every exercise of the lesson ended in full points. */
export async function walkLesson(
  open: (path: string) => Promise<{ readonly page: Page; readonly problems: readonly string[] }>,
  name: LessonName,
  mode: WalkMode,
): Promise<readonly string[]> {
  if (mode === 'live') expectToolchain();
  const lesson = await readLesson(name);
  const proofs = proveExercises(name, { texts: lesson.files, bytes: lesson.bytes });
  const { page, problems } = await open(`/lessons/${name.slug}/`);
  if (mode === 'replay') await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
  const walk: Walk = { page, mode, lesson, found: [] };
  if (mode === 'replay') await askForEverything(walk, proofs);
  // Six programs, five tools and a fix: lesson-16.test.ts goes through the incident live, on several routes.
  const isElsewhere = ({ exercise }: Proof): boolean => mode === 'live' && exercise.kind === 'chain';
  const own = proofs.filter(({ exercise }) => exercise.evidence === 'own');
  const mending = own.filter(({ exercise }) => exercise.kind === 'fix');
  for (const proof of proofs.filter((one) => !own.includes(one))) await solve(walk, proof);
  await makeEvidence(
    walk,
    own.filter((proof) => !mending.includes(proof) && !isElsewhere(proof)),
  );
  for (const proof of mending) {
    if (mode === 'live') await runMended(walk, proof.exercise.id, proof.exercise.command ?? '');
    else await dropEvidence(page, sheetOf(page, proof.exercise.id), proof.attempts[0] ?? []);
    await solve(walk, proof);
  }
  if (mode === 'replay') await expectAccessibleInEveryLook(page);
  const unexpected = mode === 'live' ? problems : problems.filter((text) => !text.includes('404'));
  return [...walk.found, ...unexpected];
}

/** Leaves every exercise checked without an answer, with its hints and its solution open, and looks at all that. */
async function askForEverything({ page }: Walk, proofs: readonly Proof[]): Promise<void> {
  for (const { exercise } of proofs) {
    const sheet = sheetOf(page, exercise.id);
    const hint = sheet.locator('button.hint');
    for (let i = 0; i < exercise.hints.length; i++) await hint.click();
    await sheet.locator('button.solve').click();
    await sheet.locator('.solution').waitFor();
    await checkSheet(sheet);
  }
  await expectAccessibleInEveryLook(page);
}

async function solve({ page, mode, found }: Walk, { exercise, answer }: Proof): Promise<void> {
  const sheet = sheetOf(page, exercise.id);
  await fillAnswer(sheet, answer);
  const said = await checkSheet(sheet);
  // Without Go nobody sees the edited files run: pasted output counts half, and the verdict says so.
  const isHalf = mode === 'replay' && said.includes('Pasted output counts half');
  if (!isHalf && !said.startsWith('correct:')) found.push(`${exercise.id}: ${said}`);
}

/** Runs what the exercises ask for; one run serves every exercise that is about the same session. */
async function makeEvidence(walk: Walk, proofs: readonly Proof[]): Promise<void> {
  const [first] = proofs;
  if (!first) return;
  await writeOwnPart(walk, first);
  walk.lab = await startLab(walk.page, walk.mode);
  const handed = new Set<string>();
  for (const proof of proofs) {
    for (const { command, kind } of commandsOf(proof)) {
      const session = `${command} ${sourceOf(walk.lesson, proof)?.reads[0]}`;
      if (handed.has(session)) continue;
      handed.add(session);
      if (kind === 'fix') await mendLink(walk, proof);
      else await run(walk, proof.exercise.id, command);
    }
    await solve(walk, proof);
  }
}

interface Asked {
  readonly command: string;
  readonly kind: string;
}

/** What an exercise asks to run: its command, or those of its links. */
function commandsOf({ exercise }: Proof): readonly Asked[] {
  const asked = exercise.kind === 'chain' ? exercise.links.map(({ routes: [link] }) => link) : [exercise];
  return asked.flatMap((one) => (one?.command === undefined ? [] : [{ command: one.command, kind: one.kind }]));
}

async function run({ page, lab, mode, lesson }: Walk, id: string, command: string): Promise<void> {
  if (!lab) throw new Error('the lab is not started');
  const recording = readRecordings(lesson.name, lesson.files).find((one) => one.command === command);
  await runSteps({ page, lab, input: recording?.input ?? [] }, mode, id, command);
}

function sourceOf({ name, files }: LessonOnDisk, { exercise }: Proof): ExerciseSource | undefined {
  return readExerciseSources(name, files).find(({ id }) => exercise.id.endsWith(`/${id}`));
}

/** Where learners write a part of the lab, it is what the recording was made with. */
async function writeOwnPart({ page, mode, lesson }: Walk, proof: Proof): Promise<void> {
  const source = sourceOf(lesson, proof);
  const recording = readRecordings(lesson.name, lesson.files).find(({ file }) =>
    source?.reads[0]?.endsWith(`/${file}`),
  );
  const isWritten = recording?.program.startsWith('recordings/src/') === true;
  if (mode === 'live' && isWritten) await keepFilesOf(page, lesson, recording.program);
}

async function runMended(walk: Walk, id: string, command: string): Promise<void> {
  await keepFilesOf(walk.page, walk.lesson, 'answer/lab');
  await walk.page.reload();
  walk.lab = await startLab(walk.page, walk.mode);
  await run(walk, id, command);
}

/** The fix of a chain, as recorded. */
async function mendLink(walk: Walk, { exercise, attempts }: Proof): Promise<void> {
  const fixed = (attempts[0] ?? []).filter(({ source }) => source.includes('fixed'));
  await dropEvidence(walk.page, sheetOf(walk.page, exercise.id), fixed);
}

async function keepFilesOf(page: Page, { root, name, files }: LessonOnDisk, program: string): Promise<void> {
  const folder = `/home/gopher/${parseGoMod(files['lab/go.mod'] ?? '').module}`;
  const written = Object.entries(await readFiles(join(root, program)));
  await keepFiles(page, name.slug, Object.fromEntries(written.map(([path, text]) => [`${folder}/${path}`, text])));
}
