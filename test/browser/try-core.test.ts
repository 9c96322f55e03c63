import { describe, expect, it } from 'vitest';
import { expectShown, expectToolchain } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();

describe('/try/core/', { timeout: 240_000 }, () => {
  it('goes from a cold address to the prompt of Delve on a core, and answers there', async () => {
    expectToolchain();
    const start = performance.now();
    const { page, requests, problems } = await open('/try/core/');
    const session = page.getByRole('region', { name: 'Terminal transcript' }).getByRole('article').first();
    await session.waitFor({ timeout: 100_000 });
    await expectShown(session, /\(dlv\) $/);
    console.log(`from the cold address to (dlv): ${((performance.now() - start) / 1000).toFixed(1)} s`);
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
      .waitFor({ timeout: 30_000 });
    const own = stack.locator('tr.own', { hasText: 'id = ' });
    expect(await own.getByText('differs', { exact: true }).count()).toBe(2);
    expect(await stack.locator('tr[aria-current]').innerText()).toContain('selected');
    expect(problems).toEqual([]);
    expectOwnOrigin(requests);
    await expectAccessibleInEveryLook(page);
  });

  it('says without JavaScript what it would have shown', async () => {
    const { page } = await open('/try/core/', { javaScriptEnabled: false });
    expect(await page.locator('.lab-without').isVisible()).toBe(true);
    expect(await page.locator('.lab-sources').innerText()).toContain('main.go');
  });
});
