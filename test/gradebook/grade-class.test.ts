import { describe, expect, it } from 'vitest';
import {
  chainAttempts,
  exercisesOf,
  fillLmsColumn,
  findBrokenLink,
  formatGradebook,
  formatSubmission,
  gradeClass,
  itemStatistics,
  parseCsv,
  readSubmission,
  type Submission,
} from '../../src/gradebook/index.ts';
import { attempt, basis, crash, fileOf, minute, submissionOf } from './a-class.ts';

const flagsOf = async (...files: { source: string; content: string }[]) => {
  const { graded } = await gradeClass(files, basis);
  return graded.map(({ flags }) => flags.map(({ kind }) => kind));
};

describe('a submission', () => {
  it('is graded again from its evidence and answers', async () => {
    const { graded } = await gradeClass(
      [fileOf('a', submissionOf('Ada')), fileOf('b', submissionOf('Bob', false))],
      basis,
    );
    expect(graded.map(({ points, maxPoints, flags, changed }) => ({ points, maxPoints, flags, changed }))).toEqual([
      { points: 6, maxPoints: 6, flags: [], changed: [] },
      { points: 0, maxPoints: 6, flags: [], changed: [] },
    ]);
  });

  it('earns what its evidence earns, however the score in it was forged', async () => {
    const forged = submissionOf('Bob', false);
    const items = forged.items.map((item) => ({
      ...item,
      attempts: chainAttempts(
        item.exercise,
        1,
        item.attempts.map((one) => ({ ...one, verdict: 'correct' as const, points: 4 })),
      ),
    }));
    const { graded } = await gradeClass([fileOf('b', { ...forged, items })], basis);
    expect(graded[0]).toMatchObject({
      points: 0,
      changed: [
        { from: 4, to: 0 },
        { from: 4, to: 0 },
      ],
    });
  });

  it('counts the best of the attempts that the assignment allows, and no unreadable one', async () => {
    const one = submissionOf('Ada');
    const attempts = chainAttempts('trace/which-state', 1, [
      attempt({ verdict: 'unreadable' }),
      attempt({ at: minute(1), answer: 'alive' }),
      attempt({ at: minute(2), answer: 'crashed', verdict: 'correct', points: 2 }),
    ]);
    const items = [{ exercise: 'trace/which-state', version: 1, attempts }];
    const submission = { ...one, handedIn: minute(5), items };
    const points = async (most: number) => {
      const assignment = { ...asked, items: [{ exercise: 'trace/which-state', points: 10 }], attempts: most };
      return (await gradeClass([fileOf('a', submission)], { ...basis, assignment })).graded[0]?.points;
    };
    expect([await points(1), await points(2)]).toEqual([0, 10]);
  });

  it('that was edited anywhere is detected, or its score stays as it was', async () => {
    const submission = submissionOf('Ada');
    const text = formatSubmission(submission);
    const before = (await gradeClass([{ source: 'a', content: text }], basis)).graded[0];
    const undetected: string[] = [];
    for (let at = 0; at < text.length; at++) {
      const edited = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      const { graded, refused } = await gradeClass([{ source: 'a', content: edited }], basis);
      const after = graded[0];
      const isDetected = refused.length > 0 || (after?.flags.length ?? 0) > 0 || after?.points === before?.points;
      if (!isDetected) undetected.push(edited.slice(at - 20, at + 20));
    }
    expect(undetected).toEqual([]);
    expect(text.length).toBeGreaterThan(500);
  });

  it('names its first broken link', () => {
    const [state, line] = submissionOf('Ada').items;
    expect(findBrokenLink(line!)).toBeUndefined();
    expect(findBrokenLink({ ...state!, attempts: line!.attempts })).toBe(0);
  });
});

