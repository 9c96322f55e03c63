import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishExercises, publishVariants } from '../../src/course/index.ts';
import { createVariant, type Variant } from '../../src/exercises/index.ts';
import {
  assignedSeed,
  formatLink,
  gradeClass,
  programsByExercise,
  type Assignment,
  type Learner,
} from '../../src/gradebook/index.ts';
import { eventually, expectToolchain, startLab, type LabPage } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const slug = 'the-line-that-panicked';
const path = `/lessons/${slug}/`;
const [lesson] = await findLessons([slug]);
if (!lesson) throw new Error(`content/lessons has no ${slug}`);
const { name, files } = await readLesson(lesson);
const { programs } = publishVariants(name, files);

function variantOf(folder: string, seed: number): Variant {
  const program = programs.find((one) => one.folder === folder);
  if (!program) throw new Error(`${slug} has no program ${folder}`);
  return createVariant(program, seed);
}

/** `main.go:42` where the source carries the mark, as the variant has it. */
function placeOf(folder: string, file: string, mark: string, variant: Variant): string {
  const line = (files[`${folder}/${file}`] ?? '').split('\n').findIndex((text) => text.endsWith(`// mark:${mark}`)) + 1;
  return variant.toVaried(`${file}:${line}`);
}

function sheetOf(page: Page, exercise: string): Locator {
  return page.locator(`[data-exercise="${slug}/${exercise}"]`);
}

async function check(sheet: Locator, verdict: string): Promise<string> {
  await sheet.getByRole('button', { name: 'Check' }).click();
  const status = sheet.locator(`[role=status]:not(.stale)[data-verdict="${verdict}"]`);
  await status.waitFor();
  return status.innerText();
}

/** On a busy machine the two timers of the lab may end together, and nothing fails. */
async function runToPanic(lab: LabPage): Promise<string> {
  for (let i = 0; i < 5; i++) {
    const output = await lab.run('go run .');
    if (output.includes('panic:')) return output;
  }
  throw new Error('the lab never panicked');
}

/** The seed that the sheet shows. */
async function seedOf(sheet: Locator): Promise<number> {
  const line = sheet.getByText(/^Your variant: \d+/);
  await line.waitFor();
  return Number(/\d+/.exec(await line.innerText())?.[0]);
}

