/** A submission graded again by today's graders: the recorded score is only compared with, never taken over. */
import { gradeVariant, type Attempt, type Exercise, type VariantProgram, type Verdict } from '../exercises/index.ts';
import { dueFor, type Assignment } from './assignment.ts';
import { decodeBase64 } from './base64.ts';
import { latenessOf } from './late.ts';
import { findBrokenLink, type Submission, type SubmittedAttempt, type SubmittedItem } from './submission.ts';
import { assignedSeed, openVariant, seedOf } from './variants.ts';

/** Something an instructor should look at. It changes no score by itself. */
export interface Flag {
  readonly kind:
    | 'chain-broken'
    | 'not-canonical'
    | 'other-assignment'
    | 'other-version'
    | 'other-course'
    | 'not-assigned'
    | 'unknown-exercise'
    | 'other-program'
    | 'other-variant'
    | 'hints-used'
    | 'solution-seen'
    | 'clock'
    | 'late'
    | 'same-learner'
    | 'same-name'
    | 'shared-evidence'
    | 'overridden';
  /** The exercise concerned, where it is one. */
  readonly exercise?: string;
  /** The other submissions concerned. */
  readonly with?: readonly string[];
  /** One sentence: what was seen, not what it means. */
  readonly why: string;
}

/** A score that is not the recorded one. */
export interface ScoreChange {
  readonly exercise: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** One submission graded: schema `faultline.graded/1`. */
export interface Graded {
  readonly schema: 'faultline.graded/1';
  readonly source: string;
  readonly who: Submission['who'];
  readonly assignment?: { readonly id: string; readonly version: number };
  /** The counted verdict of each exercise, points as the assignment weighs them, before lateness. */
  readonly exercises: readonly Verdict[];
  readonly flags: readonly Flag[];
  readonly changed: readonly ScoreChange[];
  readonly lateMinutes: number;
  /** The share of the points that lateness leaves, 0 to 1. */
  readonly lateFactor: number;
  /** After lateness. */
  readonly points: number;
  readonly maxPoints: number;
}

/** What submissions are graded against. */
export interface GradingBasis {
  readonly courseVersion: string;
  readonly exercises: ReadonlyMap<string, Exercise>;
  /** What variants are made of, by exercise; without it every exercise is graded as written. */
  readonly programs?: ReadonlyMap<string, VariantProgram>;
  readonly assignment?: Assignment;
  /** Makes the evidence of a `fix` anew from the files handed in; without it the recorded transcript is graded. */
  readonly runAgain?: (exercise: Exercise, attempt: Attempt, variant: number) => Promise<Attempt>;
}

/**
 * Returns a submission's grades. `source` names the file. Nothing in the file is trusted but the evidence and answers;
 * what does not fit is flagged.
 *
 * @example await regrade('class/ada.json', submission, { courseVersion: '1.0.0', exercises, assignment })
 */
export async function regrade(source: string, submission: Submission, basis: GradingBasis): Promise<Graded> {
  const asked = itemsAsked(submission, basis);
  const results = await Promise.all(asked.map((one) => gradeItem(one, submission.who, basis)));
  const lateness = latenessOf(
    basis.assignment && dueFor(basis.assignment, submission.who),
    submission.handedIn,
    basis.assignment?.late ?? { kind: 'accept' },
  );
  const exercises = results.map((result) => result.verdict);
  const sum = (values: readonly number[]) => round(values.reduce((total, value) => total + value, 0));
  return {
    schema: 'faultline.graded/1',
    source,
    who: submission.who,
    ...(submission.assignment === undefined ? {} : { assignment: submission.assignment }),
    exercises,
    flags: [
      ...fileFlags(submission, basis),
      ...results.flatMap((result) => result.flags),
      ...variantFlags(submission, basis),
      ...lateFlags(lateness.lateMinutes),
    ],
    changed: results.flatMap((result) => result.changed),
    lateMinutes: lateness.lateMinutes,
    lateFactor: lateness.factor,
    points: round(sum(exercises.map((verdict) => verdict.points)) * lateness.factor),
    maxPoints: sum(exercises.map((verdict) => verdict.maxPoints)),
  };
}

interface AskedItem {
  readonly exercise: Exercise;
  readonly points: number;
  readonly item: SubmittedItem | undefined;
}

/** The exercises that count, in the order of the assignment, or of the submission where there is none. */
function itemsAsked(submission: Submission, { assignment, exercises }: GradingBasis): AskedItem[] {
  const wanted =
    assignment?.items ??
    submission.items.map(({ exercise }) => ({ exercise, points: exercises.get(exercise)?.points ?? 0 }));
  return wanted.flatMap(({ exercise: id, points }) => {
    const exercise = exercises.get(id);
    return exercise === undefined
      ? []
      : [{ exercise, points, item: submission.items.find((item) => item.exercise === id) }];
  });
}

interface GradedItem {
  readonly verdict: Verdict;
  readonly flags: readonly Flag[];
  readonly changed: readonly ScoreChange[];
}

async function gradeItem(
  { exercise, points, item }: AskedItem,
  who: Submission['who'],
  { assignment, programs, runAgain }: GradingBasis,
): Promise<GradedItem> {
  const counted = (item?.attempts ?? [])
    .filter((attempt) => attempt.verdict !== 'unreadable')
    .slice(0, assignment?.attempts);
  // An assignment of own variants is graded in this learner's, whatever the file says.
  const assigned = assignment?.variants === 'own' ? assignedSeed(assignment, who) : undefined;
  const seedFor = (attempt: SubmittedAttempt) => assigned ?? (item === undefined ? 0 : seedOf(attempt, item));
  const gradeOne = (seed: number, attempt: Attempt) =>
    gradeVariant(exercise, openVariant(programs?.get(exercise.id), seed), attempt);
  const verdicts = await Promise.all(counted.map((attempt) => gradeOne(seedFor(attempt), toAttempt(attempt))));
  const isRun = runAgain !== undefined && exercise.kind === 'fix';
  const best = isRun
    ? await bestOf(verdicts, async (i) => {
        const attempt = counted[i];
        if (attempt === undefined) return undefined;
        return gradeOne(seedFor(attempt), await runAgain(exercise, toAttempt(attempt), seedFor(attempt)));
      })
    : await bestOf(verdicts);
  const verdict = weigh(best ?? notHandedIn(exercise), points);
  if (item === undefined) return { verdict, flags: [], changed: [] };
  return {
    verdict,
    flags: [...itemFlags(item, verdicts), ...ruleFlags(item, assignment)],
    changed: changeOf(item, exercise, best, counted),
  };
}

/** The first of the best verdicts. Where each is to be had anew, those that could still be it are, the best first. */
async function bestOf(
  verdicts: readonly Verdict[],
  again?: (index: number) => Promise<Verdict | undefined>,
): Promise<Verdict | undefined> {
  const order = [...verdicts.entries()].sort(([, a], [, b]) => b.points - a.points);
  let best: Verdict | undefined;
  for (const [i, verdict] of order) {
    if (best !== undefined && best.points >= verdict.points) break;
    const one = again === undefined ? verdict : ((await again(i)) ?? verdict);
    if (best === undefined || one.points > best.points) best = one;
  }
  return best;
}

function toAttempt(attempt: SubmittedAttempt): Attempt {
  const evidence = attempt.evidence.map(({ source, encoding, content }) => ({
    source,
    content: encoding === 'text' ? content : decodeBase64(content),
  }));
  return { answer: attempt.answer, evidence };
}

function notHandedIn(exercise: Exercise): Verdict {
  return {
    schema: 'faultline.verdict/1',
    exercise: exercise.id,
    version: exercise.version,
    verdict: 'wrong',
    points: 0,
    maxPoints: exercise.points,
    findings: [{ id: 'not-handed-in', message: 'Nothing that counts was handed in for this exercise.' }],
  };
}

function weigh(verdict: Verdict, points: number): Verdict {
  const share = verdict.maxPoints === 0 ? 0 : verdict.points / verdict.maxPoints;
  return { ...verdict, points: round(share * points), maxPoints: points };
}

function changeOf(
  item: SubmittedItem,
  exercise: Exercise,
  best: Verdict | undefined,
  counted: readonly SubmittedAttempt[],
): ScoreChange[] {
  const from = Math.max(0, ...counted.map((attempt) => attempt.points));
  const to = best?.points ?? 0;
  if (from === to) return [];
  const finding = best?.findings[0]?.message ?? 'nothing that counts was handed in';
  const version =
    item.version === exercise.version
      ? ''
      : `The exercise was version ${item.version} when it was answered and is ${exercise.version} now. `;
  return [{ exercise: exercise.id, from, to, why: `${version}Graded again: ${finding}` }];
}

function itemFlags(item: SubmittedItem, verdicts: readonly Verdict[]): Flag[] {
  const flags: Flag[] = [];
  const broken = findBrokenLink(item);
  if (broken !== undefined) {
    flags.push({
      kind: 'chain-broken',
      exercise: item.exercise,
      why: `${item.exercise}: attempt ${broken + 1} or one before it is not as it was recorded.`,
    });
  }
  const foreign = verdicts
    .flatMap((verdict) => verdict.findings)
    .find((finding) => finding.misconception === 'other-program');
  if (foreign !== undefined)
    flags.push({ kind: 'other-program', exercise: item.exercise, why: `${item.exercise}: ${foreign.message}` });
  if (item.attempts.some((attempt, i) => Date.parse(attempt.at) < Date.parse(item.attempts[i - 1]?.at ?? attempt.at))) {
    flags.push({
      kind: 'clock',
      exercise: item.exercise,
      why: `${item.exercise}: the times of the attempts do not ascend.`,
    });
  }
  return flags;
}

/** What the assignment asked not to use, and was used. */
function ruleFlags({ exercise, attempts }: SubmittedItem, assignment: Assignment | undefined): Flag[] {
  const flags: Flag[] = [];
  if (assignment?.hints === false && attempts.some(({ hintsUsed }) => hintsUsed > 0))
    flags.push({ kind: 'hints-used', exercise, why: `${exercise}: hints were used; the assignment asks for none.` });
  if (assignment?.solutions === false && attempts.some(({ solutionSeen }) => solutionSeen))
    flags.push({
      kind: 'solution-seen',
      exercise,
      why: `${exercise}: the solution was open before an attempt; the assignment asks to leave it closed.`,
    });
  return flags;
}

/** Work on another variant than the one of this learner and assignment: the file may be made from another's link. */
function variantFlags({ who, items }: Submission, { assignment, programs }: GradingBasis): Flag[] {
  if (assignment === undefined) return [];
  const expected = assignedSeed(assignment, who);
  const isOther = (item: SubmittedItem, seed: number) =>
    seed !== expected && (seed !== 0 || programs?.has(item.exercise) === true);
  return items.flatMap((item): Flag[] => {
    const other = item.attempts.map((attempt) => seedOf(attempt, item)).find((seed) => isOther(item, seed));
    if (other === undefined) return [];
    const made = other === 0 ? 'on the program as the lesson shows it' : `on variant ${other}`;
    const asked = expected === 0 ? 'the program as the lesson shows it' : `variant ${expected}, this learner's own`;
    return [
      { kind: 'other-variant', exercise: item.exercise, why: `${item.exercise}: done ${made}; asked is ${asked}.` },
    ];
  });
}

function fileFlags(submission: Submission, { assignment, courseVersion, exercises }: GradingBasis): Flag[] {
  const flags: Flag[] = [];
  const { assignment: asked } = submission;
  if (assignment !== undefined && asked?.id !== assignment.id) {
    flags.push({
      kind: 'other-assignment',
      why: `Handed in for ${asked?.id ?? 'no assignment'}, not for ${assignment.id}.`,
    });
  } else if (assignment !== undefined && asked !== undefined && asked.version !== assignment.version) {
    flags.push({
      kind: 'other-version',
      why: `Handed in for version ${asked.version} of the assignment; this is version ${assignment.version}.`,
    });
  }
  if (submission.course.version !== courseVersion) {
    flags.push({
      kind: 'other-course',
      why: `Made with course version ${submission.course.version}; this is ${courseVersion}.`,
    });
  }
  for (const { exercise } of submission.items) {
    if (!exercises.has(exercise))
      flags.push({ kind: 'unknown-exercise', why: `${exercise} is no exercise of this course.` });
    else if (assignment !== undefined && !assignment.items.some((item) => item.exercise === exercise)) {
      flags.push({ kind: 'not-assigned', why: `${exercise} was not asked for and is not counted.` });
    }
  }
  if (
    submission.items.some(({ attempts }) => attempts.some(({ at }) => Date.parse(at) > Date.parse(submission.handedIn)))
  ) {
    flags.push({ kind: 'clock', why: 'An attempt is younger than the file that holds it.' });
  }
  return flags;
}

function lateFlags(lateMinutes: number): Flag[] {
  return lateMinutes === 0 ? [] : [{ kind: 'late', why: `${formatMinutes(lateMinutes)} late.` }];
}

function formatMinutes(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`];
  return parts.filter(Boolean).join(' ');
}

/** To hundredths, as points are shown. */
export function round(points: number): number {
  return Math.round(points * 100) / 100;
}
