import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAssignment } from '../../src/cli/demo-class.ts';
import { itemStatistics, parseAssignment, parseCsv, type Graded } from '../../src/gradebook/index.ts';
import { faultline } from './faultline.ts';

let folder = '';
const at = (...names: readonly string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const gradedRows = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Graded);

describe('faultline demo-class', () => {
  it('writes a class of thirty that grades as a class does: most of it plain, each mishap once', async () => {
    const home = at('class');
    const made = await faultline('demo-class', home);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect((await readdir(home)).sort()).toEqual(['README.md', 'assignment.json', 'roster.csv', 'submissions']);
    expect(await readdir(join(home, 'submissions'))).toHaveLength(31);
    expect(parseAssignment(await readFile(join(home, 'assignment.json'), 'utf8'))).toEqual({
      assignment: demoAssignment,
    });
    expect(parseCsv(await readFile(join(home, 'roster.csv'), 'utf8')).rows).toHaveLength(32);

    const words = /faultline (grade .*)/.exec(made.stdout)?.[1]?.split(' ') ?? [];
    const { status, stdout, stderr } = await faultline(...words, '--json');
    expect({ status, stderr: stderr.split('\n').length }).toEqual({ status: 1, stderr: 2 });
    const graded = gradedRows(stdout);
    const flagged = graded.filter(({ flags }) => flags.length > 0).map(({ source }) => /\d{3}/.exec(source)?.[0]);
    expect(flagged).toEqual(['003', '005', '007', '008', '012', '012']);
    const kinds = new Set(graded.flatMap(({ flags }) => flags.map(({ kind }) => kind)));
    expect([...kinds].sort().join(' ')).toBe(
      'chain-broken clock late other-program other-variant same-learner shared-evidence',
    );
    const changed = graded.filter((one) => one.changed.length > 0);
    expect(changed.map(({ source }) => /\d{3}/.exec(source)?.[0])).toEqual(['005', '008']);
    // What was copied was made on another learner's variant: it is named, and earns nothing.
    expect(changed[1]?.changed.every(({ to }) => to === 0)).toBe(true);
    expect((await readFile(join(home, 'gradebook.csv'), 'utf8')).split('\r\n')).toHaveLength(32);
  });

  it('holds a thousand learners whose honest work is neither flagged nor moved by grading it again', async () => {
    const home = at('thousand');
    await faultline('demo-class', '--size', '1000', '--seed', '9', home);
    const graded = gradedRows((await faultline('grade', '--json', home)).stdout);
    const mishaps = graded.filter(({ flags, changed }) => flags.length + changed.length > 0);
    expect(mishaps.map(({ source }) => /\d{3}/.exec(source.slice(home.length))?.[0])).toEqual([
      '003',
      '005',
      '007',
      '008',
      '012',
      '012',
    ]);
    expect(graded).toHaveLength(1000);
  }, 400_000);

  it('has right and wrong work at every exercise, and misreadings', async () => {
    await faultline('demo-class', '--size', '60', '--seed', '5', at('sixty'));
    const graded = gradedRows((await faultline('grade', '--json', at('sixty'))).stdout);
    const items = itemStatistics(
      graded,
      demoAssignment.items.map(({ exercise }) => exercise),
    );
    expect(items).toHaveLength(8);
    for (const { meanShare } of items) {
      expect(meanShare).toBeGreaterThan(0.2);
      expect(meanShare).toBeLessThan(1);
    }
    expect(items.filter(({ misconceptions }) => misconceptions.length > 0).length).toBeGreaterThan(4);
  });

  it('writes the same bytes for the same seed, and others for another', async () => {
    const read = async (seed: string, name: string) => {
      await faultline('demo-class', '--size', '3', '--seed', seed, at(name));
      const names = await readdir(at(name, 'submissions'));
      return Promise.all(names.sort().map((file) => readFile(at(name, 'submissions', file), 'utf8')));
    };
    const first = await read('4', 'a');
    expect(await read('4', 'b')).toEqual(first);
    expect(await read('5', 'c')).not.toEqual(first);
  });

  it.each([
    [[], 'name one folder'],
    [['--size', '0', 'x'], 'a class has 1 to 100,000 learners, not 0'],
    [['--seed', 'x', 'y'], '--seed is a whole number'],
  ])('says what is wrong with %j, and writes nothing', async (args, message) => {
    const { status, stderr } = await faultline('demo-class', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('leaves a folder alone that holds something else', async () => {
    const before = await readdir(folder);
    const { status, stderr } = await faultline('demo-class', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('is not empty');
    expect(await readdir(folder)).toEqual(before);
  });
});
