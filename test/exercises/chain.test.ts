import { describe, expect, it } from 'vitest';
import { grade, kindOf, publishExercise, type Verdict } from '../../src/exercises/index.ts';
import { readOwnRun } from './lesson-exercises.ts';

const kind = kindOf('chain');
const marks: Readonly<Record<string, { file: string; line: number; func: string }>> = {
  blocked: { file: 'lab/main.go', line: 30, func: 'All' },
  created: { file: 'lab/main.go', line: 41, func: 'All' },
  write: { file: 'lab/quotes.go', line: 21, func: 'Handle' },
  read: { file: 'lab/quotes.go', line: 34, func: 'Process' },
};
const why = { a: 'It is the map.', b: 'It is the lock.', c: 'It is the loop.' };
const linkSources = [
  { id: 'race', title: 'The race', ask: 'Which two accesses race?', kind: 'race-pair', expects: ['race'], weight: 2 },
  {
    id: 'cause',
    title: 'The cause',
    ask: 'What do both come from?',
    kind: 'choice',
    options: Object.keys(why).map((id) => ({ id, text: `option ${id}` })),
    restsOn: ['race'],
  },
  {
    id: 'tests',
    title: 'The fix',
    ask: 'Mend it until the test passes.',
    kind: 'fix',
    tests: ['TestAll'],
    weight: 2,
  },
];
const source = kind.source.parse({
  id: 'one-cause',
  version: 1,
  kind: 'chain',
  prompt: 'One cause, seen three times. Which?',
  points: 10,
  evidence: 'own',
  links: linkSources,
});
const linkKeys = {
  race: { first: 'write', second: 'read' },
  cause: { answer: ['a'], why },
  tests: { passes: 'recordings/fixed.txt' },
};
const key = kind.key.parse({
  links: linkKeys,
  or: [{ cause: { answer: ['b'], why } }],
  conflicts: [
    { answers: { race: 'quotes.go:21,quotes.go:34', cause: 'c' }, text: 'No loop runs between those lines.' },
  ],
});
const exercise = publishExercise({
  id: 'capstone/one-cause',
  source,
  key,
  marks: { findMark: (name) => marks[name] },
  program: { module: 'quotes', functions: ['Handle', 'Process', 'TestLate', 'TestTimeout'] },
  recordings: {},
});
const report = await readOwnRun('race-in-a-test', 'late-go1.26.txt');
const passed = '=== RUN   TestAll\n--- PASS: TestAll (0.01s)\nPASS\nok  \tquotes\t0.023s\n';
const right = { race: 'quotes.go:21,quotes.go:34', cause: 'a' };

function judge(answer: object, ...pastes: readonly string[]): Promise<Verdict> {
  const evidence = pastes.map((content, i) => ({ source: `paste ${i}`, content }));
  return grade(exercise, { answer: JSON.stringify(answer), evidence });
}

function idsOf({ findings }: Verdict): readonly string[] {
  return findings.map(({ id }) => id);
}