describe('a new variant of an exercise on own output', () => {
  it('runs in the lab, is right in its own words, names other output, and stays over a reload', async () => {
    expectToolchain();
    const { page, requests, problems } = await open(path);
    const sheet = sheetOf(page, 'own-crash');
    await sheet.getByRole('button', { name: 'New variant' }).click();
    const seed = await seedOf(sheet);
    expect(await seedOf(sheetOf(page, 'own-value'))).toBe(seed);
    const own = variantOf('lab', seed);
    const file = own.toVaried('main.go');
    await expect.poll(() => page.locator('.lab-sources').innerText()).toContain(`Variant ${seed}`);
    await expectAccessibleInEveryLook(page, `[data-exercise="${slug}/own-crash"]`);

    const lab = await startLab(page);
    await page.getByRole('tab', { name: file }).waitFor();
    expect(await runToPanic(lab)).toContain(`/${file}:`);
    await lab
      .last()
      .getByRole('button', { name: /to the exercise/ })
      .click();
    await sheet.getByRole('textbox', { name: 'Line' }).fill(placeOf('lab', 'main.go', 'fault', own));
    expect(await check(sheet, 'correct')).toContain(own.names.get('Process'));

    const evidence = sheet.getByRole('textbox', { name: 'Evidence' });
    const output = await evidence.inputValue();
    await evidence.fill(own.toOriginal(output));
    expect(await check(sheet, 'unreadable')).toMatch(/the lab as the lesson shows it, not of your variant: its \w+ is/);
    await evidence.fill(variantOf('lab', seed + 1).varyOutput(own.toOriginal(output)));
    expect(await check(sheet, 'unreadable')).toMatch(/another variant of this lab/);
    await evidence.fill(files['recordings/run-go1.26.txt'] ?? '');
    expect(await check(sheet, 'unreadable')).toMatch(/lesson's own recording/);

    await page.reload();
    expect(await seedOf(sheet)).toBe(seed);
    await sheet.locator('[data-verdict=unreadable]').waitFor();
    await sheet.getByRole('button', { name: 'As in the lesson' }).click();
    await eventually(() => sheet.getByText('Your variant').count()).toBe(0);
    await expect.poll(() => page.locator('.lab-sources').innerText()).toContain('main.go');
    await evidence.fill(output);
    expect(await check(sheet, 'unreadable')).toMatch(/another variant of this lab/);
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('changes a lab that is open, and gives each variant files of its own', async () => {
    expectToolchain();
    const { page } = await open(path);
    const lab = await startLab(page);
    await lab.run('echo mine > mine.txt');
    const sheet = sheetOf(page, 'own-crash');
    await sheet.getByRole('button', { name: 'New variant' }).click();
    const file = variantOf('lab', await seedOf(sheet)).toVaried('main.go');
    await page.getByRole('tab', { name: file }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('tab', { name: 'mine.txt' }).count()).toBe(0);
    expect(await lab.run('ls')).toContain(file);
    await sheet.getByRole('button', { name: 'As in the lesson' }).click();
    await page.getByRole('tab', { name: 'mine.txt' }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('tab', { name: file }).count()).toBe(0);
  });
});

describe('a new variant where Go does not run', () => {
  it("plays the lab's recordings in its own words, and judges them", async () => {
    const { page } = await open(path);
    await page.route('**/toolchain/**', (route) => route.abort());
    const sheet = sheetOf(page, 'own-crash');
    await sheet.getByRole('button', { name: 'New variant' }).click();
    const own = variantOf('lab', await seedOf(sheet));
    const lab = await startLab(page, 'replay');
    const place = placeOf('lab', 'main.go', 'fault', own);
    expect(await lab.run('go run .')).toContain(`/${place} `);
    await lab
      .last()
      .getByRole('button', { name: /to the exercise/ })
      .click();
    await sheet.getByRole('textbox', { name: 'Line' }).fill(place);
    expect(await check(sheet, 'correct')).toContain('a recording of the lesson');
  });
});

describe('a new variant of an exercise on a recording', () => {
  it('shows the recording and takes the answer in its own words', async () => {
    const { page, problems } = await open(path);
    const sheet = sheetOf(page, 'half-judged');
    await sheet.getByRole('button', { name: 'New variant' }).click();
    const own = variantOf('recordings/src/stock', await seedOf(sheet));
    expect(await sheetOf(page, 'own-crash').getByText('Your variant').count()).toBe(0);
    const place = placeOf('recordings/src/stock', 'stock.go', 'stock', own);
    await sheet.locator('.paste', { hasText: place }).waitFor();
    await expectAccessibleInEveryLook(page, `[data-exercise="${slug}/half-judged"]`);
    const line = sheet.getByRole('textbox', { name: 'Line' });
    await line.fill(own.toOriginal(place));
    await check(sheet, 'wrong');
    await line.fill(place);
    await check(sheet, 'correct');

    await page.reload();
    await sheet.locator('[data-verdict=correct]').waitFor();
    await sheet.locator('.paste', { hasText: place }).waitFor();
    await sheet.getByRole('button', { name: 'As in the lesson' }).click();
    await sheet.locator('.paste', { hasText: own.toOriginal(place) }).waitFor();
    await line.fill(own.toOriginal(place));
    await check(sheet, 'correct');
    expect(problems).toEqual([]);
  });
});

const assignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'own-programs',
  version: 1,
  title: 'Own programs',
  message: '',
  items: [{ exercise: `${slug}/half-judged`, points: 2 }],
  timeZone: 'UTC',
  late: { kind: 'accept' },
  hints: true,
  solutions: true,
  variants: 'own',
  identity: 'named',
  extensions: [],
};
const ada: Learner = { name: 'Ada', email: 'ada@example.org' };

/** Solves what is asked, in the variant that the page shows, and comes back to the assignment. */
async function solveInOwnVariant(page: Page, seed: number): Promise<void> {
  await page.getByRole('link', { name: /The test runner caught this panic/ }).click();
  const sheet = sheetOf(page, 'half-judged');
  expect(await seedOf(sheet)).toBe(seed);
  const own = variantOf('recordings/src/stock', seed);
  await sheet.getByRole('textbox', { name: 'Line' }).fill(placeOf('recordings/src/stock', 'stock.go', 'stock', own));
  await check(sheet, 'correct');
  await sheet.getByRole('link', { name: 'Own programs' }).click();
}

async function handIn(page: Page): Promise<{ readonly source: string; readonly content: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the file to hand in' }).click(),
  ]);
  return { source: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') };
}

async function gradeFile(file: { readonly source: string; readonly content: string }) {
  const { version } = JSON.parse(file.content).course as { readonly version: string };
  const exercises = new Map(publishExercises(name, files).map((one) => [one.id, one]));
  const programOf = programsByExercise([publishVariants(name, files)]);
  const { graded } = await gradeClass([file], { courseVersion: version, exercises, programs: programOf, assignment });
  return graded[0];
}

describe('an assignment of own variants', () => {
  it("sets a learner's variant by a personal link, and what is handed in earns its points", async () => {
    const { page } = await open(`/assignment/index.html#${formatLink({ assignment, learner: ada })}`);
    const seed = assignedSeed(assignment, ada);
    await page.getByText(`variant ${seed}`).waitFor();
    await expectAccessibleInEveryLook(page);
    await solveInOwnVariant(page, seed);
    await page.getByText('right, 1 attempt').waitFor();
    const file = await handIn(page);
    expect(await gradeFile(file)).toMatchObject({ points: 2, flags: [], changed: [] });
    const stolen = file.content.replaceAll('"ada@example.org"', '"bob@example.org"').replaceAll('"Ada"', '"Bob"');
    const theirs = await gradeFile({ source: file.source, content: stolen });
    expect(theirs?.points).toBe(0);
    expect(theirs?.flags.map(({ kind }) => kind)).toContain('other-variant');
  });

  it('asks who it is for where the link is for everybody, and counts no work on another variant', async () => {
    const { page } = await open(`/assignment/index.html#${formatLink({ assignment })}`);
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save the file to hand in' }).count()).toBe(0);
    await expectAccessibleInEveryLook(page);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await page.getByRole('textbox', { name: /E-mail or id/ }).fill('ada@example.org');
    await page.getByRole('button', { name: 'Set my programs' }).click();
    const seed = assignedSeed(assignment, ada);
    await page.getByText(`Your programs are your own: variant ${seed}.`).waitFor();

    await page.getByRole('link', { name: /The test runner caught this panic/ }).click();
    const sheet = sheetOf(page, 'half-judged');
    await seedOf(sheet);
    await sheet.getByRole('button', { name: 'As in the lesson' }).click();
    await sheet.locator('.paste', { hasText: 'stock.go:21' }).waitFor();
    await sheet.getByRole('textbox', { name: 'Line' }).fill('stock.go:21');
    await check(sheet, 'correct');
    await sheet.getByRole('link', { name: 'Own programs' }).click();
    await page.getByText('not begun').waitFor();
    await solveInOwnVariant(page, seed);
    await page.getByText('right, 1 attempt').waitFor();
    expect(await gradeFile(await handIn(page))).toMatchObject({ points: 2, flags: [] });
  });
});
