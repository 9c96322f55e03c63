import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = '/lessons/who-holds-it/';
const part = '[data-exercise="who-holds-it/own-keys"]';

/** The lesson's recording as another run prints it: taken at another time, of another build. */
const report = readFileSync(join(root, 'content/lessons/13-who-holds-it/recordings/diff-go1.26.txt'), 'utf8')
  .replace(/^Time: .*$/m, 'Time: 2026-11-24 07:01:12 UTC')
  .replace(/^Build ID: .*$/m, 'Build ID: 0123456789abcdef0123456789abcdef01234567');

function fixture(path: string): Buffer {
  return readFileSync(join(root, 'test/fixtures', path));
}

async function check(exercise: Locator, verdict: string): Promise<string> {
  await exercise.getByRole('button', { name: 'Check' }).click();
  const status = exercise.locator(`[role=status][data-verdict="${verdict}"]`);
  await status.waitFor();
  return status.innerText();
}

describe('evidence of the heap', () => {
  it('lets a row of the report be chosen as the allocation, and scores the retention apart', async () => {
    const { page, requests, problems } = await open(lesson);
    const exercise = page.locator(part);
    await exercise.getByRole('textbox', { name: 'Evidence' }).fill(report);
    await exercise.getByRole('radio', { name: /^row 1, own code, readKey/ }).check({ force: true });
    expect(await exercise.getByRole('textbox', { name: 'Allocation' }).inputValue()).toBe('readKey');
    await exercise.getByRole('textbox', { name: 'Retention' }).fill('main.readKey');
    expect(await check(exercise, 'partly')).toContain('Allocation:');
    await exercise.getByRole('textbox', { name: 'Retention' }).fill('main.seen');
    expect(await check(exercise, 'correct')).toContain('not in this evidence');
    await expectAccessibleInEveryLook(page, part);
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('takes files, says what they are, and has them again after a reload', async () => {
    const { page } = await open(lesson, { width: 360 });
    const exercise = page.locator(part);
    const dump = gunzipSync(fixture('heapdump/mapcache-go1.26.8-amd64.heapdump.gz'));
    await exercise.locator('input[type=file]').setInputFiles([
      { name: 'heap.old', mimeType: '', buffer: fixture('exercises/heap/old.pb.gz') },
      { name: 'heap.new', mimeType: '', buffer: fixture('exercises/heap/new.pb.gz') },
      { name: 'heap.dump', mimeType: '', buffer: dump },
    ]);
    const held = exercise.locator('.held li');
    await expect.poll(() => held.allInnerTexts()).toHaveLength(3);
    expect((await held.allInnerTexts()).map((text) => text.replace(/\s*Take out$/, ''))).toEqual([
      expect.stringMatching(/^heap\.old, packed, as profiles are, /),
      expect.stringMatching(/^heap\.new, packed, as profiles are, /),
      expect.stringMatching(/^heap\.dump, a heap dump, /),
    ]);
    await exercise.getByRole('button', { name: 'Take out heap.dump' }).click();
    await exercise.getByRole('textbox', { name: 'Allocation' }).fill('main.readKey');
    await exercise.getByRole('textbox', { name: 'Retention' }).fill('main.seen');
    expect(await check(exercise, 'unreadable')).toContain('The function asked about is not in this profile');
    await page.reload();
    await expect.poll(() => held.allInnerTexts()).toHaveLength(2);
    await expectAccessibleInEveryLook(page, part);
  });

  it('refuses a file that a tab could not read, and says what to do', async () => {
    const { page } = await open(lesson);
    const exercise = page.locator(part);
    await exercise.evaluate((section) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Blob([new ArrayBuffer(130_000_000)])], 'huge.dump'));
      section.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
    });
    await expect.poll(() => exercise.locator('.held').innerText()).toMatch(/huge\.dump is 130\.0 MB; up to 128\.0 MB/);
  });
});
