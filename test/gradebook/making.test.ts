import fc from 'fast-check';
import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  applyOverrides,
  draftOf,
  fillLmsFile,
  formatFeedback,
  formatLinksCsv,
  formatOverrides,
  gradeClass,
  makeSubmission,
  oralQuestions,
  parseAssignment,
  parseLink,
  parseOverrides,
  parseRoster,
  personalLinks,
  readDraft,
  readSubmission,
  submissionFile,
  formatAssignment,
  variantSeedOf,
  withOverride,
  withoutOverride,
  zipFeedback,
  zonedInstant,
  zonedLocal,
  type AssignmentDraft,
  type Overrides,
} from '../../src/gradebook/index.ts';
import { grade } from '../../src/exercises/index.ts';
import { basis, crash, exercises, fileOf, submissionOf } from './a-class.ts';
import { assignment } from './demo.ts';

const draft: AssignmentDraft = {
  ...draftOf(assignment),
  title: 'Week 3: Races!',
  id: '',
  due: '2026-11-27T23:59',
  timeZone: 'Europe/Berlin',
  late: 'percent',
  latePercent: '10',
  lateMost: '50',
  graceMinutes: '15',
  extensions: 'ada@example.org 2026-12-01 12:00\nb-17, 2026-12-02T09:30',
};

describe('a form', () => {
  it('becomes an assignment with a name of its own and times of the class', () => {
    expect(readDraft(draft)).toEqual({
      assignment: {
        ...assignment,
        id: 'week-3-races',
        title: 'Week 3: Races!',
        due: '2026-11-27T23:59:00+01:00',
        timeZone: 'Europe/Berlin',
        late: { kind: 'percent', perDay: 10, most: 50, graceMinutes: 15 },
        extensions: [
          { learner: 'ada@example.org', due: '2026-12-01T12:00:00+01:00' },
          { learner: 'b-17', due: '2026-12-02T09:30:00+01:00' },
        ],
      },
    });
  });

  it('reads back from what it made, and raises the version only for a change', () => {
    const made = readDraft(draft);
    if ('problems' in made) throw new Error('no assignment');
    expect(parseAssignment(formatAssignment(made.assignment))).toEqual(made);
    expect(readDraft(draftOf(made.assignment), made.assignment)).toEqual(made);
    const changed = readDraft({ ...draftOf(made.assignment), message: 'Hello' }, made.assignment);
    expect(changed).toMatchObject({ assignment: { version: 2, message: 'Hello' } });
  });

  it.each([
    ['title', { title: ' ' }],
    ['id', { title: '第一週' }],
    ['id', { id: 'Week 1' }],
    ['items', { items: [] }],
    ['items', { items: [{ exercise: 'a/b', points: 'ten' }] }],
    ['items', { items: [{ exercise: 'a/b', points: '101' }] }],
    ['due', { due: 'Friday' }],
    ['timeZone', { timeZone: 'Berlin' }],
    ['graceMinutes', { graceMinutes: '1.5' }],
    ['latePercent', { latePercent: '-1' }],
    ['lateMost', { lateMost: '200' }],
    ['attempts', { attempts: '0' }],
    ['extensions', { extensions: 'ada tomorrow' }],
  ] as const)('says beside %s what is wrong with it', (field, change) => {
    const read = readDraft({ ...draft, ...change });
    expect('problems' in read && read.problems.map((problem) => problem.field)).toEqual([field]);
  });
});

describe('a wall clock', () => {
  it.each([
    ['2026-11-27T23:59', 'Europe/Berlin', '2026-11-27T23:59:00+01:00'],
    ['2026-07-01T08:00', 'America/New_York', '2026-07-01T08:00:00-04:00'],
    ['2026-07-01T08:00', 'Asia/Kathmandu', '2026-07-01T08:00:00+05:45'],
    ['2026-07-01T08:00', 'UTC', '2026-07-01T08:00:00Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T02:30:00+01:00'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
  ])('at %s in %s shows one moment', (local, zone, instant) => expect(zonedInstant(local, zone)).toBe(instant));

  it('reads back what it showed', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC');
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
    fc.assert(
      fc.property(zone, minute, (timeZone, at) => {
        const local = zonedLocal(new Date(at * 60_000).toISOString(), timeZone);
        expect(zonedLocal(zonedInstant(local, timeZone) ?? '', timeZone)).toBe(local);
      }),
    );
  });
});

