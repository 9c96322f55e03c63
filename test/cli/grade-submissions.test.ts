import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSubmission } from '../../src/gradebook/index.ts';
import { submissionOf } from '../gradebook/a-class.ts';
import { faultline } from './faultline.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-class-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ada = formatSubmission(submissionOf('Ada'));

describe('faultline grade', () => {
  it('walks folders and zips, one JSON object a submission, and names what it cannot read', async () => {
    await writeFile(join(folder, 'a.json'), ada);
    await writeFile(join(folder, 'cut.json'), ada.slice(0, 300));
    await writeFile(join(folder, 'more.zip'), zipSync({ 'b.json': strToU8(formatSubmission(submissionOf('Bob'))) }));
    const { status, stdout, stderr } = await faultline('grade', '--json', folder);
    expect(status).toBe(1);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { schema: string; who: { name: string } });
    expect(rows.map(({ schema, who }) => [schema, who.name])).toEqual([
      ['faultline.graded/1', 'Ada'],
      ['faultline.graded/1', 'Bob'],
    ]);
    expect(stderr).toContain('cut.json: not graded: cut off');
  });

  it('writes the gradebook where --csv says', async () => {
    const [file, csv] = [join(folder, 'one.json'), join(folder, 'out.csv')];
    await writeFile(file, ada);
    const { status } = await faultline('grade', '--csv', csv, file);
    expect(status).toBe(0);
    expect(await readFile(csv, 'utf8')).toMatch(/^learner,email,assignment,.*points,max,late,flags\r\nAda,/);
  });

  it('says what to do when it is called with nothing, or with a file that is not there', async () => {
    expect(await faultline('grade')).toMatchObject({ status: 2, stderr: expect.stringContaining('--exercise') });
    expect(await faultline('grade', join(folder, 'none.json'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no such file'),
    });
  });
});
