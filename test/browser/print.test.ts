import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { dist } from '../../scripts/setup/paths.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();

/** As the browser does before it prints. */
async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

describe('a printed lesson', () => {
  it('is a worksheet: prompts, evidence and lines to write on, without controls, hints and answers', async () => {
    const { page } = await open('/lessons/stuck-not-dead/');
    await print(page);
    for (const name of ['button', '.hints', '.solution', 'a.solve', '.masthead nav', '.colophon', 'lab-terminal'])
      expect(await page.locator(name).filter({ visible: true }).count(), name).toBe(0);
    expect(await page.locator('.predict').first().locator(':scope > :not(summary)').first().isVisible()).toBe(false);
    const match = page.locator('[data-exercise="stuck-not-dead/who-wakes"]');
    expect(await match.getByText('whoever holds the lock').filter({ visible: true }).count()).toBe(1);
    const line = page.locator('[data-exercise="stuck-not-dead/the-holder"]').getByRole('textbox', { name: 'Group' });
    expect((await line.boundingBox())?.width).toBeGreaterThan(300);
  });

  it('holds each recording whole, once', async () => {
    const { page } = await open('/lessons/stuck-not-dead/');
    await print(page);
    const whole = page.locator('[data-recording="tickets-go1.26.txt"]');
    expect(await whole.count()).toBeGreaterThan(2);
    expect(await whole.locator('.trace').filter({ visible: true }).count()).toBe(1);
    expect(await whole.first().locator('.trace li').last().isVisible()).toBe(true);
  });

  it('has what the learner wrote', async () => {
    const { page } = await open('/lessons/stuck-not-dead/');
    const field = page.locator('[data-exercise="stuck-not-dead/the-holder"]').getByRole('textbox', { name: 'Group' });
    await field.fill('main.go:24');
    await print(page);
    expect(await field.inputValue()).toBe('main.go:24');
    expect(await field.isVisible()).toBe(true);
  });
});

describe('a lesson without scripts', () => {
  it.each(readdirSync(join(dist, 'lessons')))(
    'has text, samples, questions, hints and the program of %s',
    async (slug) => {
      const { page } = await open(`/lessons/${slug}/`, { javaScriptEnabled: false });
      const exercises = await page.locator('section[data-exercise]').all();
      expect(exercises.length).toBeGreaterThanOrEqual(3);
      for (const exercise of exercises) {
        expect(await exercise.getByRole('heading').first().isVisible()).toBe(true);
        expect(await exercise.getByRole('button').filter({ visible: true }).count()).toBe(0);
      }
      await page.locator('.hints summary').first().click();
      expect(await page.locator('.hints li').first().isVisible()).toBe(true);
      expect(await page.locator('.recording pre, .recording .trace').first().isVisible()).toBe(true);
      expect(await page.locator('lab-terminal details pre').first().isVisible()).toBe(true);
      expect(await page.getByText('Without JavaScript the lab cannot run.').isVisible()).toBe(true);
    },
  );
});
