import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cropFlame, findInFlame, layOutFlame, openProfile } from '../../../src/analysis/pprof/index.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'pprof', 'profiles', 'go1.26.8');

async function cpuGraph() {
  const { value } = await openProfile(readFileSync(join(folder, 'cpu.pb.gz')));
  if (value === undefined) throw new Error('cpu.pb.gz is no profile');
  return layOutFlame(value.profile, { valueIndex: 0, minWidth: 0 });
}

describe('a window of a flame graph', () => {
  it('is the whole graph where the root is on top and nothing is too narrow', async () => {
    const graph = await cpuGraph();
    const window = cropFlame(graph, { top: 0, minWidth: 0 });
    expect(window.pieces.map(({ id: _id, isAncestor: _isAncestor, ...box }) => box)).toEqual(graph.boxes);
    expect(window).toMatchObject({ depth: graph.depth, hiddenBoxes: 0, hiddenValue: 0 });
  });

  it('has its top as wide as itself, below the way back, and callees inside their callers', async () => {
    const graph = await cpuGraph();
    for (const top of graph.boxes.keys()) {
      const { pieces } = cropFlame(graph, { top, minWidth: 0 });
      const above = pieces.filter(({ isAncestor }) => isAncestor);
      expect(above.map(({ depth }) => depth)).toEqual(above.map((_, depth) => depth));
      expect(pieces[above.length]).toMatchObject({ id: top, x: 0, width: 1 });
      const byId = new Map(pieces.map((piece) => [piece.id, piece]));
      for (const { parent, x, width, isAncestor } of pieces.slice(above.length + 1)) {
        const caller = byId.get(parent);
        expect(isAncestor || caller === undefined).toBe(false);
        expect(x).toBeGreaterThanOrEqual((caller?.x ?? 0) - 1e-9);
        expect(x + width).toBeLessThanOrEqual((caller?.x ?? 0) + (caller?.width ?? 0) + 1e-9);
      }
    }
  });

  it('says what it leaves out', async () => {
    const graph = await cpuGraph();
    const { pieces, hiddenBoxes, hiddenValue } = cropFlame(graph, { top: 0, minWidth: 0.05 });
    expect(pieces.every(({ width }) => width >= 0.05)).toBe(true);
    const drawn = new Set(pieces.map(({ id }) => id));
    const cut = graph.boxes.filter(({ parent }, id) => !drawn.has(id) && drawn.has(parent));
    expect(hiddenBoxes).toBe(cut.length);
    expect(hiddenValue).toBe(cut.reduce((sum, { increase, decrease }) => sum + increase + decrease, 0));
  });

  it('is the whole for a top that is not there, and empty for an empty graph', async () => {
    const graph = await cpuGraph();
    expect(cropFlame(graph, { top: 1e9, minWidth: 0 }).pieces).toHaveLength(graph.boxes.length);
    const empty = { boxes: [], depth: 0, total: 0, hiddenBoxes: 0, hiddenValue: 0 };
    expect(cropFlame(empty, { top: 0, minWidth: 0 }).pieces).toEqual([]);
  });
});

describe('a search in a flame graph', () => {
  it('counts each sample once under recursion', async () => {
    const graph = await cpuGraph();
    const { ids, share } = findInFlame(graph, 'MAIN.FOLD');
    expect(ids.length).toBeGreaterThan(2);
    const outermost = graph.boxes.filter(({ func, parent }) => {
      return func === 'main.fold' && graph.boxes[parent]?.func !== 'main.fold';
    });
    expect(share).toBeCloseTo(outermost.reduce((sum, { increase }) => sum + increase, 0) / graph.total, 12);
    expect(share).toBeLessThanOrEqual(1);
  });

  it('finds nothing for nothing', async () => {
    expect(findInFlame(await cpuGraph(), '')).toEqual({ ids: [], share: 0 });
  });
});