describe('a roster', () => {
  it.each([
    ['name,email\nAda,ada@example.org\n', [{ name: 'Ada', email: 'ada@example.org' }]],
    ['First name;Last name;ID number\nAda;Lovelace;17\n', [{ name: 'Ada Lovelace', id: '17' }]],
    ['Ada Lovelace,ada@example.org\n', [{ name: 'Ada Lovelace', email: 'ada@example.org' }]],
    ['Student,ID,SIS Login ID\n    Points Possible,,\n"Doe, Jane",5,jd\n', [{ name: 'Doe, Jane', id: '5' }]],
  ])('is read as %j', (text, learners) => expect(parseRoster(text)).toEqual({ learners, problems: [] }));

  it('says who comes twice and which row names nobody', () => {
    const { learners, problems } = parseRoster('name,email\nAda,a@b.c\nAda L,A@B.C\n,\n"",""\nBob,\n');
    expect(learners).toHaveLength(2);
    expect(problems).toEqual([expect.stringContaining('row 2 again')]);
    expect(parseRoster('').problems).toHaveLength(1);
  });

  it('gives links that know their learner and nobody else’s extension', () => {
    const extended = {
      ...assignment,
      extensions: ['ada@example.org', 'bob@example.org'].map((learner) => ({ learner, due: '2026-12-09T00:00:00Z' })),
    };
    const { learners } = parseRoster('name,email\nAda,ADA@example.org\nCy,cy@example.org\n');
    const links = personalLinks('https://x.org/assignment/', extended, learners);
    const [ada, cy] = links.map(({ url }) => parseLink(new URL(url).hash));
    expect(ada).toMatchObject({
      link: { learner: { name: 'Ada' }, assignment: { extensions: [{ learner: 'ada@example.org' }] } },
    });
    expect(cy).toMatchObject({ link: { assignment: { extensions: [] } } });
    expect(formatLinksCsv(links)).toMatch(/^name,email,id,link\r\nAda,ADA@example\.org,,https:/);
  });
});

describe('a seed of a variant', () => {
  it('is the same for one learner however written, and differs between learners and assignments', () => {
    const seed = variantSeedOf('week-1', { name: 'Ada', email: 'ada@example.org' });
    expect(variantSeedOf('week-1', { name: 'A. L.', email: ' ADA@example.org' })).toBe(seed);
    const seeds = Array.from({ length: 2000 }, (_, i) => variantSeedOf(`week-${i % 2}`, { name: `L${i >> 1}` }));
    expect(new Set(seeds).size).toBe(2000);
    expect(seeds.every((one) => Number.isInteger(one) && one > 0 && one < 2 ** 31)).toBe(true);
  });
});

describe('a submission made from what a browser kept', () => {
  it('holds what was asked and nothing else, is canonical, and is graded as it was', async () => {
    const exercise = exercises.get('trace/which-line');
    if (!exercise) throw new Error('no exercise');
    const evidence = [{ source: 'lab', content: crash('') }];
    const verdict = await grade(exercise, { answer: 'main.go:12', evidence });
    const record = { time: 1e12, answer: 'main.go:12', evidence, hintsUsed: 0, solutionShown: false, verdict };
    const submission = makeSubmission({
      who: { name: ' Łukasz Nowak ', email: '' },
      assignment,
      courseVersion: '1.0.0',
      now: 1e12 + 1000,
      items: [
        { exercise: 'trace/secret', version: 1, attempts: [record] },
        { exercise: 'trace/which-line', version: 1, attempts: [record] },
      ],
    });
    const file = submissionFile(submission);
    expect(file.name).toBe('week-1-łukasz-nowak.json');
    expect(file.content).not.toContain('secret');
    expect(file.sizeBytes).toBe(new TextEncoder().encode(file.content).length);
    expect(readSubmission(file.content)).toMatchObject({
      isCanonical: true,
      submission: { who: { name: 'Łukasz Nowak' } },
    });
    const { graded } = await gradeClass([{ source: 'a', content: file.content }], { ...basis, assignment });
    expect(graded[0]).toMatchObject({ points: 10, flags: [], changed: [] });
  });

  it('keeps binary evidence to the byte', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    const verdict = {
      schema: 'faultline.verdict/1',
      exercise: 'trace/which-line',
      version: 1,
      verdict: 'wrong',
      points: 0,
      maxPoints: 4,
      findings: [],
    } as const;
    const attempts = [
      {
        time: 0,
        answer: '',
        evidence: [{ source: 'heap.pb.gz', content: bytes }],
        hintsUsed: 0,
        solutionShown: true,
        verdict,
      },
    ];
    const items = [{ exercise: 'trace/which-line', version: 1, attempts }];
    const submission = makeSubmission({ who: { name: 'A' }, assignment, courseVersion: '1.0.0', now: 1, items });
    const [file] = submission.items[0]?.attempts[0]?.evidence ?? [];
    expect(file).toMatchObject({ encoding: 'base64', content: Buffer.from(bytes).toString('base64') });
  });
});

