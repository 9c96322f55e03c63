import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { labFiles } from '../../../scripts/delve/lab-files.ts';
import { root } from '../../../scripts/setup/paths.ts';
import { createCoreholdersCommand } from '../../../src/toolchain/delve/index.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, inputOf } from '../../../src/toolchain/process/index.ts';
import { loadModule } from './module.ts';

const dir = join(root, 'test/fixtures/delve-core');

async function run(name: string, ...flags: string[]) {
  const files = createFileSystem();
  for (const [path, bytes] of labFiles(dir, name)) files.addBase(`/lab/${path}`, bytes);
  const [stdout, stderr] = [createCapture(), createCapture()];
  const args = [...flags, `./${name}`, './core'];
  const abort = new AbortController().signal;
  const context = {
    args,
    env: {},
    cwd: '/lab',
    files,
    stdin: inputOf(''),
    stdout,
    stderr,
    abort,
    onSignal: () => undefined,
  };
  const status = await createCoreholdersCommand({ loadModule }).run(context);
  return { status, stdout: stdout.text(), stderr: stderr.text(), files };
}

describe('coreholders', () => {
  it.each(['subslice', 'loopvar', 'typednil'])('prints as wasm what it prints natively: %s', async (name) => {
    const { status, stdout, stderr } = await run(name);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(join(dir, `${name}.coreholders.txt`), 'utf8'));
  });

  it('finds both holders of the sub-slices, with the bytes that the program allocated', async () => {
    const { stdout } = await run('subslice');
    // 24 scans of 1 MiB, every second one in each.
    expect(stdout).toMatch(
      /12MB {8}12 {2}main\.tags\n.*└─ map\[string\]\*main\.Tag → main\.Tag 32B → \.Header \[\]uint8 1MB/,
    );
    expect(stdout).toMatch(/12MB {8}12 {2}main\.latest\n.*└─ sync\.Map → 24B → 1MB/);
  });

  it('writes a profile with the chains as stacks', async () => {
    const { status, files } = await run('subslice', '-proto', '/lab/holders.pb.gz');
    expect(status).toBe(0);
    const profile = gunzipSync(files.readFile('/lab/holders.pb.gz') ?? new Uint8Array()).toString('latin1');
    for (const text of ['inuse_space', 'main.tags', 'sync.Map']) expect(profile).toContain(text);
  });

  it('says how it is called', async () => {
    const { status, stderr } = await run('subslice', 'too', 'many');
    expect(status).toBe(2);
    expect(stderr).toContain('usage: coreholders');
  });
});
