import { describe, expect, it } from 'vitest';
import { listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { checkVariants } from '../../src/course/index.ts';
import { findNames } from '../../src/course/variant-names.ts';

const seeds = [1, 2, 17, 4711, 2_147_483_646];

describe('the variants of the lessons', async () => {
  for (const name of (await listLessons()).names) {
    it(`are graded by the one key: ${name.folder}`, async () => {
      const { files } = await readLesson(name);
      expect((await checkVariants(name, files, seeds)).problems).toEqual([]);
    });
  }
});

describe('the names that a variant changes', () => {
  it('are those that the program declares, and variables called after them', () => {
    const source =
      'package main\n\ntype Quote struct {\n\tprice int\n}\n\nfunc Load() *Quote {\n\tquote := &Quote{}\n\treturn quote\n}\n';
    expect(findNames({ 'main.go': source })).toEqual(['Load', 'Quote', 'price', 'quote']);
  });

  it('leave out what another package could mean, and what the program looks for in a text', () => {
    const source =
      'package main\n\nimport "net/http"\n\ntype Store struct{}\n\nfunc (s Store) Error() string { return "" }\n\nfunc explode() {}\n\nvar text = "explode"\nvar server = http.Server{Handler: nil}\n\nfunc Handler() {}\n';
    expect(findNames({ 'main.go': source })).toEqual(['Store', 'server', 'text']);
  });
});
