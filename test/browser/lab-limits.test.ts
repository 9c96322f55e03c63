import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually, expectShown, expectToolchain, keepFiles, startLab } from './lab-page.ts';
import type { LabPage } from './lab-page.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();
const lesson = 'the-line-that-panicked';
const folder = '/home/gopher/quotes';

/** Starts the lab with another main function. */
async function labWith(
  imports: string,
  body: string,
): Promise<{ page: Page; lab: LabPage; problems: readonly string[] }> {
  const { page, problems } = await open(`/lessons/${lesson}/`);
  expectToolchain();
  const source = `package main\n\n${imports}\n\nfunc main() {\n${body}\n}\n`;
  await keepFiles(page, lesson, { [`${folder}/main.go`]: source, [`${folder}/main_test.go`]: undefined });
  return { page, lab: await startLab(page), problems };
}

describe('a program without measure', () => {
  it('that loops for ever is told apart at Ctrl-\\ and ended by Stop, while the page answers', async () => {
    const { page, lab } = await labWith('import "fmt"', 'fmt.Println("first")\nfmt.Println("second")\nfor {\n}');
    const running = await lab.begin('go run .');
    await expectShown(running, /first\nsecond\n/);
    const longest = await page.evaluate(async () => {
      let longestMillis = 0;
      for (let turn = 0; turn < 20; turn++) {
        const from = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 10));
        longestMillis = Math.max(longestMillis, performance.now() - from);
      }
      return longestMillis;
    });
    expect(longest).toBeLessThan(500);
    await page.keyboard.press('Control+\\');
    await expectShown(running, /The program is busy/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await eventually(lab.status).toBe('go run . exited with status 137, 4 lines.');
    expect(await lab.run('echo still here')).toBe('still here\n');
  });

  it('that is interrupted leaves the terminal free', async () => {
    const { page, lab } = await labWith('import "fmt"', 'fmt.Println("busy")\nfor {\n}');
    const running = await lab.begin('go run .');
    await expectShown(running, /busy\n/);
    await page.keyboard.press('Control+c');
    await expectShown(running, /signal: interrupt\n/);
    await eventually(lab.status).toMatch(/^go run \. exited with status 1, /);
    expect(await lab.run('echo still here')).toBe('still here\n');
  });

  it('that prints without end is stopped with its first megabytes kept', async () => {
    const { lab } = await labWith(
      'import "fmt"',
      'for {\nfmt.Println("a line that is printed again and again and again")\n}',
    );
    const output = await lab.run('go run .');
    expect(output).toContain('a line that is printed again');
    expect(output).toContain('[Stopped: more than 16 MB of output.]');
  });

  it('that takes memory without end meets Go’s own message', async () => {
    const { lab } = await labWith(
      'import "fmt"',
      'var kept [][]byte\nfor {\nkept = append(kept, make([]byte, 1<<20))\n}\nfmt.Println(len(kept))',
    );
    expect(await lab.run('go run . 2>&1 | head -2')).toContain('fatal error: out of memory');
  });

  it('that calls itself without end is told as a stack overflow', async () => {
    const { lab } = await labWith(
      'import "fmt"\n\nfunc deep(n int) int { return deep(n+1) + 1 }',
      'fmt.Println(deep(0))',
    );
    const output = await lab.run('go run . 2>&1 | head -5');
    expect(output).toContain('fatal error: stack overflow');
    expect(output).toContain('main.deep');
  });

  it('that starts goroutines without end meets Go’s own message', async () => {
    const { lab } = await labWith('', 'for {\ngo func() { select {} }()\n}');
    expect(await lab.run('go run . 2>&1 | head -2')).toContain('out of memory');
  });

  it('that does not compile, or needs what is not there, is told what to do', async () => {
    const { lab } = await labWith('import "example.com/missing"', 'missing.Do()');
    expect(await lab.run('go run .')).toMatch(/example\.com\/missing/);
    expect(await lab.run('go run ./nowhere')).not.toBe('');
  });

  it('is stopped together with a closed tab, and nothing typed is lost', async () => {
    const { page, problems } = await open(`/lessons/${lesson}/`);
    expectToolchain();
    const lab = await startLab(page);
    await page.getByRole('textbox', { name: 'main.go', exact: true }).click();
    await page.keyboard.type('// just typed\n');
    await lab.begin('sleep 30');
    const { context } = { context: page.context() };
    const { url } = { url: page.url() };
    await page.close({ runBeforeUnload: true });
    const again = await context.newPage();
    await again.goto(url);
    await startLab(again);
    await eventually(() => again.getByRole('textbox', { name: 'main.go', exact: true }).innerText()).toContain(
      '// just typed',
    );
    expect(problems).toEqual([]);
  });
});

describe('a lab that cannot keep or load', () => {
  it('says when the browser’s storage is full', async () => {
    const { page } = await open(`/lessons/${lesson}/`);
    expectToolchain();
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    });
    const lab = await startLab(page);
    await page.getByRole('textbox', { name: 'main.go', exact: true }).click();
    await page.keyboard.type('// more\n');
    await eventually(lab.status).toContain('storage is full');
  });

  it('plays recordings when the network fails, and loads Go at the next try', async () => {
    const { page } = await open(`/lessons/${lesson}/`);
    expectToolchain();
    await page.route('**/toolchain/**', (route) => route.abort());
    await startLab(page, 'replay');
    await page.unroute('**/toolchain/**');
    const lab = await startLab(page);
    expect(await lab.run('go version')).toMatch(/^go version go1\.\d+/);
  });
});
