/** Goes through a lesson as a learner who knows everything: every lab run, every exercise answered. */
import type { Page } from 'playwright-core';
import { listLessons, readFiles, readLesson } from '../../src/cli/lessons/read.ts';
import { proveExercises, type Proof } from '../../src/course/proof.ts';
import { parseGoMod, readRecordings } from '../../src/course/index.ts';
import type { LessonName } from '../../src/course/index.ts';
import { readExerciseSources } from '../../src/course/publish.ts';
import { join } from 'node:path';
import { checkSheet, fillAnswer, giveEvidence, sheetOf } from './answer-sheet.ts';
import { runSteps } from './course-labs.ts';
import { expectToolchain, keepFiles, startLab } from './lab-page.ts';

/** How the labs run: with Go in the page, or by playing recordings. */
export type WalkMode = 'live' | 'replay';

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
  const { files, bytes, root } = await readLesson(name);
  const proofs = proveExercises(name, { texts: files, bytes });
  const { page, problems } = await open(`/lessons/${name.slug}/`);
  if (mode === 'replay') await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
  const sources = readExerciseSources(name, files);
  const own = proofs.filter(({ exercise }) => exercise.evidence === 'own');
  const found: string[] = [];
  const solve = async (proof: Proof): Promise<void> => {
    const sheet = sheetOf(page, proof.exercise.id);
    await fillAnswer(sheet, proof.answer);
    const said = await checkSheet(sheet);
    // Without Go nobody sees the edited files run: pasted output counts half, and the verdict says so.
    const isHalf = mode === 'replay' && said.includes('Pasted output counts half');
    if (!isHalf && !said.startsWith('correct:')) found.push(`${proof.exercise.id}: ${said}`);
  };
  for (const proof of proofs.filter((one) => !own.includes(one))) await solve(proof);

  const mending = own.filter(({ exercise }) => exercise.kind === 'fix');
  const reading = own.filter((proof) => !mending.includes(proof));
  const inputs = new Map(readRecordings(name, files).map(({ file, input }) => [`recordings/${file}`, input]));
  const inputOf = ({ exercise }: Proof): readonly string[] =>
    sources.find(({ id }) => exercise.id.endsWith(`/${id}`))?.reads.flatMap((read) => inputs.get(read) ?? []) ?? [];
  let lab = reading.length > 0 ? await startLab(page, mode) : undefined;
  const handed = new Set<string>();
  for (const proof of reading) {
    const { command = '', id } = proof.exercise;
    // One run serves every exercise that asks for its command.
    if (lab && !handed.has(command)) await runSteps({ page, lab, input: inputOf(proof) }, mode, id, command);
    handed.add(command);
    await solve(proof);
  }
  for (const proof of mending) {
    if (mode === 'live') {
      const cured = await readFiles(join(root, 'answer', 'lab'));
      const folder = `/home/gopher/${parseGoMod(files['lab/go.mod'] ?? '').module}`;
      await keepFiles(
        page,
        name.slug,
        Object.fromEntries(Object.entries(cured).map(([path, text]) => [`${folder}/${path}`, text])),
      );
      await page.reload();
      lab = await startLab(page, mode);
      await runSteps({ page, lab, input: [] }, mode, proof.exercise.id, proof.exercise.command ?? '');
    } else await giveEvidence(page, sheetOf(page, proof.exercise.id), proof.attempts[0] ?? []);
    await solve(proof);
  }
  const unexpected = mode === 'live' ? problems : problems.filter((text) => !text.includes('404'));
  return [...found, ...unexpected];
}
