import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectShown, expectToolchain, startLab, type LabPage } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const path = '/lessons/who-holds-it/';
const host = 'http://localhost:6060';
const diff = 'go tool pprof -top -diff_base=heap.old heap.new';

/** Runs the service in Terminal 1, and takes two profiles around 10,000 logins from Terminal 2. */
async function takeProfiles(lab: LabPage, query: string): Promise<Locator> {
  const server = await lab.begin('go run .');
  await expectShown(server, /serving localhost:6060/);
  await lab.run(`curl -s -o heap.old "${host}/debug/pprof/heap${query}"`, 'Terminal 2');
  expect(await lab.run(`curl -s "${host}/logins?n=10000"`, 'Terminal 2')).toBe('10000 users\n');
  await lab.run(`curl -s -o heap.new "${host}/debug/pprof/heap${query}"`, 'Terminal 2');
  return server;
}

async function bytesOf(lab: LabPage, file: string): Promise<Buffer> {
  await lab.run(`base64 -w0 ${file} > ${file}.b64`, 'Terminal 2');
  return Buffer.from((await lab.run(`cat ${file}.b64`, 'Terminal 2')).trim(), 'base64');
}

/** What native pprof prints for the two profiles. */
async function nativeDiff(lab: LabPage): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-heap-'));
  try {
    for (const file of ['heap.old', 'heap.new']) writeFileSync(join(directory, file), await bytesOf(lab, file));
    const [, ...args] = diff.split(' ');
    return execFileSync('go', args, { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    throw new Error('This test compares with real Go. Install Go 1.21 or newer, then run it again.', { cause: error });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function exerciseOf(page: Page, id: string): Locator {
  return page.locator(`[data-exercise="who-holds-it/${id}"]`);
}

interface Answer {
  readonly allocation: string;
  readonly retention: string;
}

/** Answers `own-keys` and returns what the check says. */
async function answer(exercise: Locator, { allocation, retention }: Answer, verdict: string): Promise<string> {
  await exercise.getByRole('textbox', { name: 'Allocation' }).fill(allocation);
  await exercise.getByRole('textbox', { name: 'Retention' }).fill(retention);
  await exercise.getByRole('button', { name: 'Check' }).click();
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor();
  return status.innerText();
}

describe('lesson 13 in the page', () => {
  it('goes from the running service to both verdicts, on a table that is the same as that of native pprof', async () => {
    const { page, requests, problems } = await open(path);
    expectToolchain();
    const lab = await startLab(page);
    const server = await takeProfiles(lab, '?gc=1');
    const table = await lab.run(diff, 'Terminal 2');
    expect(table).toMatch(/^ *\d+(?:\.\d+)?[kM]B .* main\.readKey \(inline\)$/m);
    expect(table).toBe(await nativeDiff(lab));
    await lab.terminal('Terminal 1').focus();
    await page.keyboard.press('Control+c');
    await expectShown(server, /serving/);

    const exercise = exerciseOf(page, 'own-keys');
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(table);
    const blamed = await answer(exercise, { allocation: 'main.readKey', retention: 'readKey' }, 'partly');
    expect(blamed).toContain('When it has returned, it holds nothing');
    const helper = await answer(exercise, { allocation: 'main.readKey', retention: 'sync.(*Map).Store' }, 'partly');
    expect(helper).toContain('The line that calls it decides what is kept');
    await answer(exercise, { allocation: 'main.readKey (inline)', retention: 'main.go:36' }, 'correct');
    await answer(exercise, { allocation: 'readKey', retention: 'main.seen' }, 'correct');
    await expectAccessibleInEveryLook(page, '[data-exercise="who-holds-it/own-keys"]');
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('shows no growth where no collection was asked for, and says so', async () => {
    const { page } = await open(path);
    expectToolchain();
    const lab = await startLab(page);
    await takeProfiles(lab, '');
    const table = await lab.run(diff, 'Terminal 2');
    expect(table).not.toContain('main.readKey');
    expect(table).toBe(await nativeDiff(lab));
  });

  it('takes the cure for one: its tests pass, and the third profile has lost the keys', async () => {
    const { page } = await open(path);
    expectToolchain();
    const lab = await startLab(page);
    expect(await lab.run('go test ./...')).toContain('Admit lets a stolen key in');
    await lab.run(`sed -i 's/append(login.Key\\[:2\\],/append(append([]byte(nil), login.Key[:2]...),/' main.go`);
    expect(await lab.run('go test -v ./...')).toContain('--- PASS: TestStolenKeyStaysOut');
    await page.getByRole('button', { name: 'Use as evidence' }).click();
    const exercise = exerciseOf(page, 'mend-remember');
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[role=status][data-verdict=correct]').waitFor();
    const status = exercise.locator('[role=status]', { hasText: 'TestStolenKeyStaysOut passes.' });
    expect(await status.innerText()).toContain('TestKeysAreLetGo passes.');
    await takeProfiles(lab, '?gc=1');
    expect(await lab.run(diff, 'Terminal 2')).not.toContain('main.readKey');
  });
});
