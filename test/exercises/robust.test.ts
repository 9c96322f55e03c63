import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishExercises } from '../../src/course/index.ts';
import { grade, kinds, parseExerciseKey, parseExerciseSource } from '../../src/exercises/index.ts';

const lessons = await Promise.all((await listLessons()).names.map((name) => readLesson(name)));
const exercises = lessons.flatMap(({ name, files }) => publishExercises(name, files));
const recordings = lessons.flatMap(({ files }) =>
  Object.entries(files).flatMap(([path, text]) =>
    /^recordings\/.+\.txt$/.test(path) && text !== undefined ? [text] : [],
  ),
);

const answers = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.nat(400).map((line) => `@${line}`),
  fc
    .tuple(fc.constantFrom('main.go', 'panic_test.go', 'stats.go', 'testing.go'), fc.nat(120))
    .map(([file, line]) => `${file}:${line}`),
  fc.json({ maxDepth: 2 }),
  fc
    .record({ first: fc.nat(60), second: fc.nat(60), group: fc.nat(300), frame: fc.nat(9), expression: fc.string() })
    .map((fields) =>
      JSON.stringify({ ...fields, first: `@${fields.first}`, second: `@${fields.second}`, group: `@${fields.group}` }),
    ),
);

describe('every exercise of the course', () => {
  it('gives a whole verdict on any answer and any evidence, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...exercises),
        fc.constantFrom('', ...recordings),
        answers,
        fc.nat(6000),
        async (exercise, text, answer, cut) => {
          const content = text.slice(0, text.length - (cut % (text.length + 1)));
          const verdict = await grade(exercise, { answer, evidence: [{ source: 'paste', content }] });
          expect(verdict).toMatchObject({
            schema: 'faultline.verdict/1',
            exercise: exercise.id,
            version: exercise.version,
            maxPoints: exercise.points,
          });
          expect(['correct', 'partly', 'wrong', 'unreadable']).toContain(verdict.verdict);
          expect(verdict.points).toBeGreaterThanOrEqual(0);
          expect(verdict.points).toBeLessThanOrEqual(exercise.points);
          expect(verdict.points === 0).toBe(verdict.verdict === 'wrong' || verdict.verdict === 'unreadable');
          const lines = content.split('\n').length;
          for (const { message, at } of verdict.findings) {
            expect(message.length).toBeGreaterThan(4);
            if (at !== undefined) expect(at >= 1 && at <= lines, `${at} of ${lines}`).toBe(true);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is found by its address once', () => {
    const ids = exercises.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(50);
  });
});

describe('sources and keys', () => {
  it('are refused with words, whatever they hold', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])), fc.object(), (kind, entry) => {
        for (const result of [parseExerciseSource({ ...entry, kind }), parseExerciseKey(kind, entry)]) {
          if ('problems' in result) expect(result.problems.every((problem) => problem.length > 3)).toBe(true);
        }
      }),
    );
  });
});
