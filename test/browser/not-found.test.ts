import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dist } from '../../scripts/setup/paths.ts';
import { expectAccessible, siteUrl, useBrowser } from './open-page.ts';

const open = useBrowser();

describe('the page for wrong addresses', () => {
  it.each(['no-such-page', 'lessons/no/such/page.html', 'a/b/c/d/e'])(
    'has its look and its links at %s, wherever the site lies',
    async (path) => {
      const { page, context } = await open('/about/');
      const body = readFileSync(join(dist, '404.html'), 'utf8');
      await context.route(siteUrl(path), (route) => route.fulfill({ status: 404, contentType: 'text/html', body }));
      await page.goto(siteUrl(path));
      const link = page.getByRole('link', { name: 'All lessons' });
      await link.and(page.locator(`[href="${siteUrl('/')}"]`)).waitFor();
      expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('flex');
      await expectAccessible(page);
      await link.click();
      await page.getByRole('heading', { level: 1, name: 'Every failure leaves a trace.' }).waitFor();
    },
  );
});
