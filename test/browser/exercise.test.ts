import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import { expectAccessible, expectAccessibleInEveryLook, expectOwnOrigin, openPage, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = '/lessons/recovered-and-thrown-again/';
const id = 'recovered-and-thrown-again/own-wrap';
const part = `[data-exercise="${id}"]`;
const lab = mkdtempSync(join(tmpdir(), 'faultline-lab-'));
const trace = runLab();

afterAll(() => rmSync(lab, { recursive: true }));

/** The lab's test run here and now, so that the trace is nobody's fixture. */
function runLab(): string {
  cpSync(join(root, 'content/lessons/03-recovered-and-thrown-again/lab'), lab, { recursive: true });
  try {
    execFileSync('go', ['test', '-run', 'TestPanic', './...'], { cwd: lab, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: string; stdout?: string; stderr?: string };
    if (code === 'ENOENT')
      throw new Error('This test runs the lab with real Go. Install Go 1.21 or newer, then run it again.', {
        cause: error,
      });
    return `${stdout ?? ''}${stderr ?? ''}`;
  }
  throw new Error('the lab passed its test; it should panic');
}

/** `panic_test.go:47` of the frame whose function ends so. */
function placeOf(name: string): string {
  const lines = trace.split('\n');
  const at = lines.findIndex((line) => line.includes(`${name}(`));
  return /(\w+\.go:\d+)/.exec(lines[at + 1] ?? '')?.[1] ?? '';
}

function sheet(page: Page): Locator {
  return page.locator(part);
}

async function check(exercise: Locator, verdict: string): Promise<string> {
  await exercise.getByRole('button', { name: 'Check' }).click();
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor();
  return status.innerText();
}

describe('an exercise on own evidence', () => {
  it('tells the wrapper from the fault, points at the line, and keeps everything over a reload and in a second tab', async () => {
    const { page, context, requests, problems } = await open(lesson);
    const exercise = sheet(page);
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(trace);
    await exercise.getByRole('textbox', { name: 'Line' }).fill(placeOf('WrapPanic.func1'));
    expect(await check(exercise, 'wrong')).toMatch(/raised the recovered panic again/);
    const pointed = exercise.locator('.trace .pointed');
    expect(await pointed.innerText()).toContain('WrapPanic.func1');
    await expectAccessibleInEveryLook(page, part);

    await exercise.getByRole('textbox', { name: 'Line' }).fill(placeOf('Process'));
    await check(exercise, 'correct');
    await expectAccessibleInEveryLook(page, part);

    await page.reload();
    await exercise.locator('[data-verdict="correct"]').waitFor();
    expect(await exercise.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(trace);
    expect(await exercise.getByRole('textbox', { name: 'Line' }).inputValue()).toBe(placeOf('Process'));

    const second = await openPage(context, lesson);
    await sheet(second.page).locator('[data-verdict="correct"]').waitFor();
    await expectAccessibleInEveryLook(second.page, part);
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('is done by keyboard alone, the line chosen in the paste', async () => {
    const { page } = await open(lesson);
    const exercise = sheet(page);
    await exercise.getByRole('textbox', { name: 'Evidence' }).focus();
    await page.keyboard.insertText(trace);
    await exercise.getByRole('radio').first().waitFor();
    await page.keyboard.press('Tab'); // Choose files
    await page.keyboard.press('Tab'); // Pin to the notebook
    await page.keyboard.press('Tab'); // the trace
    await page.keyboard.press('Space');
    const wanted = exercise.getByRole('radio', { name: /^frame \d+, own code, Process, panic_test\.go line \d+$/ });
    for (let i = 0; i < 20 && !(await wanted.isChecked()); i++) await page.keyboard.press('ArrowDown');
    expect(await exercise.getByRole('textbox', { name: 'Line' }).inputValue()).toBe(placeOf('Process'));
    await page.keyboard.press('Tab'); // Line
    await page.keyboard.press('Enter');
    await exercise.locator('[data-verdict="correct"]').waitFor();
    await expectAccessibleInEveryLook(page, part);
  });

  it('takes a dropped file and a command from the lab', async () => {
    const { page } = await open(lesson);
    const exercise = sheet(page);
    const files = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'crash.log'));
      return data;
    }, trace);
    await exercise.dispatchEvent('drop', { dataTransfer: files });
    await exercise.getByRole('radio').first().waitFor();
    expect(await exercise.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(trace);

    await page.evaluate(
      ([text]) =>
        document.dispatchEvent(
          new CustomEvent('faultline:evidence', {
            detail: {
              lesson: 'recovered-and-thrown-again',
              command: 'go test -run TestPanic ./...',
              text: `${text}\n`,
              source: 'terminal',
            },
            cancelable: true,
          }),
        ),
      [trace],
    );
    expect(await exercise.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(`${trace}\n`);
  });

  it('counts nothing that it cannot read: no paste, a web page, another language', async () => {
    const { page } = await open(lesson);
    const exercise = sheet(page);
    const evidence = exercise.getByRole('textbox', { name: 'Evidence' });
    expect(await check(exercise, 'unreadable')).toContain('Nothing is pasted yet');
    await evidence.fill('<!doctype html><html><script>document.title = "taken"</script><b>panic</b></html>');
    await exercise.locator('.stale').waitFor();
    expect(await check(exercise, 'unreadable')).toContain('web page');
    expect(await page.title()).not.toBe('taken');
    await evidence.fill(
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nZeroDivisionError: division by zero\n',
    );
    await exercise.locator('.stale').waitFor();
    expect(await check(exercise, 'unreadable')).not.toBe('');
    await expectAccessibleInEveryLook(page, part);
  });

  it('shows pasted markup as text', async () => {
    const { page } = await open(lesson);
    const exercise = sheet(page);
    const hostile = trace.replace('slice bounds', '<img src=x onerror="document.title=1"> slice bounds');
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(hostile);
    await exercise.getByRole('radio').first().waitFor();
    expect(await exercise.locator('.trace img').count()).toBe(0);
    expect(await exercise.locator('.trace .value').first().innerText()).toContain('<img src=x');
  });

  it('gives one hint at a time and the solution only when asked', async () => {
    const { page, requests } = await open(lesson);
    const exercise = sheet(page);
    expect(requests.some((url) => url.includes('/solution/'))).toBe(false);
    await exercise.getByRole('button', { name: 'Next hint' }).click();
    expect(await exercise.locator('.hints li:visible').count()).toBe(1);
    await exercise.getByRole('button', { name: 'Show solution' }).click();
    await exercise.locator('.solution:not([hidden])').waitFor();
    expect(await exercise.locator('.solution').innerText()).not.toBe('');
    expect(requests.some((url) => url.includes('/solution/'))).toBe(true);
    await expectAccessibleInEveryLook(page, part);
    await page.waitForTimeout(400);
    await page.reload();
    await exercise.locator('.solution:not([hidden])').waitFor();
    expect(await exercise.locator('.hints li:visible').count()).toBe(1);
  });

  it('stays usable and says so when the browser keeps nothing', async () => {
    const { context } = await open('/about/');
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', 'SecurityError');
      };
    });
    const { page } = await openPage(context, lesson);
    const exercise = sheet(page);
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(trace);
    await exercise.getByRole('textbox', { name: 'Line' }).fill(placeOf('Process'));
    await check(exercise, 'correct');
    expect(await exercise.getByText(/keeps nothing for the page/).isVisible()).toBe(true);
  });

  it('says so when the browser has no room left', async () => {
    const { context } = await open('/about/');
    await context.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    const { page } = await openPage(context, lesson);
    const exercise = sheet(page);
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(trace);
    await exercise.getByText(/no room left/).waitFor();
    expect(await exercise.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(trace);
  });

  it('stays responsive while 100 MB are pasted', async () => {
    const { page } = await open(lesson);
    const exercise = sheet(page);
    const longest = await exercise.getByRole('textbox', { name: 'Evidence' }).evaluate(async (box, text) => {
      const large = text + 'x'.repeat(99).concat('\n').repeat(1_000_000);
      const data = new DataTransfer();
      data.setData('text/plain', large);
      let last = performance.now();
      let worst = 0;
      const ticker = setInterval(() => {
        const now = performance.now();
        worst = Math.max(worst, now - last);
        last = now;
      }, 10);
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve, 3000));
      clearInterval(ticker);
      return worst;
    }, trace);
    expect(longest).toBeLessThan(1500);
    expect(await exercise.locator('.held').innerText()).toContain('100.0 MB');
    expect((await exercise.getByRole('textbox', { name: 'Evidence' }).inputValue()).length).toBeLessThan(50_000);
    await page.getByRole('button', { name: /^Colors/ }).click();
  });
});

