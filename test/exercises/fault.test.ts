import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grade, type Exercise, type Verdict } from '../../src/exercises/index.ts';
import { lineOf, readExercise, readOwnRun } from './lesson-exercises.ts';

const wrapId = 'recovered-and-thrown-again/own-wrap';
const wrap = await readExercise(wrapId);
const wrapRuns = await Promise.all(
  ['wrap-go1.20.txt', 'wrap-go1.24.txt', 'wrap-go1.26.txt', 'file-go1.26.txt'].map((file) =>
    readOwnRun('recovered-and-thrown-again', file),
  ),
);
const plain = await readExercise('the-line-that-panicked/own-crash');
const plainRun = await readOwnRun('the-line-that-panicked', 'run-go1.26.txt');

function answer(exercise: Exercise, text: string, line: string): Promise<Verdict> {
  return grade(exercise, { answer: line, evidence: [{ source: 'paste', content: text }] });
}

describe.each(wrapRuns.map((text, i) => ({ text, i })))('a fault under wrappers, run $i', ({ text }) => {
  it('is the frame under the lowest panic( frame', async () => {
    const verdict = await answer(wrap, text, 'panic_test.go:44');
    expect(verdict).toMatchObject({ verdict: 'correct', points: 3, maxPoints: 3 });
    expect(verdict.findings[0]?.at).toBe(lineOf(text, '.Process(') + 1);
  });

  it.each([
    ['recover-wrapper', 'panic_test.go:54', '.WrapPanic.func1('],
    ['caller-callee', 'panic_test.go:57', '.WrapPanic({'],
    ['caller-callee', 'panic_test.go:80', '.TestPanic('],
    ['panic-go', /runtime\/(panic\.go:\d+)/, 'panic({'],
    ['testing-frame', /testing\/(testing\.go:\d+)/, 'testing.tRunner.func1.2('],
    ['created-by', /created by.*\n\t\S+(testing\.go:\d+)/, 'created by'],
  ])('tells %s from the others and points at its line', async (id, line, part) => {
    const named = typeof line === 'string' ? line : (line.exec(text)?.[1] ?? '');
    const verdict = await answer(wrap, text, named);
    expect(verdict).toMatchObject({ verdict: 'wrong', points: 0 });
    expect(verdict.findings.map((finding) => finding.misconception)).toEqual([id]);
    expect(verdict.findings[0]?.at).toBe(lineOf(text, part) + 1);
  });

  it('is the same whether it is typed, copied as a whole line, or chosen by its line of the paste', async () => {
    const at = lineOf(text, '.Process(');
    const copied = text.split('\n')[at] ?? '';
    for (const form of ['panic_test.go:44', './panic_test.go:44', copied, `@${at}`, `@${at + 1}`]) {
      expect((await answer(wrap, text, form)).verdict).toBe('correct');
    }
  });
});

describe('a plain crash', () => {
  it('has its fault on top: the top frame is no misconception', async () => {
    const verdict = await answer(plain, plainRun, '@5');
    expect(verdict.verdict).toBe('correct');
    expect(verdict.findings[0]?.message).toContain('no `panic(` frame');
  });

  it('blames no caller', async () => {
    expect((await answer(plain, plainRun, 'main.go:53')).findings[0]?.misconception).toBe('caller-callee');
  });

  it('with a library on top has its fault in the first own frame', async () => {
    const exercise = await readExercise('the-line-that-panicked/in-the-library');
    const text = await readOwnRun('the-line-that-panicked', 'banner-go1.26.txt');
    expect((await answer(exercise, text, 'strings.go:628')).findings[0]?.misconception).toBe('top-frame');
    expect((await answer(exercise, text, 'main.go:15')).verdict).toBe('correct');
  });
});

describe('what is no answer', () => {
  it.each(['', 'somewhere', '@0', '@99999', 'main.go'])('is told so: %j', async (text) => {
    const verdict = await answer(plain, plainRun, text);
    expect(verdict.points).toBe(0);
    expect(verdict.findings[0]?.message).toMatch(/FILE:LINE/);
  });

  it('is a panic of the lab other than the one asked about', async () => {
    const verdict = await answer(plain, plainRun.replaceAll('main.Process', 'main.Handle'), 'main.go:42');
    expect(verdict).toMatchObject({ verdict: 'unreadable', findings: [{ misconception: 'other-program' }] });
  });
});

describe('grading', () => {
  it('never throws, keeps points in range and points inside the paste, whatever is cut or spliced', async () => {
    const text = wrapRuns[2] ?? '';
    const size = text.length;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(size),
        fc.nat(size),
        fc.nat(size),
        fc.string({ maxLength: 30 }),
        async (from, to, where, line) => {
          const cut = text.slice(Math.min(from, to), Math.max(from, to));
          const paste = cut.slice(0, where) + line + cut.slice(where);
          const verdict = await answer(wrap, paste, `@${(where % 40) + 1}`);
          expect(verdict.points).toBeGreaterThanOrEqual(0);
          expect(verdict.points).toBeLessThanOrEqual(verdict.maxPoints);
          for (const { at } of verdict.findings) {
            if (at === undefined) continue;
            expect(at).toBeGreaterThanOrEqual(1);
            expect(at).toBeLessThanOrEqual(paste.split('\n').length);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
