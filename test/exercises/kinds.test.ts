import { describe, expect, it } from 'vitest';
import { grade, kinds, parseExerciseSource, type Exercise, type Verdict } from '../../src/exercises/index.ts';
import { readExercise, readLessonFiles, readOwnRun } from './lesson-exercises.ts';

const lesson = 'recovered-and-thrown-again';

function say(exercise: Exercise, answer: string, ...texts: readonly string[]): Promise<Verdict> {
  return grade(exercise, { answer, evidence: texts.map((content) => ({ source: 'paste', content })) });
}

describe('choice', () => {
  it('gives each option its own reason', async () => {
    const exercise = await readExercise('the-line-that-panicked/which-pointer');
    const verdicts = await Promise.all(['ticket', 'seat', 'row', 'gate'].map((id) => say(exercise, id)));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['correct', 'wrong', 'wrong', 'wrong']);
    expect(new Set(verdicts.map(({ findings }) => findings[0]?.message)).size).toBe(4);
  });

  it('gives part of the points for part of several options, and never for all of them', async () => {
    const exercise = await readExercise(`${lesson}/after-the-panic`);
    const points = await Promise.all(
      ['alive,eof', 'eof,alive', 'alive', 'dead,alive,eof,status', 'dead,status'].map(
        async (ids) => (await say(exercise, ids)).points,
      ),
    );
    expect(points).toEqual([2, 2, 1, 0, 0]);
  });

  it.each(['', 'ticket,seat', 'nobody'])('takes %j for no answer', async (ids) => {
    expect((await say(await readExercise('the-line-that-panicked/which-pointer'), ids)).verdict).toBe('unreadable');
  });
});

describe('order', () => {
  const right = ['write', 'slice', 'wrapper-recovers', 'wrapper-rethrows', 'runner-recovers', 'dies'];

  it('gives all for the order, part for most of it, nothing for the reverse', async () => {
    const exercise = await readExercise(`${lesson}/in-time`);
    const swapped = ['slice', 'write', ...right.slice(2)];
    const orders = [right, swapped, [...right].reverse()].map((ids) => say(exercise, ids.join(', ')));
    expect((await Promise.all(orders)).map(({ verdict, points }) => [verdict, points])).toEqual([
      ['correct', 3],
      ['partly', 2.6],
      ['wrong', 0],
    ]);
  });

  it('says why a pair stands the other way round', async () => {
    const verdict = await say(await readExercise(`${lesson}/in-time`), ['slice', 'write', ...right.slice(2)].join());
    expect(verdict.findings.map(({ id }) => id)).toEqual(['wrong-order', 'wrong-pair']);
  });

  it.each(['', 'write,slice', 'write,write,slice,dies,runner-recovers,wrapper-recovers'])(
    'takes %j for no answer',
    async (ids) => {
      expect((await say(await readExercise(`${lesson}/in-time`), ids)).verdict).toBe('unreadable');
    },
  );
});

describe('panic-value', () => {
  it('wants the first value of a chain and knows the last', async () => {
    const exercise = await readExercise(`${lesson}/first-of-two`);
    const text = await readOwnRun(lesson, 'transfer-go1.26.txt');
    expect((await say(exercise, 'assignment to entry in nil map', text)).verdict).toBe('correct');
    expect((await say(exercise, '@1', text)).verdict).toBe('correct');
    expect((await say(exercise, 'close of closed channel', text)).findings).toMatchObject([
      { misconception: 'last-panic', at: 2 },
    ]);
  });

  it('takes the value with and without what the runtime prints around it, and half of it for half', async () => {
    const exercise = await readExercise('the-line-that-panicked/own-value');
    const text = await readOwnRun('the-line-that-panicked', 'test-go1.24.txt');
    const whole = 'runtime error: slice bounds out of range [:5] with capacity 0';
    for (const form of [whole, `panic: ${whole} [recovered]`, whole.slice('runtime error: '.length)]) {
      expect((await say(exercise, form, text)).verdict).toBe('correct');
    }
    expect(await say(exercise, 'slice bounds out of range', text)).toMatchObject({ verdict: 'partly', points: 0.5 });
    expect((await say(exercise, 'out of memory', text)).verdict).toBe('wrong');
  });
});

describe('fix', () => {
  it('gives half for pasted output, all with the edited files, nothing while a test fails', async () => {
    const exercise = await readExercise(`${lesson}/keep-the-cause`);
    const passes = (await readLessonFiles(lesson))['recordings/fixed-go1.26.txt'] ?? '';
    expect(await say(exercise, '', passes)).toMatchObject({ verdict: 'partly', points: 2 });
    const withFiles = [
      { source: 'transcript', content: passes },
      { source: 'lab/panic_test.go', content: 'package gateway\n' },
    ];
    expect(await grade(exercise, { answer: '', evidence: withFiles })).toMatchObject({ verdict: 'correct', points: 4 });
    const fails = passes.replaceAll('--- PASS: TestCause', '--- FAIL: TestCause').replace('PASS\nok  ', 'FAIL\nFAIL');
    expect(await say(exercise, '', fails)).toMatchObject({ verdict: 'partly', points: 1 });
    expect((await say(exercise, '', passes.replaceAll('gateway', 'other'))).findings[0]?.misconception).toBe(
      'other-program',
    );
    expect((await say(exercise, '', 'it works now')).verdict).toBe('unreadable');
  });
});

describe('a source of an exercise', () => {
  it('names an unknown kind and the known ones', () => {
    expect(parseExerciseSource({ id: 'x', kind: 'riddle' })).toEqual({
      problems: [`kind "riddle" is none of ${Object.keys(kinds).join(', ')}`],
    });
  });

  it('is told where it is wrong', () => {
    const source = parseExerciseSource({
      id: 'Bad Id',
      version: 0,
      kind: 'fault',
      prompt: 'Which line?',
      points: 1,
      misconceptions: ['nonsense'],
      typo: 1,
    });
    expect('problems' in source && source.problems.join('\n')).toMatch(
      /id: .*\nversion: .*\nmisconceptions\.0: "nonsense" is no misconception id/,
    );
  });
});
