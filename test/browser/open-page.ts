import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { chromium as engine, ensureBrowser } from '../../scripts/setup/browser.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How a page is looked at. */
export interface View {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
  readonly isMobile?: boolean;
  readonly hasTouch?: boolean;
}

/** A page of the built site, and what it asked the network for. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly requests: readonly string[];
  readonly problems: readonly string[];
}

/** One Chromium for a test file; each page gets a context of its own, so that nothing is kept from test to test. */
export function useBrowser(): (path: string, view?: View) => Promise<OpenPage> {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    // In a locale without UTF-8 Chromium finds no file whose name has more than ASCII in it.
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    browser = await chromium.launch({ executablePath: ensureBrowser(engine), args: flags, env });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser.close());
  return async (path, { width = 1280, ...view } = {}) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, ...view });
    contexts.push(context);
    return openPage(context, path);
  };
}

/** Opens a page in a context at hand: a second tab. */
export async function openPage(context: BrowserContext, path: string): Promise<OpenPage> {
  const requests: string[] = [];
  const problems: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(siteUrl(path));
  return { page, context, requests, problems };
}

/** The address of a page or file of the site, as a plain host has it: with its index.html. A whole address stays. */
export function siteUrl(path: string): string {
  if (URL.canParse(path)) return path;
  return inject('siteUrl') + path.replace(/^\//, '') + (path.endsWith('/') ? 'index.html' : '');
}

/** Fails where axe finds anything against WCAG 2.2 AA, in the page or in the part of it that `within` selects. */
export async function expectAccessible(page: Page, within = ':root'): Promise<void> {
  await expectNothingFound(new AxeBuilder({ page }).include(within).withTags(tags));
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What can differ from the first look: colors in the dark, sizes and scrolling on a phone. */
const otherLooks = [
  { colorScheme: 'dark', width: 1280, rules: ['color-contrast', 'link-in-text-block'] },
  { colorScheme: 'light', width: 360, rules: ['target-size', 'scrollable-region-focusable', 'color-contrast'] },
] as const;

/** The same in light, in dark and on a phone of 360 px, which the page must not be wider than. */
export async function expectAccessibleInEveryLook(page: Page, within = ':root'): Promise<void> {
  await expectAccessible(page, within);
  for (const { colorScheme, width, rules } of otherLooks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await expectNothingFound(new AxeBuilder({ page }).include(within).withRules([...rules]));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function expectNothingFound(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  expect(told).toEqual([]);
}

/** Fails where anything was asked of another host than the one that serves the site. */
export function expectOwnOrigin(requests: readonly string[]): void {
  const { origin } = new URL(inject('siteUrl'));
  const foreign = requests.filter((url) => !url.startsWith(origin) && !/^(?:data|blob):/.test(url));
  expect(foreign).toEqual([]);
}
