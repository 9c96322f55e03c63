import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { runHeapdump } from '../../src/analysis/heapdump/index.ts';
import { grade, kindOf, publishExercise, type EvidenceFile, type Verdict } from '../../src/exercises/index.ts';

const kind = kindOf('retention');
const marks = {
  findMark: (name: string) =>
    ({
      allocates: { file: 'lab/main.go', line: 14, func: 'build' },
      holds: { file: 'lab/main.go', line: 18, func: 'serve' },
    })[name],
};
const key = kind.key.parse({
  mark: 'holds',
  holder: ['main.reports'],
  allocation: 'allocates',
  instead: { 'strconv.Itoa': { misconception: 'helper-not-owner', text: '`Itoa` makes the title.' } },
});

function publish(asks: readonly string[]): ReturnType<typeof publishExercise> {
  return publishExercise({
    id: 'who-holds/one',
    source: kind.source.parse({
      id: 'one',
      version: 1,
      kind: 'retention',
      prompt: 'What keeps the reports alive?',
      points: 4,
      asks,
      evidence: 'own',
      expects: ['heapdump', 'report', 'profile'],
    }),
    key,
    marks,
    program: { module: 'mapcache', functions: ['build', 'serve', 'main'] },
    recordings: {},
  });
}

const one = publish(['retention']);
const both = publish(['allocation', 'retention']);

function fixture(name: string): Uint8Array {
  const bytes = readFileSync(new URL(`../fixtures/heapdump/mapcache-go1.26.8-amd64.${name}`, import.meta.url));
  return new Uint8Array(name.endsWith('pb.gz') ? bytes : gunzipSync(bytes));
}

const dump = fixture('heapdump.gz');
const base = fixture('base.heapdump.gz');

/** What `heapdump` prints, with the program's names. */
async function print(...flags: readonly string[]): Promise<string> {
  const files: Readonly<Record<string, Uint8Array>> = { names: fixture('nm.gz'), base, dump };
  let text = '';
  await runHeapdump([...flags, '--exe', 'names', 'dump'], {
    readFile: (path) => Promise.resolve(files[path] ?? new Uint8Array()),
    stdout: (part) => (text += part),
    stderr: () => undefined,
  });
  return text;
}

let table: EvidenceFile;
let growth: EvidenceFile;

beforeAll(async () => {
  table = { source: 'paste', content: await print() };
  growth = { source: 'paste', content: await print('--diff', 'base') };
});

function judge(retention: string, ...evidence: readonly EvidenceFile[]): Promise<Verdict> {
  return grade(one, { answer: retention, evidence });
}

