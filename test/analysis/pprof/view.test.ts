import { describe, expect, it } from 'vitest';
import {
  findSampleIndex,
  layOutFlame,
  layOutSlopes,
  layOutTable,
  openProfile,
  subtractProfile,
  type FlameGraph,
  type Profile,
} from '../../../src/analysis/pprof/index.ts';
import { profileBytes, profilePaths } from './fixtures.ts';

async function opened(path: string): Promise<Profile> {
  const { value } = await openProfile(profileBytes(path));
  if (value === undefined) throw new Error(`${path} cannot be read`);
  return value.profile;
}

function indexOf(profile: Profile): number {
  const index = findSampleIndex(profile, '');
  return 'error' in index ? 0 : index.value;
}

const packed = profilePaths().filter((path) => path.endsWith('.pb.gz'));

/** Boxes lie within their parents and side by side. */
function expectTidy({ boxes, depth }: FlameGraph): void {
  const ends = new Map<number, number>();
  for (const [i, box] of boxes.entries()) {
    const parent = boxes[box.parent];
    expect(box.depth).toBeLessThanOrEqual(depth);
    if (parent === undefined) {
      expect([i, box.x, box.width]).toEqual([0, 0, 1]);
      continue;
    }
    expect(box.depth).toBe(parent.depth + 1);
    expect(box.x).toBeGreaterThanOrEqual((ends.get(box.parent) ?? parent.x) - 1e-9);
    expect(box.x + box.width).toBeLessThanOrEqual(parent.x + parent.width + 1e-9);
    ends.set(box.parent, box.x + box.width);
  }
}

describe('the flame graph', () => {
  it.each(packed)('of %s has its boxes within their callers', async (path) => {
    const profile = await opened(path);
    expectTidy(layOutFlame(profile, { valueIndex: indexOf(profile), minWidth: 0 }));
  });

  it('holds every value once: the boxes of a level and what ends above it add up', async () => {
    const profile = await opened('go1.26.8/cpu.pb.gz');
    const { boxes, total } = layOutFlame(profile, { valueIndex: 1, minWidth: 0 });
    expect(boxes.reduce((sum, { self }) => sum + self, 0)).toBe(total);
    expect(boxes.some(({ func, inlined }) => inlined && func !== '')).toBe(true);
  });

  it('of a difference is as wide as growth and shrinking together', async () => {
    const [before, after] = [await opened('go1.26.8/before.heap.pb.gz'), await opened('go1.26.8/after.heap.pb.gz')];
    const change = subtractProfile(after, before, { isDiffBase: true, normalize: false });
    if ('error' in change) throw new Error(change.error);
    const graph = layOutFlame(change.value, { valueIndex: 3, minWidth: 0 });
    expectTidy(graph);
    const [root] = graph.boxes;
    expect(root?.increase).toBeGreaterThan(0);
    expect(root?.decrease).toBeGreaterThan(0);
    expect(graph.total).toBe((root?.increase ?? 0) + (root?.decrease ?? 0));
    expect(root?.net).toBe((root?.increase ?? 0) - (root?.decrease ?? 0));
  });

  it('says what is too narrow to be drawn', async () => {
    const profile = await opened('go1.26.8-rate1/after.heap.pb.gz');
    const all = layOutFlame(profile, { valueIndex: 3, minWidth: 0 });
    const drawn = layOutFlame(profile, { valueIndex: 3, minWidth: 0.01 });
    expect(drawn.boxes.length).toBeLessThan(all.boxes.length);
    expect(drawn.hiddenBoxes).toBeGreaterThan(0);
    expect(drawn.hiddenValue).toBeGreaterThan(0);
    expect([all.hiddenBoxes, all.hiddenValue]).toEqual([0, 0]);
  });

  it('of nothing is one box', async () => {
    const profile = { ...(await opened('go1.26.8/cpu.pb.gz')), samples: [] };
    expect(layOutFlame(profile, { valueIndex: 1 })).toMatchObject({ total: 0, boxes: [{ func: 'root', width: 1 }] });
  });
});

describe('the table', () => {
  it('has every function, exact and with its error bar', async () => {
    const profile = await opened('go1.26.8/after.heap.pb.gz');
    const { rows, denominator, total } = layOutTable(profile, { valueIndex: 3 });
    expect(denominator).toBe('profile');
    const attach = rows.find(({ func }) => func === 'main.attach');
    expect(Number(attach?.flat) / Number(total)).toBeCloseTo(attach?.flatShare ?? 0);
    // 12 kB objects at a rate of 512 kB: about 34 of them were really seen, so the value is good to some 17 %.
    expect((attach?.flatSigma ?? 0) / Number(attach?.flat)).toBeGreaterThan(0.1);
    expect((attach?.flatSigma ?? 0) / Number(attach?.flat)).toBeLessThan(0.25);
    expect(rows.find(({ func }) => func === 'runtime.main')?.cumSigma).toBeGreaterThanOrEqual(attach?.flatSigma ?? 0);
  });

  it('is exact where every allocation was recorded', async () => {
    const { rows } = layOutTable(await opened('go1.26.8-rate1/after.heap.pb.gz'), { valueIndex: 3, sort: 'cum' });
    expect(rows.every(({ flatSigma }) => flatSigma === 0)).toBe(true);
    expect(Number(rows[0]?.cum)).toBeGreaterThanOrEqual(Number(rows[1]?.cum));
  });

  it('says what its 100 % is', async () => {
    const [before, after] = [await opened('go1.26.8/before.heap.pb.gz'), await opened('go1.26.8/after.heap.pb.gz')];
    for (const [isDiffBase, denominator] of [
      [true, 'base'],
      [false, 'changes'],
    ] as const) {
      const change = subtractProfile(before, after, { isDiffBase, normalize: false });
      if ('error' in change) throw new Error(change.error);
      expect(layOutTable(change.value, { valueIndex: 3 }).denominator).toBe(denominator);
    }
  });

  it('tells lines apart when asked', async () => {
    const { rows } = layOutTable(await opened('go1.26.8/after.heap.pb.gz'), { valueIndex: 3, granularity: 'lines' });
    expect(rows.find(({ func }) => func === 'main.attach')).toMatchObject({ file: '/srv/orders/main.go', line: 51 });
  });
});

describe('slopes over snapshots', () => {
  it('put the leak first', async () => {
    const names = ['before', 'after', 'later'].map((name) => `go1.26.8/${name}.heap.pb.gz`);
    const [steepest] = layOutSlopes(await Promise.all(names.map(opened)), { valueIndex: 3 });
    expect(steepest).toMatchObject({ site: { func: 'main.attach', line: 51 }, isMonotonic: true, trend: 'growing' });
    expect(steepest?.perSnapshot).toBeGreaterThan(0);
    expect(steepest?.perSecond).toBeGreaterThan(0);
  });

  it('need three of them', async () => {
    const profile = await opened('go1.26.8/after.heap.pb.gz');
    expect(() => layOutSlopes([profile, profile], { valueIndex: 3 })).toThrow(RangeError);
  });
});
