import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formatLink, readSubmission, type Assignment } from '../../src/gradebook/index.ts';
import { eventually, startLab } from './lab-page.ts';
import { expectAccessible, expectAccessibleInEveryLook, openPage, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = '/lessons/first-crash/';
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Notebook' });

async function openDrawer(page: Page) {
  await page.getByRole('link', { name: 'Notebook', exact: true }).click();
  await drawer(page).waitFor();
  return drawer(page);
}

async function pinPaste(page: Page, text: string): Promise<void> {
  const notes = drawer(page);
  const box = notes.getByRole('textbox', { name: 'Output of your own machine' });
  if (!(await box.isVisible())) await notes.getByText('Paste evidence').click();
  await box.fill(text);
  await notes.getByRole('button', { name: 'Pin', exact: true }).click();
  await notes.getByText(/Pinned as E\d/).waitFor();
}

describe('the notebook of a lesson', () => {
  it('keeps evidence, hypothesis, test, conclusion and what it rules out, over a reload and in another tab', async () => {
    const { page, context, problems } = await open(lesson);
    await page.keyboard.press('n');
    const notes = drawer(page);
    await notes.waitFor();
    await notes.getByText('Nothing is pinned yet.').waitFor();
    await pinPaste(page, 'panic: assignment to entry in nil map\n');
    await notes.getByRole('textbox', { name: 'Hypothesis' }).fill('The map was never made.');
    await notes.getByRole('textbox', { name: 'Rules out' }).fill('A race.');
    await notes.getByRole('button', { name: 'Add a step' }).click();
    await notes
      .getByRole('group', { name: 'Step 2' })
      .getByRole('textbox', { name: 'Test', exact: true })
      .fill('Print it.');
    await expectAccessibleInEveryLook(page);
    const all = await openPage(context, '/notebook/');
    const section = all.page.getByRole('region', { name: 'First crash' });
    await eventually(() =>
      section.getByRole('group', { name: 'Step 1' }).getByRole('textbox', { name: 'Hypothesis' }).inputValue(),
    ).toBe('The map was never made.');
    await page.reload();
    await page.keyboard.press('n');
    const again = drawer(page).getByRole('group', { name: 'Step 2' });
    expect(await again.getByRole('textbox', { name: 'Test', exact: true }).inputValue()).toBe('Print it.');
    await drawer(page).getByText('E1 panic: assignment').waitFor();
    expect(problems).toEqual([]);
  });

  it('is saved as Markdown whose fences hold whatever was pinned', async () => {
    const { page } = await open(lesson);
    await openDrawer(page);
    await pinPaste(page, 'goroutine 1\n```\n# not a heading');
    const saving = page.waitForEvent('download');
    await drawer(page).getByRole('button', { name: 'Save as Markdown' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('notebook-first-crash.md');
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('## First crash');
    expect(text).toMatch(
      /### E1\n\npasted, \d{4}-\d\d-\d\d \d\d:\d\d UTC\n\n````text\ngoroutine 1\n```\n# not a heading\n````/,
    );
  });

  it('closes by its button and by Escape, gives the focus back, and covers nothing on a wide screen', async () => {
    const { page } = await open(lesson);
    const link = page.getByRole('link', { name: 'Notebook', exact: true });
    const notes = await openDrawer(page);
    const [text, over] = [await page.locator('h1').boundingBox(), await notes.boundingBox()];
    expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(over?.x ?? 0);
    await page.keyboard.press('Escape');
    await notes.waitFor({ state: 'hidden' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    await link.click();
    await notes.getByRole('button', { name: 'Close' }).click();
    await notes.waitFor({ state: 'hidden' });
  });

  it('fills a phone and stays there when evidence and steps are removed', async () => {
    const { page } = await open(lesson, { width: 360 });
    const notes = await openDrawer(page);
    await pinPaste(page, 'one');
    await pinPaste(page, 'two');
    await notes.getByText('E1 one').click();
    await notes.getByRole('button', { name: 'Remove E1' }).click();
    await notes.getByText('E1 is removed.').waitFor();
    expect(await notes.locator('.pins > li').count()).toBe(1);
    await pinPaste(page, 'three');
    await notes.getByText('E3 three').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

describe('evidence gets into the notebook', () => {
  it('from an exercise, whole, and says when there is none', async () => {
    const { page } = await open(lesson);
    const exercise = page.locator('[data-exercise="first-crash/own-value"]');
    const pin = exercise.getByRole('button', { name: 'Pin to the notebook' });
    await pin.click();
    await exercise.getByRole('button', { name: 'Nothing to pin yet' }).waitFor();
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill('panic: mine\n\ngoroutine 1 [running]:\n');
    await eventually(async () => {
      await exercise.locator('[data-open=pin]').click();
      return exercise.locator('[data-open=pin]').innerText();
    }).toMatch(/Pinned as E\d/);
    const notes = await openDrawer(page);
    await notes.getByText('panic: mine').first().waitFor();
  });

  it('from the analyze page', async () => {
    const { page } = await open('/analyze/');
    await page
      .getByRole('textbox', { name: 'Evidence' })
      .fill('panic: mine\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:3\n');
    await page.getByRole('button', { name: 'Pin to the notebook' }).click();
    await page.getByRole('button', { name: 'Pinned as E1' }).waitFor();
    await page.goto(new URL('../notebook/index.html', page.url()).href);
    await page.getByRole('region', { name: 'Evidence of your own' }).getByText('E1 panic: mine').waitFor();
  });

  it('from a terminal, with the command and its exit status', async () => {
    const { page } = await open(lesson);
    const lab = await startLab(page);
    await lab.run('cat go.mod');
    await page.getByRole('button', { name: 'Pin the output of cat go.mod to the notebook' }).click();
    await eventually(() => lab.status()).toBe('Pinned to the notebook as E1.');
    const notes = await openDrawer(page);
    await notes.getByText('E1 cat go.mod').click();
    await notes.getByText('Terminal 1 of the page, exit status 0').waitFor();
  });
});

describe('notes on the lessons of an assignment', () => {
  const assignment: Assignment = {
    schema: 'faultline.assignment/1',
    id: 'week-1',
    version: 1,
    title: 'Week 1',
    message: '',
    items: [{ exercise: 'first-crash/own-value', points: 3 }],
    timeZone: 'UTC',
    late: { kind: 'accept' },
    hints: true,
    solutions: true,
    variants: 'same',
    identity: 'named',
    extensions: [],
  };

  it('are handed in where the learner says so, and not otherwise', async () => {
    const { page } = await open(lesson);
    const notes = await openDrawer(page);
    await notes.getByRole('textbox', { name: 'Hypothesis' }).fill('The map was never made.');
    await pinPaste(page, 'panic: mine');
    await page.goto(`${siteUrl('/assignment/')}#${formatLink({ assignment })}`);
    await page.getByLabel('Your name').fill('Ada');
    const handIn = async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save the file to hand in' }).click(),
      ]);
      const read = readSubmission(await readFile(await download.path(), 'utf8'));
      return 'submission' in read ? (read.submission.notebook ?? []) : read;
    };
    expect(await handIn()).toEqual([]);
    const box = page.getByRole('checkbox', { name: 'Hand in what I noted on these lessons too: one note.' });
    await box.check();
    expect(await handIn()).toMatchObject([
      { lesson: 'first-crash', kind: 'hypothesis', text: 'The map was never made.' },
    ]);
    await expectAccessibleInEveryLook(page);
  });
});

describe('the notebook page', () => {
  it('says how to begin where nothing is noted, and what to do without scripts', async () => {
    const { page } = await open('/notebook/');
    await page.getByText('Nothing is noted yet.').waitFor();
    const { page: plain } = await open('/notebook/', { javaScriptEnabled: false });
    expect(await plain.locator('main noscript p').isVisible()).toBe(true);
  });
});