describe('points by hand', () => {
  const none: Overrides = { schema: 'faultline.overrides/1', overrides: [] };
  const given = {
    learner: 'mail bob@example.org',
    points: 3,
    reason: 'Said it right.',
    at: '2026-11-28T10:00:00.000Z',
  };

  it('stand beside what was graded, survive grading again, and can be taken back', async () => {
    const { graded } = await gradeClass([fileOf('b', submissionOf('Bob', false))], basis);
    const overrides = withOverride(none, { ...given, exercise: 'trace/which-line' });
    const read = parseOverrides(formatOverrides(overrides));
    if ('problem' in read) throw new Error(read.problem);
    expect(read.overrides).toEqual(overrides);
    const [one] = applyOverrides(graded, read.overrides);
    expect(one).toMatchObject({
      points: 3,
      flags: [{ kind: 'overridden', why: expect.stringContaining('instead of 0') }],
    });
    expect(graded[0]?.points).toBe(0);
    expect(applyOverrides(graded, withoutOverride(overrides, { ...given, exercise: 'trace/which-line' }))).toEqual(
      graded,
    );
  });

  it('for the whole come after lateness, and the last one wins', async () => {
    const { graded } = await gradeClass([fileOf('b', submissionOf('Bob', false))], basis);
    const twice = withOverride(withOverride(none, given), { ...given, points: 5 });
    expect(twice.overrides).toHaveLength(1);
    expect(applyOverrides(graded, twice)[0]?.points).toBe(5);
  });

  it('are read from their own file only', () => {
    expect(parseOverrides('{')).toHaveProperty('problem');
    expect(parseOverrides('{"schema":"faultline.assignment/1"}')).toHaveProperty('problem');
  });
});

describe('questions for a learner', () => {
  it('are three, stand on facts of their own file, and are the same again', async () => {
    const submission = submissionOf('Ada');
    const { graded } = await gradeClass([fileOf('a', submission)], basis);
    const [one] = graded;
    if (!one) throw new Error('not graded');
    const questions = await oralQuestions(submission, one, exercises);
    expect(questions).toHaveLength(3);
    expect(questions[0]?.ask).toBe(
      'In your trace main.main (main.go:7) called main.price (main.go:12). What did the caller hand over that made that line fail, and where would you look for it?',
    );
    expect(questions[0]?.fact).toContain('line 5 of the paste');
    expect(questions.map(({ ask }) => ask).join()).toContain('“It was executing when the program died”');
    expect(await oralQuestions(submission, one, exercises)).toEqual(questions);
  });

  it('ask about notes where the evidence gives less', async () => {
    const empty = {
      ...submissionOf('Ada'),
      items: [],
      notebook: [{ at: '2026-11-23T10:00:00Z', lesson: 'trace', kind: 'claim', text: 'i is 3' }],
    };
    const { graded } = await gradeClass([fileOf('a', empty)], basis);
    const questions = graded[0] ? await oralQuestions(empty, graded[0], exercises) : [];
    expect(questions.map(({ ask }) => ask)).toEqual([expect.stringContaining('“i is 3” as a claim')]);
  });
});

describe('feedback', () => {
  it('explains every score to its learner and names nobody else', async () => {
    const copies = ['Ada', 'Bob'].map((name) => fileOf(name, submissionOf(name, false, '0x2fbc64ca0000')));
    const { graded } = await gradeClass(copies, basis);
    const [ada] = graded;
    if (!ada) throw new Error('not graded');
    const text = formatFeedback(ada, exercises);
    expect(text).toContain('**0 of 6 points.**');
    expect(text).toContain('- The process is gone.');
    expect(text).not.toContain('Bob');
  });

  it('comes as a zip with a file for each, two of one name apart', async () => {
    const { graded } = await gradeClass([fileOf('a', submissionOf('Ada')), fileOf('b', submissionOf('Ada'))], basis);
    const files = unzipSync(zipFeedback(graded, exercises));
    expect(Object.keys(files)).toEqual(['feedback-ada.md', 'feedback-ada-2.md']);
    expect(strFromU8(files['feedback-ada.md'] ?? new Uint8Array())).toContain('6 of 6 points');
  });
});

describe('a grades file of Blackboard', () => {
  it('stays in its UTF-16 with tabs', async () => {
    const { graded } = await gradeClass([fileOf('a', submissionOf('Ada'))], basis);
    const text = '\uFEFF"Last Name"\t"Username"\t"Week 1"\r\n"Łoś"\t"ada@example.org"\t""\r\n';
    const result = fillLmsFile(new Uint8Array(Buffer.from(text, 'utf16le')), graded, 'Week 1');
    expect(result).toMatchObject({ filled: 1, isNewColumn: false });
    expect(Buffer.from(result.bytes).toString('utf16le')).toBe(
      '\uFEFFLast Name\tUsername\tWeek 1\r\nŁoś\tada@example.org\t6\r\n',
    );
  });
});
