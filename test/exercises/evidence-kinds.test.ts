import { describe, expect, it } from 'vitest';
import {
  grade,
  kindOf,
  publishExercise,
  type Exercise,
  type ExerciseKey,
  type ExerciseSource,
  type Mark,
  type Verdict,
} from '../../src/exercises/index.ts';
import { readExercise, readOwnRun } from './lesson-exercises.ts';

function judge(exercise: Exercise, answer: unknown, content: string): Promise<Verdict> {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return grade(exercise, { answer: text, evidence: [{ source: 'paste', content }] });
}

function misconceptionsOf(verdict: Verdict): readonly (string | undefined)[] {
  return verdict.findings.map(({ misconception }) => misconception).filter((id) => id !== undefined);
}

describe('race-pair', async () => {
  const exercise = await readExercise('race-in-a-test/own-race');
  const report = await readOwnRun('race-in-a-test', 'late-go1.26.txt');

  it.each([
    ['in either order, typed', 'quotes.go:34,quotes.go:21,quotes.go:18'],
    ['as fields', { first: 'quotes.go:21', second: 'quotes.go:34', created: 'quotes.go:18' }],
    ['by lines of the report', { first: '@5', second: '@9', created: '@19' }],
  ])('takes the pair %s', async (_, answer) => {
    expect(await judge(exercise, answer, report)).toMatchObject({ verdict: 'correct', points: 4 });
  });

  it.each([
    ['created-by', { first: 'quotes.go:21', second: 'quotes.go:18' }],
    ['caller-callee', { first: 'quotes.go:21', second: 'quotes_test.go:18' }],
    ['library-frame', { first: 'quotes.go:21', second: 'testing.go:2036' }],
    ['harmless-read', { first: 'quotes.go:21' }],
  ])('tells %s', async (id, answer) => {
    const verdict = await judge(exercise, answer, report);
    expect(verdict.verdict).not.toBe('correct');
    expect(misconceptionsOf(verdict)).toContain(id);
  });

  it('knows who goes without the lock', async () => {
    const half = await readExercise('race-in-a-test/half-a-lock');
    const text = await readOwnRun('race-in-a-test', 'session-go1.26.txt');
    const pair = { first: 'session.go:16', second: 'session.go:21' };
    expect((await judge(half, { ...pair, unprotected: 'session.go:21' }, text)).verdict).toBe('correct');
    expect(misconceptionsOf(await judge(half, { ...pair, unprotected: 'session.go:16' }, text))).toEqual([
      'harmless-read',
    ]);
  });

  it('is not judged on another race, a cut report, or none', async () => {
    const other = await readOwnRun('race-in-a-test', 'session-go1.26.txt');
    expect(misconceptionsOf(await judge(exercise, 'session.go:16,session.go:21', other))).toEqual(['other-program']);
    const cut = report.slice(0, report.indexOf('Previous read'));
    expect(misconceptionsOf(await judge(exercise, 'quotes.go:21,quotes.go:34', cut))).toEqual(['cut-paste']);
    expect((await judge(exercise, '', report)).verdict).toBe('unreadable');
  });
});

describe('dump', async () => {
  const exercise = await readExercise('stuck-not-dead/own-dump');

  it.each(['dump-go1.21.txt', 'dump-go1.26.txt'])('finds the group and who started it: %s', async (file) => {
    const text = await readOwnRun('stuck-not-dead', file);
    expect(await judge(exercise, 'main.go:30,main.go:41', text)).toMatchObject({ verdict: 'correct', points: 4 });
    expect(await judge(exercise, 'main.go:30', text)).toMatchObject({ verdict: 'partly', points: 2 });
    for (const [line, id] of [
      ['main.go:41', 'created-by'],
      ['main.go:62', 'wrong-goroutine'],
      ['main.go:45', 'wrong-goroutine'],
      [/(chan\.go:\d+)/.exec(text.slice(text.indexOf('[chan send]')))?.[1] ?? '', 'top-frame'],
    ]) {
      expect(misconceptionsOf(await judge(exercise, `${line ?? ''},main.go:41`, text)), line).toEqual([id]);
    }
  });
});

/** A session on a core, in the form that Delve prints; what matters here is which value was seen in which frame. */
const session = `(dlv) stack
0  0x0000000000464f01 in runtime.raise
   at /usr/local/go/src/runtime/sys_linux_amd64.s:154
1  0x000000000044be1d in runtime.sigpanic
   at /usr/local/go/src/runtime/signal_unix.go:917
2  0x0000000000491101 in main.Handler
   at ./main.go:41
3  0x0000000000491619 in main.main.func1
   at ./main.go:55
4  0x00000000004635e1 in runtime.goexit
   at /usr/local/go/src/runtime/asm_amd64.s:1700
(dlv) frame 2
> runtime.raise() /usr/local/go/src/runtime/sys_linux_amd64.s:154 (PC: 0x464f01)
Frame 2: ./main.go:41 (PC: 491101)
(dlv) print err
error(*main.MyError) nil
(dlv) print id
57
(dlv) frame 3
> runtime.raise() /usr/local/go/src/runtime/sys_linux_amd64.s:154 (PC: 0x464f01)
Frame 3: ./main.go:55 (PC: 491619)
(dlv) print id
58
`;

