import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillOf, labelFor, levelsOf, partAt, stepFrom, wordsFor } from '../../src/components/profile-flame-shapes.ts';
import { ProfileDesk } from '../../src/components/profile-desk.ts';
import { profilesIn } from '../../src/components/lesson-profiles.ts';
import {
  commandLine,
  denominatorWords,
  settingsOf,
  withSettings,
  type ProfileSettings,
} from '../../src/components/profile-settings.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'pprof', 'profiles', 'go1.26.8');
const fileOf = (source: string, name: string) => ({ source, content: readFileSync(join(folder, name)) });

const settings: ProfileSettings = {
  view: 'table',
  file: 'heap.new',
  base: 'heap.old',
  mode: 'diff_base',
  type: 'inuse_space',
  sort: 'flat',
  granularity: 'functions',
  report: 'top',
  pattern: '',
};

async function openDesk(sources: Readonly<Record<string, string>> = {}): Promise<ProfileDesk> {
  const desk = new ProfileDesk();
  await desk.open([fileOf('heap.new', 'after.heap.pb.gz'), fileOf('heap.old', 'before.heap.pb.gz')], sources);
  return desk;
}

describe('the command line of a view', () => {
  it.each([
    [{}, 'go tool pprof -top -diff_base=heap.old heap.new'],
    [{ mode: 'none', sort: 'cum' }, 'go tool pprof -top -cum heap.new'],
    [{ mode: 'base', granularity: 'lines' }, 'go tool pprof -top -lines -base=heap.old heap.new'],
    [
      { mode: 'normalize', type: 'alloc_space' },
      'go tool pprof -top -sample_index=alloc_space -normalize -diff_base=heap.old heap.new',
    ],
    [{ view: 'graph', mode: 'none' }, 'go tool pprof -svg heap.new'],
    [{ view: 'source', mode: 'none', pattern: '(*T).Get|Set' }, "go tool pprof '-list=(*T).Get|Set' heap.new"],
    [
      { view: 'text', report: 'peek', mode: 'none', pattern: "it's" },
      String.raw`go tool pprof '-peek=it'\''s' heap.new`,
    ],
  ] as const)('prints what %j shows', (change, line) => {
    expect(commandLine({ ...settings, ...change }, 'inuse_space')).toBe(line);
  });
});

describe('the address of a view', () => {
  it('carries the settings there and back, and nothing of the data', () => {
    const address = withSettings('https://example.org/analyze/?x=1', { ...settings, pattern: 'a b' });
    expect(address).not.toContain('heap');
    const { file: _file, base: _base, ...rest } = settings;
    expect(settingsOf(address)).toEqual({ ...rest, pattern: 'a b' });
    expect(settingsOf('https://example.org/?view=nonsense')).toEqual({});
  });
});

describe('the 100 %', () => {
  it('is said in words for every way to compare', () => {
    const totals = { total: '3MB', base: '3MB', changes: '16MB' };
    expect(denominatorWords('none', totals)).toContain('whole profile, 3MB');
    expect(denominatorWords('diff_base', totals)).toContain('100 % is the base, 3MB');
    expect(denominatorWords('base', totals)).toContain(
      '100 % is all changes together, increases and decreases alike, 16MB',
    );
    expect(denominatorWords('normalize', totals)).toContain('Not for leaks');
    expect(denominatorWords('none', { ...totals, denominator: 'base' })).toContain('This file holds a difference');
  });
});

