import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dist } from '../../scripts/setup/paths.ts';
import { eventually, startLab } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();

describe('the search page', () => {
  it('finds lessons, terms and messages, and leads to the place', async () => {
    const { page, requests, problems } = await open('/search/');
    const box = page.getByRole('searchbox', { name: 'Search' });
    await box.fill('goroutines are asleep');
    await eventually(() => page.locator('.search-results > li').count()).toBeGreaterThan(0);
    await eventually(() => page.getByRole('status').innerText()).toMatch(/places? holds? “goroutines are asleep”/);
    expect(await page.locator('.search-results mark').count()).toBeGreaterThan(0);
    expect(page.url()).toContain('q=goroutines%20are%20asleep');
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
    await box.fill('wait reason');
    await page.getByRole('link', { name: 'wait reason', exact: true }).click();
    await page.waitForURL(/\/glossary\/index\.html#wait-reason$/);
  });

  it('searches for the words of its address, and nothing is wrong with how it looks', async () => {
    const { page } = await open('/search/index.html?q=sync.Mutex');
    await eventually(() => page.locator('.search-results > li').count()).toBeGreaterThan(0);
    await expectAccessibleInEveryLook(page);
  });

  it('says what to do where nothing is found, and where the index does not load', async () => {
    const { page, context } = await open('/search/');
    await page.getByRole('searchbox').fill('xyzzyplugh');
    await eventually(() => page.getByRole('status').innerText()).toContain('Nothing holds “xyzzyplugh”');
    await context.route('**/pagefind/**', (route) => route.abort());
    await page.reload();
    await page.getByRole('searchbox').fill('race');
    await eventually(() => page.getByRole('status').innerText()).toContain('did not load');
    await context.unroute('**/pagefind/**');
    await page.getByRole('searchbox').fill('race report');
    await eventually(() => page.locator('.search-results > li').count()).toBeGreaterThan(0);
  });

  it('says without scripts what works without', async () => {
    const { page } = await open('/search/', { javaScriptEnabled: false });
    expect(await page.getByRole('main').getByRole('link', { name: 'the glossary' }).isVisible()).toBe(true);
  });
});

describe('the search dialog', () => {
  it('opens on / over any page, is used by arrows and Enter, and gives the focus back', async () => {
    const { page } = await open('/lessons/first-crash/');
    await page.getByRole('link', { name: 'Lesson', exact: false }).first().focus();
    const before = await page.evaluate(() => document.activeElement?.outerHTML);
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.waitFor();
    await page.keyboard.type('data race');
    await eventually(() => dialog.locator('.search-results > li').count()).toBeGreaterThan(1);
    await expectAccessibleInEveryLook(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search-words');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.outerHTML)).toBe(before);
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('first-crash'));
  });

  it('opens from the masthead, where a modified click follows the link', async () => {
    const { page } = await open('/about/');
    const link = page.getByRole('link', { name: 'Search', exact: true });
    expect(await link.getAttribute('href')).toBe('../search/index.html');
    await link.click();
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
    expect(page.url()).toBe(siteUrl('/about/'));
  });
});

describe('a visit without a network', () => {
  it('searches as well, once a lab was started and a word searched for', async () => {
    const { page, context } = await open('/lessons/first-crash/');
    await startLab(page);
    await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    const box = page.getByRole('dialog', { name: 'Search' }).getByRole('searchbox');
    await box.fill('race');
    const results = page.locator('.search-results > li');
    await eventually(() => results.count()).toBeGreaterThan(0);
    const parts = globSync('pagefind/{index,fragment}/*', { cwd: dist }).length;
    await eventually(() => page.evaluate(countKeptParts)).toBe(parts);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await box.fill('finalizer');
    await eventually(() => results.count()).toBeGreaterThan(0);
  });
});

/** Runs in the page. */
async function countKeptParts(): Promise<number> {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return new Set(kept.flat().flatMap(({ url }) => /pagefind\/(?:index|fragment)\/.+/.exec(url)?.[0] ?? [])).size;
}

describe('the index', () => {
  it('holds no hint, no solution and no answer of a prediction', () => {
    const fragments = globSync('pagefind/fragment/*', { cwd: dist }).map((path) =>
      gunzipSync(readFileSync(join(dist, path))).toString('utf8'),
    );
    expect(fragments.length).toBeGreaterThan(20);
    const lesson = readFileSync(join(dist, 'lessons/first-crash/index.html'), 'utf8');
    const text = (html: string | undefined) => (html ?? '').replaceAll(/<[^>]*>/g, '').trim();
    const hints = [...lesson.matchAll(/<li tabindex="-1">(.*?)<\/li>/g)].map((match) => text(match[1]));
    const prediction = text(/<details class="predict">[\s\S]*?<\/summary>([\s\S]*?)<\/details>/.exec(lesson)?.[1]);
    expect(hints.length).toBeGreaterThan(3);
    const secrets = [...hints, prediction.slice(0, 40)].filter((secret) => secret.length > 20);
    expect(secrets.filter((secret) => fragments.some((fragment) => fragment.includes(secret)))).toEqual([]);
    expect(fragments.filter((fragment) => fragment.includes('/solution/'))).toEqual([]);
  });

  it('ships what the search loads, and no other interface', () => {
    expect(existsSync(join(dist, 'pagefind/pagefind.js'))).toBe(true);
    expect(globSync('pagefind/*ui*', { cwd: dist })).toEqual([]);
  });
});
