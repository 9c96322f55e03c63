import { describe, expect, it } from 'vitest';
import { readForeignPastes } from '../../scripts/suite-mutations.ts';
import { findLessons, listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { checkMutations, mutationKinds, type LessonFiles } from '../../src/course/index.ts';

const foreign = readForeignPastes();

describe('every exercise, fed what learners feed it', async () => {
  for (const name of (await listLessons()).names) {
    it(`gives the right verdict and says why: ${name.folder}`, async () => {
      const { files, bytes } = await readLesson(name);
      const { exercises, tried, problems } = await checkMutations(name, { texts: files, bytes }, foreign);
      expect(problems).toEqual([]);
      expect(tried.untouched).toBe(exercises);
      for (const kind of mutationKinds.filter((one) => one !== 'variant')) expect(tried[kind], kind).toBeGreaterThan(0);
    });
  }
});

describe('the suite', () => {
  it('tells of a key whose answer is another, and of a misreading that nobody can make', async () => {
    const [name] = await findLessons(['the-line-that-panicked']);
    if (!name) throw new Error('lesson 2 is missing');
    const { files, bytes } = await readLesson(name);
    const change = (path: string, from: string, to: string): LessonFiles => {
      expect(files[path]).toContain(from);
      return { ...files, [path]: (files[path] ?? '').replace(from, to) };
    };
    const wrongKey = change('answer/key.yaml', 'mark: banner', 'mark: gate');
    const { problems } = await checkMutations(name, { texts: wrongKey, bytes }, []);
    expect(problems.map(({ message }) => message).join('\n')).toMatch(/^in-the-library: answer: the answer is graded/m);
    const unmet = change('exercises.yaml', 'misconceptions: [top-frame, caller-callee]', 'misconceptions: [noise]');
    const told = (await checkMutations(name, { texts: unmet, bytes }, [])).problems;
    expect(told.map(({ message }) => message).join('\n')).toMatch(/^in-the-library: misconception: noise is graded/m);
  });
});
