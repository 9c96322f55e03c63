import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { dist } from '../../scripts/setup/paths.ts';
import { grade, type Exercise } from '../../src/exercises/index.ts';
import { readSubmission, type Assignment } from '../../src/gradebook/index.ts';
import type { LmsStandard } from '../../src/lms/index.ts';
import { faultline } from '../cli/faultline.ts';
import { startLms, type LmsHost } from './lms-host.ts';
import { serveContent, startRecordStore } from './lms-lrs.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, openPage, useBrowser } from './open-page.ts';

// Packages are made, packed and opened twice over: a slow machine takes its time.
vi.setConfig({ testTimeout: 300_000 });
const patience = 90_000;
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: patience });

const open = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'faultline-lms-'));
const hosts: LmsHost[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));

/** Choices without evidence, which need no lab: 1 and 3 points. */
const asked = ['first-crash/still-running', 'the-line-that-panicked/which-pointer'] as const;
const assignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'week-1',
  version: 2,
  title: 'Week 1: panics & races',
  message: '',
  items: [
    { exercise: asked[0], points: 1 },
    { exercise: asked[1], points: 3 },
  ],
  timeZone: 'UTC',
  late: { kind: 'accept' },
  hints: true,
  solutions: true,
  variants: 'same',
  identity: 'named',
  extensions: [{ learner: 'ada@example.org', due: '2099-01-01T00:00:00Z' }],
};

const packages = new Map<string, Promise<Uint8Array>>();

/** Each is made once. */
function packageOf(standard: LmsStandard, isAssignment: boolean): Promise<Uint8Array> {
  const key = `${standard} ${isAssignment}`;
  const made = packages.get(key) ?? exportPackage(standard, isAssignment);
  packages.set(key, made);
  return made;
}

async function exportPackage(
  standard: LmsStandard,
  isAssignment: boolean,
  more: readonly string[] = [],
): Promise<Uint8Array> {
  const out = mkdtempSync(join(folder, 'out-'));
  const file = join(folder, 'week-1.json');
  writeFileSync(file, JSON.stringify(assignment));
  const words = [standard, '--out', out, '--site', dist, ...(isAssignment ? ['--assignment', file] : []), ...more];
  const { status, stdout, stderr } = await faultline('export', ...words);
  expect(status, stderr).toBe(0);
  return readFileSync(stdout.split(': ')[0] ?? '');
}

async function startHost(version: '1.2' | '2004', isAssignment = true): Promise<LmsHost> {
  const host = await startLms(version, await packageOf(version === '1.2' ? 'scorm12' : 'scorm2004', isAssignment));
  host.enroll(learners[version]);
  hosts.push(host);
  return host;
}

const learners = {
  '1.2': { core: { student_id: 'ada', student_name: 'Lovelace, Ada' } },
  '2004': { learner_id: 'ada', learner_name: 'Ada Lovelace' },
};

const exercises = () =>
  (JSON.parse(readFileSync(join(dist, 'instructor', 'course.json'), 'utf8')) as { exercises: readonly Exercise[] })
    .exercises;

/** The texts of the options that are right. */
async function rightOptions(id: string): Promise<readonly string[]> {
  const exercise = exercises().find((one) => one.id === id);
  if (exercise?.kind !== 'choice') throw new Error(`${id} is no choice`);
  const ids = exercise.options.map((option) => option.id);
  const subsets = Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, i) => (bits >> i) & 1));
  for (const subset of subsets.slice(1).sort((a, b) => a.length - b.length)) {
    const { verdict } = await grade(exercise, { answer: subset.join(','), evidence: [] });
    if (verdict === 'correct') return subset.map((one) => exercise.options.find(({ id: o }) => o === one)?.text ?? '');
  }
  throw new Error(`no answer to ${id} is right`);
}

/** The page of the package, and the course in its frame. */
interface Session {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly shell: FrameLocator;
  readonly course: FrameLocator;
  readonly requests: readonly string[];
  readonly problems: readonly string[];
}

/** A launch in a browser that has kept nothing, or in one at hand. */
async function launch(host: LmsHost, at?: BrowserContext): Promise<Session> {
  const opened = await (at ? openPage(at, host.launchUrl) : open(host.launchUrl));
  opened.page.setDefaultTimeout(patience);
  const shell = opened.page.frameLocator('#content');
  const course = shell.frameLocator('iframe[title=Course]');
  await shell.locator('.bar').waitFor();
  return { ...opened, shell, course };
}

