import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { toolchainFolder } from '../../scripts/setup/paths.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How long a command of the lab may take on a busy machine. */
const commandMillis = 100_000;

/** A started lab as a learner works with it. */
export interface LabPage {
  /** Types a line into a terminal and waits for its end; resolves with its output. */
  run(line: string, terminal?: TerminalName): Promise<string>;
  /** Types a line into a terminal and leaves it running. */
  begin(line: string, terminal?: TerminalName): Promise<Locator>;
  terminal(name: TerminalName): Locator;
  /** The sentence that was announced last. */
  status(): Promise<string>;
  /** The transcript's section of the last command. */
  last(): Locator;
}

export type TerminalName = 'Terminal 1' | 'Terminal 2';

/** Files of a lab by absolute path, as text or bytes; undefined removes one. */
export type LabFiles = Readonly<Record<string, string | Uint8Array | undefined>>;

/** Fails with what to do where the Go tools are not built. */
export function expectToolchain(): void {
  const isBuilt = existsSync(join(toolchainFolder, 'manifest.json'));
  if (!isBuilt)
    throw new Error('This test runs Go in the page. Build its tools with `npm run toolchain`, then run it again.');
}

/** Puts files into a lab as if the learner had typed them on an earlier visit. */
export async function keepFiles(page: Page, lesson: string, files: LabFiles): Promise<void> {
  const changes = Object.entries(files).map(([path, contents]) => ({
    path,
    base64: contents === undefined ? undefined : Buffer.from(contents).toString('base64'),
  }));
  await page.evaluate(
    ([key, entries]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('faultline-labs', 1);
        request.addEventListener('upgradeneeded', () => request.result.createObjectStore('labs'));
        request.addEventListener('error', () => reject(request.error ?? new Error('no storage')));
        request.addEventListener('success', () => {
          const put = request.result.transaction('labs', 'readwrite');
          const kept = entries.map(({ path, base64 }) =>
            base64 === undefined
              ? { kind: 'removed', path }
              : { kind: 'file', path, contents: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) },
          );
          put.objectStore('labs').put({ changes: kept, history: [] }, key);
          put.addEventListener('complete', () => {
            request.result.close();
            resolve();
          });
        });
      }),
    [lesson, changes] as const,
  );
}

/** Starts the page's lab and waits until Go is ready, or its recordings are. */
export async function startLab(page: Page, mode: 'live' | 'replay' = 'live'): Promise<LabPage> {
  await page.getByRole('button', { name: 'Start lab' }).click();
  const state = mode === 'live' ? 'runs in this page, on wasip1' : 'play recordings';
  await page.locator('.lab-state', { hasText: state }).waitFor({ timeout: commandMillis });
  await page.getByRole('textbox', { name: 'Terminal 2', exact: true }).waitFor({ timeout: commandMillis });
  const records = page.getByRole('region', { name: 'Terminal transcript' }).getByRole('article');
  const terminal = (name: TerminalName): Locator => page.getByRole('textbox', { name, exact: true });
  const begin = async (line: string, name: TerminalName = 'Terminal 1'): Promise<Locator> => {
    const count = await records.count();
    await terminal(name).focus();
    await page.keyboard.type(`${line}\n`);
    const record = records.nth(count);
    await record.waitFor();
    return record;
  };
  return {
    begin,
    terminal,
    async run(line, name) {
      const record = await begin(line, name);
      await record
        .getByText(/exit status \d/)
        .first()
        .waitFor({ timeout: commandMillis });
      return (await record.locator('pre').textContent()) ?? '';
    },
    status: () => page.locator('.lab-status').innerText(),
    last: () => records.last(),
  };
}

/** Like `expect.poll`, with the patience that a busy machine needs. */
export function eventually<Value>(read: () => Value | Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(read, { timeout: 30_000 });
}

/** Waits until a section of the transcript shows a text. */
export async function expectShown(record: Locator, text: string | RegExp): Promise<void> {
  await expect.poll(() => record.locator('pre').textContent(), { timeout: commandMillis }).toMatch(text);
}
