import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lessonsRoot } from '../../src/cli/lessons/read.ts';
import { openExerciseVariant, openFolderVariant, parseSeed } from '../../src/cli/lessons/variant.ts';
import { faultline } from './faultline.ts';

const lab = join(lessonsRoot, '02-the-line-that-panicked', 'lab');

describe('the variant of a folder', () => {
  it('is the one of the exercises on it', async () => {
    const [folder, exercise] = await Promise.all([
      openFolderVariant(lab, 77),
      openExerciseVariant('the-line-that-panicked/own-crash', 77),
    ]);
    expect(folder.files).toEqual(exercise?.files);
    expect(Object.keys(folder.files)).not.toContain('main.go');
  });

  it('is refused where no lesson has a program, and with recordings', async () => {
    for (const [args, message] of [
      [['--variant', '7', lessonsRoot], /has no variants: name the program of a lesson's exercise/],
      [['--variant', '7', '--replay', lab], /leave out --replay or --variant/],
      [['--variant', 'x', lab], /--variant needs a number/],
    ] as const) {
      const { status, stderr } = await faultline('lab', ...args, '--', 'ls');
      expect(status).toBe(2);
      expect(stderr).toMatch(message);
    }
  });
});

describe('a seed', () => {
  it('is a whole number of 31 bits', () => {
    expect([parseSeed('0'), parseSeed('2147483647')]).toEqual([0, 2_147_483_647]);
    for (const word of ['', '-1', '1.5', '2147483648', '1e3']) expect(() => parseSeed(word)).toThrow(RangeError);
  });
});
