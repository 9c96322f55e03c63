import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingsOf } from '../../scripts/delve/compare.ts';
import { labFiles } from '../../scripts/delve/lab-files.ts';
import { root, toolchainFolder } from '../../scripts/setup/paths.ts';
import { expectShown, expectToolchain, keepFiles, startLab } from './lab-page.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();
/** Any lesson whose lab is small: its own files play no part. */
const lesson = 'the-line-that-panicked';
const folder = '/home/gopher/quotes';
const dir = join(root, 'test/fixtures/delve-core');
const prompt = '(dlv) ';
const core = 'loopvar';
const commandMillis = 60_000;

describe('Delve in Chromium', { timeout: 400_000 }, () => {
  it('answers every recorded command of a core byte for byte as native Delve does', async () => {
    expectToolchain();
    if (!existsSync(join(toolchainFolder, 'delve/manifest.json')))
      throw new Error('This test runs Delve in the page. Build it with `npm run toolchain`, then run it again.');
    const recorded = recordingsOf(dir).get(core)?.exchanges ?? [];
    const [opening, ...asked] = recorded.filter(({ command }) => command !== 'exit');
    expect(asked.length).toBeGreaterThanOrEqual(20);

    const { page } = await open(`/lessons/${lesson}/`);
    const files = [...labFiles(dir, core)].map(([path, bytes]) => [`${folder}/${path}`, bytes] as const);
    await keepFiles(page, lesson, Object.fromEntries(files));
    const lab = await startLab(page);
    const session = await lab.begin(`TERM=dumb dlv core ./${core} ./core`);
    await expectShown(session, /\(dlv\) $/);
    const shown = async (): Promise<string> => (await session.locator('pre').textContent()) ?? '';
    expect(await shown()).toBe((opening?.output ?? '') + prompt);
    for (const { command = '', output } of asked) {
      const before = (await shown()).length;
      await page.keyboard.insertText(command);
      await page.keyboard.press('Enter');
      const answer = async (): Promise<string> => (await shown()).slice(before);
      await expect.poll(answer, { timeout: commandMillis, interval: 100 }).toMatch(/\n\(dlv\) $/);
      expect(await answer()).toBe(`${command}\n${output}${prompt}`);
    }
    await page.keyboard.type('exit\n');
    await session.getByText('exit status 0').waitFor({ timeout: commandMillis });
  });
});
