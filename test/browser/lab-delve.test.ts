import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'vitest';
import { root, toolchainFolder } from '../../scripts/setup/paths.ts';
import { eventually, expectShown, expectToolchain, keepFiles, startLab } from './lab-page.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = 'the-line-that-panicked';
const fixture = (name: string): Uint8Array => gunzipSync(readFileSync(join(root, 'test/fixtures/delve-core', name)));

describe('Delve in a lab', { timeout: 300_000 }, () => {
  it('opens a real core, answers, recalls and completes lines, opens it again after Ctrl-C, and leaves', async () => {
    const { page } = await open(`/lessons/${lesson}/`);
    expectToolchain();
    if (!existsSync(join(toolchainFolder, 'delve/manifest.json'))) {
      throw new Error('This test runs Delve in the page. Build it with `npm run toolchain`, then run it again.');
    }
    const folder = '/home/gopher/quotes';
    await keepFiles(page, lesson, {
      [`${folder}/prog`]: fixture('loopvar.exe.gz'),
      [`${folder}/core`]: fixture('loopvar.core.gz'),
    });
    const lab = await startLab(page);
    const session = await lab.begin('dlv core prog core');
    await expectShown(session, /\(dlv\) $/);
    await page.keyboard.type('goroutines\n');
    await expectShown(session, /\[\d+ goroutines\]\n\(dlv\) $/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expectShown(session, /(\(dlv\) goroutines[\s\S]*){2}\(dlv\) $/);
    await page.keyboard.type('goroutin');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await eventually(() => page.locator('.lab-status').innerText()).toMatch(/^2 completions: goroutine, goroutines$/);
    await page.keyboard.type(' 1\n');
    await expectShown(session, /goroutine 1\nSwitched from [^\n]+\n\(dlv\) $/);

    await page.keyboard.press('Control+c');
    await expectShown(session, /Delve opens the core again[\s\S]*\(dlv\) $/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expectShown(session, /again[\s\S]*\(dlv\) goroutine 1\nSwitched from [^\n]+\n\(dlv\) $/);
    await page.keyboard.type('exit\n');
    await eventually(lab.status).toMatch(/^dlv core prog core exited with status 0/);
  });
});
