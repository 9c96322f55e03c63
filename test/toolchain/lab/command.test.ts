import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/setup/paths.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-lab-'));
  await writeFile(join(folder, 'go.mod'), 'module example.com/echo\n\ngo 1.26\n');
  await writeFile(
    join(folder, 'main.go'),
    `package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		fmt.Println(len(os.Args), in.Text())
	}
	os.WriteFile("made.txt", []byte("made"), 0o644)
	os.Exit(3)
}
`,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `faultline lab` as a process. */
function faultline(args: readonly string[], stdin: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'src/cli/main.ts'), 'lab', ...args],
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.end(stdin);
  });
}

describe('faultline lab', { timeout: 60_000 }, () => {
  it('passes input, output and exit status through, and writes what was made only where it is told', async () => {
    const out = join(folder, 'out');
    const result = await faultline(['--out', out, folder, '--', 'go build -o p . && ./p A'], 'one\ntwo\n');
    expect(result).toEqual({ code: 3, stdout: '2 one\n2 two\n', stderr: '' });
    expect(await readFile(join(out, 'made.txt'), 'utf8')).toBe('made');
    await expect(readFile(join(folder, 'made.txt'))).rejects.toThrow('ENOENT');
  });

  it('takes several words as they are, and one as a line of the shell', async () => {
    expect((await faultline([folder, '--', 'echo', 'A|B', '$HOME'], '')).stdout).toBe('A|B $HOME\n');
    expect((await faultline([folder, '--', 'echo A | cat; echo $HOME'], '')).stdout).toBe('A\n/home/gopher\n');
  });

  it.each([
    [['--', 'ls'], 'name one folder'],
    [['x'], "'--' and a command are missing"],
    [['/nowhere/at/all', '--', 'ls'], 'there is no folder'],
    [['--replay', join(root, 'test/fixtures/toolchain/programs'), '--', 'ls'], 'no recordings'],
  ])('refuses %j with what to do', async (args, message) => {
    const { code, stderr } = await faultline(args, '');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