describe('retention', () => {
  it.each([
    'main.reports',
    'reports',
    '`main.reports` → map → 2.63kB',
    'global main.reports',
    'main.go:18',
    './main.go:18',
    '@4',
    '{"retention": "main.reports"}',
  ])('takes %s', async (answer) => {
    expect(await judge(answer, table)).toMatchObject({
      verdict: 'correct',
      points: 4,
      findings: [{ id: 'holder', at: 4 }],
    });
  });

  it('says how much is held, and by how much it grew', async () => {
    expect((await judge('main.reports', table)).findings[0]?.message).toBe(
      '`main.reports` keeps 525 kB alive, allocated at main.go:14.',
    );
    const grown = await judge('main.reports', growth);
    expect(grown.findings[0]).toMatchObject({ at: 2 });
    expect(grown.findings[0]?.message).toContain('484 kB more than before');
  });

  it.each([
    ['allocator-not-holder', 'main.build'],
    ['allocator-not-holder', 'main.go:14'],
    ['helper-not-owner', 'strconv.Itoa'],
  ])('tells %s of %s', async (id, answer) => {
    expect(await judge(answer, table)).toMatchObject({ verdict: 'wrong', findings: [{ misconception: id, at: 4 }] });
  });

  it('knows another holder from the growth, and the function from the line', async () => {
    expect((await judge('hash/crc32.archIeeeTable8', table)).findings[0]).toMatchObject({ id: 'other-holder', at: 8 });
    expect(await judge('main.serve', table)).toMatchObject({ verdict: 'partly', points: 2 });
    expect((await judge('main.nothing', table)).findings[0]?.id).toBe('wrong-holder');
  });

  it('reads dumps as files, alone, as a pair in either order, and with the names of their program', async () => {
    const [newer, older] = [
      { source: 'new.heapdump', content: dump },
      { source: 'old.heapdump', content: base },
    ];
    const alone = await judge('main.reports', newer);
    expect(alone).toMatchObject({ verdict: 'correct', findings: [{ id: 'holder-not-in-evidence' }] });
    expect(alone.findings[0]?.message).toContain('no names of variables');
    const pair = { allocation: 'main.go:14', retention: 'main.go:18' };
    for (const evidence of [
      [newer, older],
      [older, newer],
    ]) {
      const verdict = await grade(both, { answer: JSON.stringify(pair), evidence });
      expect(verdict).toMatchObject({ verdict: 'correct', points: 4 });
      expect(verdict.findings[0]?.message).toContain('484 kB');
    }
  });

  it('says of a profile that the holder is not in this evidence', async () => {
    const profile = { source: 'heap.pb.gz', content: fixture('pb.gz') };
    const verdict = await judge('main.reports', profile);
    expect(verdict).toMatchObject({ verdict: 'correct', findings: [{ id: 'holder-not-in-evidence' }] });
    expect(verdict.findings[0]?.message).toContain('not in this evidence');
    expect((await judge('main.main', profile)).findings[0]?.misconception).toBe('helper-not-owner');
  });

  it('takes the line of any other tool that names the holder', async () => {
    const viewcore = { source: 'paste', content: '(viewcore) reachable c000180000\nmain.reports\n .buckets →\n' };
    expect((await judge('main.go:18', viewcore)).findings[0]).toMatchObject({ id: 'holder', at: 2 });
  });

  it('is not judged on another program, on no evidence, or without an answer', async () => {
    const core = readFileSync(new URL('../fixtures/delve-core/subslice.coreholders.txt', import.meta.url), 'utf8');
    const other = await judge('main.reports', { source: 'paste', content: core });
    expect(other).toMatchObject({ verdict: 'unreadable', findings: [{ misconception: 'other-program' }] });
    expect((await judge('main.reports', { source: 'paste', content: 'memory grows' })).verdict).toBe('unreadable');
    expect((await judge('', table)).verdict).toBe('unreadable');
    expect((await judge('main.reports', { source: 'paste', content: '' })).findings[0]?.id).toBe('nothing-pasted');
  });
});

describe('retention with allocation', () => {
  const score = async (answer: object) => grade(both, { answer: JSON.stringify(answer), evidence: [table] });

  it('scores the two apart', async () => {
    expect(await score({ allocation: 'main.build', retention: 'main.reports' })).toMatchObject({ points: 4 });
    expect(await score({ allocation: 'build', retention: 'build' })).toMatchObject({ verdict: 'partly', points: 2 });
    expect(await score({ retention: 'main.reports' })).toMatchObject({ verdict: 'partly', points: 2 });
    const swapped = await score({ allocation: 'main.reports', retention: 'main.build' });
    expect(swapped.points).toBe(0);
    expect(swapped.findings[0]?.message).toMatch(/^Allocation: /);
  });

  it('ships neither names nor lines of its key', () => {
    const shipped = JSON.stringify('key' in both && both.key);
    expect(shipped.length).toBeGreaterThan(20);
    for (const secret of ['reports', 'build', 'serve', 'main.go']) expect(shipped).not.toContain(secret);
  });

  it('asks authors for a key that says what holds', () => {
    const problems = kind.problems(
      kind.source.parse({ ...sourceOf(), asks: ['allocation', 'retention'] }),
      kind.key.parse({}),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'nothing says what holds',
      'asks who allocates, which the key lacks',
    ]);
  });
});

function sourceOf(): object {
  return { id: 'one', version: 1, kind: 'retention', prompt: 'What keeps it alive?', points: 1, expects: ['heapdump'] };
}
