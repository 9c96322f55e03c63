import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/grade.ts';
import type { CliIO } from '../../src/cli/io.ts';
import { readOwnRun } from '../exercises/lesson-exercises.ts';

interface Call {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function call(args: readonly string[], stdin = ''): Promise<Call> {
  let out = '';
  let err = '';
  const io: CliIO = {
    env: {},
    isInteractive: false,
    stdout: (data) => (out += String(data)),
    stderr: (text) => (err += text),
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
  };
  const status = await run(args, io);
  return { status, out, err };
}

const wrap = await readOwnRun('recovered-and-thrown-again', 'wrap-go1.26.txt');
const exercise = ['--exercise', 'recovered-and-thrown-again/own-wrap'];

describe('faultline grade --exercise', () => {
  it('prints one verdict object with --json', async () => {
    const { status, out } = await call([...exercise, '--json', '--answer', 'panic_test.go:44', '-'], wrap);
    expect(status).toBe(0);
    expect(out.endsWith('}\n') && !out.slice(0, -1).includes('\n')).toBe(true);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'faultline.verdict/1',
      exercise: 'recovered-and-thrown-again/own-wrap',
      version: 1,
      verdict: 'correct',
      points: 3,
      maxPoints: 3,
    });
  });

  it('prints the message, its line and its misconception for people', async () => {
    const { status, out } = await call([...exercise, '--answer', 'panic_test.go:54', '-'], wrap);
    expect(status).toBe(0);
    expect(out).toMatch(/: wrong, 0 of 3 points\n {2}line 12: panic_test\.go:54 .*\[recover-wrapper\]\n$/);
  });

  it('takes lessons by folder too, and recordings where the exercise is about one', async () => {
    const { out } = await call(['--exercise', '03-recovered-and-thrown-again/half-judged', '--answer', 'pager.go:19']);
    expect(out).toContain('recovered-and-thrown-again/half-judged: correct, 2 of 2 points');
  });

  it('grades nothing as unreadable, with what to do', async () => {
    const { status, out } = await call([...exercise, '--answer', 'panic_test.go:44']);
    expect(status).toBe(0);
    expect(out).toContain('unreadable');
    expect(out).toContain('go test -run TestPanic ./...');
  });

  it.each([
    [['--answer', 'x'], /name an exercise/],
    [['--exercise', 'nowhere/x'], /there is no lesson 'nowhere'/],
    [['--exercise', 'the-line-that-panicked/x'], /has no exercise 'x'; it has which-pointer/],
    [[...exercise, '/no/such/file'], /ENOENT/],
    [[...exercise, '--colour'], /--colour/],
  ])('takes %j for a usage error', async (args, message) => {
    const { status, err } = await call(args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
    expect(err).toContain('usage: faultline grade');
  });
});
