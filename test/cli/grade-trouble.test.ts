import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAssignment, makeDemo } from '../../src/cli/demo-class.ts';
import {
  formatSubmission,
  maxSubmissionBytes,
  readSubmission,
  type Graded,
  type Submission,
} from '../../src/gradebook/index.ts';
import { faultline } from './faultline.ts';

let folder = '';
const learners: Submission[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-trouble-'));
  for (const { content } of await makeDemo(14, 3)) {
    const read = readSubmission(content);
    if ('submission' in read) learners.push(read.submission);
  }
  await writeFile(join(folder, 'assignment.json'), JSON.stringify(demoAssignment));
});
afterAll(() => rm(folder, { recursive: true }));

/** One whom no mishap of the class befell. */
const learner = (number: number) => {
  const found = learners.find(({ who }) => who.email === `learner${String(number).padStart(3, '0')}@example.org`);
  if (found === undefined) throw new Error(`the class has no learner ${number}`);
  return found;
};

const textOf = (submission: Submission) => formatSubmission(submission);

/** The evidence of one in the chain of the other. */
function withEvidenceOf(own: Submission, other: Submission): Submission {
  const of = (exercise: string) => other.items.find((item) => item.exercise === exercise)?.attempts ?? [];
  return {
    ...own,
    items: own.items.map((item) => ({
      ...item,
      attempts: item.attempts.map((one, i) => ({ ...one, evidence: of(item.exercise)[i]?.evidence ?? one.evidence })),
    })),
  };
}

const raised = (submission: Submission): Submission => ({
  ...submission,
  items: submission.items.map((item) => ({ ...item, attempts: item.attempts.map((one) => ({ ...one, points: 99 })) })),
});

describe('a folder with everything that goes wrong in a class', () => {
  it('is graded to its end, and each trouble is named', async () => {
    const home = join(folder, 'class');
    await mkdir(home);
    const put = (name: string, content: string | Uint8Array) => writeFile(join(home, name), content);
    const [ada, bob, cy] = [learner(1), learner(2), learner(6)];
    const inner = zipSync({ 'deep.json': strToU8('{}') });
    await put('fine.json', textOf(ada));
    await put('half.json', textOf(bob).slice(0, -40));
    await put('empty.json', '');
    await put('photo.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
    await put('huge.bin', new Uint8Array(maxSubmissionBytes + 1));
    await put('again.json', textOf(ada));
    await put('namesake.json', textOf({ ...learner(9), who: { ...ada.who, email: 'other.ada@example.org' } }));
    await put('old-course.json', textOf({ ...learner(11), course: { version: '0.0.1' } }));
    await put('other-week.json', textOf({ ...learner(13), assignment: { id: 'week-9', version: 1 } }));
    await put('raised.json', textOf(raised(bob)));
    await put('swapped.json', textOf(withEvidenceOf(cy, learner(14))));
    await put('back.json', textOf({ ...learner(4), handedIn: '2020-01-01T00:00:00Z' }));
    await put('emoji.json', textOf({ ...learner(14), who: { name: '👩🏽‍💻 \u202Eעדה', email: 'e@example.org' } }));
    await put('nested.zip', zipSync({ 'a.zip': zipSync({ 'b.zip': inner }) }));
    await put('bomb.zip', zipSync({ 'bomb.json': new Uint8Array(maxSubmissionBytes + 1) }, { level: 1 }));
    await put('slip.zip', zipSync({ '../../../etc/cron.d/x.json': strToU8(textOf(learner(5))) }));
    await put('many.zip', manyFiles(10_000));

    const given = join(folder, 'assignment.json');
    const { status, stdout, stderr } = await faultline('grade', '--json', '--assignment', given, home);
    expect(status).toBe(1);
    const graded = stdout
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as Graded);
    const flagsOf = (name: string) =>
      graded.find(({ source }) => source === join(home, name))?.flags.map(({ kind }) => kind) ?? [];
    const refusal = (name: string) =>
      stderr.split('\n').find((text) => text.startsWith(`${join(home, name)}: not graded: `)) ?? '';

    expect(graded).toHaveLength(10);
    expect(flagsOf('fine.json')).toEqual(['same-learner', 'same-name']);
    expect(flagsOf('again.json')).toEqual(['same-learner', 'same-name']);
    expect(flagsOf('namesake.json')).toContain('same-name');
    expect(flagsOf('old-course.json')).toContain('other-course');
    expect(flagsOf('other-week.json')).toContain('other-assignment');
    expect(flagsOf('raised.json')).toContain('chain-broken');
    expect(flagsOf('swapped.json')).toEqual(expect.arrayContaining(['chain-broken', 'shared-evidence']));
    expect(flagsOf('back.json')).toContain('clock');
    expect(flagsOf('emoji.json')).toContain('shared-evidence');
    expect(graded.find(({ source }) => source === join(home, 'emoji.json'))?.who.name).toBe('👩🏽‍💻 \u202Eעדה');
    expect(graded.map(({ source }) => source)).toContain(`${home}/slip.zip/../../../etc/cron.d/x.json`);

    expect(refusal('half.json')).toContain('cut off or damaged');
    expect(refusal('empty.json')).toContain('empty');
    expect(refusal('photo.png')).toContain('it is not JSON');
    expect(refusal('huge.bin')).toContain('64 MB, and no submission has more than 64');
    expect(refusal('nested.zip/a.zip/b.zip')).toContain('a zip inside a zip inside a zip');
    expect(refusal('bomb.zip/bomb.json')).toContain('unpacks to more than');
    expect(stderr.match(/many\.zip\/n\d+\.json: not graded: /g)).toHaveLength(10_000);
  });
});

function manyFiles(count: number): Uint8Array {
  const names = Array.from({ length: count }, (_, i) => [`n${i}.json`, strToU8(`{"n":${i}}`)] as const);
  return zipSync(Object.fromEntries(names), { level: 0 });
}
