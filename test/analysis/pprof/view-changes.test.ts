import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  layOutChanges,
  layOutFlame,
  openProfile,
  packProfile,
  type Profile,
} from '../../../src/analysis/pprof/index.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'pprof', 'profiles');

async function read(path: string): Promise<Profile> {
  const { value } = await openProfile(readFileSync(join(folder, path)));
  if (value === undefined) throw new Error(`${path} is no profile`);
  return value.profile;
}

async function changes(version: string, mode: 'diff_base' | 'base' | 'normalize', type = 'inuse_space') {
  const [after, before] = [await read(`${version}/after.heap.pb.gz`), await read(`${version}/before.heap.pb.gz`)];
  const laidOut = layOutChanges(after, before, { mode, type });
  if ('error' in laidOut) throw new Error(laidOut.error);
  return laidOut.value;
}

describe('changes', () => {
  it('have the shares of the base or of all changes, and both sums', async () => {
    const [ofBase, ofChanges] = [await changes('go1.26.8', 'diff_base'), await changes('go1.26.8', 'base')];
    expect([ofBase.denominator, ofChanges.denominator]).toEqual(['base', 'profile']);
    expect(ofBase.total).toBe(ofBase.baseTotal);
    expect(ofChanges.total).toBe(ofChanges.changesTotal);
    expect(ofBase.changesTotal).toBe(ofChanges.changesTotal);
    expect(ofBase.rows.map(({ label, flat }) => [label, flat])).toEqual(
      ofChanges.rows.map(({ label, flat }) => [label, flat]),
    );
  });

  it('draw what grew and shrank, not what stayed', async () => {
    const { profile, valueIndex, changesTotal } = await changes('go1.26.8', 'diff_base');
    expect(String(layOutFlame(profile, { valueIndex }).total)).toBe(changesTotal);
  });

  it('have the error bars of both sides, however equal stacks were added up', async () => {
    const bars = ({ rows }: Awaited<ReturnType<typeof changes>>) => rows.map(({ flatSigma }) => flatSigma);
    expect(bars(await changes('go1.26.8', 'base'))).toEqual(bars(await changes('go1.26.8', 'diff_base')));
  });

  it('tell growth from noise', async () => {
    const { rows } = await changes('go1.26.8', 'diff_base');
    const trends = new Map(rows.map(({ label, flatTrend }) => [label, flatTrend]));
    expect(trends.get('main.attach')).toBe('growing');
    expect(trends.get('internal/bytealg.MakeNoZero')).toBe('not distinguishable from sampling noise');
    expect(trends.get('main.main')).toBeUndefined();
  });

  it('count all that changed where every allocation was recorded', async () => {
    const { rows } = await changes('go1.26.8-rate1', 'diff_base');
    const attach = rows.find(({ label }) => label === 'main.attach');
    expect(attach).toMatchObject({ flatSigma: 0, flatTrend: 'growing' });
  });

  it('have no error bars once they are scaled', async () => {
    const { rows } = await changes('go1.26.8', 'normalize');
    expect(rows.every(({ flatSigma, flatTrend }) => flatSigma === undefined && flatTrend === undefined)).toBe(true);
  });

  it('are an error for profiles that have no such value', async () => {
    const cpu = await read('go1.26.8/cpu.pb.gz');
    const heap = await read('go1.26.8/after.heap.pb.gz');
    expect(layOutChanges(heap, cpu, { mode: 'base', type: 'inuse_space' })).toHaveProperty('error');
    expect(layOutChanges(heap, heap, { mode: 'base', type: 'cpu' })).toHaveProperty('error');
  });
});

describe('a packed profile', () => {
  it('is the same profile once it is read again', async () => {
    const profile = await read('go1.26.8/after.heap.pb.gz');
    const again = await openProfile(packProfile(profile));
    expect(again.value?.profile).toEqual(profile);
  });
});
