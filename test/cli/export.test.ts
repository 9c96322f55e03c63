import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { aCourse, aList, anAssignment, aSite } from '../lms/a-course.ts';
import { faultline } from './faultline.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const site = join(folder, 'site');
const put = (path: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), content);
};
const course = JSON.stringify(aCourse());
for (const { path, content } of aSite) if (path !== 'lms/course.json') put(path, content);
put('lms/course.json', course);
put('lms/files.json', JSON.stringify({ files: aList.filter(({ path }) => path !== 'lms/course.json') }));
const assignment = join(folder, 'week-1.json');
writeFileSync(assignment, JSON.stringify(anAssignment));

const make = (...words: readonly string[]) => faultline('export', ...words, '--site', site);

describe('faultline export', () => {
  it.each(['scorm12', 'scorm2004', 'cmi5'])(
    'writes a package for %s into a new folder and tells its size',
    async (standard) => {
      const out = join(folder, standard, 'packages');
      const { status, stdout, stderr } = await make(standard, '--out', out);
      expect([status, stderr]).toEqual([0, '']);
      const file = join(out, `faultline-whole-course-${standard}.zip`);
      expect(stdout).toBe(`${file}: 0.0 MB, ${aSite.length + 2} files\n`);
      expect(Object.keys(unzipSync(readFileSync(file)))).toContain('index.html');
    },
  );

  it('makes a package of one assignment, with a mark of its own', async () => {
    const { stdout } = await make('scorm12', '--out', folder, '--assignment', assignment, '--pass', '60');
    const zip = unzipSync(readFileSync(stdout.split(': ')[0] ?? ''));
    const launch = JSON.parse(new TextDecoder().decode(zip['lms/launch.json'])) as unknown;
    expect(launch).toMatchObject({ scope: 'assignment', passPercent: 60, assignment: { id: 'week-1' } });
  });

  it.each([
    [['scorm13', '--out', folder], 'name one of scorm12, scorm2004, cmi5'],
    [['scorm12'], '--out'],
    [['scorm12', '--out', folder, '--pass', '101'], 'from 0 to 100'],
    [['scorm12', '--out', folder, '--assignment', join(folder, 'none.json')], 'cannot be read'],
    [['scorm12', '--out', folder, '--assignment', join(site, 'index.html')], 'it is not JSON'],
    [['cmi5', '--out', folder, '--lrs', 'lrs.example'], '--lrs takes an address'],
  ])('says what to do about %j', async (words, why) => {
    const { status, stderr } = await make(...words);
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('asks for a build where there is none', async () => {
    const { status, stderr } = await faultline('export', 'scorm12', '--out', folder, '--site', join(folder, 'nowhere'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('npm run build')]);
  });
});
