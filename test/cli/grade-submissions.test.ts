import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAssignment, makeDemo } from '../../src/cli/demo-class.ts';
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

  it('takes the assignment and the points given by hand that lie among the files, as the page does', async () => {
    const home = join(folder, 'with-assignment');
    await mkdir(home);
    await writeFile(join(home, 'ada.json'), ada);
    await writeFile(join(home, 'assignment.json'), JSON.stringify(demoAssignment));
    const byHand = { learner: 'mail ada@example.org', points: 11, reason: 'Explained it.', at: '2026-11-24T10:00:00Z' };
    const overrides = { schema: 'faultline.overrides/1', assignment: 'demo-week', overrides: [byHand] };
    await writeFile(join(home, 'overrides.json'), JSON.stringify(overrides));
    const { status, stdout, stderr } = await faultline('grade', '--json', home);
    expect({ status, rows: stdout.split('\n').length }).toEqual({ status: 0, rows: 2 });
    expect(JSON.parse(stdout)).toMatchObject({ points: 11, maxPoints: 23 });
    expect(stderr).toBe(
      `graded by ${join(home, 'assignment.json')}\npoints given by hand are from ${join(home, 'overrides.json')}\n`,
    );
    await writeFile(join(home, 'other.json'), JSON.stringify({ ...demoAssignment, version: 9 }));
    const several = await faultline('grade', home);
    expect(several.status).toBe(1);
    expect(several.stderr).toContain('assignment.json: not graded: there are 2 assignments among the files');
    expect(several.stderr).toContain('other.json: not graded: there are 2 assignments among the files');
  });

  it('prints the same bytes with any number of workers', async () => {
    const home = join(folder, 'large');
    await mkdir(home);
    for (const { name, content } of await makeDemo(120, 1)) await writeFile(join(home, name), content);
    const [csv, other] = [join(folder, 'one.csv'), join(folder, 'three.csv')];
    const alone = await faultline('grade', '--json', '--workers', '1', '--csv', csv, home);
    expect(alone.stdout.split('\n')).toHaveLength(121);
    expect(await faultline('grade', '--json', '--workers', '3', '--csv', other, home)).toEqual(alone);
    expect(await readFile(other, 'utf8')).toBe(await readFile(csv, 'utf8'));
    expect(await faultline('grade', '--workers', 'many', home)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--workers is a number of threads'),
    });
  });

  it('says what to do when it is called with nothing, or with a file that is not there', async () => {
    expect(await faultline('grade')).toMatchObject({ status: 2, stderr: expect.stringContaining('--exercise') });
    expect(await faultline('grade', join(folder, 'none.json'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no such file'),
    });
  });
});
