import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectAccessibleInEveryLook, expectOwnOrigin, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();
const dayMillis = 86_400_000;

async function nextCase(page: Page): Promise<Locator> {
  const sheet = page.locator('[data-exercise^="drill/"]');
  await sheet.locator('.trace li').first().waitFor();
  return sheet;
}

/** Chooses the first line that can be chosen for each field, or the first option. */
async function answerSomehow(sheet: Locator): Promise<void> {
  const option = sheet.locator('.options input').first();
  if ((await option.count()) > 0) return option.check();
  const fields = sheet.locator('input[data-field]');
  for (let i = 0; i < (await fields.count()); i++) {
    await fields.nth(i).focus();
    await sheet.locator('.trace input').nth(i).focus();
    await sheet.page().keyboard.press('Space');
  }
}

describe('the drill', () => {
  it.each(['Panics', 'Races', 'Goroutine dumps', 'Heap profiles'])('asks about %s and judges', async (skill) => {
    const { page, requests, problems } = await open('/drill/');
    await nextCase(page);
    await page.getByRole('radio', { name: skill }).check();
    const sheet = await nextCase(page);
    await expect.poll(() => page.getByRole('status').first().textContent(), { timeout: 30_000 }).toBe('');
    await answerSomehow(sheet);
    await sheet.getByRole('button', { name: 'Check' }).click();
    await sheet.locator('[data-verdict]').waitFor();
    const answer = sheet.getByRole('button', { name: 'Show the answer' });
    if (await answer.isVisible()) await answer.click();
    await sheet.locator('[data-verdict="correct"]').waitFor();
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
    // A long dump is much to look at; the looks differ in nothing that depends on the skill.
    await (skill === 'Panics' ? expectAccessibleInEveryLook(page) : expectAccessible(page));
  });

  it('gives another case each time, keeps the answers, and says what is mixed up', async () => {
    const { page, context } = await open('/drill/');
    await page.getByRole('radio', { name: 'Panics' }).check();
    const texts = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const sheet = await nextCase(page);
      await expect.poll(() => sheet.locator('.kicker').textContent()).toContain('Case');
      texts.add(await sheet.locator('.trace').innerText());
      await sheet.getByRole('button', { name: 'Show the answer' }).click();
      await sheet.locator('[data-verdict="correct"]').waitFor();
      const heading = await sheet.getByRole('heading').elementHandle();
      await sheet.getByRole('button', { name: 'Another case' }).click();
      await page.waitForFunction((old) => !old?.isConnected, heading);
    }
    expect(texts.size).toBe(3);
    const again = await context.newPage();
    await again.goto(siteUrl('/drill/'));
    await again.locator('.profile-skills').getByText('0 of 3 right at once').waitFor();
  });

  it('is worked with the keyboard alone, and the next case takes the focus', async () => {
    const { page } = await open('/drill/');
    await page.getByRole('radio', { name: 'Panics' }).check();
    await page.locator('[data-exercise="drill/panic"] .trace input').first().waitFor();
    const sheet = await nextCase(page);
    await sheet.locator('.trace input').first().focus();
    await page.keyboard.press('ArrowDown');
    await sheet.getByRole('button', { name: 'Check' }).focus();
    await page.keyboard.press('Enter');
    await sheet.locator('[data-verdict]').waitFor();
    await sheet.getByRole('button', { name: 'Another case' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('.drill-sheet h2'));
  });

  it('says what to do where the cases do not load, and tries again', async () => {
    const { page, context } = await open('/about/');
    await context.route('**/drill/*.json', (route) => route.abort());
    await page.goto(siteUrl('/drill/'));
    await page.getByText('The cases did not load.').waitFor();
    await context.unroute('**/drill/*.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await nextCase(page);
  });

  it('is answered on a phone by tapping', async () => {
    const { page } = await open('/drill/', { width: 360, isMobile: true, hasTouch: true });
    await page.getByRole('radio', { name: 'Races' }).tap();
    await page.locator('[data-exercise="drill/race"] .trace input').first().waitFor();
    const sheet = await nextCase(page);
    const rows = sheet.locator('.trace li:has(input)');
    await rows.nth(0).locator('code').tap();
    await rows.nth(1).locator('code').tap();
    const filled = await sheet
      .locator('input[data-field]')
      .evaluateAll((fields) => fields.filter((field) => (field as HTMLInputElement).value !== '').length);
    expect(filled).toBe(2);
    await sheet.getByRole('button', { name: 'Check' }).tap();
    await sheet.locator('[data-verdict]').waitFor();
  });

  it('goes on where the browser keeps nothing, and says so', async () => {
    const { page, context } = await open('/about/');
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', 'SecurityError');
      };
    });
    await page.goto(siteUrl('/drill/'));
    const sheet = await nextCase(page);
    await sheet.getByRole('button', { name: 'Show the answer' }).click();
    await page.getByText('your work lasts until you close the tab').waitFor();
    await page.locator('.profile-skills').getByText('0 of 1 right at once').waitFor();
    await page.goto(siteUrl('/progress/'));
    await page.getByText('your work lasts until you close the tab').waitFor();
  });

  it('says without scripts what there is instead', async () => {
    const { page } = await open('/drill/', { javaScriptEnabled: false });
    expect(await page.locator('noscript').innerText()).toContain('scripts are off');
  });
});

