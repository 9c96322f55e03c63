import { describe, expect, it } from 'vitest';
import { readOwnRun } from '../exercises/lesson-exercises.ts';
import { openExerciseVariant } from '../../src/cli/lessons/variant.ts';
import { faultline, faultlineReading } from './faultline.ts';

const wrap = await readOwnRun('recovered-and-thrown-again', 'wrap-go1.26.txt');
const exercise = ['grade', '--exercise', 'recovered-and-thrown-again/own-wrap'];

describe('faultline grade --exercise', () => {
  it('prints one verdict object with --json', async () => {
    const { status, stdout } = await faultlineReading(wrap, [
      ...exercise,
      '--json',
      '--answer',
      'panic_test.go:44',
      '-',
    ]);
    expect(status).toBe(0);
    expect(stdout.endsWith('}\n') && !stdout.slice(0, -1).includes('\n')).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'faultline.verdict/1',
      exercise: 'recovered-and-thrown-again/own-wrap',
      version: 1,
      verdict: 'correct',
      points: 3,
      maxPoints: 3,
    });
  });

  it('prints the message, its line and its misconception for people', async () => {
    const { status, stdout } = await faultlineReading(wrap, [...exercise, '--answer', 'panic_test.go:54', '-']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/: wrong, 0 of 3 points\n {2}line 12: panic_test\.go:54 .*\[recover-wrapper\]\n$/);
  });

  it('takes lessons by folder too, and recordings where the exercise is about one', async () => {
    const id = '03-recovered-and-thrown-again/half-judged';
    const { stdout } = await faultline('grade', '--exercise', id, '--answer', 'pager.go:19');
    expect(stdout).toContain('recovered-and-thrown-again/half-judged: correct, 2 of 2 points');
  });

  it('grades in the variant named, and names output of another', async () => {
    const id = ['grade', '--exercise', 'recovered-and-thrown-again/half-judged'];
    const own = await openExerciseVariant('recovered-and-thrown-again/half-judged', 7);
    const answer = own?.toVaried('pager.go:19') ?? '';
    const { stdout } = await faultline(...id, '--variant', '7', '--answer', answer);
    expect(stdout).toContain('half-judged: correct, 2 of 2 points');
    expect((await faultline(...id, '--answer', answer)).stdout).not.toContain('correct');
    const { stdout: other } = await faultlineReading(wrap, [...exercise, '--variant', '7', '--answer', 'a.go:1', '-']);
    expect(other).toMatch(/unreadable.*\n.*output of the lab as the lesson shows it, not of your variant/);
  });

  it('grades nothing as unreadable, with what to do', async () => {
    const { status, stdout } = await faultline(...exercise, '--answer', 'panic_test.go:44');
    expect(status).toBe(0);
    expect(stdout).toContain('unreadable');
    expect(stdout).toContain('go test -run TestPanic ./...');
  });

  it.each([
    [['grade', '--answer', 'x'], /name an exercise/],
    [['grade', '--exercise', 'nowhere/x'], /there is no lesson 'nowhere'/],
    [['grade', '--exercise', 'the-line-that-panicked/x'], /has no exercise 'x'; it has which-pointer/],
    [[...exercise, '/no/such/file'], /ENOENT/],
    [[...exercise, '--variant', '-1'], /--variant/],
    [['grade', '--variant', '7', 'a.json'], /submissions say theirs/],
    [[...exercise, '--colour'], /--colour/],
  ])('takes %j for a usage error', async (args, message) => {
    const { status, stderr } = await faultline(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('usage: faultline grade');
  });
});
