import { describe, expect, it } from 'vitest';
import { expectAccessibleInEveryLook, expectOwnOrigin, openPage, useBrowser } from './open-page.ts';

const open = useBrowser();

const crash = `panic: assignment to entry in nil map

goroutine 1 [running]:
main.put(...)
	/home/gopher/store/main.go:12
main.main()
	/home/gopher/store/main.go:7 +0x2c
exit status 2
`;

const race = `==================
WARNING: DATA RACE
Read at 0x00c00001a0f8 by main goroutine:
  main.main()
      /home/gopher/store/main.go:12 +0x9b

Previous write at 0x00c00001a0f8 by goroutine 7:
  main.main.func1()
      /home/gopher/store/main.go:9 +0x3a

Goroutine 7 (finished) created at:
  main.main()
      /home/gopher/store/main.go:8 +0x8f
==================
Found 1 data race(s)
exit status 66
`;

function dumpOf(senders: number): string {
  const goroutines = Array.from(
    { length: senders },
    (_, i) => `goroutine ${i + 7} [chan send, 4 minutes]:
main.worker(0xc00002a0c0)
	/home/gopher/store/main.go:31 +0x2d
created by main.start in goroutine 1
	/home/gopher/store/main.go:25 +0x45
`,
  );
  const main =
    'goroutine 1 [sleep, 4 minutes]:\ntime.Sleep(0x4a817c800)\n\t/usr/local/go/src/runtime/time.go:300 +0xf2\nmain.main()\n\t/home/gopher/store/main.go:14 +0x45\n';
  return [main, ...goroutines].join('\n');
}

describe('the analyzer page', () => {
  it('answers on input, without a button, and asks no other host', async () => {
    const { page, requests, problems } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill(crash);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByRole('heading', { name: /assignment to entry in nil map/ }).waitFor();
    expect(await findings.innerText()).toContain('main.go:12');
    expect(await findings.locator('.fault').innerText()).toContain('put');
    await expectAccessibleInEveryLook(page);
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

  it('keeps the text over a reload, leads to a line by its address, and follows the cursor', async () => {
    const { page } = await open('/analyze/');
    const evidence = page.getByRole('textbox', { name: 'Evidence' });
    await evidence.fill(crash);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByRole('button', { name: 'line 5' }).first().click();
    expect(page.url()).toMatch(/#L4$/);
    await page.reload();
    await findings.locator('.pointed').waitFor();
    expect(await evidence.inputValue()).toBe(crash);
    await evidence.focus();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await findings.locator('.pointed.value').waitFor();
  });

  it('draws a race and the groups of a dump, with the same in words', async () => {
    const { page } = await open('/analyze/');
    const findings = page.getByRole('region', { name: 'Findings' });
    await page.getByRole('textbox', { name: 'Evidence' }).fill(race);
    await findings
      .getByRole('img', { name: /write in main\.main\.func1, main\.go:9; read in main\.main, main\.go:12/ })
      .waitFor();
    await expectAccessibleInEveryLook(page);
    await page.getByRole('textbox', { name: 'Evidence' }).fill(dumpOf(30));
    await findings
      .getByRole('table', { name: /goroutines/ })
      .getByRole('cell', { name: 'chan send' })
      .waitFor();
    await expectAccessibleInEveryLook(page);
  });

  it('reads several files, each under its name', async () => {
    const { page } = await open('/analyze/');
    await page.locator('input[type=file]').setInputFiles([
      { name: 'crash.log', mimeType: 'text/plain', buffer: Buffer.from(crash) },
      { name: 'race.log', mimeType: 'text/plain', buffer: Buffer.from(race) },
      { name: 'shot.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000000d', 'hex') },
    ]);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByText('shot.png').waitFor();
    expect(await findings.locator('article').count()).toBe(3);
    expect(await findings.locator('article').nth(2).innerText()).toMatch(/image/i);
    await expectAccessibleInEveryLook(page);
  });

  it('copies the findings as Markdown, the text as a link, and takes names out first', async () => {
    const { page, context } = await open('/analyze/');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('textbox', { name: 'Evidence' }).fill(crash.replaceAll('gopher', 'ann.smith'));
    await page.getByRole('button', { name: 'Take names out' }).click();
    await page.getByText(/Read it over before/).waitFor();
    const evidence = await page.getByRole('textbox', { name: 'Evidence' }).inputValue();
    expect(evidence).not.toContain('ann.smith');
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.getByText(/are on the clipboard/).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('main.go:12');
    await page.getByRole('button', { name: 'Copy as link' }).click();
    await page.getByText(/The link is on the clipboard/).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const reader = await openPage(context, '/about/');
    await reader.page.goto(link);
    await reader.page.getByRole('heading', { name: /assignment to entry in nil map/ }).waitFor();
    expect(await reader.page.getByRole('textbox', { name: 'Evidence' }).inputValue()).toBe(evidence);
  });

  it('says so when there is nothing of Go in the text', async () => {
    const { page } = await open('/analyze/');
    await page.getByRole('textbox', { name: 'Evidence' }).fill('it broke again this morning\n');
    await page
      .getByRole('region', { name: 'Findings' })
      .getByText(/Nothing here is evidence of a Go failure/)
      .waitFor();
    await expectAccessibleInEveryLook(page);
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
