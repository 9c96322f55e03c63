import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import type { CourseForGrading } from '../../src/components/grade-client.ts';
import { grade } from '../../src/exercises/index.ts';
import {
  formatLink,
  makeDemoClass,
  parseAssignment,
  readSubmission,
  type Assignment,
} from '../../src/gradebook/index.ts';
import { eventually, expectToolchain, startLab } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'faultline-class-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Choices on recordings, solved without a lab, and a line of a crash that the learner makes in the page. */
const choices = [
  'first-crash/still-running',
  'the-line-that-panicked/which-pointer',
  'recovered-and-thrown-again/after-the-panic',
];
const made = 'first-crash/own-line';
const asked = [made, 'first-crash/still-running', 'the-line-that-panicked/which-pointer'];

const course = async () =>
  (await (await fetch(`${inject('siteUrl')}instructor/course.json`)).json()) as CourseForGrading;

async function rightOption(id: string): Promise<readonly string[]> {
  const exercise = (await course()).exercises.find((one) => one.id === id);
  if (exercise?.kind !== 'choice') throw new Error(`${id} is no choice`);
  const ids = exercise.options.map((option) => option.id);
  const subsets = Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, i) => (bits >> i) & 1));
  for (const subset of subsets.slice(1).sort((a, b) => a.length - b.length)) {
    const verdict = await grade(exercise, { answer: subset.join(','), evidence: [] });
    if (verdict.verdict === 'correct')
      return subset.map((one) => exercise.options.find(({ id: o }) => o === one)?.text ?? '');
  }
  throw new Error(`no answer to ${id} is right`);
}

async function saved(page: Page, act: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: await textOf(download) };
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}

/** From the form to the gradebook, with a lab between: minutes on a busy machine. */
const aWholeWeek = { timeout: 400_000 };

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('Title', { exact: true }).fill('Week 1: Panics');
  await page.getByLabel('Message to learners').fill('Until Friday. До пятницы.');
  await page.getByLabel('Due', { exact: true }).fill('2099-11-27T23:59');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByLabel('loses points for each day begun').check();
  for (const id of asked) {
    const box = page.locator(`input[name=exercise][value="${id}"]`);
    await box.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await box.check();
    await page.locator(`input[data-points="${id}"]`).fill('4');
  }
}

