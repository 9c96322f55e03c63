import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/analyze.ts';

const PANIC =
  'panic: boom\n\ngoroutine 1 [running]:\nexample.com/lib.F()\n\t/x/lib.go:3 +0x1\nmain.main()\n\t/a/main.go:9 +0x18\nexit status 2\n';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'analyze-'));
  writeFileSync(join(folder, 'panic.txt'), PANIC);
  writeFileSync(join(folder, 'notes.txt'), 'nothing here\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function call(args: readonly string[], stdin = '') {
  let stdout = '';
  let stderr = '';
  const status = await run(args, {
    env: {},
    isInteractive: false,
    stdout: (data) => void (stdout += typeof data === 'string' ? data : new TextDecoder().decode(data)),
    stderr: (text) => void (stderr += text),
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
  });
  return { status, stdout, stderr };
}

describe('faultline analyze', () => {
  it('prints one object a line per file, in order, each named as given', async () => {
    const files = ['panic.txt', 'notes.txt'].map((name) => join(folder, name));
    const { status, stdout } = await call(['--json', ...files]);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map(({ schema, source, lines }) => [schema, source, lines])).toEqual([
      ['faultline.analysis/1', files[0], 8],
      ['faultline.analysis/1', files[1], 1],
    ]);
    expect(status).toBe(1);
  });

  it('reads standard input, and says what it found with the lines of the paste', async () => {
    const { status, stdout } = await call(['-'], PANIC);
    expect(status).toBe(0);
    expect(stdout).toContain('panic: boom   (lines 1–8)');
    expect(stdout).toContain('line 5  The faulting line of your own code is lib.F at lib.go:3.');
  });

  it('goes by --module, --dir and --kind', async () => {
    const { stdout } = await call(['--json', '--module', 'example.com/app', '-'], PANIC);
    expect(JSON.parse(stdout)).toMatchObject({ evidence: [{ raisedAt: { line: 3 }, fault: { line: 9 } }] });
    expect(JSON.parse((await call(['--json', '--kind', 'race', '-'], PANIC)).stdout)).toMatchObject({ evidence: [] });
  });

  it('prints an object for a file that cannot be read, and does the rest', async () => {
    const { status, stdout, stderr } = await call(['--json', join(folder, 'gone.txt'), join(folder, 'panic.txt')]);
    const [gone, panic] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { evidence: unknown[]; diagnostics: unknown[] });
    expect([status, gone?.evidence.length, gone?.diagnostics.length, panic?.evidence.length]).toEqual([2, 0, 1, 1]);
    expect(stderr).toContain('cannot read');
  });

  it('says how it is called when it is called otherwise', async () => {
    for (const args of [[], ['--nonsense', 'x']]) {
      const { status, stderr } = await call(args);
      expect(status).toBe(2);
      expect(stderr).toContain('usage: faultline analyze');
    }
  });

  it('calls foreign text foreign: status 1', async () => {
    const java = 'Exception in thread "main" java.lang.NullPointerException\n\tat com.example.App.main(App.java:5)\n';
    const { status, stdout } = await call(['--json', '-'], java);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ evidence: [{ kind: 'foreign' }] });
  });
});
