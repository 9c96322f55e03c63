import { describe, expect, it } from 'vitest';
import { formatBytes, runHeapdump, slicePicture } from '../../../src/analysis/heapdump/index.ts';
import { loadFixture } from './fixtures.ts';

const MAP = 'mapcache-go1.26.8-amd64';

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const status = await runHeapdump(args, {
    readFile: async (path) => {
      if (path === 'missing') throw new Error(`open ${path}: no such file or directory`);
      if (path === 'text') return new TextEncoder().encode('hello\n');
      return loadFixture(path);
    },
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  });
  return { status, stdout, stderr };
}

describe('heapdump', () => {
  it('prints a row for the holder, the chain and the allocation line', async () => {
    const { status, stdout, stderr } = await run('--exe', `${MAP}.nm`, `${MAP}.heapdump`);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^heap dump of go1\.26\.8 amd64: \d+ objects in use, [\d.]+kB; 7 goroutines; written after collection 4$/,
    );
    expect(lines[3]).toMatch(/^ +525kB +200 +525kB {2}main\.reports$/);
    expect(lines[4]).toMatch(
      /└─ map → 48B of main\.go:14 → 200 × 2\.63kB allocated by main\.go:14, in or inlined into main\.serve$/,
    );
  });

  it('prints the tree from the root down with --tree', async () => {
    const { stdout } = await run('--tree', `--exe=${MAP}.nm`, `${MAP}.heapdump`);
    expect(stdout).toMatch(/main\.reports\n.*└─ map: \d+ objects/);
  });

  it('prints what grew with --diff, the old dump first', async () => {
    const { stdout } = await run('-exe', `${MAP}.nm`, '-diff', `${MAP}.base.heapdump`, `${MAP}.heapdump`);
    expect(stdout.split('\n')[1]).toMatch(/^ +\+\d+(\.\d+)?kB .* \+540 {2}main\.reports ← /);
  });

  it('prints the evidence with --json', async () => {
    const { stdout } = await run('--json', '--exe', `${MAP}.nm`, `${MAP}.heapdump`);
    const evidence = JSON.parse(stdout) as { kind: string; go: string; arch: string; holders: { root: string }[] };
    expect(evidence).toMatchObject({ kind: 'heapdump', go: 'go1.26.8', arch: 'amd64' });
    expect(evidence.holders[0]?.root).toBe('main.reports');
  });

  it('says that names are missing without --exe, and reports all the same', async () => {
    const { status, stdout, stderr } = await run(`${MAP}.heapdump`);
    expect(status).toBe(0);
    expect(stderr).toContain('--exe');
    expect(stdout).toMatch(/(data|bss)\+0x/);
  });

  it.each([
    [[], 'no heap dump given'],
    [['--what', 'x'], 'there is no flag --what'],
    [['--exe'], '--exe needs a file after it'],
    [['a', 'b'], 'one heap dump at a time'],
    [['missing'], 'open missing: no such file or directory'],
  ])('ends with 2 for %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('ends with 1 for a file that is no heap dump', async () => {
    const { status, stderr } = await run('text');
    expect(status).toBe(1);
    expect(stderr).toContain('text: this is not a heap dump');
  });
});

describe('bytes', () => {
  it.each([
    [0, '0B'],
    [1023, '1023B'],
    [1024, '1kB'],
    [1536, '1.50kB'],
    [3 * 1024 ** 3, '3GB'],
    [-2048, '-2kB'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('the slice picture', () => {
  it('cuts the object where a prefix ends', () => {
    const { parts, pinnedBytes } = slicePicture({
      length: 2,
      capacity: 2048,
      offset: 0,
      objectBytes: 2048,
      usedBytes: 2,
    });
    expect(parts).toEqual([
      { kind: 'length', from: 0, to: 2 },
      { kind: 'capacity', from: 2, to: 2048 },
    ]);
    expect(pinnedBytes).toBe(2046);
  });

  it('shows what lies before a suffix, whose capacity looks innocent', () => {
    const { parts, text } = slicePicture({ length: 16, capacity: 16, offset: 4080, objectBytes: 4096, usedBytes: 16 });
    expect(parts.map(({ kind }) => kind)).toEqual(['before', 'length']);
    expect(text).toContain('starts at byte 4080 of an object of 4096 bytes');
  });

  it('shows what lies after a slice whose capacity was cut', () => {
    const { parts } = slicePicture({ length: 8, capacity: 16, offset: 8, objectBytes: 64, usedBytes: 8 });
    expect(parts.map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual([
      'before 0-8',
      'length 8-16',
      'capacity 16-24',
      'after 24-64',
    ]);
  });
});
