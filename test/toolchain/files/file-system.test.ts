import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFileSystem, displayPath, resolvePath } from '../../../src/toolchain/files/index.ts';
import type { FileEvent } from '../../../src/toolchain/files/index.ts';

const lab = [
  ['/home/gopher/lab/main.go', 'package main\n'],
  ['/home/gopher/lab/go.mod', 'module lab\n'],
] as const;

describe('the file system of a lab', () => {
  it('reads the files of its lower layer', () => {
    const files = createFileSystem({ base: lab });
    expect(files.readText('/home/gopher/lab/../lab/main.go')).toBe('package main\n');
    expect(files.list('/home/gopher/lab')).toEqual([
      { name: 'go.mod', kind: 'file' },
      { name: 'main.go', kind: 'file' },
    ]);
    expect(files.walk('/home')).toEqual(['/home/gopher/lab/go.mod', '/home/gopher/lab/main.go']);
    expect(files.changes()).toEqual([]);
  });

  it('answers with the name of the error that Unix gives', () => {
    const files = createFileSystem({ base: lab });
    expect(files.open('/nowhere/x')).toBe('ENOENT');
    expect(files.open('/nowhere/x', { create: true })).toBe('ENOENT');
    expect(files.open('/home')).toBe('EISDIR');
    expect(files.open('/home/gopher/lab/main.go', { create: true, exclusive: true })).toBe('EEXIST');
    expect(files.open('/home/gopher/lab/main.go/x', { create: true })).toBe('ENOTDIR');
    expect(files.makeDirectory('/home')).toBe('EEXIST');
    expect(files.makeDirectories('/home/gopher/lab/main.go/x')).toBe('ENOTDIR');
    expect(files.removeFile('/home')).toBe('EISDIR');
    expect(files.removeDirectory('/home')).toBe('ENOTEMPTY');
    expect(files.removeDirectory('/')).toBe('EBUSY');
    expect(files.rename('/home', '/home/gopher/x')).toBe('EINVAL');
    expect(files.rename('/none', '/x')).toBe('ENOENT');
  });

  it('keeps an open file alive after it was removed', () => {
    const files = createFileSystem({ base: lab });
    const handle = files.open('/home/gopher/lab/main.go');
    if (typeof handle === 'string') throw new Error(handle);
    files.removeFile('/home/gopher/lab/main.go');
    const into = new Uint8Array(7);
    expect(handle.read(0, into)).toBe(7);
    expect(new TextDecoder().decode(into)).toBe('package');
    expect(handle.write(0, new Uint8Array([1]))).toBeUndefined();
    expect(files.stat('/home/gopher/lab/main.go')).toBeUndefined();
  });

  it('never changes the bytes of the lower layer or of a caller', () => {
    const given = new TextEncoder().encode('abc');
    const files = createFileSystem({ base: [['/a', given]] });
    files.writeFile('/b', given);
    for (const path of ['/a', '/b']) {
      const handle = files.open(path);
      if (typeof handle === 'string') throw new Error(handle);
      handle.write(0, new Uint8Array([120]));
      expect(files.readText(path)).toBe('xbc');
    }
    expect(new TextDecoder().decode(given)).toBe('abc');
  });

  it('fills a gap with zeros, also where a longer file was cut', () => {
    const files = createFileSystem();
    files.writeFile('/a', 'abcdef');
    const handle = files.open('/a');
    if (typeof handle === 'string') throw new Error(handle);
    handle.resize(2);
    handle.write(4, new Uint8Array([33]));
    expect([...(files.readFile('/a') ?? [])]).toEqual([97, 98, 0, 0, 33]);
  });

  it('says that there is no space left when the learner’s files outgrow the limit', () => {
    const files = createFileSystem({ capacityBytes: 10 });
    expect(files.writeFile('/a', '12345678')).toBeUndefined();
    expect(files.writeFile('/b', '12345678')).toBe('ENOSPC');
    const handle = files.open('/a');
    if (typeof handle === 'string') throw new Error(handle);
    expect(handle.write(8, new Uint8Array(3))).toBe('ENOSPC');
    files.removeFile('/a');
    expect(files.writeFile('/b', '12345678')).toBeUndefined();
  });

  it('moves a directory with everything in it', () => {
    const files = createFileSystem({ base: lab });
    expect(files.rename('/home/gopher/lab', '/home/gopher/old')).toBeUndefined();
    expect(files.walk('/home')).toEqual(['/home/gopher/old/go.mod', '/home/gopher/old/main.go']);
  });

  it('tells listeners about each change until they leave', () => {
    const files = createFileSystem({ base: lab });
    const seen: FileEvent[] = [];
    const leave = files.subscribe((event) => seen.push(event));
    files.writeFile('/tmp/x', 'x');
    files.removeFile('/home/gopher/lab/main.go');
    leave();
    files.writeFile('/tmp/y', 'y');
    expect(seen).toEqual([
      { kind: 'made', path: '/tmp' },
      { kind: 'written', path: '/tmp/x' },
      { kind: 'written', path: '/tmp/x' },
      { kind: 'removed', path: '/home/gopher/lab/main.go' },
    ]);
  });

  it('brings one file or everything back to the start', () => {
    const files = createFileSystem({ base: lab });
    files.writeFile('/home/gopher/lab/main.go', 'changed');
    files.removeFile('/home/gopher/lab/go.mod');
    files.writeFile('/home/gopher/lab/sub/new.go', 'new');
    files.reset('/home/gopher/lab/main.go');
    expect(files.readText('/home/gopher/lab/main.go')).toBe('package main\n');
    expect(files.changes().map((change) => `${change.kind} ${change.path}`)).toEqual([
      'removed /home/gopher/lab/go.mod',
      'directory /home/gopher/lab/sub',
      'file /home/gopher/lab/sub/new.go',
    ]);
    files.reset();
    expect(files.changes()).toEqual([]);
    expect(files.walk('/')).toEqual(lab.map(([path]) => path).sort());
  });

  it('restores any sequence of operations from its changes', () => {
    const name = fc.constantFrom('/a', '/a/b', '/a/c', '/d', '/home/gopher/lab/main.go', '/home/gopher/lab', '/x y/ü');
    const step = fc.oneof(
      fc.record({ op: fc.constant('write' as const), path: name, text: fc.string({ maxLength: 5 }) }),
      fc.record({ op: fc.constant('rename' as const), path: name, to: name }),
      fc.record({
        op: fc.constantFrom('remove' as const, 'rmdir' as const, 'mkdir' as const, 'reset' as const),
        path: name,
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const files = createFileSystem({ base: lab });
        for (const one of steps) {
          if (one.op === 'write') files.writeFile(one.path, one.text);
          else if (one.op === 'rename') files.rename(one.path, one.to);
          else if (one.op === 'remove') files.removeFile(one.path);
          else if (one.op === 'rmdir') files.removeDirectory(one.path);
          else if (one.op === 'mkdir') files.makeDirectories(one.path);
          else files.reset(one.path);
        }
        const again = createFileSystem({ base: lab });
        again.apply(files.changes());
        expect(again.walk('/')).toEqual(files.walk('/'));
        for (const path of files.walk('/')) expect(again.readText(path)).toBe(files.readText(path));
        files.reset();
        expect(files.changes()).toEqual([]);
      }),
    );
  });
});

describe('paths', () => {
  it.each([
    ['/a', 'b', '/a/b'],
    ['/a', '../../b', '/b'],
    ['/', '.', '/'],
    ['/a/b', '/c//d/', '/c/d'],
  ])('resolve from %s the path %s to %s', (from, path, expected) => {
    expect(resolvePath(from, path)).toBe(expected);
  });

  it('are shown relative to the directory that holds them', () => {
    expect(displayPath('/a', '/a/b')).toBe('b');
    expect(displayPath('/a', '/ab')).toBe('/ab');
  });
});
