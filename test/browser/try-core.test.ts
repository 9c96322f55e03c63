import { describe, expect, it } from 'vitest';
import { eventually, expectShown, expectToolchain } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const patience = 100_000;

/** Runs in the page, before it: keeps what the lab says of itself, however briefly. */
function noteStates(): void {
  const said = new Set<string>();
  const note = (): void => {
    said.add(document.querySelector('.lab-state')?.textContent.trim() ?? '');
    document.documentElement.dataset['states'] = [...said].join('|');
  };
  new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
}

/** Runs in the page. */
function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

describe('/try/core/', { timeout: 300_000 }, () => {
  it('goes from a cold address to the prompt of Delve on a core, and answers there', async () => {
    expectToolchain();
    const { page, requests, problems } = await open('/try/core/');
    const session = page.getByRole('region', { name: 'Terminal transcript' }).getByRole('article').first();
    await session.waitFor({ timeout: patience });
    await expectShown(session, /\(dlv\) $/);
    expect(await page.locator('.lab-state').innerText()).toBe(
      'Delve runs in this page, and Go is loaded when you use it.',
    );
    expect(await page.getByRole('textbox', { name: 'Terminal 1', exact: true }).evaluate(isInView)).toBe(true);
    expect(requests.filter((url) => /\/toolchain\/(?:compile|link|std)/.test(url))).toEqual([]);
    await page.getByRole('textbox', { name: 'Terminal 1', exact: true }).focus();
    for (const [line, answer] of [
      ['stack', /main\.serve[\s\S]*\(dlv\) $/],
      ['frame 10', /frame 10\n[\s\S]*\(dlv\) $/],
      ['print id', /print id\n\d+\n\(dlv\) $/],
      ['frame 11', /frame 11\n[\s\S]*\(dlv\) $/],
      ['print id', /frame 11\n[\s\S]*print id\n\d+\n\(dlv\) $/],
    ] as const) {
      await page.keyboard.type(`${line}\n`);
      await expectShown(session, answer);
    }
    const stack = page.getByRole('region', { name: 'Stack of the session' });
    await page
      .getByText(/^\d+ frames, \d+ of own code; id differs from frame to frame\.$/)
      .waitFor({ timeout: patience });
    const own = stack.locator('tr.own', { hasText: 'id = ' });
    expect(await own.getByText('differs', { exact: true }).count()).toBe(2);
    expect(await stack.locator('tr[aria-current]').innerText()).toContain('selected');

    const source = page.locator('.delve-source');
    expect(await source.locator('figcaption').innerText()).toMatch(/^Frame 11, main\.\S+, main\.go:\d+$/);
    const [, here] = /main\.go:(\d+)$/.exec(await source.locator('figcaption').innerText()) ?? [];
    expect(await source.locator('.here').innerText()).toMatch(new RegExp(`^=> +${here}: `));
    await stack.getByRole('button', { name: 'Source of frame 10' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => source.locator('figcaption').innerText()).toMatch(/^Frame 10, /);
    const chosen = stack.getByRole('button', { name: 'Source of frame 10', pressed: true });
    expect(await chosen.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
    expectOwnOrigin(requests);
    await expectAccessibleInEveryLook(page);
  });

  it('says while it loads how much of Delve is there, in MB', async () => {
    expectToolchain();
    const { page } = await open('/about/');
    await page.addInitScript(noteStates);
    await page.goto(page.url().replace('/about/', '/try/core/'));
    await page.locator('.lab-state', { hasText: 'Delve runs in this page' }).waitFor({ timeout: patience });
    const states = (await page.locator('html').getAttribute('data-states'))?.split('|') ?? [];
    expect(states.filter((state) => /^Loading Delve: \d+\.\d of \d+\.\d MB\.$/.test(state))).not.toEqual([]);
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
  });

  it('loads Go when it is used', async () => {
    expectToolchain();
    const { page } = await open('/try/core/');
    await page.locator('.lab-state', { hasText: 'Delve runs in this page' }).waitFor({ timeout: patience });
    const terminal = page.getByRole('textbox', { name: 'Terminal 2', exact: true });
    await terminal.waitFor({ timeout: patience });
    await terminal.focus();
    await page.keyboard.type('go vet .\n');
    const run = page.getByRole('article', { name: 'go vet .' });
    await run.getByText(/exit status \d/).waitFor({ timeout: patience });
    expect(await run.locator('pre').textContent()).toContain('loop variable');
    expect(await page.locator('.lab-state').innerText()).toContain('on wasip1/wasm');
  });

  it('plays a recorded session on a site without Go, marked as one, with its stack beside it', async () => {
    const { page, problems } = await open('/about/');
    await page.route('**/toolchain/**', (route) => route.fulfill({ status: 404 }));
    await page.goto(page.url().replace('/about/', '/try/core/'));
    const session = page.getByRole('region', { name: 'Terminal transcript' }).getByRole('article').first();
    await session.getByText(/a recording of go1\.\d+\.\d+ on linux\/amd64/).waitFor({ timeout: patience });
    await expectShown(session, /main\.serve[\s\S]*\(dlv\) print id\n/);
    await page.getByText(/^\d+ frames, 2 of own code; .*id.* from frame to frame\.$/).waitFor({ timeout: patience });
    expect(await page.locator('.delve-source .here').innerText()).toMatch(/^=> +\d+: /);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
    await expectAccessibleInEveryLook(page);
  });

  it('says without JavaScript what it would have shown', async () => {
    const { page } = await open('/try/core/', { javaScriptEnabled: false });
    expect(await page.locator('.lab-without').isVisible()).toBe(true);
    expect(await page.locator('.lab-sources').innerText()).toContain('main.go');
  });
});
