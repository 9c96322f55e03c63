import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectShown, expectToolchain, startLab } from './lab-page.ts';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = '/lessons/delve-root-cause/';
const verdictMillis = 30_000;

function sheet(page: Page, id: string): Locator {
  return page.locator(`[data-exercise="delve-root-cause/${id}"]`);
}

/** Fills the three fields and checks, by keyboard. */
async function answer(page: Page, exercise: Locator, fields: readonly (readonly [string, string])[]): Promise<void> {
  for (const [name, text] of fields) {
    await exercise.getByRole('textbox', { name, exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  }
  await page.keyboard.press('Enter');
}

async function said(exercise: Locator, verdict: string): Promise<string> {
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor({ timeout: verdictMillis });
  return status.innerText();
}

describe('lesson 11', () => {
  it('goes from a core to a right verdict by keyboard, with a message for each of three wrong answers', async () => {
    const { page } = await open(lesson);
    expectToolchain();
    const lab = await startLab(page);
    const session = await lab.begin('dlv core shop core');
    await expectShown(session, /\(dlv\) $/);
    for (const line of ['stack', 'frame 10', 'locals', 'print err', 'print id', 'frame 11', 'print id']) {
      const before = ((await session.locator('pre').textContent()) ?? '').length;
      await page.keyboard.type(`${line}\n`);
      await expect
        .poll(async () => ((await session.locator('pre').textContent()) ?? '').slice(before), {
          timeout: verdictMillis,
        })
        .toMatch(/\n\(dlv\) $/);
    }
    await page.keyboard.type('exit\n');
    const use = page.getByRole('button', { name: 'Use as evidence' });
    await expect.poll(() => use.isEnabled(), { timeout: verdictMillis }).toBe(true);
    await use.focus();
    await page.keyboard.press('Enter');

    const err = sheet(page, 'own-err');
    await expect.poll(() => err.getByRole('textbox', { name: 'Evidence' }).inputValue()).toContain('main.serve');
    const typed = 'error(*main.SoldOut) nil';
    await answer(page, err, [
      ['Frame', '0'],
      ['Expression', 'err'],
      ['Value', typed],
    ]);
    expect(await said(err, 'partly')).toContain('runtime.raise');
    await answer(page, err, [
      ['Frame', '10'],
      ['Value', 'nil'],
    ]);
    await expect.poll(() => err.locator('[role=status]').innerText()).toContain('an interface with a type is not nil');
    await answer(page, err, [['Value', typed]]);
    await said(err, 'correct');

    const ids = sheet(page, 'own-ids');
    await answer(page, ids, [
      ['Frame', '11'],
      ['Expression', 'id'],
      ['Value', '15'],
    ]);
    expect(await said(ids, 'partly')).toContain('In the frame asked for it is another variable');
    await answer(page, ids, [['Value', '16']]);
    await said(ids, 'correct');
    await expectAccessible(page, '[data-exercise="delve-root-cause/own-ids"]');
  });
});
