import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { embedConfig, findEmbedded } from '../../../src/toolchain/go/embed.ts';
import { scanGoFile } from '../../../src/toolchain/go/scan.ts';

const files = createFileSystem({
  base: ['a.txt', 'b.json', 'static/x.css', 'static/.hidden', 'static/deep/_skip', 'static/deep/y.js'].map(
    (name) => [`/p/${name}`, name] as const,
  ),
});

function embedded(lines: string): ReadonlyMap<string, readonly string[]> {
  const source = { ...scanGoFile(`package p\n${lines}\nvar x string\n`), path: '/p/p.go', name: 'p.go' };
  return findEmbedded(files, '/p', [source], '/p');
}

describe('go:embed', () => {
  it('takes files, patterns, folders without hidden files, and all of a folder', () => {
    expect([...embedded('//go:embed a.txt *.json "static/x.css"')]).toEqual([
      ['a.txt', ['a.txt']],
      ['*.json', ['b.json']],
      ['static/x.css', ['static/x.css']],
    ]);
    expect(embedded('//go:embed static').get('static')).toEqual(['static/deep/y.js', 'static/x.css']);
    expect(embedded('//go:embed all:static').get('all:static')).toHaveLength(4);
    expect(embedded('//go:embed static/*.???').get('static/*.???')).toEqual(['static/x.css']);
  });

  it('fails when nothing matches', () => {
    expect(() => embedded('//go:embed none.*')).toThrow('p.go: pattern none.*: no matching files found');
  });

  it('tells the compiler where the files are', () => {
    expect(JSON.parse(embedConfig(embedded('//go:embed a.txt'), '/p'))).toEqual({
      Patterns: { 'a.txt': ['a.txt'] },
      Files: { 'a.txt': '/p/a.txt' },
    });
  });
});
