import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { eventually, expectToolchain, keepFiles, startLab } from './lab-page.ts';
import { expectAccessible, expectAccessibleInEveryLook, expectOwnOrigin, openPage, useBrowser } from './open-page.ts';

const open = useBrowser();
const patience = { timeout: 100_000 };

const status = (page: Page) => page.locator('.schedule-status').innerText();

/** Explores the page's program and replays the first seed that shows its race; resolves with the seed's button. */
async function findRace(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Explore schedules' }).click();
  await page.getByText(/^\d+ of 50 schedules showed a data race\.$/).waitFor(patience);
  const seed = page.getByRole('button', { name: /^seed \d+$/ }).first();
  const name = await seed.innerText();
  await seed.click();
  await page.getByRole('heading', { name: `How ${name} got there` }).waitFor(patience);
  return name.replace('seed ', '');
}

describe('/try/race/', { timeout: 240_000 }, () => {
  it('goes from a cold address to a race, its seed and what led to it', async () => {
    const { page, requests, problems } = await open('/try/race/');
    expectToolchain();
    await page.getByRole('button', { name: 'Explore schedules' }).waitFor();
    // Nothing large is loaded before it is asked for.
    expect(requests.filter((url) => url.includes('/toolchain/') && url.includes('.wasm'))).toEqual([]);
    await findRace(page);
    const race = page.locator('.found-race');
    expect(await race.locator('.race-title').innerText()).toMatch(
      /^(Read|Write) at main\.go:\d+ in \(\*Shop\)\.(Report|Buy), (read|write) at main\.go:\d+ in \(\*Shop\)\.(Report|Buy)$/,
    );
    const picture = race.getByRole('img', { name: /No path of arrows leads from step \d+ to step \d+/ });
    expect(await picture.count()).toBe(1);
    expect(problems).toEqual([]);
    expectOwnOrigin(requests);
  });

  it('opens a link in another browser and shows the same race of the same seed', async () => {
    const { page } = await open('/try/race/');
    expectToolchain();
    const seed = await findRace(page);
    const lines = await page.locator('.race-title').innerText();
    await eventually(() => new URL(page.url()).hash).toMatch(/^#race=[\w-]+$/);
    const { page: other, problems } = await open(`/try/race/index.html${new URL(page.url()).hash}`);
    await other.getByRole('button', { name: `Replay seed ${seed}` }).click();
    await other.getByRole('heading', { name: `How seed ${seed} got there` }).waitFor(patience);
    expect(await status(other)).toMatch(/^1 of 1 schedule showed a data race\./);
    expect(await other.locator('.race-title').innerText()).toBe(lines);
    expect(problems).toEqual([]);
  });

  it('steps through the clocks by keyboard, and says at the last step why it is a race', async () => {
    const { page } = await open('/try/race/');
    expectToolchain();
    await findRace(page);
    await page.getByRole('button', { name: 'Show the clocks' }).focus();
    await page.keyboard.press('Enter');
    const slider = page.getByRole('slider', { name: 'Step' });
    await expect.poll(() => slider.evaluate((input) => input === document.activeElement)).toBe(true);
    const told = page.locator('.clock-told');
    const seen = new Set<string>();
    for (const all = Number(await slider.getAttribute('max')); seen.size < all;) {
      seen.add(await told.innerText());
      await page.keyboard.press('ArrowRight');
      if (seen.size > 1 && (await slider.inputValue()) === String(all)) seen.add(await told.innerText());
    }
    expect([...seen][0]).toMatch(/^Step 1 of \d+\. Main goroutine /);
    expect([...seen].at(-1)).toContain('Nothing orders the two: a data race.');
    await page.keyboard.press('Home');
    expect(await told.innerText()).toMatch(/^Step 1 of/);
    expect(await page.getByRole('row', { name: /^goroutine \d+ [\d–]/ }).count()).toBeGreaterThan(1);
    await page.getByText('The same as a table').click();
    await expectAccessibleInEveryLook(page);
  });

  it('says so when a link is damaged, and starts with its own program', async () => {
    const { page } = await open('/try/race/index.html#race=AAAA');
    await page.getByText('The link is damaged').waitFor();
    await expect.poll(() => page.locator('.lab-editor-host .cm-content').innerText()).toContain('func main()');
    await expectAccessible(page);
  });

  it('shows its program and the way from a shell without JavaScript', async () => {
    const { page } = await open('/try/race/', { javaScriptEnabled: false });
    expect(await page.getByRole('region', { name: 'main.go' }).innerText()).toContain('type Shop struct');
    expect(await page.locator('noscript').innerText()).toContain('faultline lab --schedules 50');
  });

  it('runs no program that does not build, and shows what the compiler said', async () => {
    const { page } = await open('/try/race/');
    expectToolchain();
    await page.locator('.lab-editor-host .cm-content').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('package main\nfunc main() { nothing() }\n');
    await page.getByRole('button', { name: 'Explore schedules' }).click();
    await page.getByText('undefined: nothing').waitFor(patience);
    expect(await status(page)).toBe('Nothing ran. What the command printed:');
  });

  it('can be canceled, and keeps what was found so far', async () => {
    const { page } = await open('/try/race/');
    expectToolchain();
    await page.getByRole('combobox', { name: 'How many schedules' }).selectOption('200');
    await page.getByRole('button', { name: 'Explore schedules' }).click();
    await page.getByRole('img', { name: /of \d+ schedules? showed a race/ }).waitFor(patience);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await eventually(() => status(page)).toMatch(/of \d+ schedules showed.*Canceled before the rest\./);
    expect(await page.getByRole('button', { name: 'Explore schedules' }).isEnabled()).toBe(true);
  });
});

const timeoutTest = `package quotes

import (
	"context"
	"testing"
	"time"
)

func TestTimeout(t *testing.T) {
	ctx, leave := context.WithCancel(context.Background())
	leave()
	t.Log(Process(ctx))
	time.Sleep(30 * time.Millisecond)
}
`;

describe('races in the labs', { timeout: 240_000 }, () => {
  it('goes in lesson 6 from an empty test to a report, its marked lines, its schedules and a right verdict', async () => {
    const { page, context, problems } = await open('/lessons/race-in-a-test/');
    expectToolchain();
    await keepFiles(page, 'race-in-a-test', { '/home/gopher/quotes/quotes_test.go': timeoutTest });
    const { page: again } = await openPage(context, '/lessons/race-in-a-test/');
    const lab = await startLab(again);
    const output = await lab.run('go test -race ./...');
    expect(output).toContain('WARNING: DATA RACE');
    const jumps = again.locator('.race-jumps').getByRole('button');
    await eventually(() => jumps.count()).toBe(2);
    await jumps.first().click();
    await eventually(() => again.locator('.cm-lintRange-warning').count()).toBeGreaterThan(0);
    await again.getByRole('button', { name: 'Explore schedules of this run' }).click();
    await again.getByText(/of 50 schedules showed a data race/).waitFor(patience);
    await again.getByRole('button', { name: 'Use as evidence' }).click();
    const [race] = (await analyze(output)).evidence.filter((one) => one.kind === 'race');
    const places = race?.accesses.map(({ site }) => `${site?.file?.split('/').at(-1)}:${site?.line}`) ?? [];
    const created = race?.created[0]?.site;
    const exercise = again.locator('[data-exercise="race-in-a-test/own-race"]');
    const fields = exercise.getByRole('textbox');
    const names = await fields.evaluateAll((boxes) => boxes.map((box) => box.getAttribute('data-field') ?? ''));
    for (const [field, value] of [
      ['first', places[0]],
      ['second', places[1]],
      ['created', `${created?.file?.split('/').at(-1)}:${created?.line}`],
    ] as const) {
      const at = names.indexOf(field);
      expect(at, `${field} of ${names.join(' ')}`).toBeGreaterThanOrEqual(0);
      await fields.nth(at).fill(value ?? '');
    }
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[role=status][data-verdict=correct]').waitFor();
    expect(problems).toEqual([]);
    await expectAccessible(again, '.race-panel');
  });

  it('finds in lesson 7 with `go build -race` the pairs that native Go finds', async () => {
    const { page } = await open('/lessons/race-in-production/');
    expectToolchain();
    const lab = await startLab(page);
    await lab.run('go build -race -o rpc .');
    const here = await pairsOf(await lab.run('./rpc'));
    const folder = mkdtempSync(join(tmpdir(), 'faultline-rpc-'));
    try {
      cpSync('content/lessons/07-race-in-production/lab', folder, { recursive: true });
      execFileSync('go', ['build', '-race', '-o', 'rpc', '.'], { cwd: folder });
      const native = await pairsOf(execFileSync('sh', ['-c', './rpc 2>&1 || true'], { cwd: folder, encoding: 'utf8' }));
      expect(here.length).toBeGreaterThan(0);
      expect(here).toEqual(native);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The distinct pairs of lines in a report, whichever access came first. */
async function pairsOf(output: string): Promise<readonly string[]> {
  const races = (await analyze(output)).evidence.filter((one) => one.kind === 'race');
  const pairs = races.map(({ accesses }) =>
    accesses
      .map(({ op, site }) => `${op} ${site?.func} ${site?.file?.split('/').at(-1)}:${site?.line}`)
      .sort()
      .join(' ~ '),
  );
  return [...new Set(pairs)].sort();
}
