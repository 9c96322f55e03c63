import { describe, expect, it } from 'vitest';
import { startLab } from './lab-page.ts';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();

describe('a lab on a site without Go', () => {
  it('plays recordings, says what they are, and hands them to the exercise', async () => {
    const { page, problems } = await open('/lessons/the-line-that-panicked/');
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    const lab = await startLab(page, 'replay');
    expect(await page.locator('.lab-state').innerText()).toMatch(/built without Go\. .*recordings of real sessions/);
    const output = await lab.run('go run .');
    expect(output).toContain('slice bounds out of range');
    expect(await lab.last().innerText()).toMatch(/a recording of go1\.\d+\.\d+ on linux\/amd64/);
    expect(await lab.status()).toMatch(/a recording of go1/);
    await page.getByRole('button', { name: 'Use as evidence' }).click();
    const values = await page
      .getByRole('textbox', { name: 'Evidence' })
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLTextAreaElement).value));
    expect(values).toContain(output);
    await expectAccessible(page);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('says honestly what is not recorded, and lists what is', async () => {
    const { page } = await open('/lessons/the-line-that-panicked/');
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    const lab = await startLab(page, 'replay');
    const output = await lab.run('go env GOROOT');
    expect(output).toContain('Not recorded: go env GOROOT\nRecorded here are:\n');
    expect(output).toContain('  go run .\n');
    expect(await lab.run('cat go.mod')).toContain('module quotes');
  });

  it('is readable without JavaScript', async () => {
    const { page } = await open('/lessons/the-line-that-panicked/', { javaScriptEnabled: false });
    expect(await page.getByRole('region', { name: 'main.go' }).innerText()).toContain('package main');
    expect(await page.getByText('Without JavaScript the lab cannot run').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Start lab' }).isVisible()).toBe(false);
  });
});
