import { describe, expect, it } from 'vitest';
import { findLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishExercises, publishVariants } from '../../src/course/index.ts';
import { createVariant, type Variant } from '../../src/exercises/index.ts';
import {
  assignedSeed,
  formatSubmission,
  gradeClass,
  makeSubmission,
  programsByExercise,
  type Assignment,
  type Graded,
  type GradingBasis,
  type RecordedAttempt,
  type Submission,
} from '../../src/gradebook/index.ts';
import { readOwnRun } from '../exercises/lesson-exercises.ts';
import { assignment as weekOne } from './demo.ts';

const slug = 'the-line-that-panicked';
const exercise = `${slug}/own-crash`;
const [lesson] = await findLessons([slug]);
if (!lesson) throw new Error(`content/lessons has no ${slug}`);
const { files } = await readLesson(lesson);
const exercises = new Map(publishExercises(lesson, files).map((one) => [one.id, one]));
const programs = programsByExercise([publishVariants(lesson, files)]);
const run = await readOwnRun(slug, 'run-go1.26.txt');
const asked: Assignment = { ...weekOne, variants: 'own', items: [{ exercise, points: 3 }] };
const basis: GradingBasis = { courseVersion: '1.0.0', exercises, programs, assignment: asked };
const [ada, bob] = ['ada', 'bob'].map((name) => ({ name, email: `${name}@example.org` }));
if (!ada || !bob) throw new Error('nobody is there');

function variantOf(seed: number): Variant {
  const program = programs.get(exercise);
  if (!program) throw new Error('the exercise has no variants');
  return createVariant(program, seed);
}

/** A right attempt in a variant; what is claimed may be another. */
function attemptIn(seed: number, claimed = seed): RecordedAttempt {
  const variant = variantOf(seed);
  const verdict = {
    schema: 'faultline.verdict/1',
    exercise,
    version: 1,
    verdict: 'correct',
    points: 3,
    maxPoints: 3,
    findings: [],
  } as const;
  return {
    time: Date.UTC(2026, 10, 24),
    answer: variant.toVaried('main.go:42'),
    evidence: [{ source: 'paste', content: variant.varyOutput(run) }],
    hintsUsed: 0,
    solutionShown: false,
    verdict,
    ...(claimed === 0 ? {} : { variant: claimed }),
  };
}

function submit(who: Submission['who'], ...attempts: readonly RecordedAttempt[]): Submission {
  const items = [{ exercise, version: 1, attempts }];
  return makeSubmission({ who, assignment: asked, courseVersion: '1.0.0', now: Date.UTC(2026, 10, 25), items });
}

async function gradeOne(submission: Submission, by = basis): Promise<Graded> {
  const { graded } = await gradeClass([{ source: 'a.json', content: formatSubmission(submission) }], by);
  if (!graded[0]) throw new Error('it was refused');
  return graded[0];
}

const seedOf = (who: Submission['who']) => assignedSeed(asked, who);
const kindsOf = ({ flags }: Graded) => flags.map(({ kind }) => kind);

describe('an assignment of own variants', () => {
  it("counts work on the learner's own, without a flag", async () => {
    const graded = await gradeOne(submit(ada, attemptIn(seedOf(ada))));
    expect(graded).toMatchObject({ points: 3, flags: [], changed: [] });
  });

  it("gives nothing for a neighbor's work, and says whose program it is of", async () => {
    const graded = await gradeOne(submit(bob, attemptIn(seedOf(ada))));
    expect(graded.points).toBe(0);
    expect(kindsOf(graded)).toEqual(['other-program', 'other-variant']);
    expect(graded.flags[1]?.why).toBe(
      `${exercise}: done on variant ${seedOf(ada)}; asked is variant ${seedOf(bob)}, this learner's own.`,
    );
    expect(graded.changed[0]?.why).toMatch(/output of another variant of this lab/);
  });

  it("flags a neighbor's evidence under the learner's own seed and a chain made anew", async () => {
    const graded = await gradeOne(submit(bob, attemptIn(seedOf(ada), seedOf(bob))));
    expect(graded.points).toBe(0);
    expect(kindsOf(graded)).toEqual(['other-program']);
    expect(graded.flags[0]?.why).toMatch(/another variant of this lab: its `\w+` is called `\w+` in yours/);
  });

  it('flags work on the lab as the lesson shows it', async () => {
    const graded = await gradeOne(submit(ada, attemptIn(0)));
    expect(graded.points).toBe(0);
    expect(kindsOf(graded)).toEqual(['other-program', 'other-variant']);
  });

  it('takes the attempt on the own variant among others', async () => {
    const graded = await gradeOne(submit(ada, attemptIn(5), attemptIn(seedOf(ada))));
    expect(graded.points).toBe(3);
    expect(kindsOf(graded)).toContain('other-variant');
  });

  it('notices a seed that was edited', async () => {
    const submission = submit(ada, attemptIn(seedOf(ada)));
    const items = submission.items.map((item) => ({
      ...item,
      attempts: item.attempts.map((attempt) => ({ ...attempt, variant: 5 })),
    }));
    expect(kindsOf(await gradeOne({ ...submission, items }))).toContain('chain-broken');
  });
});

describe('without own variants', () => {
  it('each attempt is graded in the variant that it says', async () => {
    const alone: GradingBasis = { courseVersion: '1.0.0', exercises, programs };
    expect(await gradeOne(submit(ada, attemptIn(4711)), alone)).toMatchObject({ points: 3, flags: [] });
    expect((await gradeOne(submit(ada, attemptIn(4711, 4712)), alone)).points).toBe(0);
  });

  it('output of a variant is flagged where all have the program as written', async () => {
    const same: GradingBasis = { ...basis, assignment: { ...asked, variants: 'same' } };
    expect(await gradeOne(submit(ada, attemptIn(0)), same)).toMatchObject({ points: 3, flags: [] });
    expect(kindsOf(await gradeOne(submit(ada, attemptIn(9, 0)), same))).toEqual(['other-program']);
    expect(kindsOf(await gradeOne(submit(ada, attemptIn(9)), same))).toEqual(['other-variant']);
  });
});
