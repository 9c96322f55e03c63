import { describe, expect, it } from 'vitest';
import { eventually } from './lab-page.ts';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = '/lessons/first-crash/';

describe('a term of the glossary', () => {
  it('shows its definition on hover, for as long as the pointer is on it or on the definition, until Escape', async () => {
    const { page, problems } = await open(lesson);
    const term = page.locator('a.term').first();
    const tip = page.getByRole('tooltip');
    await term.hover();
    await tip.waitFor();
    expect(await tip.innerText()).toContain('What was given to panic');
    await expectAccessible(page);
    await tip.hover();
    await page.waitForTimeout(400);
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await page.locator('h1').hover();
    await term.hover();
    await tip.waitFor();
    await page.locator('h1').hover();
    await tip.waitFor({ state: 'hidden' });
    expect(problems).toEqual([]);
  });

  it('is described by it while it has the focus, and leads to the glossary by Enter', async () => {
    const { page } = await open(lesson);
    const term = page.locator('a.term').first();
    await term.focus();
    await page.getByRole('tooltip').waitFor();
    expect(await term.getAttribute('aria-describedby')).toBe('term-tip');
    await page.getByRole('link', { name: 'Faultline', exact: true }).focus();
    await page.getByRole('tooltip').waitFor({ state: 'hidden' });
    expect(await term.getAttribute('aria-describedby')).toBeNull();
    await term.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/glossary\/index\.html#panic-value$/);
  });

  it('shows it on a tap, within a narrow screen, and takes it away on a tap elsewhere', async () => {
    const { page } = await open(lesson, { width: 360, isMobile: true, hasTouch: true });
    for (const term of await page.locator('main a.term').all()) {
      await term.tap();
      const tip = page.getByRole('tooltip');
      await tip.waitFor();
      const box = await tip.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
      await tip.tap();
      await tip.waitFor({ state: 'hidden' });
    }
    expect(page.url()).toContain('first-crash');
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.locator('main a.term').first().tap();
    await page.getByRole('tooltip').waitFor();
    await page.locator('h1').tap();
    await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  });

  it('is a link without scripts', async () => {
    const { page } = await open(lesson, { javaScriptEnabled: false });
    await page.locator('a.term').first().click();
    expect(page.url()).toMatch(/glossary\/index\.html#panic-value$/);
  });
});