async function answer({ course }: Pick<Session, 'course'>, id: string, isRight = true): Promise<void> {
  const sheet = course.locator(`section[data-exercise="${id}"]`);
  await course.locator(`exercise-sheet[data-id="${id}"]:defined`).waitFor();
  const right = await rightOptions(id);
  const options = sheet.locator('[data-field] label');
  const texts = await options.allInnerTexts();
  const plain = (text: string) => text.replaceAll('`', '').trim();
  for (const [i, text] of texts.entries()) {
    if (right.some((one) => plain(text) === plain(one)) === isRight) {
      await options.nth(i).click();
      if (!isRight) break;
    }
  }
  await sheet.getByRole('button', { name: 'Check' }).click();
  await sheet.locator('[data-verdict]').waitFor();
}

/** The learner leaves: the system takes the frame away, and has been told all. */
async function leave({ page }: Session): Promise<void> {
  await page.evaluate(() => document.querySelector('#content')?.remove());
  await page.close();
}

/** Nothing went wrong, and nothing was asked of another host. The browser's own word on an animation left out is none. */
function expectQuiet({ problems, requests }: Session, { origin }: LmsHost): void {
  expect(problems.filter((problem) => !problem.startsWith('Transition was'))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(url))).toEqual([]);
}

const cmi = (host: LmsHost) => host.commits.at(-1)?.cmi;
const core = (host: LmsHost) => host.commits.at(-1)?.cmi['core'] as Readonly<Record<string, unknown>>;

describe('a SCORM 1.2 package', () => {
  it('reports an answer, comes back in another browser, and ends passed', async () => {
    const host = await startHost('1.2');
    const first = await launch(host);
    await first.course.getByRole('heading', { name: 'Week 1: panics & races' }).waitFor();
    expect(await first.course.getByLabel('Your name').inputValue()).toBe('Lovelace, Ada');
    await first.course.locator('.asked a').first().click();
    await answer(first, asked[0]);
    await eventually(() => (core(host)?.['score'] as { raw: string } | undefined)?.raw).toBe('25');
    expect(core(host)).toMatchObject({ lesson_status: 'incomplete', exit: 'suspend' });
    await first.shell.getByText('25 of 100 points, 80 to pass. 1 of 2 exercises right, 1 not begun.').waitFor();
    expectQuiet(first, host);
    await leave(first);

    const second = await launch(host);
    await second.course.locator(`section[data-exercise="${asked[0]}"] [data-verdict=correct]`).waitFor();
    await second.shell.getByText('25 of 100 points').waitFor();
    await second.course.getByRole('link', { name: 'Lessons' }).first().click();
    await second.course.locator('li[data-lesson="the-line-that-panicked"] a').first().click();
    await answer(second, asked[1], false);
    await answer(second, asked[1], true);
    await eventually(() => core(host)['lesson_status']).toBe('passed');
    expect(core(host)).toMatchObject({ score: { raw: '100', min: '0', max: '100' }, exit: 'suspend' });
    expect(core(host)['lesson_location']).toContain('lessons/the-line-that-panicked/index.html');
    expect(Object.values(cmi(host)?.['interactions'] ?? {})).toMatchObject([
      { id: 'first-crash.still-running', type: 'fill-in', result: 'correct' },
      { id: 'the-line-that-panicked.which-pointer', result: 'wrong' },
      { id: 'the-line-that-panicked.which-pointer', result: 'correct' },
    ]);
    await expectAccessibleInEveryLook(second.page, '#content');
    await leave(second);
  });
});

