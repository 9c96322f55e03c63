/** Works the controls of an exercise as a learner does, whatever its kind. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { EvidenceFile } from '../../src/exercises/index.ts';

/** Long enough for a busy machine to load the graders. */
const verdictMillis = 60_000;

/** The worksheet of an exercise. */
export function sheetOf(page: Page, id: string): Locator {
  return page.locator(`[data-exercise="${id}"]`);
}

/** Puts an answer, in the form that graders take, into the controls. */
export async function fillAnswer(sheet: Locator, answer: string): Promise<void> {
  const controls = await sheet.locator('[data-field]').all();
  const names = await Promise.all(controls.map(async (control) => (await control.getAttribute('data-field')) ?? ''));
  const values = valuesOf(answer, names);
  for (const [i, control] of controls.entries()) await fillControl(control, values[names[i] ?? ''] ?? '');
}

/** Checks and returns what was said, with the verdict in front. */
export async function checkSheet(sheet: Locator): Promise<string> {
  const status = sheet.locator('[role=status]');
  await status.evaluate((part) => part.removeAttribute('data-verdict'));
  await sheet.getByRole('button', { name: 'Check' }).click();
  await sheet.locator('[role=status][data-verdict]').waitFor({ timeout: verdictMillis });
  return `${await status.getAttribute('data-verdict')}: ${await status.innerText()}`;
}

/** Hands files in by dropping them. */
export async function dropEvidence(page: Page, sheet: Locator, files: readonly EvidenceFile[]): Promise<void> {
  const box = sheet.getByRole('textbox', { name: 'Evidence' });
  const held = sheet.locator('.held').getByRole('button');
  const taken = async (): Promise<number> => ((await box.inputValue()) === '' ? 0 : 1) + (await held.count());
  const before = await taken();
  const given = files.map(({ source, content }) => ({
    name: source.split('/').at(-1) ?? source,
    base64: Buffer.from(content).toString('base64'),
  }));
  const data = await page.evaluateHandle((entries) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of entries)
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
    return transfer;
  }, given);
  await sheet.dispatchEvent('drop', { dataTransfer: data });
  await expect.poll(taken, { timeout: verdictMillis }).toBe(before + files.length);
}

function valuesOf(answer: string, names: readonly string[]): Readonly<Record<string, string>> {
  if (answer.startsWith('{')) return flatten(JSON.parse(answer) as object, '');
  if (names.length < 2) return { [names[0] ?? '']: answer };
  const parts = answer.split(',');
  return Object.fromEntries(names.map((name, i) => [name, parts[i] ?? '']));
}

/** The fields of a chain carry the names of their links in front: `race.first`. */
function flatten(fields: object, prefix: string): Readonly<Record<string, string>> {
  const entries = Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(flatten(value, `${prefix}${name}.`))
      : [[prefix + name, String(value)] as const],
  );
  return Object.fromEntries(entries);
}

async function fillControl(control: Locator, value: string): Promise<void> {
  const tag = await control.evaluate((element) => element.localName);
  if (tag === 'select') await control.selectOption(value);
  else if (tag === 'ol') await putInOrder(control, value.split(','));
  else if (tag === 'fieldset') await choose(control, value.split(','));
  else await control.fill(value);
}

async function choose(group: Locator, ids: readonly string[]): Promise<void> {
  for (const input of await group.locator('input').all()) {
    const isWanted = ids.includes((await input.getAttribute('value')) ?? '');
    if (isWanted) await input.check();
    else if ((await input.getAttribute('type')) === 'checkbox') await input.uncheck();
  }
}

/** Moves each item up to its place by its button. */
async function putInOrder(list: Locator, ids: readonly string[]): Promise<void> {
  for (const [place, id] of ids.entries()) {
    const item = list.locator(`li[data-id="${id}"]`);
    for (;;) {
      const at = await item.evaluate((element) => [...(element.parentElement?.children ?? [])].indexOf(element));
      if (at <= place) break;
      await item.locator('button[data-move=up]').click();
    }
  }
}
