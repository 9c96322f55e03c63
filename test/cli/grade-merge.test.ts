import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoClass } from '../../src/gradebook/index.ts';
import { assignment, demoClass } from '../gradebook/demo.ts';
import { faultline } from './faultline.ts';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-shards-'));
  await writeFile(at('assignment'), JSON.stringify(assignment));
  const files = await makeDemoClass(demoClass(12, true));
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
