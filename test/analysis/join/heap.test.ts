import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinHeap } from '../../../src/analysis/join/index.ts';
import { openProfile } from '../../../src/analysis/pprof/index.ts';
import { folder, readFixture } from '../heapdump/fixtures.ts';

const name = 'mapcache-go1.26.8-amd64';

async function readProfile() {
  const { value } = await openProfile(new Uint8Array(readFileSync(join(folder, `${name}.pb.gz`))));
  if (value === undefined) throw new Error('the profile cannot be read');
  return value.profile;
}

describe('a heap profile joined with a heap dump of the same moment', () => {
  it('puts the holder beside the allocation line, and finds the counts equal', async () => {
    const [row] = joinHeap(await readProfile(), readFixture(name).evidence);
    expect(row?.site).toMatchObject({ func: 'main.build', line: 14 });
    expect(row?.holders[0]?.root).toBe('main.reports');
    expect(row?.dump?.objects).toBe(row?.profile?.objects);
    expect(row?.agrees).toBe(true);
    // The dump counts size classes, the profile what was asked for.
    expect(row?.dump?.bytes).toBeGreaterThanOrEqual(row?.profile?.bytes ?? Infinity);
  });

  it('says where the two are not of one moment', async () => {
    const [row] = joinHeap(await readProfile(), readFixture(name, `${name}.base`).evidence);
    expect(row?.site.line).toBe(14);
    expect(row?.agrees).toBe(false);
  });

  it('keeps a line that only one of the two has, and says so', async () => {
    const { evidence } = readFixture(name);
    const rows = joinHeap(await readProfile(), { ...evidence, holders: [] });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ agrees, dump }) => !agrees && dump === undefined)).toBe(true);
  });
});
