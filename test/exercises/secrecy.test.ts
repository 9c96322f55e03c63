import { describe, expect, it } from 'vitest';
import { listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishExercises, readProgram } from '../../src/course/index.ts';
import { hashPart, openSealed, saltOf, sealText } from '../../src/exercises/seal.ts';
import { parse } from 'yaml';

const lessons = await Promise.all((await listLessons()).names.map((name) => readLesson(name)));

/** Every text of the key but ids, which the exercise shows anyway. */
function secretTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 24 && !value.startsWith('recordings/') ? [value.trim()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretTexts);
}

describe.each(lessons.map((lesson) => ({ folder: lesson.name.folder, lesson })))(
  'what ships of $folder',
  ({ lesson }) => {
    it('holds no text of its key', () => {
      const shipped = JSON.stringify(publishExercises(lesson.name, lesson.files));
      const key = parse(lesson.files['answer/key.yaml'] ?? '') as { exercises: unknown };
      for (const secret of secretTexts(key.exercises))
        expect(shipped).not.toContain(JSON.stringify(secret).slice(1, -1));
    });

    it('holds sources without marks, line for line', () => {
      for (const [path, text] of Object.entries(readProgram(lesson.files, 'lab'))) {
        expect(text).not.toContain('// mark:');
        expect(text.split('\n')).toHaveLength((lesson.files[`lab/${path}`] ?? '').split('\n').length);
      }
    });

    it('is the same on every build', () => {
      expect(publishExercises(lesson.name, lesson.files)).toEqual(publishExercises(lesson.name, lesson.files));
    });
  },
);

describe('a seal', () => {
  it('opens with its secret only', () => {
    const salt = saltOf('a/b', 1);
    const text = 'because “the wrapper” raised it again '.repeat(5);
    const sealed = sealText(salt, 'option b', text);
    expect(openSealed(salt, 'option b', sealed)).toBe(text);
    expect(openSealed(salt, 'option c', sealed)).not.toContain('wrapper');
    expect(() => openSealed(salt, 'option b', 'xyz')).toThrow(RangeError);
  });

  it('differs by exercise, version, part and value', () => {
    const hashes = [saltOf('a/b', 1), saltOf('a/b', 2), saltOf('a/c', 1)].flatMap((salt) =>
      ['x', 'y'].flatMap((part) => ['1', '2'].map((value) => hashPart(salt, part, value))),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
