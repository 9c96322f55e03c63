import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dist } from '../../scripts/setup/paths.ts';
import { expectAccessible, expectAccessibleInEveryLook, expectOwnOrigin, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();
const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  .map((path) => path.replaceAll('\\', '/'));
const lesson = '/lessons/recovered-and-thrown-again/';

describe('every page', () => {
  it.each(pages)(
    '%s loads cleanly from its own host, and axe finds nothing in light, dark and at 360 px',
    async (path) => {
      const { page, requests, problems } = await open(path);
      await expectAccessibleInEveryLook(page);
      expectOwnOrigin(requests);
      // The page for wrong addresses names its files for every depth: those that are not there are told.
      if (path !== '404.html') expect(problems).toEqual([]);
    },
  );

  it.each(pages)('every internal link of %s leads to a file and a place that exist', (path) => {
    expect(linksOf(path).filter((link) => !isThere(path, link))).toEqual([]);
  });
});

function linksOf(path: string): readonly string[] {
  const links = readFileSync(join(dist, path), 'utf8').matchAll(/<a[^>]*\shref="([^"]*)"/g);
  return [...links].map((match) => match[1] ?? '').filter((link) => !/^(?:[a-z]+:|\/\/)/.test(link));
}

/** Links are relative and name their file, so that any static host can serve them. */
function isThere(path: string, link: string): boolean {
  const [file = '', anchor = ''] = link.split('#');
  const target = join(dist, file === '' ? path : join(dirname(path), file));
  if (!existsSync(target) || !statSync(target).isFile()) return false;
  return anchor === '' || readFileSync(target, 'utf8').includes(`id="${decodeURIComponent(anchor)}"`);
}

describe('the home page', () => {
  it('offers the first lesson to a newcomer and lists all in order', async () => {
    const { page } = await open('/');
    expect(await page.getByRole('link', { name: 'Start', exact: true }).getAttribute('href')).toMatch(/^\.\/lessons\//);
    const numbers = await page.locator('li[data-lesson] .number').allInnerTexts();
    expect(numbers.map(Number)).toEqual(numbers.map(Number).toSorted((a, b) => a - b));
  });

  it('shows progress and offers to continue after an exercise is solved', async () => {
    const { page, context } = await open(lesson);
    const exercise = page.locator('[data-exercise="recovered-and-thrown-again/half-judged"]');
    const right = exercise
      .locator('li.boundary')
      .last()
      .locator('xpath=following-sibling::li[contains(@class, "own")][1]');
    await right.getByRole('radio').check();
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[data-verdict="correct"]').waitFor();
    const home = await context.newPage();
    await home.goto(siteUrl('/'));
    await home.getByRole('link', { name: 'Continue', exact: true }).waitFor();
    expect(await home.locator('li[data-lesson="recovered-and-thrown-again"]').innerText()).toContain('1 of ');
    expect(await home.locator('.seismogram .done').count()).toBe(1);
    await expectAccessible(home);
  });
});

describe('the keyboard', () => {
  it('skips to the text with the first Tab', async () => {
    const { page } = await open(lesson);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('shows its keys on ? and turns the page on ] unless single keys are switched off', async () => {
    const { page } = await open('/lessons/the-line-that-panicked/');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.waitFor();
    await expectAccessible(page);
    await help.getByRole('checkbox').uncheck();
    await help.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press(']');
    expect(page.url()).toContain('the-line-that-panicked');
    await page.keyboard.press('?');
    expect(await help.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Keys' }).click();
    await help.getByRole('checkbox').check();
    await help.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press(']');
    await page.waitForURL((url) => !url.pathname.includes('the-line-that-panicked'));
  });
});

describe('a reader', () => {
  it('keeps the chosen colors from page to page', async () => {
    const { page } = await open('/', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Colors: auto' }).click();
    await page.getByRole('button', { name: 'Colors: light' }).click();
    await page.goto(siteUrl('/about/'));
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await page.getByRole('button', { name: 'Colors: dark' }).waitFor();
  });

  it('reads text, samples, prompts, hints and the solution without scripts', async () => {
    const { page } = await open(lesson, { javaScriptEnabled: false });
    const exercise = page.locator('[data-exercise="recovered-and-thrown-again/half-judged"]');
    expect(await exercise.getByRole('heading').innerText()).not.toBe('');
    expect(await exercise.locator('.trace li').count()).toBeGreaterThan(10);
    expect(await exercise.getByRole('button', { name: 'Check' }).isVisible()).toBe(false);
    await exercise.getByText('Hints', { exact: true }).click();
    expect(await exercise.locator('.hints li').first().isVisible()).toBe(true);
    await exercise.getByRole('link', { name: 'The solution' }).click();
    expect(page.url()).toContain('/solution/');
  });

  it('prints a lesson as a worksheet: prompts, traces and room to write, no buttons', async () => {
    const { page } = await open(lesson);
    await page.emulateMedia({ media: 'print' });
    const exercise = page.locator('[data-exercise="recovered-and-thrown-again/half-judged"]');
    expect(await exercise.getByRole('button', { name: 'Check' }).isVisible()).toBe(false);
    expect(await exercise.locator('.trace').isVisible()).toBe(true);
    expect(await exercise.getByRole('textbox', { name: 'Line' }).isVisible()).toBe(true);
  });
});
