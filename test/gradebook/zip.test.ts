import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isZip, readZip } from '../../src/gradebook/index.ts';

const zip = (files: Record<string, Uint8Array>) => zipSync(files, { level: 9 });

describe('a zip of submissions', () => {
  it('gives its files by their names, folders and the clutter of operating systems left out', () => {
    const bytes = zip({
      'a.json': strToU8('1'),
      'g/b.json': strToU8('2'),
      '__MACOSX/._a.json': strToU8('x'),
      'g/.DS_Store': strToU8('x'),
    });
    expect(isZip(bytes)).toBe(true);
    expect(readZip('class.zip', bytes)).toEqual({
      files: [
        { source: 'class.zip/a.json', content: '1' },
        { source: 'class.zip/g/b.json', content: '2' },
      ],
      refused: [],
    });
  });

  it('keeps names that climb out of the folder as labels', () => {
    expect(readZip('z', zip({ '../../etc/passwd': strToU8('x') })).files).toEqual([
      { source: 'z/../../etc/passwd', content: 'x' },
    ]);
  });

  it('opens a zip inside, and refuses one inside that', () => {
    const inner = zip({ 'a.json': strToU8('1') });
    expect(readZip('z', zip({ 'in.zip': inner })).files).toEqual([{ source: 'z/in.zip/a.json', content: '1' }]);
    const deep = readZip('z', zip({ 'mid.zip': zip({ 'in.zip': inner }) }));
    expect(deep).toMatchObject({ files: [], refused: [{ source: 'z/mid.zip/in.zip' }] });
  });

  it('stops unpacking a bomb and reads the rest', () => {
    const { files, refused } = readZip('z', zip({ 'bomb.json': new Uint8Array(100_000_000), 'a.json': strToU8('1') }));
    expect(files.map(({ source }) => source)).toEqual(['z/a.json']);
    expect(refused).toEqual([{ source: 'z/bomb.json', problem: expect.stringContaining('64 MB') }]);
  });

  it('keeps little of many files that grow a thousandfold, and all of those that repeat as pastes do', () => {
    const bomb = new Uint8Array(30_000_000);
    const paste = strToU8(Array.from({ length: 3000 }, (_, i) => `goroutine ${i} [running]:\n`).join(''));
    const attempts = new Uint8Array(paste.length * 20).map((_, i) => paste[i % paste.length] ?? 0);
    const bombs = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i}.json`, bomb]));
    const bytes = zipSync({ ...bombs, 'ada.json': attempts }, { level: 1 });
    const { files, refused } = readZip('z', bytes);
    expect(files).toHaveLength(4);
    expect(files.at(-1)?.content).toHaveLength(attempts.length);
    expect(new Set(refused.map(({ problem }) => problem))).toEqual(
      new Set(['unpacks to more than 100 times its size, as bombs do']),
    );
    const cut = readZip('z', bytes.subarray(0, -40));
    expect(cut.files.length).toBeLessThan(5);
    expect(cut.refused).toHaveLength(1);
  });

  it('reads what came before the damage', () => {
    const bytes = zip({ 'a.json': strToU8('1'), 'b.json': strToU8('x'.repeat(1000)) });
    expect(() => readZip('z', bytes.subarray(0, bytes.length / 2))).not.toThrow();
  });
});