describe('the instructors’ page', () => {
  it(
    'makes an assignment that a learner does in another profile, and grades a class as the command line does',
    aWholeWeek,
    async () => {
      const { page, requests, problems } = await open('/instructor/');
      await fillForm(page);
      await press(page, 'Make the assignment');
      await page.getByText('version 1, is made').waitFor();
      const file = await saved(page, () => press(page, 'Save the assignment file'));
      expect(file.name).toBe('week-1-panics.json');
      const read = parseAssignment(file.text);
      if ('problem' in read) throw new Error(read.problem);
      expect(read.assignment).toMatchObject({
        due: '2099-11-27T23:59:00+01:00',
        items: asked.map((exercise) => ({ exercise, points: 4 })),
      });
      await page.getByLabel('Roster').fill('name,email\nGrace Hopper,grace@example.org\nנועה,noa@example.org\n');
      await page.getByRole('link', { name: 'Link of Grace Hopper' }).waitFor();
      await expectAccessibleInEveryLook(page);
      const links = await saved(page, () => press(page, 'Save the links as CSV'));
      const [, graceLink = ''] = /grace@example\.org,,(\S+)/.exec(links.text) ?? [];

      const submission = await doAssignment(graceLink);
      const classFolder = await writeClass(read.assignment, file.text, submission);

      await page.locator('grade-desk input.folder').setInputFiles(classFolder);
      await page.getByText(/graded, \d+ not\./).waitFor();
      await page.getByRole('button', { name: 'Grace Hopper' }).first().click();
      const learner = page.locator('.learner');
      await learner.getByText('12 of 12').first().waitFor();
      await learner.locator('.questions li').nth(2).waitFor();
      const csv = await saved(page, () => press(page, 'Save the gradebook as CSV'));
      const json = await saved(page, () => press(page, 'Save as JSON'));
      const cli = gradeByCli('class');
      expect(csv.text).toBe(cli.csv);
      expect(json.text).toBe(cli.json);
      expect(json.text.trim().split('\n')).toHaveLength(31);
      expect(csv.text).toContain('Grace Hopper,grace@example.org,week-1-panics,4,4,4,12,12,0,');
      await expectAccessibleInEveryLook(page);
      expectOwnOrigin(requests);
      expect(problems).toEqual([]);
    },
  );

  it('says beside each field what is to be mended', async () => {
    const { page } = await open('/instructor/');
    await page.getByLabel('Attempts that count').fill('two');
    await press(page, 'Make the assignment');
    await page.getByText('3 things are to be mended first').waitFor();
    expect(await page.locator('#make-attempts-problem').innerText()).toContain('whole number');
    expect(await page.getByLabel('Title', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await expectAccessibleInEveryLook(page);
  });

  it('raises the version of an assignment that is loaded and changed', async () => {
    const { page } = await open('/instructor/');
    const file = join(folder, 'loaded.json');
    writeFileSync(file, JSON.stringify(assignmentOf({ version: 3 })));
    await page.locator('assignment-desk input.assignment-file').setInputFiles(file);
    await page.getByText('version 3, is loaded').waitFor();
    await press(page, 'Make the assignment');
    await page.getByText('version 3, is made').waitFor();
    await page.getByLabel('Title', { exact: true }).fill('Another title');
    await press(page, 'Make the assignment');
    await page.getByText('version 4, is made').waitFor();
  });

  it('keeps points by hand apart, exports them, and takes them in again', async () => {
    const { page } = await open('/instructor/');
    const assignment = assignmentOf({});
    const classFolder = await writeClass(assignment, JSON.stringify(assignment), undefined, 'overrides', true);
    await page.locator('grade-desk input.folder').setInputFiles(classFolder);
    await page.locator('.learners tbody button').first().waitFor();
    await page.locator('.refused li').first().waitFor();
    await page.locator('.clusters .beside').first().waitFor();
    await page.locator('.learners tbody button').first().click();
    const learner = page.locator('.learner');
    await learner.getByText('Give points for the whole submission by hand').click();
    const form = learner.locator('.override').last();
    await form.getByLabel('Points').fill('11.5');
    await form.getByLabel('Reason').fill('Explained it at the board.');
    await form.getByRole('button', { name: 'Set' }).click();
    await learner.getByText('11.5 by hand instead of').first().waitFor();
    await expectAccessibleInEveryLook(page);
    const overrides = await saved(page, () => press(page, 'Save the override'));
    expect(overrides.text).toContain('Explained it at the board.');

    const again = await open('/instructor/');
    writeFileSync(join(classFolder, 'overrides.json'), overrides.text);
    await again.page.locator('grade-desk input.folder').setInputFiles(classFolder);
    await again.page.getByRole('cell', { name: '11.5 of 12' }).waitFor();
    await again.page.getByLabel('Flag').selectOption('overridden');
    expect(await again.page.locator('.learners tbody tr').count()).toBe(1);
  });

  it('is done by keyboard alone', async () => {
    const { page } = await open('/instructor/');
    await page.getByLabel('Title', { exact: true }).focus();
    await page.keyboard.type('Keys');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // the first lesson opens
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // all of it
    await page.getByLabel('Attempts that count').focus();
    await page.keyboard.press('Enter');
    await page.getByText('“Keys”, version 1, is made').waitFor();
  });
});

describe('a learner’s assignment', () => {
  it('says so where a link is cut, and where there is none', async () => {
    const { page: cut } = await open('/about/');
    await cut.goto(`${siteUrl('/assignment/')}#${formatLink({ assignment: assignmentOf({}) }).slice(0, -30)}`);
    await cut.getByText('This link is damaged').waitFor();
    await expectAccessibleInEveryLook(cut);
    const none = await open('/assignment/');
    await none.page.getByRole('heading', { name: 'No assignment yet' }).waitFor();
    await expectAccessibleInEveryLook(none.page);
  });

  it('keeps the newer version when an older link is opened, and a code for the anonymous', async () => {
    const { page } = await open('/about/');
    const openLink = async (assignment: Assignment) => {
      await page.goto('about:blank');
      await page.goto(`${siteUrl('/assignment/')}#${formatLink({ assignment })}`);
    };
    await openLink(assignmentOf({ version: 2, identity: 'anonymous' }));
    const code = await page.getByLabel('Your code').inputValue();
    expect(code).toMatch(/^[a-z2-9]{10}$/);
    await openLink(assignmentOf({ version: 1, identity: 'anonymous' }));
    await page.getByText('you have version 2, which stays').waitFor();
    expect(await page.getByLabel('Your code').inputValue()).toBe(code);
  });
});

function assignmentOf(changes: Partial<Assignment>): Assignment {
  return {
    schema: 'faultline.assignment/1',
    id: 'week-2',
    version: 1,
    title: 'Week 2',
    message: '',
    items: [...choices, made].map((exercise) => ({ exercise, points: 3 })),
    timeZone: 'UTC',
    late: { kind: 'accept' },
    hints: true,
    solutions: true,
    variants: 'same',
    identity: 'named',
    extensions: [],
    ...changes,
  };
}

/** Opens the link in a profile of its own, solves what it asks, and gives the file that is handed in. */
async function doAssignment(link: string): Promise<string> {
  const { page, requests, problems } = await open('/about/');
  await page.goto(link);
  await page.getByRole('heading', { name: 'Week 1: Panics' }).waitFor();
  await page.getByText('0 right, 3 left').waitFor();
  await page.goto(siteUrl('/'));
  await page.getByText('Your assignment: Week 1: Panics').waitFor();
  await page.getByRole('link', { name: 'Week 1: Panics' }).click();
  await page.getByText('0 right, 3 left').waitFor();
  await expectAccessibleInEveryLook(page);
  for (const id of asked) {
    const [lesson, name] = id.split('/');
    await page.goto(link);
    await page.locator(`.asked a[href*="${lesson}"][href$="#exercise-${name}"]`).click();
    const sheet = page.locator(`[data-exercise="${id}"]`);
    await sheet.getByText('Asked in Week 1: Panics, 4 points.').waitFor();
    if (id === made) await makeEvidence(page, sheet);
    else {
      for (const text of await rightOption(id))
        await sheet.locator('label', { hasText: text.replaceAll('`', '').slice(0, 40) }).click();
    }
    await sheet.getByRole('button', { name: 'Check' }).click();
    await sheet.locator('[data-verdict=correct]').waitFor();
  }
  await page.goto(link);
  await page.getByText('All of it is right.').waitFor();
  await page.getByText('What is in this file?').click();
  await expectAccessibleInEveryLook(page);
  const file = await saved(page, () => press(page, 'Save the file to hand in'));
  await page.getByText('Now hand it in.').waitFor();
  expect(readSubmission(file.text)).toMatchObject({
    isCanonical: true,
    submission: {
      who: { name: 'Grace Hopper', email: 'grace@example.org' },
      items: asked.map((exercise) => ({ exercise })),
    },
  });
  expectOwnOrigin(requests);
  // A page that is left by a typed address has no transition to the next; Chromium says so as an error.
  expect(problems.filter((problem) => !problem.startsWith('Transition was'))).toEqual([]);
  return file.text;
}

/** Runs the lab in the page, hands its output to the exercise, and names the line that it says. */
async function makeEvidence(page: Page, sheet: Locator): Promise<void> {
  expectToolchain();
  const lab = await startLab(page);
  const output = await lab.run('go run .');
  await press(page, 'Use as evidence');
  await eventually(() => sheet.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(output);
  await sheet.getByRole('textbox', { name: 'Line' }).fill(/\w+\.go:\d+/.exec(output)?.[0] ?? '');
}

/** A class of 30 in a folder, with the learner's own file and one that was cut. */
async function writeClass(
  assignment: Assignment,
  assignmentFile: string,
  submission: string | undefined,
  name = 'class',
  hasMishaps = false,
): Promise<string> {
  const { version, exercises } = await course();
  const classFolder = join(folder, name);
  mkdirSync(classFolder);
  const recording = readFileSync(join(root, 'content/lessons/01-first-crash/recordings/run-go1.26.txt'), 'utf8');
  const demo = {
    size: 30,
    seed: 3,
    assignment,
    courseVersion: version,
    start: Date.UTC(2026, 10, 23),
    hasMishaps,
    exercises: assignment.items.flatMap(({ exercise: id }) => {
      const exercise = exercises.find((one) => one.id === id);
      return exercise ? [{ exercise, recordings: [{ source: 'run', text: recording }] }] : [];
    }),
  };
  for (const { name: file, content } of await makeDemoClass(demo)) writeFileSync(join(classFolder, file), content);
  writeFileSync(join(classFolder, 'assignment.json'), assignmentFile);
  if (submission !== undefined) {
    writeFileSync(join(classFolder, 'zz-grace.json'), submission);
    writeFileSync(join(classFolder, 'zz-cut.json'), submission.slice(0, 200));
  }
  return classFolder;
}

/** The same folder graded from a shell that stands beside it. */
function gradeByCli(name: string): { readonly csv: string; readonly json: string } {
  const main = join(root, 'src/cli/main.ts');
  const csv = join(folder, 'cli.csv');
  // 1: the cut file is named, and stops nothing.
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'grade', '--json', '--csv', csv, name], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (status !== 1) throw new Error(`faultline grade ended with ${status}: ${stderr}`);
  return { csv: readFileSync(csv, 'utf8'), json: stdout };
}
