import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually, startLab } from './lab-page.ts';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();
const path = '/lessons/the-line-that-panicked/';

async function startReplay(page: Page): ReturnType<typeof startLab> {
  await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
  return startLab(page, 'replay');
}

/** The accessible name of what has the focus, inside shadow roots too. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });
}

describe('a lab by keyboard alone', () => {
  it('starts, runs and is left again without a trap', async () => {
    const { page } = await open(path);
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('button', { name: 'Start lab' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => focused(page)).toBe('Terminal 1');
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toBe('Terminal 1');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('Terminal 1');
    await page.keyboard.type('ec');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Terminal 1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toBe('Terminal 1');
  });

  it('lets Escape, then Tab, out of the editor, where Tab alone indents', async () => {
    const { page } = await open(path);
    await startReplay(page);
    const editor = page.getByRole('textbox', { name: 'main.go', exact: true });
    await editor.focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('main.go');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toBe('main.go');
  });

  it('moves between files by arrow keys', async () => {
    const { page } = await open(path);
    await startReplay(page);
    await page.getByRole('tab', { name: 'main.go', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('main_test.go');
    expect(await page.getByRole('textbox', { name: 'main_test.go' }).innerText()).toContain('func Test');
  });

  it('edits a line, recalls and searches, completes and clears', async () => {
    const { page } = await open(path);
    const lab = await startReplay(page);
    expect(await lab.run('echo one')).toBe('one\n');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+w');
    await page.keyboard.type('two');
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ech');
    await page.keyboard.press('Tab');
    await page.keyboard.type('thre');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('e\n');
    await eventually(() => lab.last().locator('pre').textContent()).toBe('three\n');
    await page.keyboard.press('Control+r');
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await eventually(() => lab.last().locator('pre').textContent()).toBe('one\n');
    await page.keyboard.type('cat go.m');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() => lab.last().locator('pre').textContent()).toContain('module quotes');
    await lab.run('clear');
    await expectAccessible(page);
  });

  it('announces each end in one sentence and keeps all output as text under a heading', async () => {
    const { page } = await open(path);
    const lab = await startReplay(page);
    await lab.run('printf "a\\nb\\nc\\n"');
    expect(await lab.status()).toBe('printf "a\\nb\\nc\\n" exited with status 0, 3 lines.');
    const status = page.locator('.lab-status');
    expect(await status.getAttribute('role')).toBe('status');
    const transcript = page.getByRole('region', { name: 'Terminal transcript' });
    expect(await transcript.getAttribute('aria-live')).toBeNull();
    expect(await transcript.getByRole('heading').last().innerText()).toBe('printf "a\\nb\\nc\\n"');
  });

  it('takes a paste of several lines as so many commands', async () => {
    const { page } = await open(path);
    const lab = await startReplay(page);
    await lab.terminal('Terminal 2').focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'echo first\necho second\n');
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await eventually(() => lab.last().locator('pre').textContent()).toBe('second\n');
  });
});
