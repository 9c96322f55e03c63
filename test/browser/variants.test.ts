import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishVariants } from '../../src/course/index.ts';
import { createVariant, type Variant } from '../../src/exercises/index.ts';
import { eventually, expectToolchain, startLab, type LabPage } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const slug = 'the-line-that-panicked';
const path = `/lessons/${slug}/`;
const [lesson] = await findLessons([slug]);
if (!lesson) throw new Error(`content/lessons has no ${slug}`);
const { files } = await readLesson(lesson);
const { programs } = publishVariants(lesson, files);

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

function sheetOf(page: Page, name: string): Locator {
  return page.locator(`[data-exercise="${slug}/${name}"]`);
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
