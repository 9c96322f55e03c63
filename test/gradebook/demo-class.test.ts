import { describe, expect, it } from 'vitest';
import { clustersOf, gradeClass, itemStatistics, makeDemoClass, type ClassFile } from '../../src/gradebook/index.ts';
import { basis } from './a-class.ts';
import { assignment, demoClass } from './demo.ts';

const graded = async (size: number, hasMishaps = false) => {
  const files = await makeDemoClass(demoClass(size, hasMishaps));
  return gradeClass(
    files.map(({ name, content }): ClassFile => ({ source: name, content })),
    { ...basis, assignment },
  );
};

describe('a generated class', () => {
  it('of a thousand has no flag, no refused file and no changed score', async () => {
    const { graded: all, refused } = await graded(1000);
    expect(refused).toEqual([]);
    expect(all).toHaveLength(1000);
    expect(all.flatMap(({ source, flags }) => flags.map(({ why }) => `${source}: ${why}`))).toEqual([]);
    expect(all.flatMap(({ changed }) => changed)).toEqual([]);
  });

  it('has good and bad work, wrong readings, and exercises that tell learners apart', async () => {
    const { graded: all } = await graded(60);
    const points = all.map((one) => one.points);
    expect(Math.max(...points)).toBe(12);
    expect(Math.min(...points)).toBeLessThan(6);
    const [state, line] = itemStatistics(
      all,
      assignment.items.map(({ exercise }) => exercise),
    );
    expect(state?.misconceptions.map(({ id }) => id)).toEqual(['running-state']);
    expect(line?.discrimination).toBeGreaterThan(-1);
  });

  it('is the same for the same seed', async () => {
    expect(await makeDemoClass(demoClass(20))).toEqual(await makeDemoClass(demoClass(20)));
  });

  it('with mishaps shows one of each', async () => {
    const { graded: all, refused } = await graded(30, true);
    expect(refused).toHaveLength(1);
    const kinds = new Set(all.flatMap(({ flags }) => flags.map(({ kind }) => kind)));
    expect(kinds).toEqual(new Set(['late', 'chain-broken', 'shared-evidence', 'same-learner']));
    expect(clustersOf(all).some(({ sources }) => sources.length === 2)).toBe(true);
  });

  it('has a size', async () => {
    await expect(makeDemoClass(demoClass(0))).rejects.toThrow(RangeError);
  });
});