describe('other kinds', () => {
  it('fills the fields of a race one after the other as its lines are clicked', async () => {
    const { page } = await open('/lessons/race-in-a-test/');
    const exercise = page.locator('[data-exercise="race-in-a-test/half-a-lock"]');
    await exercise
      .getByRole('radio', { name: /^frame \d+ of the first access, a read, own code, / })
      .first()
      .click();
    await exercise
      .getByRole('radio', { name: /^frame \d+ of the second access, a write, own code, / })
      .first()
      .click();
    const first = exercise.getByRole('textbox', { name: 'First access' });
    const second = exercise.getByRole('textbox', { name: 'Second access' });
    expect(await first.inputValue()).toMatch(/^\w+\.go:\d+$/);
    expect(await second.inputValue()).toMatch(/^\w+\.go:\d+$/);
    expect(await exercise.locator('li.chosen').count()).toBe(2);
    await exercise.getByRole('textbox', { name: 'Unprotected access' }).fill(await second.inputValue());
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[data-verdict="correct"], [data-verdict="partly"]').waitFor();
    await expectAccessibleInEveryLook(page, '[data-exercise="race-in-a-test/half-a-lock"]');
  });

  it('takes a choice and an order by keyboard', async () => {
    const { page } = await open(lesson);
    const choice = page.locator('[data-exercise="recovered-and-thrown-again/how-often"]');
    await choice.getByRole('radio', { name: 'Three times' }).check();
    expect(await check(choice, 'correct')).not.toBe('');
    const order = page.locator('[data-exercise="recovered-and-thrown-again/in-time"]');
    const down = order.getByRole('button', { name: /^Move down/ }).first();
    await down.focus();
    const first = await order.locator('ol[data-field] li').first().getAttribute('data-id');
    await page.keyboard.press('Enter');
    expect(await order.locator('ol[data-field] li').nth(1).getAttribute('data-id')).toBe(first);
    await expectAccessible(page);
  });
});
