import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import { eventually } from './lab-page.ts';
import { expectAccessibleInEveryLook, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = 'content/lessons/11-delve-root-cause/recordings';
const session = readFileSync(join(root, lesson, 'session-go1.26.txt'), 'utf8');

describe('a Delve session on /analyze/', () => {
  it('is drawn as its stack, with what differs, and the source that the session itself printed', async () => {
    const { page, problems } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill(session);
    const stack = page.getByRole('region', { name: 'Stack of the session' });
    await stack.waitFor();
    expect(await stack.locator('tr.own').count()).toBe(2);
    expect(await stack.locator('.differs', { hasText: /^id = / }).count()).toBe(2);
    const source = page.locator('.delve-source');
    expect(await source.locator('figcaption').innerText()).toMatch(/^Frame 11, /);
    const there = await source.locator('.here').innerText();
    await stack.getByRole('button', { name: 'Source of frame 10' }).click();
    await eventually(() => source.locator('.here').innerText()).not.toBe(there);
    expect(problems).toEqual([]);
    await expectAccessibleInEveryLook(page);
  });

  it('names two sessions apart, and goes with its text', async () => {
    const { page } = await open('/analyze/');
    const evidence = page.getByRole('textbox', { name: 'Evidence' });
    await evidence.fill(session);
    const files = ['monday.txt', 'friday.txt'].map((name) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(session),
    }));
    await page.locator('input[type=file]').setInputFiles(files);
    await page.getByRole('region', { name: 'Stack of session 2' }).waitFor();
    await expectAccessibleInEveryLook(page, '.desk-pictures');
    await page.reload();
    await evidence.fill('');
    await eventually(() => page.locator('delve-panel').count()).toBe(0);
  });
});