describe('opened profiles', () => {
  it('are in the order taken, and unreadable ones named', async () => {
    const desk = new ProfileDesk();
    const broken = { source: 'broken', content: new Uint8Array([0x1f, 0x8b, 8, 0]) };
    const { snapshots, unreadable } = await desk.open(
      [
        fileOf('new', 'after.heap.pb.gz'),
        broken,
        fileOf('old', 'before.heap.pb.gz'),
        fileOf('old', 'later.heap.pb.gz'),
      ],
      {},
    );
    expect(snapshots.map(({ source }) => source)).toEqual(['old', 'new', 'old (4)']);
    expect(unreadable).toEqual([{ source: 'broken', problem: expect.stringContaining('This is no profile') }]);
  });

  it('print the reports that pprof prints', async () => {
    const desk = await openDesk();
    const { stdout, status } = await desk.report({ ...settings, view: 'text', mode: 'none' });
    const native = readFileSync(join(folder, '..', '..', 'out', '036-top.txt'), 'utf8');
    expect([stdout, status]).toEqual([native, 0]);
  });

  it('show sources of the same file in a folder of the same name', async () => {
    const source = readFileSync(join(folder, '..', '..', 'programs', 'orders', 'main.go'), 'utf8');
    const listed = { ...settings, view: 'source', mode: 'none', pattern: 'main.attach' } as const;
    const desk = await openDesk({ '/home/gopher/orders/main.go': source });
    expect((await desk.report(listed)).stdout).toContain('func attach(size int) []byte');
    const elsewhere = await openDesk({ '/home/gopher/shop/main.go': source });
    expect((await elsewhere.report(listed)).stdout).not.toContain('func attach');
  });

  it('use the names in a text that pprof does not read', async () => {
    const desk = new ProfileDesk();
    const { snapshots } = await desk.open([fileOf('heap.txt', 'after.heap.txt')], {});
    expect(snapshots[0]).toMatchObject({ isText: true, defaultType: 'inuse_space' });
    const shown = { ...settings, file: 'heap.txt', mode: 'none' } as const;
    expect(desk.table(shown).rows[0]?.label).toBe('main.attach');
    expect((await desk.report({ ...shown, view: 'text' })).stdout).toContain('main.attach');
  });

  it('draw boxes with their words', async () => {
    const desk = await openDesk();
    const { parts, isDifference, hidden } = desk.flame(settings, 0, 0);
    const attach = parts.find(({ name }) => name === 'main.attach');
    expect(attach).toMatchObject({ isInlined: true, shade: 1, net: '+15.68MB', share: '518.67%', origin: 'own' });
    expect([isDifference, hidden]).toEqual([true, '0']);
    expect(desk.search(settings, 'attach').share).toBe('96.91%');
  });
});

describe('the shapes of a flame graph', () => {
  it('tell growth, shrinking and origin apart by more than color', async () => {
    const desk = await openDesk();
    const [root] = desk.flame(settings, 0, 0).parts;
    if (!root) throw new Error('no boxes');
    expect(fillOf({ ...root, shade: 1 }, true)).toMatchObject({ color: 'fault', isHatched: false });
    expect(fillOf({ ...root, shade: -0.5 }, true)).toMatchObject({ color: 'mark', isHatched: true });
    expect(fillOf({ ...root, origin: 'own' }, false).alpha).toBeGreaterThan(
      fillOf({ ...root, origin: 'runtime' }, false).alpha,
    );
    expect(wordsFor({ ...root, shade: -1 }, true)).toContain('shrank');
  });

  it.each([
    [220, 'example.org/shop.(*Cart).Add'],
    [130, 'shop.(*Cart).Add'],
    [40, 'Add'],
    [20, ''],
  ])('fit %d pixels', (width, label) => {
    expect(labelFor({ name: 'example.org/shop.(*Cart).Add', short: 'shop.(*Cart).Add' }, width)).toBe(label);
  });

  it('are found by place and walked by steps, there and back', async () => {
    const desk = await openDesk();
    const { parts } = desk.flame(settings, 0, 0);
    const levels = levelsOf(parts);
    for (const part of parts) {
      expect(partAt(levels, part.depth, part.x + part.width / 2)?.id).toBe(part.id);
      const callee = stepFrom(levels, part, 'callee');
      if (callee) expect(stepFrom(levels, callee, 'caller')?.id).toBe(part.id);
      const after = stepFrom(levels, part, 'after');
      if (after) expect(stepFrom(levels, after, 'before')?.id).toBe(part.id);
      expect(stepFrom(levels, part, 'first')?.depth).toBe(0);
    }
    expect(partAt(levels, 99, 0.5)).toBeUndefined();
    expect(partAt(levels, 0, 1.5)).toBeUndefined();
  });
});

describe('the profiles of a lesson', () => {
  it('are those that its text names', () => {
    const text =
      'A <Profile file="b.pb.gz" base="a.pb.gz" view="flame" /> and <Profile\n  file="d"\n  between="b c"\n/>';
    expect(profilesIn(text)).toEqual(['b.pb.gz', 'a.pb.gz', 'd', 'b', 'c']);
    expect(profilesIn('<ProfileX file="no" />')).toEqual([]);
  });
});
