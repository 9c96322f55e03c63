import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingsOf, replay } from '../../../scripts/delve/compare.ts';
import { root } from '../../../scripts/setup/paths.ts';
import { createDlvCommand } from '../../../src/toolchain/delve/index.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createPipe, inputOf } from '../../../src/toolchain/process/index.ts';
import { loadModule } from './module.ts';

const dir = join(root, 'test/fixtures/delve-core');
const recordings = recordingsOf(dir);

async function run(args: readonly string[], stdin = inputOf(''), abort = new AbortController().signal) {
  const [stdout, stderr] = [createCapture(), createCapture()];
  const context = {
    args,
    env: {},
    cwd: '/lab',
    files: createFileSystem(),
    stdin,
    stdout,
    stderr,
    abort,
    onSignal: () => undefined,
  };
  const status = await createDlvCommand({ loadModule }).run(context);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

describe("the page's Delve", () => {
  it('is compared on at least 150 commands and 3 cores', () => {
    const commands = [...recordings.values()].flatMap(({ exchanges }) => exchanges.slice(1));
    expect(recordings.size).toBeGreaterThanOrEqual(3);
    expect(commands.length).toBeGreaterThanOrEqual(150);
  });

  it.each([...recordings.keys()])('answers byte for byte as native Delve does: %s', async (name) => {
    const recorded = recordings.get(name)?.exchanges ?? [];
    const commands = recorded.flatMap(({ command }) => (command === undefined || command === 'exit' ? [] : [command]));
    const { exchanges } = await replay(await loadModule(), dir, name, commands);
    expect(exchanges).toEqual(recorded);
  });

  it('says its version as native Delve does', async () => {
    const { status, stdout } = await run(['version']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Delve Debugger\nVersion: 1\.27\.2\nBuild: /);
  });

  it('says what to do instead of what needs a live process', async () => {
    const { status, stderr } = await run(['attach', '1']);
    expect(status).toBe(1);
    expect(stderr).toContain('dlv core EXECUTABLE CORE');
  });

  it('ends with an error for a core that is not there', async () => {
    const { status, stderr } = await run(['core', './server', './core']);
    expect(status).toBe(1);
    expect(stderr).toContain('no such file or directory');
  });

  it('ends at once when it is ended from outside', async () => {
    const controller = new AbortController();
    const started = run(['core', 'a', 'b'], createPipe(), controller.signal);
    controller.abort();
    expect((await started).status).toBeGreaterThan(0);
  });
});
