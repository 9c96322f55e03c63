import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually, expectShown, startLab, type LabPage } from './lab-page.ts';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();
const patience = 100_000;

/** Types lines into the recorded shell, each at its prompt, and leaves it; returns the whole session. */
async function typeSession(page: Page, lab: LabPage, lines: readonly string[]): Promise<string> {
  const session = await lab.begin('dash');
  const text = async (): Promise<string> => (await session.locator('pre').textContent()) ?? '';
  await expectShown(session, /^\$ $/);
  for (const line of lines) {
    const before = (await text()).length;
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await text()).slice(before), { timeout: patience }).toMatch(/\n\$ $/);
  }
  await page.keyboard.type('exit\n');
  await session.getByText(/exit status 0/).waitFor({ timeout: patience });
  return text();
}

function sheet(page: Page, id: string): Locator {
  return page.locator(`[data-exercise="getting-a-core/${id}"]`);
}

async function check(exercise: Locator, verdict: string): Promise<string> {
  await exercise.getByRole('button', { name: 'Check' }).click();
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor({ timeout: patience });
  return status.innerText();
}

describe('lesson 9', { timeout: 400_000 }, () => {
  it('gets a core of a crash and one of a living process, line by line', async () => {
    const { page, problems } = await open('/lessons/getting-a-core/');
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    const lab = await startLab(page, 'replay');

    const none = await typeSession(page, lab, ['ulimit -c', 'GOTRACEBACK=crash ./queue', 'ulimit -c unlimited']);
    expect(none).toContain('\nAborted\n$ ulimit -c unlimited');
    const crash = sheet(page, 'own-crash-core');
    await page.getByRole('button', { name: 'Use as evidence' }).click();
    await eventually(() => crash.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(none);
    expect(await check(crash, 'partly')).toContain('core');

    const lines = ['ulimit -c unlimited', 'GOTRACEBACK=crash ./queue', 'echo $?', 'ls -sh core'];
    const core = await typeSession(page, lab, lines);
    expect(core).toContain('Aborted (core dumped)\n$ echo $?\n134\n');
    await page.getByRole('button', { name: 'Use as evidence' }).click();
    await eventually(() => crash.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(core);
    await check(crash, 'correct');

    const live = await typeSession(page, lab, [
      'gcore -o live $! 2> gdb.txt',
      './queue wait &',
      'sleep 1',
      'gcore -o live $! 2> gdb.txt',
      'ls live.*',
    ]);
    expect(live).toContain('[Recorded after: ./queue wait &; sleep 1]');
    expect(await lab.last().innerText()).toMatch(/a recording of go1\.\d+\.\d+ on linux\/amd64/);
    const gcore = sheet(page, 'own-live-core');
    await gcore.getByRole('textbox', { name: 'Evidence' }).fill(live);
    await check(gcore, 'correct');
    await expectAccessible(page, '[data-exercise="getting-a-core/own-live-core"]');
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  });
});
