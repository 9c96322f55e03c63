import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominatorsOf } from '../../../src/analysis/heapdump/dominators.ts';

function graphOf(nodeCount: number, edges: readonly (readonly [number, number])[]) {
  const rows = Array.from({ length: nodeCount }, (_, node) => edges.flatMap(([a, b]) => (a === node ? [b] : [])));
  const from = Uint32Array.from({ length: nodeCount + 1 }, (_, i) => rows.slice(0, i).flat().length);
  return { nodeCount, root: 0, from, targets: Uint32Array.from(rows.flat()) };
}

function reachable(edges: readonly (readonly [number, number])[], without: number): Set<number> {
  const seen = new Set<number>(without === 0 ? [] : [0]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [a, b] of edges) {
      if (seen.has(a) && b !== without && !seen.has(b)) {
        seen.add(b);
        grew = true;
      }
    }
  }
  return seen;
}

/** By definition: d dominates n when n cannot be reached without d. The immediate one is dominated by all others. */
function dominatorsByDefinition(nodeCount: number, edges: readonly (readonly [number, number])[]): number[] {
  const all = reachable(edges, -1);
  const dominated = Array.from({ length: nodeCount }, (_, d) => {
    const left = reachable(edges, d);
    return new Set([...all].filter((n) => n !== d && !left.has(n)));
  });
  return Array.from({ length: nodeCount }, (_, n) => {
    const dominators = [...all].filter((d) => dominated[d]?.has(n));
    return dominators.find((d) => dominators.every((e) => e === d || dominated[e]?.has(d))) ?? -1;
  });
}

describe('the dominator tree', () => {
  it('joins two ways at the node above both', () => {
    const edges = [
      [0, 1],
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
    ] as const;
    expect([...dominatorsOf(graphOf(6, edges)).immediate]).toEqual([-1, 0, 1, 1, 1, 4]);
  });

  it('leaves out what the root does not reach', () => {
    const { immediate, order } = dominatorsOf(graphOf(3, [[1, 2]]));
    expect([...immediate]).toEqual([-1, -1, -1]);
    expect([...order]).toEqual([0]);
  });

  it('is the one that the definition gives', () => {
    const size = 9;
    const node = fc.integer({ min: 0, max: size - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 24 }), (edges) => {
        expect([...dominatorsOf(graphOf(size, edges)).immediate]).toEqual(dominatorsByDefinition(size, edges));
      }),
    );
  });

  it('takes a chain of 200,000 nodes with an edge back from each', () => {
    const count = 200_000;
    const from = Uint32Array.from({ length: count + 1 }, (_, i) => Math.max(0, 2 * i - (i === count ? 1 : 0)));
    const targets = new Uint32Array(2 * count - 1);
    for (let i = 0; i < count - 1; i++) targets.set([i + 1, Math.max(0, i - 1)], 2 * i);
    targets[2 * (count - 1)] = 0;
    const { immediate } = dominatorsOf({ nodeCount: count, root: 0, from, targets });
    expect(immediate[count - 1]).toBe(count - 2);
  });
});
