import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  formatGradebook,
  formatSubmission,
  gradeClass,
  gradePart,
  mergeParts,
  parseCsv,
  readClassFile,
  readZip,
} from '../../src/gradebook/index.ts';
import { basis, fileOf, minute, submissionOf } from './a-class.ts';

describe('what comes back from a class', () => {
  it('may be a zip with 10,000 files', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => [`s${i}.json`, strToU8(`{"n":${i}}`)] as const);
    const { files, refused } = readZip('z', zipSync(Object.fromEntries(names), { level: 1 }));
    expect(files).toHaveLength(10_000);
    expect(refused).toEqual([]);
  });

  it('may be more than is ever read, which is told once', () => {
    const names = Array.from({ length: 20_100 }, (_, i) => [`s${i}`, strToU8('x')] as const);
    const { files, refused } = readZip('z', zipSync(Object.fromEntries(names), { level: 0 }));
    expect(files).toHaveLength(20_000);
    expect(refused).toEqual([{ source: 'z/s20000', problem: expect.stringContaining('20000 files') }]);
  });

  it('may be packed in a way that is not read, which loses only that file', () => {
    const bytes = zipSync({ 'a.json': strToU8('1'), 'b.json': strToU8('2') }, { level: 0 });
    const directory = bytes.findIndex((_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1);
    bytes[directory + 10] = 93; // The method of the first entry becomes Zstandard.
    const { files, refused } = readZip('z', bytes);
    expect(files.map(({ source }) => source)).toEqual(['z/b.json']);
    expect(refused).toEqual([{ source: 'z/a.json', problem: expect.stringContaining('in a way that is not read') }]);
  });

  it('may be a zip that was cut, whose lost file is named', () => {
    const noise = Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 251);
    const bytes = zipSync({ 'a.json': strToU8('1'), 'b.json': noise });
    const { files, refused } = readZip('z', bytes.subarray(0, 400));
    expect(files.map(({ source }) => source)).toEqual(['z/a.json']);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('may be 200 MB of something else, which is not even decoded', () => {
    const { files, refused } = readClassFile('movie.mkv', new Uint8Array(200_000_000));
    expect(files).toEqual([]);
    expect(refused).toEqual([{ source: 'movie.mkv', problem: '200 MB, and no submission has more than 64' }]);
  });

  it('may have names with emoji, right-to-left letters and controls of direction', async () => {
    const names = ['🙂👩🏽‍💻', 'عائشة', 'עדה', '\u202Eevil', 'O’Brien, "Mac"', 'a\nb'];
    const files = names.map((name, i) =>
      fileOf(`${i}.json`, { ...submissionOf(name), who: { name, email: `${i}@example.org` } }),
    );
    const { graded, refused } = await gradeClass(files, basis);
    expect(refused).toEqual([]);
    const { rows } = parseCsv(formatGradebook(graded, []));
    expect(rows.slice(1).map(([name]) => name)).toEqual(names);
  });

  it('may have clocks set back, or an attempt after the file', async () => {
    const base = submissionOf('Ada');
    const [first] = base.items;
    const back = { ...base, handedIn: minute(0), items: base.items };
    const { graded } = await gradeClass([fileOf('a', back)], basis);
    expect(first?.attempts[0]?.at).toBe(minute(0));
    expect(graded[0]?.flags.map(({ kind }) => kind)).toEqual(['clock']);
  });

  it('may name nobody: two such files are not of one learner', async () => {
    const nobody = { ...submissionOf('x'), who: { name: '' } };
    const { graded } = await gradeClass([fileOf('a', nobody), fileOf('b', nobody)], basis);
    expect(graded.map(({ flags }) => flags)).toEqual([[], []]);
  });

  it('is the same graded in parts as graded whole, whatever the parts', async () => {
    const shared = '0x2fbc64ca0000';
    const files = [
      ...['Ada', 'Bob', 'Cy', 'Di'].map((name) => fileOf(name, submissionOf(name, true, shared))),
      { source: 'Eve', content: formatSubmission(submissionOf('Eve')).slice(0, 99) },
      fileOf('Zed', submissionOf('Ada')),
    ];
    const whole = await gradeClass(files, basis);
    const parts = await Promise.all(
      [files.slice(4), files.slice(0, 1), files.slice(1, 4)].map((some) => gradePart(some, basis)),
    );
    expect(mergeParts(parts)).toEqual(whole);
  });
});
