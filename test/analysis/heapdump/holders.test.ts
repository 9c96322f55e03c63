import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainHeapdump, growthBetween, holderTree, labelsTo } from '../../../src/analysis/heapdump/index.ts';
import type { HolderTree } from '../../../src/analysis/heapdump/index.ts';
import { FIXTURES, loadFixture, readFixture } from './fixtures.ts';
import { analyze } from '../../../src/analysis/index.ts';

const truths: Readonly<Record<(typeof FIXTURES)[number], readonly [root: string, line: string, count: number]>> = {
  'subslice-go1.26.8-amd64': ['main.seen', 'main.go:9', 160],
  'mapcache-go1.26.8-amd64': ['main.reports', 'main.go:14', 200],
  'mapcache-go1.21.13-amd64': ['main.reports', 'main.go:14', 200],
  'blockedsend-go1.24.13-amd64': ['frames of main.first in 84 goroutines', 'main.go:11', 84],
  'deferloop-go1.26.8-386': ['deferred calls of main.importAll in goroutine 1', 'main.go:12', 100],
  'timers-go1.27.0-amd64': ['runtime timer', 'main.go:12', 99],
  'finalizers-go1.26.8-wasm': ['finalizer', 'main.go:16', 99],
  'history-go1.26.8-amd64': ['main.editor', 'main.go:19', 160],
};

const OWN_KINDS = new Set(['global', 'frame', 'defer', 'finalizer', 'timer']);

describe('the holders of a heap dump', () => {
  it.each(FIXTURES)('name who keeps what leaks, and where it was allocated: %s', (name) => {
    const [root, line, count] = truths[name];
    const row = readFixture(name).evidence.holders.find(({ rootKind }) => OWN_KINDS.has(rootKind));
    expect(row?.root).toBe(root);
    expect(row?.count).toBe(count);
    const at = row?.allocatedAt;
    // Before Go 1.26 the innermost frame of a stack has the line after the call; without the executable it is a guess.
    const said = at?.confidence === 'likely' ? line : `${basename(at?.file ?? '')}:${at?.line}`;
    expect([at?.func.startsWith('main.'), said]).toEqual([true, line]);
  });

  it.each(FIXTURES)('count what the runtime counts: %s', (name) => {
    const { collector, bytes, objects } = readFixture(name).evidence;
    expect(bytes).toBe(collector?.heapAllocBytes);
    // The runtime counts each tiny object, the dump each block of them.
    expect(objects).toBeLessThanOrEqual(collector?.heapObjects ?? 0);
    expect(objects).toBeGreaterThan((collector?.heapObjects ?? 0) * 0.9);
  });

  it.each(FIXTURES)('share out every object that something reaches: %s', (name) => {
    const { evidence, groups } = readFixture(name);
    const held = groups.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(held + evidence.unreachable.bytes).toBe(evidence.bytes);
    for (const { bytes, retainedBytes, count } of groups) {
      expect(retainedBytes).toBeGreaterThanOrEqual(0);
      expect(count).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(evidence.bytes);
    }
  });

  it('fold the inside of maps, old and new, into one step', () => {
    for (const name of ['mapcache-go1.26.8-amd64', 'mapcache-go1.21.13-amd64'] as const) {
      const { facts, groups } = readFixture(name);
      const chains = groups.filter(({ root }) => root.name === 'main.reports').map((group) => labelsTo(facts, group));
      expect(chains[0]?.map(({ role, objectBytes }) => [role, objectBytes])).toEqual([
        ['map', undefined],
        ['plain', 48],
      ]);
    }
  });

  it('close the loop of a linked list, so that its last element has the row of its first', () => {
    const rows = readFixture('history-go1.26.8-amd64').groups.filter(({ root }) => root.name === 'main.editor');
    expect(rows.length).toBeLessThanOrEqual(4);
  });

  it('say that a slice of 16 bytes keeps 4096, with both numbers', () => {
    const row = readFixture('subslice-go1.26.8-amd64').evidence.holders[0];
    expect(row?.subslice).toMatchObject({
      length: 16,
      capacity: 4096,
      offset: 0,
      objectBytes: 4096,
      usedBytes: 16,
      objects: 160,
      confidence: 'likely',
    });
  });

  it('mark what only words of a stack show as likely', () => {
    expect(readFixture('blockedsend-go1.24.13-amd64').evidence.holders[0]?.confidence).toBe('likely');
    expect(readFixture('mapcache-go1.26.8-amd64').evidence.holders[0]?.confidence).toBeUndefined();
  });

  it('retain through the holder what the held objects keep in turn', () => {
    const { groups } = readFixture('mapcache-go1.26.8-amd64');
    const reports = groups.find(({ root, label }) => root.name === 'main.reports' && label.objectBytes === 48);
    expect(reports?.retainedBytes).toBeGreaterThan(200 * 2400);
  });

  it('give the chain as objects with the offset of the next pointer', () => {
    const row = readFixture('deferloop-go1.26.8-386').evidence.holders[0];
    expect(row?.path.map(({ bytes }) => bytes)).toEqual([8, 24]);
  });
});

describe('growth between two dumps', () => {
  it('names what grew by how much, and nothing else of weight', () => {
    const name = 'mapcache-go1.26.8-amd64';
    const rows = growthBetween(readFixture(name, `${name}.base`).groups, readFixture(name).groups);
    expect(rows[0]).toMatchObject({ root: 'main.reports', before: { count: 55 }, after: { count: 595 } });
    expect(rows[0]?.allocatedAt?.line).toBe(14);
  });

  it('is empty between a dump and itself', () => {
    const { groups } = readFixture('history-go1.26.8-amd64');
    expect(growthBetween(groups, groups)).toEqual([]);
  });
});

describe('the tree of holders', () => {
  it.each(FIXTURES)('adds up: no node holds less than its children: %s', (name) => {
    const { facts, evidence } = readFixture(name);
    const tree = holderTree(facts);
    const walk = (node: HolderTree) => {
      const below = node.children.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
      expect(node.heldBytes).toBe(node.bytes + below);
      node.children.forEach(walk);
    };
    walk(tree);
    expect(tree.heldBytes).toBe(evidence.bytes - evidence.unreachable.bytes);
  });
});

describe('a heap dump as evidence', () => {
  it('is found in a file by its first line, and says where names come from', async () => {
    const { evidence, diagnostics } = await analyze(loadFixture('history-go1.26.8-amd64.heapdump'));
    expect(evidence[0]).toMatchObject({ kind: 'heapdump', go: 'go1.26.8', arch: 'amd64', complete: true });
    expect(diagnostics[0]?.hint).toContain('--exe');
  });

  it('explains itself: what it shows, what it cannot show, what to do next', () => {
    const { shows, cannotShow, next } = explainHeapdump(readFixture('subslice-go1.26.8-amd64').evidence);
    expect(shows[0]?.text).toBe(
      'main.seen holds 640kB in 160 objects, allocated by main.go:9, in or inlined into main.main.',
    );
    expect(shows.some(({ text }) => text.includes('16 elements of each object of 4kB'))).toBe(true);
    expect(cannotShow.length).toBeGreaterThan(2);
    expect(next[0]).toContain('main.seen');
  });
});
