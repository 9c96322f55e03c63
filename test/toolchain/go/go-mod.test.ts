import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { debugDefaults } from '../../../src/toolchain/go/debug-defaults.ts';
import { findModule, languageOf, minorOf, parseGoMod } from '../../../src/toolchain/go/go-mod.ts';

describe('go.mod', () => {
  it('is read with blocks, quotes and comments', () => {
    const text = `// a lab
module "example.com/lab" // here

go 1.21.3

godebug (
	panicnil=1
	default=go1.22
)
godebug http2client=0
require example.com/a v1.0.0
require (
	example.com/b v1.2.3 // indirect
)
`;
    expect(parseGoMod(text, '/lab')).toEqual({
      directory: '/lab',
      path: 'example.com/lab',
      goVersion: '1.21.3',
      requires: ['example.com/a', 'example.com/b'],
      debugSettings: ['panicnil=1', 'default=go1.22', 'http2client=0'],
    });
  });

  it('is found in the folder or above it', () => {
    const files = createFileSystem({ base: [['/home/lab/go.mod', 'module x\n']] });
    files.makeDirectories('/home/lab/a/b');
    expect(findModule(files, '/home/lab/a/b')).toMatchObject({
      directory: '/home/lab',
      path: 'x',
      goVersion: undefined,
    });
    expect(findModule(files, '/home')).toBeUndefined();
  });

  it('names a language', () => {
    expect(languageOf('1.21.3')).toBe('go1.21');
    expect(languageOf('1.23rc1')).toBe('go1.23');
    expect(minorOf('go1.26.8')).toBe(26);
  });
});

describe('GODEBUG defaults', () => {
  const manifest = {
    debugSettings: [
      { name: 'panicnil', changedInMinor: 21, old: '1' },
      { name: 'asynctimerchan', changedInMinor: 23, old: '1' },
    ],
  };
  const module = (goVersion: string | undefined, debugSettings: readonly string[] = []) => {
    return { directory: '/', path: 'x', goVersion, requires: [], debugSettings };
  };

  it.each([
    ['1.20', 'asynctimerchan=1,panicnil=1'],
    ['1.16', 'asynctimerchan=1,panicnil=1'],
    ['1.22.5', 'asynctimerchan=1'],
    ['1.26', ''],
  ])('of a module with go %s are %j', (goVersion, expected) => {
    expect(debugDefaults(manifest as never, module(goVersion), [])).toBe(expected);
  });

  it('yield to the go.mod, and both to directives', () => {
    expect(debugDefaults(manifest as never, module('1.26', ['default=go1.20', 'panicnil=0']), ['a=b'])).toBe(
      'a=b,asynctimerchan=1,panicnil=0',
    );
  });

  it('are the newest without a go.mod', () => {
    expect(debugDefaults(manifest as never, undefined, [])).toBe('');
  });
});
