import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { ensureBrowser, firefox } from '../../scripts/setup/browser.ts';
import { expectToolchain } from './lab-page.ts';
import { siteUrl } from './open-page.ts';

/** The preference without which a program cannot wait for input while it runs. */
const promiseIntegration = 'javascript.options.wasm_js_promise_integration';

let browser: Browser | undefined;
afterEach(() => browser?.close());

/** A lab in Firefox, driven over WebDriver BiDi, started. */
async function openLab(lesson: string, preferences: Readonly<Record<string, unknown>>): Promise<Page> {
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureBrowser(firefox),
    headless: true,
    extraPrefsFirefox: { ...preferences },
  });
  const page = await browser.newPage();
  await page.goto(siteUrl(`/lessons/${lesson}/`));
  await page.locator('::-p-aria([name="Start lab"][role="button"])').click();
  await page.waitForFunction(
    () => document.querySelector('.lab-state')?.textContent?.includes('runs in this page, on wasip1'),
    {
      timeout: 90_000,
    },
  );
  return page;
}

async function run(page: Page, line: string): Promise<string> {
  await page.locator('::-p-aria([name="Terminal 1"][role="textbox"])').click();
  await page.keyboard.type(`${line}\n`);
  const ended = await page.waitForFunction(
    (typed) => {
      const record = [...document.querySelectorAll('[aria-label="Terminal transcript"] article')].at(-1);
      const isEnded = /exit status \d/.test(record?.textContent ?? '') && record?.textContent?.includes(typed);
      return isEnded ? (record?.querySelector('pre')?.textContent ?? '') : undefined;
    },
    { timeout: 90_000 },
    line,
  );
  return (await ended.jsonValue()) ?? '';
}

describe('a lab in Firefox', () => {
  it('runs the program and prints its real panic', async () => {
    expectToolchain();
    const page = await openLab('first-crash', {});
    const output = await run(page, 'go run .');
    expect(output).toContain('panic: runtime error: integer divide by zero');
    expect(output).toContain('exit status 2');
  });

  it('runs where a program cannot wait for input, and says what is reduced', async () => {
    expectToolchain();
    const page = await openLab('first-crash', { [promiseIntegration]: false });
    const state = await page.evaluate(() => document.querySelector('.lab-state')?.textContent ?? '');
    expect(await page.evaluate(() => 'Suspending' in WebAssembly)).toBe(false);
    expect(state).toContain('before it starts');
    expect(await run(page, 'go run .')).toContain('panic: runtime error: integer divide by zero');
  });
});