describe('chain', () => {
  it('gives each link its share, from evidence in any order', async () => {
    const lab = { source: 'lab/quotes.go', content: 'package quotes\n' };
    const files = [passed, report].map((content, i) => ({ source: `paste ${i}`, content }));
    const whole = await grade(exercise, { answer: JSON.stringify(right), evidence: [...files, lab] });
    expect(whole).toMatchObject({ verdict: 'correct', points: 10 });
    expect(await judge(right, report)).toMatchObject({ verdict: 'partly', points: 6 });
    expect((await judge(right, report)).findings.find(({ id }) => id === 'no-test-output')?.message).toMatch(
      /^The fix: /,
    );
  });

  it('takes the run that passes for the fix, in whatever order the runs are handed in', async () => {
    const failed = '--- FAIL: TestAll (0.00s)\nFAIL\nFAIL\tquotes\t0.010s\nFAIL\n';
    const orders = [[passed, failed], [failed, passed], [failed + passed]];
    for (const runs of orders) expect(await judge(right, report, ...runs)).toMatchObject({ points: 8 });
    expect(await judge(right, report, failed)).toMatchObject({ points: 6 });
  });

  it('reads the flat answer that the page gives', async () => {
    const flat = { 'race.first': 'quotes.go:34', 'race.second': 'quotes.go:21', 'cause.choice': 'a' };
    expect(await judge(flat, report)).toMatchObject({ points: 6 });
  });

  it('takes the route that earns most', async () => {
    expect(await judge({ ...right, cause: 'b' }, report)).toMatchObject({ points: 6 });
    expect(await judge({ ...right, cause: 'c' }, report)).toMatchObject({ points: 4 });
  });

  it('tells a contradiction, and a conclusion that rests on nothing shown', async () => {
    const contradiction = await judge({ ...right, cause: 'c' }, report);
    expect(contradiction.findings.at(-1)).toMatchObject({
      id: 'contradiction',
      message: 'No loop runs between those lines.',
    });
    const loose = await judge({ cause: 'a' }, report);
    expect(idsOf(loose)).toContain('unsupported');
    expect(loose.findings.find(({ id }) => id === 'unsupported')?.message).toContain('“The race”');
  });

  it('lets a conclusion rest on one of several links', async () => {
    const [race, cause, tests] = linkSources;
    const group = { id: 'group', title: 'The dump', ask: 'Which group leaks?', kind: 'dump', expects: ['dump'] };
    const either = [race, group, { ...cause, restsOn: ['race', 'group'] }, tests];
    const resting = publishExercise({
      id: 'capstone/either',
      source: kind.source.parse({ ...source, links: either }),
      key: kind.key.parse({ ...key, links: { ...linkKeys, group: { blocked: 'blocked', created: 'created' } } }),
      marks: { findMark: (name) => marks[name] },
      program: { module: 'quotes', functions: ['Handle', 'Process', 'TestLate', 'TestTimeout'] },
      recordings: {},
    });
    const evidence = [{ source: 'paste', content: report }];
    const shown = await grade(resting, { answer: JSON.stringify(right), evidence });
    expect(idsOf(shown)).not.toContain('unsupported');
    const loose = await grade(resting, { answer: JSON.stringify({ cause: 'a' }), evidence });
    expect(loose.findings.find(({ id }) => id === 'unsupported')?.message).toContain('“The race” or “The dump”');
  });

  it('points at lines of the first file alone, the one that a page shows', async () => {
    const wrong = { race: 'quotes.go:21,testing.go:2036' };
    expect((await judge(wrong, report)).findings.some(({ at }) => at !== undefined)).toBe(true);
    expect((await judge(wrong, passed, report)).findings.every(({ at }) => at === undefined)).toBe(true);
    expect((await judge(wrong, report, passed)).findings.some(({ at }) => at !== undefined)).toBe(true);
  });

  it('says which link lacks evidence, and counts nothing where all do', async () => {
    const verdict = await judge(right, passed);
    expect(verdict.verdict).toBe('partly');
    expect(verdict.findings[0]?.message).toMatch(/^The race: /);
    expect((await judge({}, '')).verdict).toBe('unreadable');
  });

  it('ships no text of its key', () => {
    const shipped = JSON.stringify(exercise);
    for (const secret of ['It is the map', 'No loop runs']) expect(shipped).not.toContain(secret);
  });

  it('asks authors for links that exist, in order, with keys of their kind', () => {
    const links = [
      { id: 'a', title: 'One', ask: 'What is the first?', kind: 'nothing' },
      { id: 'b', title: 'Two', ask: 'What is the second?', kind: 'choice', options: [], restsOn: ['c'] },
    ];
    const bad = kind.source.parse({ ...source, links });
    const problems = kind.problems(bad, kind.key.parse({ links: { z: {} } })).map(({ message }) => message);
    expect(problems).toContain('there is no link "z"');
    expect(problems).toContain('b rests on c, which is no link before it');
    expect(problems).toContain('a: kind "nothing" is none that a link can be');
    expect(problems.some((message) => message.startsWith('b: options'))).toBe(true);
  });
});
