import { describe, expect, it } from 'vitest';
import { formatHint } from '../../src/exercises/index.ts';
import { readExercise, readOwnRun } from './lesson-exercises.ts';

const exercise = await readExercise('recovered-and-thrown-again/own-wrap');

describe('a hint with facts', () => {
  it('counts in the paste of the learner', async () => {
    const content = await readOwnRun('recovered-and-thrown-again', 'wrap-go1.24.txt');
    const evidence = [{ source: 'paste', content }];
    expect(await formatHint(exercise, 0, evidence)).toBe(
      'Lines of your paste that begin a panic: 3. Frames named `panic(`: 2. They need not be equal.',
    );
    expect(await formatHint(exercise, 1, evidence)).toContain('on line 16');
    expect(await formatHint(exercise, 2, evidence)).toContain('`gateway.Process`');
  });

  it('says something else before there is a paste', async () => {
    expect(await formatHint(exercise, 0, [])).toMatch(/^Run the command/);
  });

  it('is asked for by an index that exists', async () => {
    await expect(formatHint(exercise, 9, [])).rejects.toThrow(RangeError);
  });
});