describe('a SCORM 2004 package', () => {
  it('tells completion, success and progress of the whole course, and goes on where the learner was', async () => {
    const host = await startHost('2004', false);
    const first = await launch(host);
    await first.course.locator('li[data-lesson="first-crash"] a').first().click();
    await first.course.getByRole('button', { name: 'Start lab' }).first().click();
    await first.course.getByText('This package of the course comes without Go').first().waitFor();
    await answer(first, asked[0]);
    await eventually(() => cmi(host)?.['progress_measure']).toMatch(/^0\.00\d+$/);
    expect(cmi(host)).toMatchObject({ completion_status: 'incomplete', success_status: 'unknown', exit: 'suspend' });
    expectQuiet(first, host);
    await leave(first);

    const second = await launch(host);
    await second.course.locator(`section[data-exercise="${asked[0]}"] [data-verdict=correct]`).waitFor();
    const saved = second.page.waitForEvent('download');
    await second.shell.getByRole('button', { name: 'Save the file to hand in' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe('whole-course-ada-lovelace.json');
    expect(readSubmission(readFileSync(await file.path(), 'utf8'))).toMatchObject({
      submission: {
        who: { name: 'Ada Lovelace', id: 'ada' },
        items: [{ exercise: asked[0], attempts: [{ verdict: 'correct' }] }],
      },
    });
    await second.shell.getByRole('button', { name: 'Finish for now' }).click();
    await second.shell.getByText('You can close this window').waitFor();
    await expectAccessibleInEveryLook(second.page, '#content');
    const interactions = cmi(host)?.['interactions'] as Record<string, unknown>;
    expect(Object.values(interactions)).toMatchObject([{ type: 'choice', result: 'correct' }]);
  });

  it('passes a learner of an assignment', async () => {
    const host = await startHost('2004');
    const session = await launch(host);
    await session.course.locator('.asked a').nth(1).click();
    await answer(session, asked[1]);
    await session.course.getByRole('link', { name: 'Lessons' }).first().click();
    await session.course.locator('li[data-lesson="first-crash"] a').first().click();
    await answer(session, asked[0]);
    await eventually(() => cmi(host)?.['success_status']).toBe('passed');
    expect(cmi(host)).toMatchObject({ completion_status: 'completed', score: { scaled: '1', raw: '100' } });
  });
});

describe('a cmi5 package', () => {
  it('tells a record store of another origin, comes back, and passes by the mark of the system', async () => {
    const store = await startRecordStore();
    const zip = await exportPackage('cmi5', true, ['--lrs', store.origin, '--url', 'https://go.example/course']);
    const content = await serveContent(zip);
    const start = async (mode?: string) => {
      const opened = await open(`${content.origin}/content/lms/index.html${store.launch(mode)}`);
      opened.page.setDefaultTimeout(patience);
      await opened.page.locator('.bar').waitFor();
      return { ...opened, shell: opened.page.locator('lms-course'), course: opened.page.frameLocator('iframe') };
    };
    const verbs = () => store.statements.map(({ verb }) => verb.display['en-US']);

    const first = await start();
    await first.course.locator('.asked a').first().click();
    await answer(first, asked[0]);
    await first.shell.getByText('25 of 100 points, 70 to pass').waitFor();
    await eventually(() => store.states.get('faultline.progress')).toContain('lessons/first-crash/index.html');
    await eventually(() => store.states.get('faultline.submission')).toContain(asked[0]);
    await first.shell.getByRole('button', { name: 'Finish for now' }).click();
    await first.page.waitForURL(`${store.origin}/back`);
    expect(verbs()).toEqual(['initialized', 'answered', 'progressed', 'terminated']);

    const second = await start();
    await second.course.locator(`section[data-exercise="${asked[0]}"] [data-verdict=correct]`).waitFor();
    await second.course.getByRole('link', { name: 'Lessons' }).first().click();
    await second.course.locator('li[data-lesson="the-line-that-panicked"] a').first().click();
    await answer(second, asked[1]);
    await eventually(verbs).toContain('passed');
    await second.page.goto('about:blank');
    await eventually(() => verbs().at(-1)).toBe('terminated');
    expect(verbs().slice(4)).toEqual(['initialized', 'answered', 'progressed', 'completed', 'passed', 'terminated']);
    const passed = store.statements.find(({ verb }) => verb.display['en-US'] === 'passed');
    expect(passed).toMatchObject({
      result: { success: true, score: { scaled: 1 } },
      context: {
        contextActivities: {
          grouping: [{ id: 'https://lms.example/course/1' }],
          category: [
            { id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' },
            { id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' },
          ],
        },
        extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.7 },
      },
    });

    const review = await start('Review');
    await review.shell.getByText('This is a review').waitFor();
    await review.page.goto('about:blank');
    await eventually(() => verbs().slice(10)).toEqual(['initialized', 'terminated']);
    expect(store.complaints).toEqual([]);
    const origins = [first, second, review].flatMap(({ requests }) => requests.map((url) => new URL(url).origin));
    expect(new Set(origins.filter((origin) => origin !== 'null'))).toEqual(new Set([content.origin, store.origin]));
    await Promise.all([store.close(), content.close()]);
  });
});

describe('any package', () => {
  it('says what the system did not take, and that it did later', async () => {
    const host = await startHost('1.2');
    const session = await launch(host);
    await session.course.locator('.asked a').first().click();
    host.refusesCommits = true;
    await answer(session, asked[0], false);
    await session.shell.getByText('The learning management system did not take what was told').waitFor();
    expect(await session.shell.locator('.message').innerText()).toMatch(/error \d+/);
    await expectAccessibleInEveryLook(session.page, '#content');
    host.refusesCommits = false;
    await answer(session, asked[0], true);
    await session.shell.locator('.message').waitFor({ state: 'hidden' });
    await eventually(() => (core(host)?.['score'] as { raw: string } | undefined)?.raw).toBe('25');
  });

  it('works without a system, and says that nothing is reported', async () => {
    const host = await startHost('1.2');
    const { page } = await open(`${host.origin}/content/lms/index.html`);
    await page.getByText('No learning management system that speaks SCORM 1.2 was found').waitFor();
    await page.frameLocator('iframe').getByRole('heading', { name: 'Week 1: panics & races' }).waitFor();
  });

  it('says that what the system kept is damaged, and goes on with what the browser has', async () => {
    const host = await startHost('1.2');
    host.enroll({ ...learners['1.2'], suspend_data: 'f1.16.YwydZMnI' });
    const { shell } = await launch(host);
    await shell.getByText('cannot be read: part of it is missing').waitFor();
  });

  it('shows a learner nothing of another one who used the same machine', async () => {
    const host = await startHost('1.2');
    const first = await launch(host);
    await first.course.locator('.asked a').first().click();
    await answer(first, asked[0]);
    await eventually(() => host.commits.length).toBeGreaterThan(1);
    await leave(first);
    host.enroll({ core: { student_id: 'bob', student_name: 'Bob' } });
    const second = await launch(host, first.context);
    await second.shell.getByText('0 of 100 points').waitFor();
    await second.course.getByText('not begun').first().waitFor();
    expect(await second.course.getByText('not begun').count()).toBe(2);
  });

  it('keeps two tabs of one learner in step', async () => {
    const host = await startHost('1.2');
    const first = await launch(host);
    const second = await launch(host, first.context);
    await first.course.locator('.asked a').first().click();
    await answer(first, asked[0]);
    await second.shell.getByText('25 of 100 points').waitFor();
  });

  it('sends whoever opens its page on the course’s own site to the course', async () => {
    const { page } = await open('/lms/');
    await page.getByRole('heading', { name: 'Nothing opened this page' }).waitFor();
    await expectAccessibleInEveryLook(page);
    await page.getByRole('link', { name: 'go to the course' }).click();
    await page.getByRole('heading', { level: 1, name: /trace/ }).waitFor();
  });
});

describe('the instructors’ page', () => {
  it('makes the bytes that the command line makes, of the course and of an assignment', async () => {
    const { page, requests, problems } = await open('/instructor/');
    page.setDefaultTimeout(patience);
    const section = page.locator('instructor-export:defined');
    const made = async (act: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const make = () => section.getByRole('button', { name: 'Make the package' }).click();
    const whole = await made(make);
    expect(whole.name).toBe('faultline-whole-course-scorm12.zip');
    expect(whole.bytes.equals(await packageOf('scorm12', false))).toBe(true);
    expect(whole.bytes.length).toBeLessThan(20_000_000);
    await section.getByText(/faultline-whole-course-scorm12\.zip, [\d.]+ MB, \d+ files/).waitFor();

    await section.getByLabel('SCORM 2004').check();
    await section.getByLabel('an assignment').check();
    await make();
    await section.getByText('Choose the assignment file first').waitFor();
    const file = join(folder, 'chosen.json');
    writeFileSync(file, JSON.stringify(assignment));
    await section.locator('input.assignment-file').setInputFiles(file);
    await section.getByText('“Week 1: panics & races”, version 2, from the file').waitFor();
    const one = await made(make);
    expect(one.bytes.equals(await packageOf('scorm2004', true))).toBe(true);
    await section.getByLabel('cmi5').check();
    await section.getByLabel('Where you host its files').fill('go.example');
    await make();
    await section.getByText('An address such as https://').waitFor();
    await expectAccessibleInEveryLook(page, 'instructor-export');
    await section.getByLabel('Where you host its files').fill('https://go.example/course');
    const hosted = await made(make);
    const fromShell = await exportPackage('cmi5', true, ['--url', 'https://go.example/course/']);
    expect(hosted.bytes.equals(fromShell)).toBe(true);
    await section.getByLabel('Passed from').fill('120');
    await make();
    await section.getByText('A whole number from 0 to 100.').waitFor();
    await expectAccessibleInEveryLook(page, 'instructor-export');
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });
});
