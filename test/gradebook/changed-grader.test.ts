import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { kindOf, type Exercise } from '../../src/exercises/index.ts';
import {
  gradeClass,
  makeDemoClass,
  readSubmission,
  type ClassFile,
  type Graded,
  type ScoreChange,
} from '../../src/gradebook/index.ts';
import { basis, exercises, publish } from './a-class.ts';
import { assignment, demoClass } from './demo.ts';

const [state, line] = ['trace/which-state', 'trace/which-line'];
let files: readonly ClassFile[] = [];
let before: readonly Graded[] = [];
beforeAll(async () => {
  const made = await makeDemoClass(demoClass(60));
  files = made.map(({ name, content }) => ({ source: name, content }));
  before = await gradeWith(exercises);
});
afterEach(() => vi.restoreAllMocks());

async function gradeWith(known: ReadonlyMap<string, Exercise>): Promise<readonly Graded[]> {
  return (await gradeClass(files, { ...basis, exercises: known, assignment })).graded;
}

/** Whose points differ from before, by the points alone: `SOURCE EXERCISE`. */
function moved(after: readonly Graded[]): readonly string[] {
  return after.flatMap(({ source, exercises: verdicts }, i) =>
    verdicts
      .filter(
        ({ exercise, points }) => before[i]?.exercises.find((one) => one.exercise === exercise)?.points !== points,
      )
      .map(({ exercise }) => `${source} ${exercise}`),
  );
}

const listed = (after: readonly Graded[]): readonly (ScoreChange & { readonly source: string })[] =>
  after.flatMap(({ source, changed }) => changed.map((change) => ({ source, ...change })));

const namesOf = (after: readonly Graded[]) => listed(after).map(({ source, exercise }) => `${source} ${exercise}`);

/** The best score that the learner's browser wrote down, as the file says. */
function recorded(source: string, id: string): number {
  const read = readSubmission(files.find((file) => file.source === source)?.content ?? '');
  const item = 'submission' in read ? read.submission.items.find(({ exercise }) => exercise === id) : undefined;
  return Math.max(0, ...(item?.attempts ?? []).map(({ points }) => points));
}

describe('a grader changed on purpose', () => {
  it('is told, score by score: a key that was corrected moves right and wrong answers', async () => {
    const corrected = publish(state, 'choice', {
      entry: {
        version: 2,
        points: 2,
        prompt: 'Which is it?',
        misconceptions: ['running-state'],
        options: [
          { id: 'crashed', text: 'It was executing when the program died.' },
          { id: 'alive', text: 'It still runs.' },
        ],
      },
      key: {
        answer: ['alive'],
        why: { alive: 'It is.', crashed: { text: 'It is not.', misconception: 'running-state' } },
      },
    });
    const after = await gradeWith(new Map([...exercises, corrected]));
    const changes = listed(after);
    expect(namesOf(after)).toEqual(moved(after));
    expect(changes.filter(({ from, to }) => to < from).length).toBeGreaterThan(10);
    expect(changes.filter(({ from, to }) => to > from).length).toBeGreaterThan(2);
    for (const { source, exercise, from, to, why } of changes) {
      expect({ exercise, from }).toEqual({ exercise: state, from: recorded(source, state) });
      const reason = to === 0 ? 'It is not.' : 'It is.';
      expect(why).toBe(`The exercise was version 1 when it was answered and is 2 now. Graded again: ${reason}`);
    }
  });

  it('is told with the words of the new grader where the code itself judges otherwise', async () => {
    const fault = kindOf('fault');
    const judge = fault.judge.bind(fault);
    vi.spyOn(fault, 'judge').mockImplementation((exercise, answer, evidence) => {
      const judged = judge(exercise, answer, evidence);
      const isCaller = 'findings' in judged && judged.findings.some((one) => one.misconception === 'caller-callee');
      if (!isCaller) return judged;
      return { score: 0.5, findings: [{ id: 'near', message: 'One frame too far down: half of it.' }] };
    });
    const after = await gradeWith(exercises);
    const changes = listed(after);
    expect(changes.length).toBeGreaterThan(2);
    expect(namesOf(after)).toEqual(moved(after));
    for (const { from, to, why } of changes)
      expect({ from, to, why }).toEqual({ from: 0, to: 2, why: 'Graded again: One frame too far down: half of it.' });
  });

  it('is silent where it moves nothing', async () => {
    expect(listed(before)).toEqual([]);
    const again = publish(line, 'fault', {
      entry: { version: 2, points: 4, prompt: 'Which line?', evidence: 'own', expects: ['panic'], command: 'go run .' },
      key: { mark: 'fault' },
    });
    expect(listed(await gradeWith(new Map([...exercises, again])))).toEqual([]);
  });
});
