import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHeap } from '../../src/components/heap-reading.ts';
import { drawSlice } from '../../src/components/heap-slice-picture.ts';
import { drawHolders } from '../../src/components/heap-tree-picture.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'heapdump');
const fileOf = (name: string) => ({
  source: name,
  content: new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.gz`)))),
});

describe('a heap dump read for its pictures', () => {
  it('has the roots and what hangs on them, most first, and says what it leaves out', () => {
    const { nodes, leftOut, problems } = readHeap([fileOf('subslice-go1.26.8-amd64.heapdump')]);
    expect(nodes[0]).toMatchObject({ depth: 0, isRoot: true });
    expect(nodes.map(({ words }) => words)).toContain('160 objects, 3.75kB, main.remember (main.go:15)');
    expect(nodes.every(({ heldShare }) => heldShare >= 0.01)).toBe(true);
    expect(leftOut).toMatch(/smaller branches are not drawn: [\d.]+kB together/);
    expect(problems.join(' ')).toContain('Give the executable that wrote the dump together with the dump.');
  });

  it('compares two dumps by their collections, whatever their order', () => {
    const files = ['mapcache-go1.26.8-amd64.heapdump', 'mapcache-go1.26.8-amd64.base.heapdump'].map(fileOf);
    const { growth } = readHeap(files);
    expect(growth[0]?.change).toMatch(/^\+/);
    expect(readHeap([...files].reverse()).growth).toEqual(growth);
  });

  it('says that there is no dump where there is none', () => {
    expect(() => readHeap([{ source: 'x', content: new Uint8Array(9) }])).toThrow('There is no heap dump');
  });
});

describe('the drawings', () => {
  it('keep within their width and tell the same in words', () => {
    const { nodes, slices } = readHeap([fileOf('subslice-go1.26.8-amd64.heapdump')]);
    const [slice] = slices;
    if (!slice) throw new Error('no slice was found');
    for (const width of [320, 720]) {
      const drawings = [drawHolders(nodes, width), drawSlice(slice, width)];
      for (const { attributes, parts = [] } of drawings) {
        expect(attributes['aria-label']).toMatch(/holders|keeps all of it/);
        for (const { attributes: at } of parts) {
          if (at['width'] !== undefined) expect(Number(at['x']) + Number(at['width'])).toBeLessThanOrEqual(width + 0.5);
        }
      }
    }
  });

  it('draw the parts of a slice side by side over the whole object', () => {
    const parts = [
      { kind: 'before', from: 0, to: 4000 },
      { kind: 'length', from: 4000, to: 4016 },
      { kind: 'after', from: 4016, to: 4096 },
    ] as const;
    const slice = { title: '', sum: '', objectBytes: 4096, length: 16, pinnedBytes: 4080, text: '', parts };
    const boxes = (drawSlice(slice, 402).parts ?? []).filter(({ attributes }) => attributes['y'] === 74);
    const ends = boxes.map(({ attributes: { x, width } }) => Number(x) + Number(width));
    expect(boxes.map(({ attributes }) => attributes['class'])).toEqual(['before', 'length', 'after']);
    expect(boxes.slice(1).map(({ attributes }) => Number(attributes['x']))).toEqual(ends.slice(0, -1));
    expect(Math.min(...boxes.map(({ attributes }) => Number(attributes['width'])))).toBeGreaterThan(5);
    expect(ends.at(-1)).toBeCloseTo(401, 0);
  });
});
