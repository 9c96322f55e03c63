import { describe, expect, it } from 'vitest';
import { grade } from '../../src/exercises/index.ts';
import { playedFinding } from '../../src/exercises/played.ts';
import { readExercise, readLessonFiles, readOwnRun } from './lesson-exercises.ts';

const exercise = await readExercise('the-line-that-panicked/own-test');
const run = await readOwnRun('the-line-that-panicked', 'test-go1.26.txt');

async function judge(content: string | Uint8Array, source = 'paste') {
  return grade(exercise, { answer: 'main.go:42', evidence: [{ source, content }] });
}

describe('a paste that is not the evidence asked for', () => {
  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['nothing', '', 'nothing-pasted', /`go test \.\/\.\.\.`/],
    ['blanks', ' \n\t\n', 'nothing-pasted', /Nothing is pasted/],
    ['prose', 'it crashed again, please help', 'no-evidence', /no trace of a Go program/],
    ['a gzip file', new Uint8Array([0x1f, 0x8b, 8, 0, 0]), 'binary', /gzip/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'binary', /PNG/],
    ['a core', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1]), 'binary', /ELF/],
    ['a web page', '<!doctype html>\n<html><body><p>panic</p></body></html>', 'foreign', /web page/],
    [
      'a Java trace',
      'Exception in thread "main" java.lang.NullPointerException\n\tat com.shop.Cart.add(Cart.java:12)\n',
      'foreign',
      /Java/,
    ],
    [
      'a Python trace',
      'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n    f()\nKeyError: 1\n',
      'foreign',
      /Python/,
    ],
    [
      'a gdb session',
      '(gdb) bt\n#0  0x00007ffff7e3a in raise () from /lib/libc.so.6\n#1  0x0000555555 in main () at a.c:3\n',
      'foreign',
      /gdb/,
    ],
  ])('is named and no attempt: %s', async (_, content, id, message) => {
    const verdict = await judge(content);
    expect(verdict).toMatchObject({ verdict: 'unreadable', points: 0, findings: [{ id }] });
    expect(verdict.findings[0]?.message).toMatch(message);
  });

  it('is named where it is too large', async () => {
    const verdict = await judge('x'.repeat(100_000_000));
    expect(verdict).toMatchObject({ verdict: 'unreadable', findings: [{ id: 'too-large' }] });
    expect(verdict.findings[0]?.message).toContain('100 MB');
  });

  it('may not hold two crashes', async () => {
    const verdict = await judge(`${run}\n${run.replaceAll('goroutine 6', 'goroutine 9')}`);
    expect(verdict).toMatchObject({ verdict: 'unreadable', findings: [{ id: 'two-traces' }] });
  });

  it('is a sample of the lesson, even in part and re-indented', async () => {
    const sample = (await readLessonFiles('the-line-that-panicked'))['recordings/test-go1.26.txt'] ?? '';
    const part = sample
      .split('\n')
      .slice(1, 16)
      .map((line) => `  ${line}  `)
      .join('\r\n');
    for (const text of [sample, part]) {
      expect(await judge(text)).toMatchObject({
        verdict: 'unreadable',
        findings: [{ misconception: 'lesson-sample' }],
      });
    }
  });

  it('is a sample that the page played where Go did not run: judged, and marked as what it is', async () => {
    const sample = (await readLessonFiles('the-line-that-panicked'))['recordings/test-go1.26.txt'] ?? '';
    const verdict = await judge(sample, 'recording: go test ./...');
    expect(verdict).toMatchObject({ verdict: 'correct', findings: expect.arrayContaining([playedFinding]) });
  });

  it('is of another program', async () => {
    const verdict = await judge(await readOwnRun('recovered-and-thrown-again', 'wrap-go1.26.txt'));
    expect(verdict).toMatchObject({ verdict: 'unreadable', findings: [{ misconception: 'other-program' }] });
    expect(verdict.findings[0]?.message).toContain('gateway');
  });

  it.each([
    ['its frames', () => run.slice(0, run.indexOf('testing.tRunner.func1.2'))],
    ['its tail, before the fault', () => run.slice(0, run.indexOf('quotes.Process'))],
  ])('is cut: %s is gone', async (_, cut) => {
    expect(await judge(cut())).toMatchObject({ verdict: 'unreadable', findings: [{ misconception: 'cut-paste' }] });
  });

  it('is graded all the same where a cut leaves what matters', async () => {
    expect((await judge(run.slice(0, run.indexOf('created by')))).verdict).toBe('correct');
    expect((await judge(run.slice(run.indexOf('goroutine ')))).verdict).toBe('correct');
  });

  it('is cut where the value is asked for and the head is gone', async () => {
    const value = await readExercise('the-line-that-panicked/own-value');
    const evidence = [{ source: 'paste', content: run.slice(run.indexOf('goroutine ')) }];
    const verdict = await grade(value, { answer: 'slice bounds out of range', evidence });
    expect(verdict).toMatchObject({ verdict: 'unreadable', findings: [{ misconception: 'cut-paste' }] });
  });
});
