import { describe, expect, it } from 'vitest';
import {
  chainAttempts,
  formatSubmission,
  gradeClass,
  makeDemoClass,
  readSubmission,
  type ClassFile,
  type Submission,
} from '../../src/gradebook/index.ts';
import { attempt, basis, crash, fileOf, minute, submissionOf } from './a-class.ts';
import { assignment, demoClass } from './demo.ts';

const gradeOne = async (content: string) => {
  const { graded, refused } = await gradeClass([{ source: 'a.json', content }], { ...basis, assignment });
  return { one: graded[0], refused };
};

/** Three attempts at each exercise, for the assignment, with all that a submission can hold. */
function fullSubmission(): Submission {
  const base = submissionOf('Ada Lovelace', true, '0x2fbc64ca0000');
  const evidence = [{ source: 'paste', encoding: 'text' as const, content: crash('0x2fbc64ca0000') }];
  const lines = [
    attempt({ at: minute(3), answer: 'main.go:7', evidence, hintsUsed: 1 }),
    attempt({ at: minute(5), answer: 'main.go:12', evidence, hintsUsed: 2, verdict: 'correct', points: 4 }),
  ];
  return {
    ...base,
    assignment: { id: assignment.id, version: assignment.version },
    items: [
      ...base.items.slice(0, 1),
      { exercise: 'trace/which-line', version: 1, attempts: chainAttempts('trace/which-line', 1, lines) },
    ],
    notebook: [{ at: minute(4), lesson: 'trace', kind: 'hypothesis', text: 'The index comes from the caller.' }],
  };
}

/** Where the characters of values stand: what is between quotes or is a number, names of members left out. */
function valuePlaces(text: string): readonly number[] {
  const places: number[] = [];
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false/g)) {
    const isName = text[token.index + token[0].length] === ':';
    const edge = token[0].startsWith('"') ? 1 : 0;
    if (!isName) for (let at = token.index + edge; at < token.index + token[0].length - edge; at++) places.push(at);
  }
  return places;
}

describe('a single edit of a submission', () => {
  const content = formatSubmission(fullSubmission());

  it.each([
    [
      'another digit or letter',
      (char: string) => (/[0-8a-y]/i.test(char) ? String.fromCharCode(char.charCodeAt(0) + 1) : 'x'),
    ],
    ['a character less', () => ''],
    ['a character more', (char: string) => `${char}0`],
  ])('is detected or moves no score: %s, at every character of every value', async (_, change) => {
    const { one: before } = await gradeOne(content);
    expect(before).toMatchObject({ points: 12, flags: [], changed: [] });
    const outcomes = { refused: 0, flagged: 0, told: 0, harmless: 0 };
    const missed: string[] = [];
    for (const at of valuePlaces(content)) {
      const edited = content.slice(0, at) + change(content[at] ?? '') + content.slice(at + 1);
      if (edited === content) continue;
      const { one, refused } = await gradeOne(edited);
      if (refused.length > 0) outcomes.refused++;
      else if ((one?.flags.length ?? 0) > 0) outcomes.flagged++;
      else if ((one?.changed.length ?? 0) > 0) outcomes.told++;
      else if (one?.points === before?.points) outcomes.harmless++;
      else missed.push(content.slice(at - 30, at + 10));
    }
    expect(missed).toEqual([]);
    const edits = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(edits).toBeGreaterThan(500);
    // Harmless are edits outside the chain: who it is from, when it was made, the notebook. They move no score.
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(outcomes.flagged).toBeGreaterThan(500);
    expect(outcomes.harmless).toBeLessThan(edits / 4);
  });
});

