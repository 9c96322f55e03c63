import { describe, expect, it } from 'vitest';
import { expectAccessible, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();

const crash = `panic: assignment to entry in nil map

goroutine 1 [running]:
main.put(...)
	/home/gopher/store/main.go:12
main.main()
	/home/gopher/store/main.go:7 +0x2c
exit status 2
`;

describe('the analyzer page', () => {
  it('answers on input, without a button, and asks no other host', async () => {
    const { page, requests, problems } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill(crash);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByRole('heading', { name: /assignment to entry in nil map/ }).waitFor();
    expect(await findings.innerText()).toContain('main.go:12');
    expect(await findings.locator('.fault').innerText()).toContain('put');
    await expectAccessible(page);
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('leads from a fact to its line', async () => {
    const { page } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill(crash);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByRole('button', { name: 'line 5' }).first().click();
    expect(await findings.locator('.pointed').innerText()).toContain('main.go:12');
  });

  it('says so when there is nothing of Go in the text', async () => {
    const { page } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill('it broke again this morning\n');
    await page
      .getByRole('region', { name: 'Findings' })
      .getByText(/nothing that Go prints/)
      .waitFor();
    await expectAccessible(page);
  });

  it('stays responsive over 100 MB and can be canceled', async () => {
    const { page } = await open('/analyze/');
    const worst = await page.getByRole('textbox', { name: 'Evidence' }).evaluate(async (box, text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text + 'main.f()\n\t/home/gopher/store/main.go:12 +0x1\n'.repeat(2_200_000));
      let last = performance.now();
      let longest = 0;
      const ticker = setInterval(() => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }, 10);
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve, 2000));
      clearInterval(ticker);
      return longest;
    }, crash);
    expect(worst).toBeLessThan(1500);
    const cancel = page.getByRole('button', { name: 'Cancel' });
    if (await cancel.isVisible()) await cancel.click();
    expect(await page.getByRole('status').innerText()).not.toBe('');
  });
});
