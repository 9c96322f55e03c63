import { describe, expect, it } from 'vitest';
import {
  grade,
  parseExerciseKey,
  parseExerciseSource,
  publishExercise,
  type Exercise,
} from '../../src/exercises/index.ts';

function coreExercise(way: 'crash' | 'gcore' | 'any'): Exercise {
  const source = parseExerciseSource({
    id: 'own-core',
    version: 1,
    kind: 'core',
    prompt: 'Get a core of the lab.',
    points: 4,
    evidence: 'own',
    expects: ['shell'],
    way,
  });
  const key = parseExerciseKey('core', {});
  if ('problems' in source || 'problems' in key) throw new Error('the exercise is malformed');
  const program = { module: 'example.com/app', functions: [], goLine: '1.26' };
  const marks = { findMark: () => undefined };
  return publishExercise({
    id: 'getting-a-core/own-core',
    source: source.value,
    key: key.value,
    marks,
    program,
    recordings: {},
  });
}

async function judge(session: string, way: 'crash' | 'gcore' | 'any' = 'any') {
  const verdict = await grade(coreExercise(way), { answer: '', evidence: [{ source: 'paste', content: session }] });
  return { verdict: verdict.verdict, points: verdict.points, ids: verdict.findings.map(({ id }) => id) };
}

const limit = '$ ulimit -c unlimited\n$ ulimit -c\nunlimited\n';
const pattern = '$ cat /proc/sys/kernel/core_pattern\ncore.%p\n';
const crash = `$ GOTRACEBACK=crash ./app
panic: boom

goroutine 1 [running]:
main.main()
\t/home/dev/app/main.go:4 +0x25
Aborted (core dumped)
`;
const found = '$ ls -l core.4242\n-rw------- 1 dev dev 1200000 Nov 23 10:00 core.4242\n';
const gcore = `$ gcore -o app.core 4242
[New LWP 4243]
0x000000000046d2a3 in runtime.futex ()
Saved corefile app.core.4242
[Inferior 1 (process 4242) detached]
`;

describe('core', () => {
  it('counts the steps that matter, in any order', async () => {
    const whole = await judge(limit + pattern + crash + found);
    expect(whole).toEqual({
      verdict: 'correct',
      points: 4,
      ids: ['core-limit', 'core-traceback', 'core-death', 'core-file'],
    });
    expect(await judge(pattern + limit + crash + found)).toEqual(whole);
  });

  it('takes a core of a living process as well', async () => {
    expect(await judge(gcore)).toEqual({ verdict: 'correct', points: 4, ids: ['core-gcore', 'core-file'] });
  });

  it('says which step is missing', async () => {
    const plain = crash.replace('GOTRACEBACK=crash ', '').replace('Aborted (core dumped)\n', '');
    const { verdict, ids } = await judge(`$ ulimit -c\n0\n${plain}`, 'crash');
    expect(verdict).toBe('wrong');
    expect(ids).toEqual(['no-core-limit', 'no-core-traceback', 'no-core-death', 'no-core-file']);
  });

  it('does not take gcore where a crash is asked for', async () => {
    expect((await judge(gcore, 'crash')).verdict).toBe('wrong');
  });
});