const asked = {
  schema: 'faultline.assignment/1' as const,
  id: 'week-1',
  version: 2,
  title: 'Panics',
  message: '',
  items: [{ exercise: 'trace/which-line', points: 10 }],
  due: minute(10),
  timeZone: 'UTC',
  late: { kind: 'percent' as const, perDay: 20, most: 100, graceMinutes: 0 },
  hints: true,
  solutions: true,
  variants: 'own' as const,
  identity: 'named' as const,
  extensions: [],
};

describe('a class', () => {
  it.each([
    ['empty', '', 'empty'],
    ['half-written', formatSubmission(submissionOf('Ada')).slice(0, 400), 'cut off'],
    ['something else', 'hello', 'no submission'],
    ['other JSON', '{"a":1}', 'no submission'],
    ['of a future version', '{"schema":"faultline.submission/9"}', 'this version'],
  ])('is graded although one file is %s', async (_, content, words) => {
    const { graded, refused } = await gradeClass([fileOf('a', submissionOf('Ada')), { source: 'b', content }], basis);
    expect(graded).toHaveLength(1);
    expect(refused).toEqual([{ source: 'b', problem: expect.stringContaining(words) }]);
  });

  it('flags what does not belong: assignment, version, course, exercises, times', async () => {
    const base = submissionOf('Ada');
    const grade = async (submission: Submission) =>
      (await gradeClass([fileOf('a', submission)], { ...basis, assignment: asked })).graded[0];
    const right = await grade({ ...base, assignment: { id: 'week-1', version: 2 } });
    expect(right?.flags.map(({ kind }) => kind)).toEqual(['not-assigned', 'late']);
    expect(right).toMatchObject({ lateMinutes: 20, points: 8, maxPoints: 10 });
    const wrong = await grade({
      ...base,
      assignment: { id: 'week-2', version: 2 },
      course: { version: '0.9.0' },
      handedIn: minute(0),
    });
    expect(wrong?.flags.map(({ kind }) => kind)).toEqual(['other-assignment', 'other-course', 'not-assigned', 'clock']);
    const older = await grade({ ...base, assignment: { id: 'week-1', version: 1 } });
    expect(older?.flags.map(({ kind }) => kind)).toContain('other-version');
  });

  it('tells a learner who handed in twice from two learners of one name', async () => {
    const [first, second] = [submissionOf('Ada'), submissionOf('Ada')];
    const namesake = { ...submissionOf('ADA '), who: { name: 'ADA ', email: 'other@example.org' } };
    expect(await flagsOf(fileOf('a', first), fileOf('b', second))).toEqual([['same-learner'], ['same-learner']]);
    expect(await flagsOf(fileOf('a', first), fileOf('b', namesake))).toEqual([['same-name'], ['same-name']]);
  });

  it('flags evidence that shares what differs from run to run, and only that', async () => {
    const shared = '0x2fbc64ca0000';
    expect(
      await flagsOf(fileOf('a', submissionOf('Ada', true, shared)), fileOf('b', submissionOf('Bob', true, shared))),
    ).toEqual([['shared-evidence'], ['shared-evidence']]);
    expect(await flagsOf(fileOf('a', submissionOf('Ada')), fileOf('b', submissionOf('Bob')))).toEqual([[], []]);
    expect(crash('')).not.toContain('0x2');
  });

  it('without copies has no flags', async () => {
    const files = Array.from({ length: 200 }, (_, i) =>
      fileOf(`l${i}`, submissionOf(`Learner ${i}`, i % 3 > 0, `0x${(0x2fbc64ca0000 + i * 0x1000).toString(16)}`)),
    );
    expect((await flagsOf(...files)).flat()).toEqual([]);
  });

  it('gives the same result in whatever order its files come', async () => {
    const files = ['Ada', 'Bob', 'Cy'].map((name) => fileOf(name, submissionOf(name, name !== 'Bob')));
    expect(await gradeClass(files.toReversed(), basis)).toEqual(await gradeClass(files, basis));
  });

  it('stops where it is cancelled and keeps what is done', async () => {
    const files = ['Ada', 'Bob', 'Cy'].map((name) => fileOf(name, submissionOf(name)));
    let done = 0;
    const { graded } = await gradeClass(files, basis, {
      onProgress: (count) => (done = count),
      isCancelled: () => done >= 2,
    });
    expect(graded).toHaveLength(2);
  });
});