function published(source: ExerciseSource, key: ExerciseKey, mark?: Mark): Exercise {
  return publishExercise({
    id: 'test/one',
    source,
    key,
    marks: { findMark: () => mark },
    program: { module: 'shop', functions: ['Handler', 'main'] },
    recordings: {},
  });
}

describe('delve', () => {
  const common = {
    id: 'one',
    version: 1,
    prompt: 'Which value is the clue?',
    points: 3,
    hints: [],
    misconceptions: [],
    evidence: 'own',
    expects: ['delve'],
    reads: [],
  } as const;
  const mark = { file: 'lab/main.go', line: 41, func: 'Handler' };
  const clue = published(
    kindOf('delve').source.parse({ ...common, kind: 'delve', asksValue: true }),
    kindOf('delve').key.parse({ mark: 'fault', expression: ['err'], value: ['error(*main.MyError) nil', 'typed nil'] }),
    mark,
  );

  it('wants the frame, the expression, and the value as it was seen', async () => {
    expect(
      await judge(clue, { frame: '2', expression: 'err', value: 'error(*main.MyError) nil' }, session),
    ).toMatchObject({ verdict: 'correct', points: 3 });
  });

  it.each([
    ['frame-zero', { frame: '0', expression: 'err', value: 'typed nil' }],
    ['caller-callee', { frame: '3', expression: 'err', value: 'typed nil' }],
    ['typed-nil', { frame: '2', expression: 'err', value: 'nil' }],
  ])('tells %s', async (id, answer) => {
    expect(misconceptionsOf(await judge(clue, answer, session))).toEqual([id]);
  });

  it('tells the same name in another frame', async () => {
    const ids = published(
      kindOf('delve').source.parse({ ...common, kind: 'delve', asksValue: true }),
      kindOf('delve').key.parse({ mark: 'fault', expression: 'id', value: ['57'] }),
      mark,
    );
    expect((await judge(ids, { frame: '2', expression: 'id', value: '57' }, session)).verdict).toBe('correct');
    expect(misconceptionsOf(await judge(ids, { frame: '2', expression: 'id', value: '58' }, session))).toEqual([
      'wrong-frame-value',
    ]);
  });

  it('says what an answer lacks, and what a session lacks', async () => {
    expect((await judge(clue, '', session)).verdict).toBe('unreadable');
    expect((await judge(clue, { frame: '2', expression: 'item', value: '' }, session)).points).toBe(1);
    const noStack = session.slice(session.indexOf('(dlv) print err'), session.indexOf('(dlv) frame 3'));
    expect(misconceptionsOf(await judge(clue, { frame: '2', expression: 'err' }, noStack))).toEqual(['cut-paste']);
  });
});

describe('core', () => {
  const exercise = published(
    kindOf('core').source.parse({
      id: 'one',
      version: 1,
      kind: 'core',
      prompt: 'Get a core of the program.',
      points: 4,
      evidence: 'own',
      expects: ['shell'],
      way: 'crash',
    }),
    kindOf('core').key.parse({}),
  );
  const steps = {
    limit: '$ ulimit -c unlimited\n',
    pattern: '$ cat /proc/sys/kernel/core_pattern\ncore\n',
    crash:
      '$ GOTRACEBACK=crash ./prog\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/kim/prog/main.go:4 +0x2c\nAborted (core dumped)\n',
    list: '$ ls -l core\n-rw------- 1 kim kim 128000000 Nov 23 09:00 core\n',
  };

  it('takes the steps in any order that works', async () => {
    expect((await judge(exercise, '', steps.limit + steps.pattern + steps.crash + steps.list)).verdict).toBe('correct');
    expect((await judge(exercise, '', steps.pattern + steps.limit + steps.crash + steps.list)).verdict).toBe('correct');
  });

  it('says which step is missing, and why it matters', async () => {
    const verdict = await judge(
      exercise,
      '',
      steps.pattern + steps.crash.replace('GOTRACEBACK=crash ', '').replace('Aborted (core dumped)\n', ''),
    );
    expect(verdict.findings.map(({ id }) => id)).toEqual([
      'no-core-limit',
      'no-core-traceback',
      'no-core-death',
      'no-core-file',
    ]);
    expect(verdict).toMatchObject({ verdict: 'wrong', points: 0 });
  });
});

describe('match', async () => {
  const exercise = await readExercise('first-crash/anatomy');

  it('gives credit for each item, by name or by position', async () => {
    const right = { header: 'who', func: 'call', place: 'line', offset: 'bytes', status: 'ended' };
    expect((await judge(exercise, right, '')).verdict).toBe('correct');
    expect((await judge(exercise, 'who,call,line,bytes,ended', '')).verdict).toBe('correct');
    const verdict = await judge(exercise, { ...right, header: 'ended', status: 'who' }, '');
    expect(verdict).toMatchObject({ verdict: 'partly', points: 1.8 });
    expect(verdict.findings).toHaveLength(2);
  });

  it('wants every item matched', async () => {
    expect((await judge(exercise, { header: 'who' }, '')).verdict).toBe('unreadable');
  });
});
