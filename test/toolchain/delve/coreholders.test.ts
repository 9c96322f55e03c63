import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { labFiles } from '../../../scripts/delve/lab-files.ts';
import { root } from '../../../scripts/setup/paths.ts';
import { openProfile, type Profile } from '../../../src/analysis/pprof/index.ts';
import { createCoreholdersCommand } from '../../../src/toolchain/delve/index.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, inputOf } from '../../../src/toolchain/process/index.ts';
import { loadModule } from './module.ts';

const dir = join(root, 'test/fixtures/delve-core');
const lesson = join(root, 'content/lessons/14-asking-the-heap/recordings');
const scanBytes = 1 << 20;

/** The objects and bytes, of at least a scan each, in the chains of a profile that begin at a holder. */
function sumsOf({ samples, locations, functions }: Profile, holder: string): readonly number[] {
  const held = samples.filter(({ stack, values }) => {
    const names = stack.flatMap((at) => locations[at]?.lines.map(({ func }) => functions[func]?.name) ?? []);
    return names.includes(holder) && Number(values[1]) >= scanBytes;
  });
  return [0, 1].map((at) => held.reduce((sum, { values }) => sum + Number(values[at]), 0));
}

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

  it('says the same each time', async () => {
    const [first, second] = [await run('subslice'), await run('subslice')];
    expect(second.stdout).toBe(first.stdout);
  });

  it.each(['main.tags', 'main.latest'])('counts what %s holds within 1 % of what was allocated', async (holder) => {
    const { files } = await run('subslice', '-proto', '/lab/holders.pb.gz');
    const { value } = await openProfile(files.readFile('/lab/holders.pb.gz') ?? new Uint8Array());
    if (value === undefined) throw new Error('the profile can not be read');
    const [objects = 0, bytes = 0] = sumsOf(value.profile, holder);
    expect(Math.abs(bytes / (12 * scanBytes) - 1)).toBeLessThan(0.01);
    expect(objects).toBe(12);
  });

  it.each([
    ['main.recent', 20],
    ['main.filed', 10],
  ])('agrees with a heap dump of the same process, and with what it allocated: %s', (holder, count) => {
    const [core, dump] = ['core', 'dump'].map((kind) =>
      readFileSync(join(lesson, `plates-${kind}-go1.26.txt`), 'utf8').split('\n'),
    );
    const row = `${count}MB ${count}`;
    const rowsOf = (lines: readonly string[] = []): readonly string[] =>
      lines.filter((line) => line.includes(holder)).map((line) => line.trim().replaceAll(/ +/g, ' '));
    expect(rowsOf(core)).toContain(`${row} ${holder}`);
    expect(rowsOf(dump)).toContain(`${row} ${count}MB ${holder}`);
    expect(dump?.join('\n')).toContain(`${count} × 1MB allocated by main.scan`);
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
