import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAssignment, makeDemo } from '../../src/cli/demo-class.ts';
import type { Graded } from '../../src/gradebook/index.ts';
import { faultline } from './faultline.ts';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-shards-'));
  await writeFile(at('assignment'), JSON.stringify(demoAssignment));
  const files = await makeDemo(12, 7);
  for (const { name, content } of files) await writeFile(at(name), content);
  names.push(...files.map(({ name }) => at(name)));
});
afterAll(() => rm(folder, { recursive: true }));

const names: string[] = [];

async function gradeParts(of: number, ...words: string[]): Promise<string[]> {
  const parts: string[] = [];
  for (let index = 1; index <= of; index++) {
    const { stdout } = await faultline('grade', '--shard', `${index}/${of}`, ...words, ...names);
    parts.push(at(`part-${index}-of-${of}`));
    await writeFile(parts.at(-1) ?? '', stdout);
  }
  return parts.reverse();
}

describe('faultline grade merge', () => {
  it.each([['with an assignment', true] as const, ['without one', false] as const])(
    'prints and writes the bytes of the unsharded class, %s',
    async (_, isAssigned) => {
      const words = isAssigned ? ['--assignment', at('assignment')] : [];
      const whole = await faultline('grade', '--json', '--csv', at('whole.csv'), ...words, ...names);
      expect(whole.stdout).toContain('same-learner');
      const parts = await gradeParts(3, ...words);
      expect(await faultline('grade', 'merge', '--json', '--csv', at('merged.csv'), ...parts)).toEqual(whole);
      expect(await readFile(at('merged.csv'), 'utf8')).toBe(await readFile(at('whole.csv'), 'utf8'));
    },
  );

  it('flags evidence that two shards hold a half of, which neither can see', async () => {
    const merged = await faultline('grade', 'merge', '--json', ...(await gradeParts(12)));
    const rows = merged.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Graded);
    const sharing = rows.filter(({ flags }) => flags.some(({ kind }) => kind === 'shared-evidence'));
    expect(sharing).toHaveLength(2);
    const places = sharing.map(({ source }) => names.indexOf(source) % 12);
    expect(new Set(places).size).toBe(2);
    for (let index = 1; index <= 12; index++)
      expect(await readFile(at(`part-${index}-of-12`), 'utf8')).not.toContain('shared-evidence');
  });

  it('shares out the entries of a zip, and opens a file of its own only', async () => {
    const entries = await Promise.all(
      names.slice(0, 6).map(async (name) => [name.slice(folder.length + 1), await readFile(name)] as const),
    );
    await writeFile(at('half.zip'), zipSync(Object.fromEntries(entries)));
    const files = [at('half.zip'), ...names.slice(6), at('nowhere')];
    const whole = await faultline('grade', '--json', ...files);
    expect(whole.stderr).toContain('nowhere: not graded');
    const parts = [];
    for (const shard of ['1/2', '2/2']) {
      const { stdout } = await faultline('grade', '--shard', shard, ...files);
      parts.push(at(`zip-${shard[0]}`));
      await writeFile(parts.at(-1) ?? '', stdout);
      expect(stdout.match(/"schema":"faultline.graded\/1"/g)?.length).toBeGreaterThan(3);
    }
    expect(await faultline('grade', 'merge', '--json', ...parts)).toEqual(whole);
  });

  it('names the part that is missing, there twice, or no part', async () => {
    const [second = '', first = ''] = await gradeParts(2);
    const says = async (...parts: string[]) => (await faultline('grade', 'merge', ...parts)).stderr.split('\n')[0];
    expect(await says(first)).toContain('part 2/2 is missing');
    expect(await says(first, second, first)).toContain('part 1/2 is there 2 times');
    expect(await says(names[0] ?? '')).toContain('is no part of a class');
    expect(await says()).toContain('name the files that --shard printed');
  });

  it.each(['0/2', '3/2', '1', '1/x'])('takes no shard %s', async (shard) => {
    expect(await faultline('grade', '--shard', shard, ...names)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--shard is I/N'),
    });
  });
});
