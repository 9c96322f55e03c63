import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readOwnRun } from '../exercises/lesson-exercises.ts';
import { eventually, expectShown, expectToolchain, startLab, type LabPage } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const path = '/lessons/one-incident/';
const host = 'http://localhost:6060';
const diff = 'go tool pprof -top -diff_base=heap.old heap.new';
const dump = 'curl -s "localhost:6060/debug/pprof/goroutine?debug=2"';
const patienceMillis = 60_000;
/** A whole incident: seven commands of Go, a debugger, and two runs of a service. */
const incidentMillis = 600_000;

function chainOf(page: Page): Locator {
  return page.locator('[data-exercise="one-incident/incident"]');
}

/** Hands what the terminal printed last to the chain, and waits until it is there. */
async function handIn(page: Page, part: string): Promise<void> {
  const use = page.getByRole('button', { name: 'Use as evidence' });
  await eventually(() => use.isEnabled()).toBe(true);
  await use.click();
  await eventually(async () => (await chainOf(page).innerText()) + (await evidenceOf(page).inputValue())).toContain(
    part,
  );
}

function evidenceOf(page: Page): Locator {
  return chainOf(page).getByRole('textbox', { name: 'Evidence' });
}

async function debug(page: Page, lab: LabPage): Promise<void> {
  const session = await lab.begin('dlv core boxoffice core');
  await expectShown(session, /\(dlv\) $/);
  for (const line of ['stack', 'frame 10', 'print order.Seats']) {
    const before = ((await session.locator('pre').textContent()) ?? '').length;
    await page.keyboard.type(`${line}\n`);
    await expect
      .poll(async () => ((await session.locator('pre').textContent()) ?? '').slice(before), { timeout: patienceMillis })
      .toMatch(/\n\(dlv\) $/);
  }
  await page.keyboard.type('exit\n');
}

/** Runs the service in Terminal 1, uses it from Terminal 2, and stops it. */
async function whileServing(page: Page, lab: LabPage, use: () => Promise<void>): Promise<void> {
  const server = await lab.begin('go run .');
  await expectShown(server, /listening on localhost:6060/);
  await use();
  await lab.terminal('Terminal 1').focus();
  await page.keyboard.press('Control+c');
  await server
    .getByText(/exit status \d/)
    .first()
    .waitFor();
}

type Answers = Readonly<Record<string, string>>;

const observed: Answers = {
  'panic.line': 'desk.go:49',
  'race.first': 'desk.go:34',
  'race.second': 'desk.go:47',
  'race.created': 'desk.go:38',
  'core.frame': '10',
  'core.expression': 'order.Seats',
  'core.value': '[]int len: 2, cap: 2, [12,6]',
  'growth.allocation': 'main.newHold',
  'pile.group': 'desk.go:91',
  'pile.created': 'desk.go:77',
};

const how: Answers = {
  'how.bounds': 'mixed',
  'how.seats': 'overwritten',
  'how.heap': 'held',
  'how.goroutines': 'unclosed',
};

/** Fills the fields of the chain by their names, checks, and returns what is said. */
async function answer(page: Page, answers: Answers, cause: string, verdict: string): Promise<string> {
  const chain = chainOf(page);
  for (const [name, value] of Object.entries(answers)) {
    const field = chain.locator(`[data-field="${name}"]`);
    const isChoice = await field.evaluate((control) => control.tagName === 'SELECT');
    await (isChoice ? field.selectOption(value) : field.fill(value));
  }
  await chain.locator(`input[type=radio][value="${cause}"]`).check();
  await chain.getByRole('button', { name: 'Check' }).click();
  const status = chain.locator('[role=status]');
  await expect
    .poll(async () => `${(await status.getAttribute('data-verdict')) ?? ''}: ${await status.innerText()}`, {
      timeout: patienceMillis,
    })
    .toMatch(new RegExp(`^${verdict}: `));
  return status.innerText();
}