describe('the gradebook', () => {
  it('has a row a learner, a column an exercise, and names of any kind', async () => {
    const { graded } = await gradeClass(
      [fileOf('a', submissionOf('=cmd, Łukasz')), fileOf('b', submissionOf('בוב', false))],
      basis,
    );
    expect(formatGradebook(graded, exercisesOf(graded))).toBe(
      'learner,email,assignment,trace/which-state,trace/which-line,points,max,late,flags\r\n' +
        `"'=cmd, Łukasz","'=cmd,.łukasz@example.org",,2,4,6,6,0,\r\n` +
        'בוב,בוב@example.org,,0,0,0,6,0,\r\n',
    );
  });

  it.each([
    [
      'Canvas',
      'Student,ID,SIS Login ID,Section,Week 1 (77)\r\n    Points Possible,,,,10\r\n"Doe, Ada",1,ada@example.org,A,\r\n',
      'Week 1 (77)',
      4,
    ],
    ['Moodle', 'First name,Last name,Email address\r\nAda,Doe,ada@example.org\r\n', 'Week 1', 3],
    [
      'Blackboard',
      '\uFEFF"Last Name"\t"First Name"\t"Username"\t"Week 1 |77"\r\n"Doe"\t"Ada"\t"ada@example.org"\t""\r\n',
      'Week 1 |77',
      3,
    ],
  ])('fills its column of the CSV that %s exports', async (_, exported, column, at) => {
    const { graded } = await gradeClass([fileOf('a', submissionOf('Ada'))], basis);
    const result = fillLmsColumn(exported, graded, column);
    expect(result).toMatchObject({ filled: 1, withoutGrade: [], withoutRow: [] });
    const { rows, separator, hasBom } = parseCsv(result.csv);
    expect(rows.at(-1)?.[at]).toBe('6');
    expect({ separator, hasBom }).toEqual({
      separator: parseCsv(exported).separator,
      hasBom: parseCsv(exported).hasBom,
    });
  });

  it('says who has no row and who has no grade', async () => {
    const { graded } = await gradeClass([fileOf('a', submissionOf('Ada'))], basis);
    const result = fillLmsColumn('Name,Email\r\nBob,bob@example.org\r\n', graded, 'Points');
    expect(result).toMatchObject({ filled: 0, withoutGrade: ['Bob'], withoutRow: ['Ada'] });
  });

  it('counts how hard each exercise was and which misreading was behind it', async () => {
    const files = Array.from({ length: 9 }, (_, i) => fileOf(`l${i}`, submissionOf(`Learner ${i}`, i % 3 > 0)));
    const { graded } = await gradeClass(files, basis);
    const [state, line] = itemStatistics(graded, exercisesOf(graded));
    expect(state).toMatchObject({ answered: 9, misconceptions: [{ id: 'running-state', learners: 3 }] });
    expect(state?.meanShare).toBeCloseTo(2 / 3);
    expect(state?.discrimination).toBeCloseTo(1);
    expect(line?.misconceptions).toEqual([{ id: 'caller-callee', learners: 3 }]);
  });
});

describe('a submission file', () => {
  it('has the same bytes however it was made', () => {
    const submission = submissionOf('Ada');
    const text = formatSubmission(submission);
    const read = readSubmission(JSON.stringify(JSON.parse(text), undefined, 2));
    expect(read).toMatchObject({ isCanonical: false });
    expect(readSubmission(text)).toMatchObject({ isCanonical: true });
    expect('submission' in read && formatSubmission(read.submission)).toBe(text);
  });
});
