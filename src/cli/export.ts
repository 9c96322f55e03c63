/** `faultline export`: packages for learning management systems, made from the built site as the instructors' page makes them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAssignment, type Assignment } from '../gradebook/index.ts';
import { hostAddress, lmsStandards, makePackage, packageSources, parseFileList, type LmsCourse } from '../lms/index.ts';
import { usageStatus, type CliIO } from './io.ts';

export const summary = 'make a package of the course for a learning management system';
export const usage = `faultline export scorm12|scorm2004|cmi5 --out DIR [--assignment A.json] [--pass PERCENT] [--site DIST]
       the whole course, or one assignment; passed from 80 percent of the points on (--pass 0: no mark)
       for cmi5 also [--url ADDRESS] where you host the package's files, if the LMS does not; [--lrs ORIGIN] of its
       learning record store, if not on https
       DIST is the built site (dist, which npm run build makes)`;

/** The mark where none is given. */
const usualPass = '80';

/** Writes the package into the folder and prints its name and size; 2 for words or files that can't be used. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        assignment: { type: 'string' },
        pass: { type: 'string', default: usualPass },
        url: { type: 'string' },
        lrs: { type: 'string' },
        site: { type: 'string', default: join(import.meta.dirname, '..', '..', 'dist') },
      },
    });
    const standard = lmsStandards.find((name) => name === positionals[0]);
    if (standard === undefined || positionals.length > 1)
      throw new RangeError(`name one of ${lmsStandards.join(', ')} to make`);
    if (values.out === undefined) throw new RangeError('name a folder for the package with --out');
    const assignment = values.assignment === undefined ? undefined : await readAssignment(values.assignment);
    const wish = {
      standard,
      assignment,
      passPercent: readPercent(values.pass),
      hostedAt: values.url && hostAddress(readUrl(values.url, '--url').href),
      recordStore: values.lrs && readUrl(values.lrs, '--lrs').origin,
    };
    const { course, list } = await readSite(values.site);
    const files = await Promise.all(
      list.map(async ({ path }) => ({ path, content: await readBuilt(join(values.site, path)) })),
    );
    const made = makePackage(course, list, files, wish);
    if ('problem' in made) throw new Error(made.problem);
    await mkdir(values.out, { recursive: true });
    await writeFile(join(values.out, made.name), made.bytes);
    const size = (made.bytes.length / 1e6).toFixed(1);
    io.stdout(`${join(values.out, made.name)}: ${size} MB, ${made.fileCount} files\n`);
    return 0;
  } catch (error) {
    io.stderr(`faultline export: ${error instanceof Error ? error.message : String(error)}\nusage: ${usage}\n`);
    return usageStatus;
  }
}

function readPercent(word: string): number {
  const percent = /^\d{1,3}$/.test(word) ? Number(word) : Number.NaN;
  if (!(percent <= 100)) throw new RangeError(`--pass takes a whole number from 0 to 100, not ${word}`);
  return percent;
}

function readUrl(word: string, option: string): URL {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new RangeError(`${option} takes an address such as https://example.org/course/, not ${word}`);
  return url;
}

async function readAssignment(path: string): Promise<Assignment> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) throw new Error(`${path} cannot be read`);
  const read = parseAssignment(content);
  if ('problem' in read) throw new Error(`${path}: ${read.problem}`);
  return read.assignment;
}

async function readSite(site: string): Promise<{ course: LmsCourse; list: ReturnType<typeof parseFileList> }> {
  const [course, list] = await Promise.all(
    [packageSources.course, packageSources.files].map((path) => readBuilt(join(site, path))),
  );
  return {
    course: JSON.parse(new TextDecoder().decode(course)) as LmsCourse,
    list: parseFileList(list ?? new Uint8Array()),
  };
}

async function readBuilt(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new Error(`${path} is not there: build the site first with npm run build, or name one with --site`);
  }
}