/** Everything but the fix, as a learner's own machine prints it. */
async function ownEvidence(): Promise<string> {
  const files = ['log', 'race', 'session', 'diff', 'dump'].map((name) => `${name}-go1.26.txt`);
  return (await Promise.all(files.map((file) => readOwnRun('one-incident', file)))).join('\n');
}

describe('lesson 16', () => {
  it(
    'goes from five kinds of evidence made in the page to the verdict on cause and fix',
    async () => {
      const { page, requests, problems } = await open(path);
      expectToolchain();
      const lab = await startLab(page);
      expect(await lab.run('go run . -replay')).toContain('slice bounds out of range [11:6]');
      await handIn(page, 'slice bounds');
      expect(await lab.run('go test -race ./...')).toMatch(/DATA RACE[^]*19 of 20 seats are on hold/);
      await handIn(page, 'go test -race ./...');
      await debug(page, lab);
      await handIn(page, 'dlv core boxoffice core');
      await whileServing(page, lab, async () => {
        await lab.run(`curl -s -o heap.old "${host}/debug/pprof/heap?gc=1"`, 'Terminal 2');
        expect(await lab.run(`curl -s "${host}/rush?n=300"`, 'Terminal 2')).toBe('300 orders\n');
        await lab.run(`curl -s -o heap.new "${host}/debug/pprof/heap?gc=1"`, 'Terminal 2');
        expect(await lab.run(diff, 'Terminal 2')).toMatch(/main\.newHold \(inline\)/);
        await handIn(page, diff);
      });
      await whileServing(page, lab, async () => {
        expect(await lab.run(`curl -s "${host}/rush?n=12"`, 'Terminal 2')).toBe('12 orders\n');
        expect(await lab.run(dump, 'Terminal 2')).toContain('[chan receive');
        await handIn(page, dump);
      });
      await lab.run(
        `sed -i 's/go d.sell(order)/go d.sell(Order{order.Guest, append([]int(nil), order.Seats...)})/' desk.go`,
      );
      expect(await lab.run('go test -race -v ./...')).toContain('--- PASS: TestNoSeatStaysOnHold');
      await handIn(page, 'go test -race -v ./...');
      const told = await answer(page, { ...observed, ...how }, 'reused', 'correct');
      expect(told).toContain('The fix: TestNoSeatStaysOnHold passes.');
      expectOwnOrigin(requests);
      expect(problems).toEqual([]);
    },
    incidentMillis,
  );

  it('gives a share for each link that holds, and says why the bounds are not the cause', async () => {
    const { page } = await open(path);
    await evidenceOf(page).fill(await ownEvidence());
    const { 'core.value': _, ...rest } = observed;
    const told = await answer(page, { ...rest, 'core.frame': '0' }, 'bounds', 'partly');
    expect(told).toContain('How could from be 11?');
    expect(told).toContain('The core: Frame 0 is runtime.raise');
    expect(told).toMatch(/The heap: newHold allocated what grew/);
    await expectAccessibleInEveryLook(page, '[data-exercise="one-incident/incident"]');
  });

  it('takes another way: the bounds in the core, and the copy that shares its array', async () => {
    const { page } = await open(path);
    await evidenceOf(page).fill(await ownEvidence());
    const told = await answer(
      page,
      {
        ...observed,
        ...how,
        'core.expression': 'from',
        'core.value': '11',
      },
      'shallow',
      'partly',
    );
    expect(told).toContain('The core: from is 11 there.');
    expect(told).toContain('The same cause, seen from the sale.');
    expect(told).toContain('The fix: TestGuestsSitWhereTheyAsked still fails.');
    expect(told).not.toContain('That does not hold.');
  });

  it('can be gone through on recordings, all but the fix', async () => {
    const { page } = await open(path);
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    const lab = await startLab(page, 'replay');
    for (const command of ['go run . -replay', 'go test -race ./...', 'dlv core boxoffice core', diff, dump]) {
      await lab.run(command);
      await handIn(page, command === 'go run . -replay' ? 'slice bounds' : command);
    }
    const told = await answer(page, { ...observed, ...how }, 'reused', 'partly');
    expect(told).toContain('12 of 14 points');
    expect(told).toContain('This was judged on a recording');
  });
});
