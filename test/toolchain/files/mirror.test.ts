import { describe, expect, it } from 'vitest';
import { createFileSystem, createMirror, snapshotOf } from '../../../src/toolchain/files/index.ts';

describe('a mirror of two trees', () => {
  it('carries changes over, and none of them back', () => {
    const [page, worker] = [createFileSystem({ base: [['/a', '1']] }), createFileSystem()];
    worker.apply(snapshotOf(page));
    const [here, there] = [createMirror(page), createMirror(worker)];
    page.writeFile('/a', '2');
    page.writeFile('/sub/b', 'b');
    page.removeFile('/a');
    there.apply(here.take());
    expect([worker.readText('/a'), worker.readText('/sub/b')]).toEqual([undefined, 'b']);
    expect([there.isDirty, here.isDirty]).toEqual([false, false]);
    worker.rename('/sub/b', '/sub/c');
    here.apply(there.take());
    expect(page.walk('/')).toEqual(['/sub/c']);
  });

  it('tells of its own side’s changes only', () => {
    const files = createFileSystem();
    let told = 0;
    const mirror = createMirror(files, () => told++);
    mirror.apply([{ kind: 'file', path: '/x', contents: new Uint8Array(1) }]);
    expect(told).toBe(0);
    files.writeFile('/y', 'y');
    expect(told).toBeGreaterThan(0);
    mirror.close();
    const before = told;
    files.writeFile('/z', 'z');
    expect(told).toBe(before);
  });
});
