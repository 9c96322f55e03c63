import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually, expectShown, expectToolchain, keepFiles, startLab } from './lab-page.ts';
import { expectAccessible, expectOwnOrigin, openPage, useBrowser } from './open-page.ts';

const open = useBrowser();
const folder = '/home/gopher/quotes';
const lesson = 'the-line-that-panicked';
const path = `/lessons/${lesson}/`;

const server = `package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
)

var kept [][]byte

func keep(w http.ResponseWriter, r *http.Request) {
	kept = append(kept, make([]byte, 8<<20))
	fmt.Fprintln(w, "kept", 8*len(kept), "MB")
}

func main() {
	http.HandleFunc("/keep", keep)
	fmt.Println("listening")
	fmt.Println(http.ListenAndServe("localhost:6060", nil))
}
`;

const reader = `package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	fmt.Print("name? ")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Printf("hello %s\\n", lines.Text())
	}
	fmt.Println("bye")
}
`;

describe('a lab with Go in the page', () => {
  it('says before it loads anything what that costs', async () => {
    const { page, requests } = await open(path);
    expectToolchain();
    expect(await page.locator('.lab-state').innerText()).toMatch(/downloads about \d+\.\d MB/);
    expect(requests.filter((url) => url.includes('/toolchain/'))).toEqual([]);
  });

  it('runs the lab from a plain host, and hands its output to the exercise', async () => {
    const { page, requests, problems } = await open('/lessons/first-crash/');
    expectToolchain();
    const lab = await startLab(page);
    const output = await lab.run('go run .');
    expect(output).toContain('panic: runtime error: integer divide by zero');
    expect(output).toContain('/home/gopher/tally/main.go:');
    expect(output.endsWith('exit status 2\n')).toBe(true);
    expect(await lab.status()).toMatch(/^go run \. exited with status 1, \d+ lines\.$/);
    await page.getByRole('button', { name: 'Use as evidence' }).click();
    expect(await lab.status()).toBe('The output of go run . is in the exercise.');
    const filled = page.getByRole('textbox', { name: 'Evidence' });
    const values = await filled.evaluateAll((boxes) => boxes.map((box) => (box as HTMLTextAreaElement).value));
    expect(values).toContain(output);
    const exercise = page.locator('[data-exercise="first-crash/own-line"]');
    await exercise.getByRole('textbox', { name: 'Line' }).fill(/main\.go:\d+/.exec(output)?.[0] ?? '');
    await exercise.getByRole('button', { name: 'Check' }).click();
    await exercise.locator('[role=status][data-verdict=correct]').waitFor();
    await expectAccessible(page);
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('pipes, loops, redirects and keeps the directory', async () => {
    const { page } = await open(path);
    expectToolchain();
    const crash = 'package main\n\nfunc main() { panic("on purpose") }\n';
    await keepFiles(page, lesson, { [`${folder}/main.go`]: crash, [`${folder}/main_test.go`]: undefined });
    const lab = await startLab(page);
    expect(await lab.run('go run . 2>&1 | grep main.go | head -3')).toMatch(/^\t\/home\/gopher\/quotes\/main\.go:\d+ /);
    expect(await lab.run('go build -o p . && for i in 1 2; do ./p; done 2>&1 | grep -c panic')).toBe('2\n');
    expect(await lab.run('mkdir -p "a b" && cd "a b" && echo ü > ü.txt; cat *.txt; pwd')).toBe(`ü\n${folder}/a b\n`);
    expect(await lab.run('go rum .')).toContain('go rum: unknown command');
    expect(await lab.run('gocode')).toContain('command not found');
  });

  it('marks compile errors at their lines, formats, and resets', async () => {
    const { page } = await open(path);
    expectToolchain();
    const lab = await startLab(page);
    const editor = page.getByRole('textbox', { name: 'main.go', exact: true });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('func  broken() int { return "x" }\n');
    expect(await lab.run('go build .')).toMatch(/^# quotes\n\.\/main\.go:\d+:\d+: cannot use "x"/);
    await eventually(() => page.locator('.cm-lintRange-error').count()).toBe(1);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Format' }).click();
    await eventually(() => editor.innerText()).toContain('func broken() int { return "x" }');
    await page.getByRole('button', { name: 'Reset file' }).click();
    await eventually(() => editor.innerText()).not.toContain('broken');
    expect(await lab.run('go vet')).toBe('');
  });

  it('finds a copied lock with vet', async () => {
    const { page } = await open(path);
    expectToolchain();
    const copies =
      'package main\n\nimport "sync"\n\nfunc count(mu sync.Mutex) { mu.Lock() }\n\nfunc main() { count(sync.Mutex{}) }\n';
    await keepFiles(page, lesson, { [`${folder}/main.go`]: copies, [`${folder}/main_test.go`]: undefined });
    const lab = await startLab(page);
    expect(await lab.run('go vet')).toMatch(/main\.go:5:15: count passes lock by value: sync\.Mutex\n/);
  });

  it('runs a server in one terminal and asks it from the other; its heap profile is one that native pprof reads', async () => {
    const { page } = await open(path);
    expectToolchain();
    await keepFiles(page, lesson, { [`${folder}/main.go`]: server, [`${folder}/main_test.go`]: undefined });
    const lab = await startLab(page);
    const running = await lab.begin('go run .');
    await expectShown(running, /listening/);
    expect(await lab.run('curl -s http://localhost:6060/keep', 'Terminal 2')).toBe('kept 8 MB\n');
    await lab.run('for i in 1 2 3; do curl -s localhost:6060/keep; done', 'Terminal 2');
    await lab.run(
      'curl -s -o heap "http://localhost:6060/debug/pprof/heap?gc=1" && base64 -w0 heap > heap.b64',
      'Terminal 2',
    );
    const encoded = await lab.run('cat heap.b64', 'Terminal 2');
    expect(nativeTop(Buffer.from(encoded.trim(), 'base64'))).toContain('main.keep');
    await lab.terminal('Terminal 1').focus();
    await page.keyboard.press('Control+\\');
    await expectShown(running, /SIGQUIT: quit[\s\S]*goroutine 1 [\s\S]*main\.main\(\)/);
    expect(await lab.run('curl http://localhost:6060/', 'Terminal 2')).toContain(
      '(7) Failed to connect to localhost port 6060',
    );
  });

  it('gives typed lines to a program that reads, and ends its input by Ctrl-D', async () => {
    const { page } = await open(path);
    expectToolchain();
    await keepFiles(page, lesson, { [`${folder}/main.go`]: reader, [`${folder}/main_test.go`]: undefined });
    const lab = await startLab(page);
    const running = await lab.begin('go run .');
    await expectShown(running, /name\? /);
    await page.keyboard.type('Ada\n');
    await expectShown(running, /name\? Ada\nhello Ada\n/);
    await page.keyboard.press('Control+d');
    await expectShown(running, /hello Ada\nbye\n/);
  });

  it('keeps what was typed over a reload, and shows a second tab the same files', async () => {
    const { page, context } = await open(path);
    expectToolchain();
    await startLab(page);
    const editor = page.getByRole('textbox', { name: 'main.go', exact: true });
    await editor.click();
    await page.keyboard.type('// typed by the learner\n');
    const second = await openPage(context, path);
    await startLab(second.page);
    const other = second.page.getByRole('textbox', { name: 'main.go', exact: true });
    await eventually(() => other.innerText()).toContain('// typed by the learner');
    await other.click();
    await second.page.keyboard.type('// and in the second tab\n');
    await eventually(() => editor.innerText()).toContain('// and in the second tab');
    await page.reload();
    await startLab(page);
    await eventually(() => editor.innerText()).toContain('// and in the second tab');
  });

  it('works without a network on the second visit', async () => {
    const { page, context } = await open(path);
    expectToolchain();
    await startLab(page);
    const kept = (): Promise<number> =>
      page.evaluate(
        async () =>
          (await (await caches.open('faultline-1')).keys()).filter(({ url }) => /compile|link/.test(url)).length,
      );
    await eventually(kept).toBeGreaterThanOrEqual(2);
    await page.reload();
    const again = await startLab(page);
    await again.run('go run main.go');
    await context.setOffline(true);
    await page.reload();
    const offline = await startLab(page);
    expect(await offline.run('echo "package main; func main() { println(1) }" > one.go; go run one.go')).toBe('1\n');
  });
});

/** What `go tool pprof -top` says of a profile here. */
function nativeTop(profile: Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-heap-'));
  try {
    writeFileSync(join(directory, 'heap'), profile);
    return execFileSync('go', ['tool', 'pprof', '-top', 'heap'], { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    throw new Error('This test reads a profile with real Go. Install Go 1.21 or newer, then run it again.', {
      cause: error,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
