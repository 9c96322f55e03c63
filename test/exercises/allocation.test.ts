import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grade, kindOf, publishExercise, type EvidenceFile, type Verdict } from '../../src/exercises/index.ts';

const kind = kindOf('allocation');
const exercise = publishExercise({
  id: 'what-grew/one',
  source: kind.source.parse({
    id: 'one',
    version: 1,
    kind: 'allocation',
    prompt: 'Which function allocated what grew?',
    points: 2,
    evidence: 'own',
    expects: ['report', 'profile'],
  }),
  key: kind.key.parse({
    mark: 'allocates',
    instead: { mask: { misconception: 'allocator-not-holder', text: '`mask` keeps it. It allocates nothing.' } },
  }),
  marks: {
    findMark: (name) => (name === 'allocates' ? { file: 'lab/main.go', line: 15, func: 'randomBytes' } : undefined),
  },
  program: { module: 'keys', functions: ['randomBytes', 'newKey', 'mask', 'fill', 'main'] },
  recordings: {},
});

function read(name: string): EvidenceFile {
  const bytes = readFileSync(new URL(`../fixtures/exercises/heap/${name}`, import.meta.url));
  return { source: name, content: name.endsWith('.txt') ? bytes.toString('utf8') : bytes };
}

function judge(answer: string, ...names: readonly string[]): Promise<Verdict> {
  return grade(exercise, { answer, evidence: names.map(read) });
}

describe('allocation', () => {
  it.each([
    ['a pasted difference', ['diff.txt']],
    ['two profiles', ['old.pb.gz', 'new.pb.gz']],
    ['two profiles, the newer first', ['new.pb.gz', 'old.pb.gz']],
  ])('is read from %s', async (_, names) => {
    expect(await judge('main.randomBytes', ...names)).toMatchObject({ verdict: 'correct', points: 2 });
    expect((await judge('randomBytes', ...names)).verdict).toBe('correct');
  });

  it.each([
    ['total-not-growth', 'main.randomBytes', 'total.txt'],
    ['alloc-space', 'main.randomBytes', 'alloc.txt'],
    ['no-gc-between', 'main.randomBytes', 'negative.txt'],
    ['no-gc-between', 'main.randomBytes', 'unchanged.txt'],
    ['caller-callee', 'main.newKey', 'diff.txt'],
    ['noise', 'main.fill', 'diff.txt'],
    ['allocator-not-holder', 'main.mask', 'diff.txt'],
  ])('tells %s', async (id, answer, file) => {
    expect(await judge(answer, file)).toMatchObject({ verdict: 'wrong', points: 0, findings: [{ misconception: id }] });
  });

  it('points at the row', async () => {
    expect((await judge('main.fill', 'diff.txt')).findings[0]?.at).toBe(8);
  });

  it('wants a profile, and a function', async () => {
    expect((await judge('', 'diff.txt')).verdict).toBe('unreadable');
    const text = { source: 'paste', content: 'memory grows' };
    expect((await grade(exercise, { answer: 'main.fill', evidence: [text] })).verdict).toBe('unreadable');
    expect((await judge('main.gone', 'diff.txt')).findings[0]?.id).toBe('not-in-profile');
  });
});

const steps = publishExercise({
  id: 'what-grew/steps',
  source: kind.source.parse({
    id: 'steps',
    version: 1,
    kind: 'allocation',
    prompt: 'Which function allocated what grew?',
    points: 2,
    evidence: 'own',
    expects: ['report', 'profile'],
  }),
  key: kind.key.parse({ mark: 'clones' }),
  marks: { findMark: () => ({ file: 'lab/main.go', line: 20, func: 'keep' }) },
  program: { module: 'steps', functions: ['keep', 'serve', 'loadTable', 'loadIndex', 'main'] },
  recordings: {},
});

function judgeSteps(answer: string, ...names: readonly string[]): Promise<Verdict> {
  const evidence = names.map((name) => {
    const bytes = readFileSync(new URL(`../fixtures/exercises/steps/${name}`, import.meta.url));
    return { source: name, content: name.endsWith('.txt') ? bytes.toString('utf8') : bytes };
  });
  return grade(steps, { answer, evidence });
}

describe('allocation through a library', () => {
  it.each([
    ['a report', ['share.txt']],
    ['two profiles', ['first.pb.gz', 'third.pb.gz']],
    ['three profiles in any order', ['third.pb.gz', 'first.pb.gz', 'second.pb.gz']],
    ['a profile with its base inside', ['base-inside.pb.gz']],
  ])('takes the function or the line, from %s', async (_, names) => {
    expect(await judgeSteps('main.keep', ...names)).toMatchObject({ verdict: 'correct', points: 2 });
    expect((await judgeSteps('{"allocation": "main.go:20"}', ...names)).verdict).toBe('correct');
  });

  it.each([
    ['helper-not-owner', 'bytes.Clone', ['first.pb.gz', 'third.pb.gz']],
    ['helper-not-owner', 'bytes.Clone', ['share.txt']],
    ['caller-callee', 'main.serve', ['first.pb.gz', 'third.pb.gz']],
    ['total-not-growth', 'main.loadIndex', ['first.pb.gz', 'third.pb.gz']],
    ['total-not-growth', 'main.keep', ['third.pb.gz']],
    ['one-off', 'main.loadTable', ['first.pb.gz', 'second.pb.gz', 'third.pb.gz']],
    ['over-hundred', 'main.loadTable', ['share.txt']],
    ['no-gc-between', 'main.keep', ['third.pb.gz', 'again.pb.gz']],
  ])('tells %s of %s', async (id, answer, names) => {
    expect(await judgeSteps(answer, ...names)).toMatchObject({ verdict: 'wrong', findings: [{ misconception: id }] });
  });

  it('points at the row over a hundred percent', async () => {
    const [finding] = (await judgeSteps('main.loadTable', 'share.txt')).findings;
    expect(finding?.at).toBe(9);
  });
});
