import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishVariants } from '../../src/course/index.ts';
import { createVariant, gradeVariant, largestSeed, scanGo, type Variant } from '../../src/exercises/index.ts';
import { drawIndex } from '../../src/exercises/variant-random.ts';
import { readExercise, readLessonFiles, readOwnRun } from './lesson-exercises.ts';

const [lesson] = await findLessons(['the-line-that-panicked']);
if (!lesson) throw new Error('lesson 2 is missing');
const program = publishVariants(lesson, (await readLesson(lesson)).files).programs.find(
  ({ folder }) => folder === 'lab',
);
if (!program) throw new Error('lesson 2 has no variants');
const variantOf = (seed: number): Variant => createVariant(program, seed);
const anySeed = fc.integer({ min: 1, max: largestSeed - 1 });
const run = await readOwnRun('the-line-that-panicked', 'run-go1.26.txt');

describe('a variant', () => {
  it('is a bijection of names and of lines', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 400 }), (seed, line) => {
        const variant = variantOf(seed);
        expect(new Set(variant.names.values()).size).toBe(variant.names.size);
        expect(variant.toOriginal(variant.toVaried(`main.go:${line}`))).toBe(`main.go:${line}`);
        expect(variant.toOriginal(variant.varyOutput(run))).toBe(run);
      }),
    );
  });

  it('has no name in common with its neighbor', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const [own, next] = [variantOf(seed), variantOf(seed + 1)];
        for (const [name, varied] of own.names) expect(next.names.get(name)).not.toBe(varied);
        expect(own.fileNames.get('main.go')).not.toBe(next.fileNames.get('main.go'));
      }),
    );
  });

  it('gives names of the same length, so that columns stay', () => {
    for (const [name, varied] of variantOf(7).names) expect(varied).toHaveLength(name.length);
  });

  it('is the lab as written for seed 0', () => {
    expect(variantOf(0).files).toEqual(program.files);
  });

  it('refuses what is no seed', () => {
    expect(() => variantOf(-1)).toThrow(RangeError);
    expect(() => variantOf(1.5)).toThrow('a seed is an integer from 0 to 2147483647, not 1.5');
    expect(() => drawIndex(1, 'word', 3)).toThrow(RangeError);
  });
});

describe('a paste in a variant', async () => {
  const exercise = await readExercise('the-line-that-panicked/own-crash');
  const gradeIn = (seed: number, answer: string, content: string) =>
    gradeVariant(exercise, variantOf(seed), { answer, evidence: [{ source: 'paste', content }] });

  it('is graded in its own words', async () => {
    const own = variantOf(7);
    const answer = own.toVaried('main.go:42');
    const verdict = await gradeIn(7, answer, own.varyOutput(run));
    expect(verdict.verdict).toBe('correct');
    expect(verdict.findings[0]?.message).toContain(answer);
    expect(verdict.findings[0]?.message).toContain(own.names.get('Process'));
  });

  it("takes no answer in the lesson's words", async () => {
    const verdict = await gradeIn(7, 'main.go:42', variantOf(7).varyOutput(run));
    expect(verdict).toMatchObject({ verdict: 'wrong', points: 0 });
  });

  it('of another variant is named, with what the name is called here', async () => {
    const verdict = await gradeIn(7, '', variantOf(8).varyOutput(run));
    expect(verdict.verdict).toBe('unreadable');
    expect(verdict.findings[0]).toMatchObject({ id: 'other-program', misconception: 'other-program' });
    expect(verdict.findings[0]?.message).toMatch(
      /^This is output of another variant of this lab: its `\w+` is called `\w+` in yours/,
    );
  });

  it('of the lab as written is named', async () => {
    const verdict = await gradeIn(7, 'main.go:42', run);
    expect(verdict.findings[0]?.message).toMatch(/^This is output of the lab as the lesson shows it/);
  });

  it("that is the lesson's sample is told as one", async () => {
    const sample = (await readLessonFiles('the-line-that-panicked'))['recordings/run-go1.26.txt'] ?? '';
    expect((await gradeIn(7, 'main.go:42', sample)).findings[0]?.id).toBe('lesson-sample');
  });

  it('of a variant is named where the lab as written is asked for', async () => {
    const verdict = await gradeIn(0, '', variantOf(9).varyOutput(run));
    expect(verdict.findings[0]?.message).toContain('another variant');
  });
});

describe('the tokens of a Go source', () => {
  it('lie in the source one behind the other, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aé"`\'/*\n\\ {9.') }), (source) => {
        let end = 0;
        for (const { from, text } of scanGo(source)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(source.slice(from, from + text.length)).toBe(text);
          end = from + text.length;
        }
      }),
    );
  });
});
