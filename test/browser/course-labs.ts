/** What is typed in each lab for the evidence of an exercise. A test that knows no better runs the exercise's command. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectShown, type LabPage } from './lab-page.ts';

/** A lesson's lab, and the lines that a recorded session of its debugger was typed from. */
export interface LabUse {
  readonly page: Page;
  readonly lab: LabPage;
  readonly input: readonly string[];
}

type Steps = (use: LabUse) => Promise<unknown>;

const idle = 30_000;
const heapDiff = 'go tool pprof -top -diff_base=heap.old heap.new';

/** By exercise, where it takes more than its command. */
const steps: Readonly<Record<string, Steps>> = {
  'stuck-not-dead/own-dump': async ({ page, lab }) => {
    const running = await lab.begin('go run .');
    await expectShown(running, /alive/);
    await page.keyboard.press('Control+\\');
    await expectShown(running, /goroutine 1 /);
    await expectShown(running, /exit status 2/);
  },
  'what-grew/own-growth': (use) => profileServer(use, 'traffic?n=5000', 'serving'),
  'who-holds-it/own-keys': (use) => profileServer(use, 'logins?n=10000', 'serving'),
  'asking-the-heap/who-allocates': async ({ lab }) => {
    await lab.run('go build -o press . && ./press');
    await lab.run('go tool pprof -top -diff_base=monday.pb.gz friday.pb.gz');
  },
  'goroutine-leaks/own-leak': async (use) => {
    const { lab } = use;
    await serve(use, 'listening');
    const parcels =
      'for i in 1 2 3 4 5 6 7 8 9 10; do curl -s "localhost:6060/watch?parcel=$i"; curl -s "localhost:6060/arrive?parcel=$i"; done';
    await lab.run(parcels, 'Terminal 2');
    await lab.run('curl -s "localhost:6060/debug/pprof/goroutine?debug=2"', 'Terminal 2');
  },
};

/** Runs what the exercise needs, and hands the last output over. */
export async function runSteps(use: LabUse, mode: 'live' | 'replay', id: string, command: string): Promise<void> {
  const { page, lab } = use;
  if (mode === 'replay') await play(use, command);
  else if (command.startsWith('dlv ')) await debug(use, command);
  else await (steps[id] ?? (() => lab.run(command)))(use);
  const button = page.getByRole('button', { name: 'Use as evidence' });
  await expect.poll(() => button.isEnabled(), { timeout: idle }).toBe(true);
  await button.click();
  await stopPrograms(use);
}

/** Plays a recording; one of a program that was sent a signal waits for it. */
async function play({ page, lab }: LabUse, command: string): Promise<void> {
  const record = await lab.begin(command);
  await expectShown(record, /./);
  const text = (await record.locator('pre').textContent()) ?? '';
  if (text.includes('until SIGQUIT')) await page.keyboard.press('Control+\\');
  await record
    .getByText(/exit status \d/)
    .first()
    .waitFor();
}

async function serve({ lab }: LabUse, greeting: string): Promise<Locator> {
  const server = await lab.begin('go run .');
  await expectShown(server, new RegExp(greeting));
  return server;
}

/** Two profiles around the requests, and their difference. */
async function profileServer(use: LabUse, requests: string, greeting: string): Promise<void> {
  const { lab } = use;
  await serve(use, greeting);
  const profile = 'curl -s "localhost:6060/debug/pprof/heap?gc=1"';
  await lab.run(`${profile} > heap.old`, 'Terminal 2');
  await lab.run(`curl -s "localhost:6060/${requests}"`, 'Terminal 2');
  await lab.run(`${profile} > heap.new`, 'Terminal 2');
  await lab.run(heapDiff, 'Terminal 2');
}

async function debug({ page, lab, input }: LabUse, command: string): Promise<void> {
  const session = await lab.begin(command);
  const output = async (): Promise<string> => (await session.locator('pre').textContent()) ?? '';
  await expectShown(session, /\(dlv\) $/);
  for (const line of input) {
    const before = (await output()).length;
    await page.keyboard.type(`${line}\n`);
    await expect.poll(async () => (await output()).slice(before), { timeout: idle }).toMatch(/\n\(dlv\) $/);
  }
  await page.keyboard.type('exit\n');
}

async function stopPrograms({ page }: LabUse): Promise<void> {
  const stop = page.getByRole('button', { name: 'Stop' });
  if (await stop.isEnabled()) await stop.click();
}