describe('a forged submission', () => {
  const rechained = (
    submission: Submission,
    change: (one: Submission['items'][number]) => Submission['items'][number],
  ) =>
    formatSubmission({
      ...submission,
      items: submission.items.map((item) => {
        const changed = change(item);
        return { ...changed, attempts: chainAttempts(changed.exercise, changed.version, changed.attempts) };
      }),
    });

  it('with scores raised and the chain made anew gets what its evidence earns, and the difference is told', async () => {
    const wrong = { ...submissionOf('Bob', false), assignment: { id: 'week-1', version: 1 } };
    const forged = rechained(wrong, (item) => ({
      ...item,
      attempts: item.attempts.map((one) => ({ ...one, verdict: 'correct', points: 4 })),
    }));
    const { one } = await gradeOne(forged);
    expect(one).toMatchObject({ points: 0, flags: [] });
    expect(one?.changed.map(({ from, to }) => [from, to])).toEqual([
      [4, 0],
      [4, 0],
    ]);
  });

  it('with another exercise’s evidence is not graded as if it were its own', async () => {
    const forged = rechained(fullSubmission(), (item) =>
      item.exercise === 'trace/which-line'
        ? {
            ...item,
            attempts: item.attempts.map((one) => ({
              ...one,
              evidence: [{ source: 'paste', encoding: 'text', content: 'ok' }],
            })),
          }
        : item,
    );
    expect((await gradeOne(forged)).one?.points).toBe(2);
  });

  it('cannot turn unreadable attempts into attempts, nor an attempt into none', async () => {
    const hidden = rechained(fullSubmission(), (item) => ({
      ...item,
      attempts: item.attempts.map((one) => ({ ...one, verdict: 'unreadable' })),
    }));
    expect((await gradeOne(hidden)).one?.points).toBe(0);
  });
});

describe('evidence that changes hands', () => {
  const grade = async (files: readonly ClassFile[], given: Partial<typeof assignment> = {}) =>
    (await gradeClass(files, { ...basis, assignment: { ...assignment, ...given } })).graded;

  it('is flagged on both sides when it is copied', async () => {
    const files = await makeDemoClass(demoClass(40));
    const texts = files.map(({ name, content }): ClassFile => ({ source: name, content }));
    const [from, to] = texts.filter(({ content }) => content.includes('trace/which-line')).slice(0, 2);
    if (!from || !to) throw new Error('the class is too small');
    const [donor, taker] = [from, to].map(({ content }) => readSubmission(content));
    if (!donor || !taker || 'problem' in donor || 'problem' in taker) throw new Error('unreadable');
    const copied = fileOf(to.source, { ...taker.submission, items: donor.submission.items });
    const graded = await grade([...texts.filter((one) => one !== to), copied]);
    const flagged = graded.filter(({ flags }) => flags.some(({ kind }) => kind === 'shared-evidence'));
    expect(flagged.map(({ source }) => source)).toEqual([from.source, to.source].sort());
  });

  it('is flagged when it is swapped between files without a new chain', async () => {
    const [ada, bob] = [submissionOf('Ada', true, '0x2fbc64ca0000'), submissionOf('Bob', true, '0x1aaa64ca0000')];
    const swap = (own: Submission, other: Submission): Submission => ({
      ...own,
      items: own.items.map((item, i) => ({
        ...item,
        attempts: item.attempts.map((one, k) => ({ ...one, evidence: other.items[i]?.attempts[k]?.evidence ?? [] })),
      })),
    });
    const graded = await grade([fileOf('a', swap(ada, bob)), fileOf('b', swap(bob, ada))]);
    for (const { flags } of graded) expect(flags.map(({ kind }) => kind)).toContain('chain-broken');
  });

  it('is flagged when it was made on the variant of another learner', async () => {
    const own = { ...submissionOf('Ada'), assignment: { id: 'week-1', version: 1 } };
    const items = own.items.map((item) => ({ ...item, variant: 12345 }));
    const [one] = await grade([fileOf('a', { ...own, items })], { variants: 'own' });
    expect(one?.flags.map(({ kind }) => kind)).toEqual(['other-variant', 'other-variant']);
  });
});
