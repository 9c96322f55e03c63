import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually, expectToolchain, startLab } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
/** A checked answer may wait for the reading of a dump on a busy machine. */
const verdictMillis = 100_000;

interface Answer {
  readonly allocation: string;
  readonly retention: string;
}

/** Answers `who-holds` and returns what the check says. */
async function answer(exercise: Locator, { allocation, retention }: Answer, verdict: string): Promise<string> {
  await exercise.getByRole('textbox', { name: 'Allocation' }).fill(allocation);
  await exercise.getByRole('textbox', { name: 'Retention' }).fill(retention);
  await exercise.getByRole('button', { name: 'Check' }).click();
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor({ timeout: verdictMillis });
  return status.innerText();
}

describe('lesson 14 in the page', { timeout: 300_000 }, () => {
  it('goes from a program to its dump, to the table of holders, to both verdicts', async () => {
    const { page, requests, problems } = await open('/lessons/asking-the-heap/');
    expectToolchain();
    const lab = await startLab(page);
    expect(await lab.run('go build -o press . && ./press')).toContain('40 jobs in the books');
    const table = await lab.run('heapdump --exe press friday.dump');
    expect(table).toMatch(/ main\.closing\n.* → 80 × 16kB allocated by main\.blank \(job\.go:37\)/);
    const use = page.getByRole('button', { name: 'Use as evidence' });
    await eventually(() => use.isEnabled()).toBe(true);
    await use.click();

    const exercise = page.locator('[data-exercise="asking-the-heap/who-holds"]');
    const evidence = exercise.getByRole('textbox', { name: 'Evidence' });
    await eventually(() => evidence.inputValue()).toContain('main.closing');
    const blamed = await answer(exercise, { allocation: 'blank', retention: 'blank' }, 'partly');
    expect(blamed).toContain('What it made lives for as long as something still points to it');
    await answer(exercise, { allocation: 'blank', retention: 'main.closing' }, 'correct');
    await expectAccessibleInEveryLook(page, '[data-exercise="asking-the-heap/who-holds"]');
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });
});