describe('the placement', () => {
  it('asks five questions, says where to start, and the home page says so as well', async () => {
    const { page, context } = await open('/placement/');
    await page.getByRole('button', { name: 'Show the first trace' }).click();
    await page.getByRole('radio').first().waitFor();
    const first = page.locator('[data-exercise]');
    await first.getByRole('radio').first().check();
    await first.getByRole('button', { name: 'Check' }).click();
    await first.locator('[data-verdict="correct"]').waitFor();
    await expectAccessibleInEveryLook(page);
    for (let i = 2; i <= 5; i++) {
      await page.getByRole('button', { name: 'Next trace' }).click();
      await page.getByText(`Trace ${i} of 5`).waitFor();
      await page.getByRole('button', { name: 'I don’t know yet' }).click();
      await page.locator('[data-verdict="correct"]').waitFor();
    }
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('heading', { name: 'You read 1 of 5 at once' }).waitFor();
    await page.getByText('You can skip First crash').waitFor();
    await expectAccessibleInEveryLook(page);
    const home = await context.newPage();
    await home.goto(siteUrl('/'));
    await home.locator('li[data-lesson="first-crash"]').getByText('skip it if you like').waitFor();
    const start = home.getByRole('link', { name: 'Start', exact: true });
    expect(await start.getAttribute('href')).toContain('the-line-that-panicked');
  });
});

describe('progress', () => {
  async function solveOne(page: Page): Promise<void> {
    await page.goto(siteUrl('/lessons/the-line-that-panicked/'));
    const exercise = page.locator('exercise-sheet[data-evidence="none"]').first();
    await exercise.locator('.options input').first().check();
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[data-verdict]').waitFor();
  }

  it('goes to a file, into another browser, and away', async () => {
    const { page } = await open('/progress/');
    await solveOne(page);
    await page.goto(siteUrl('/progress/'));
    await page.getByText('1 exercise, 1 attempt.').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save to a file' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const { page: other } = await open('/progress/');
    const choose = (name: string, content: string) =>
      other
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
    await choose('torn.json', text.slice(0, 100));
    await other.getByText('torn.json: This is no saved progress').waitFor();
    await choose('progress.json', text);
    await other.getByText('taken over: 1 exercise, 1 attempt.').waitFor();
    await choose('progress.json', text);
    await other.getByText('all that is in it was here already').waitFor();
    await other.getByRole('button', { name: 'Erase everything' }).click();
    await expectAccessibleInEveryLook(other, 'dialog[open]');
    await other.getByRole('button', { name: 'Erase', exact: true }).click();
    await other.getByText('Nothing yet.').waitFor();
  });

  it('of one lesson goes by link to another machine', async () => {
    const { page } = await open('/progress/');
    await solveOne(page);
    await page.goto(siteUrl('/progress/'));
    await page.getByRole('button', { name: 'Make a link: The line that panicked' }).click();
    const link = await page.getByRole('textbox', { name: 'Link to carry on' }).inputValue();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await expectAccessibleInEveryLook(page);
    const { page: other } = await open(link.slice(siteUrl('').length));
    await other.getByRole('button', { name: 'Take it over' }).click();
    await other.getByRole('link', { name: 'Go on with The line that panicked' }).click();
    const exercise = other.locator('exercise-sheet[data-evidence="none"]').first();
    await expect.poll(() => exercise.locator('.options input').first().isChecked()).toBe(true);
  });
});

describe('the review', () => {
  it('has nothing at first, and brings back what was missed when a day has passed', async () => {
    const { page, context, problems } = await open('/review/');
    await page.getByText('Nothing comes back yet.').waitFor();
    await page.goto(siteUrl('/lessons/the-line-that-panicked/'));
    const exercise = page.locator('exercise-sheet[data-evidence="recording"]').first();
    await exercise.locator('.trace input').last().check();
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[data-verdict="wrong"]').waitFor();
    const prompt = await exercise.getByRole('heading').innerText();
    await page.goto(siteUrl('/review/'));
    await page.getByText('Nothing is due.').waitFor();
    const later = await context.newPage();
    await later.clock.setFixedTime(Date.now() + 1.1 * dayMillis);
    await later.goto(siteUrl('/'));
    await later.getByRole('link', { name: 'One exercise that you missed is due again' }).click();
    await later.getByText('One exercise is due.').waitFor();
    await expectAccessibleInEveryLook(later);
    await later.getByRole('button', { name: `Answer it again: ${prompt}` }).click();
    const again = later.locator('exercise-sheet');
    await again.locator('.trace input').first().waitFor();
    expect(await again.locator('[data-verdict]').count()).toBe(0);
    await again.locator('.trace input').last().check();
    await again.getByRole('button', { name: 'Check' }).click();
    await again.locator('[data-verdict="wrong"]').waitFor();
    await later.getByRole('button', { name: 'On with the review' }).click();
    await later.getByText('Nothing is due.').waitFor();
    expect(problems).toEqual([]);
  });
});
