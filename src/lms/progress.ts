/** What a learner has done, as far as a learning management system is told: one state per exercise, and their sum. */
import type { EvidenceFile } from '../exercises/index.ts';
import type { Assignment, RecordedAttempt } from '../gradebook/index.ts';

/** The best attempt at an exercise. */
export interface BestAttempt {
  /** The answer's one control; absent where the answer has several and names them itself. */
  readonly field?: string | undefined;
  readonly answer: string;
  /** Empty where it was too much to carry. */
  readonly evidence: readonly EvidenceFile[];
  /** The seed of the variant that it was made in; absent where it is the program as written. */
  readonly variant?: number | undefined;
}

/** What is known of one exercise. */
export interface ItemState {
  /** `LESSON/EXERCISE`. */
  readonly exercise: string;
  readonly tries: number;
  /** The best share of the points among the attempts that count, 0 to 1 in thousandths. */
  readonly share: number;
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  /** When the last attempt was made, in whole seconds since 1970. */
  readonly lastAt: number;
  readonly best?: BestAttempt | undefined;
}

/** The work on an exercise as the browser kept it. */
export interface KeptWork {
  readonly exercise: string;
  /** The answer's one control, where it has one. */
  readonly field?: string | undefined;
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  /** In the order made. */
  readonly attempts: readonly RecordedAttempt[];
}

/**
 * Returns the state of an exercise after more attempts. Only the first `mostAttempts` of all can better it.
 *
 * @param attempts those that `state` does not know yet, in the order made
 * @example advance(undefined, { exercise: 'first-crash/which-line', hintsUsed: 0, solutionShown: false, attempts })
 */
export function advance(state: ItemState | undefined, work: KeptWork, mostAttempts = Infinity): ItemState {
  let next: ItemState = {
    ...(state ?? { exercise: work.exercise, tries: 0, share: 0, lastAt: 0 }),
    hintsUsed: Math.max(state?.hintsUsed ?? 0, work.hintsUsed),
    solutionShown: (state?.solutionShown ?? false) || work.solutionShown,
  };
  for (const { time, answer, evidence, verdict, variant } of work.attempts) {
    const share = shareOf(verdict);
    const isBetter = next.tries < mostAttempts && (next.best === undefined || share > next.share);
    next = {
      ...next,
      tries: next.tries + 1,
      lastAt: Math.max(next.lastAt, Math.floor(time / 1000)),
      ...(isBetter ? { share, best: { field: work.field, answer, evidence, variant } } : {}),
    };
  }
  return next;
}

function shareOf({ points, maxPoints }: RecordedAttempt['verdict']): number {
  return maxPoints > 0 ? Math.round((points / maxPoints) * 1000) / 1000 : 0;
}

/** How far a learner is. */
export interface Standing {
  /** Of the points that can be earned, 0 to 100, with two decimals at most. */
  readonly percent: number;
  readonly tried: number;
  readonly solved: number;
  readonly total: number;
  /** Every exercise was tried. */
  readonly isComplete: boolean;
  /** There is a mark to reach. */
  readonly hasMark: boolean;
  /** It is reached. */
  readonly isPassed: boolean;
}

/**
 * Returns how far a learner is with what is asked. Work on other exercises does not count.
 *
 * @example standingOf(assignment, states, 80).isPassed
 */
export function standingOf(
  { items }: Assignment,
  states: ReadonlyMap<string, ItemState>,
  passPercent: number,
): Standing {
  const asked = items.map(({ exercise, points }) => ({ points, state: states.get(exercise) }));
  const most = asked.reduce((sum, { points }) => sum + points, 0);
  const earned = asked.reduce((sum, { points, state }) => sum + points * (state?.share ?? 0), 0);
  const tried = asked.filter(({ state }) => (state?.tries ?? 0) > 0).length;
  const percent = most > 0 ? Math.round((earned / most) * 10_000) / 100 : 0;
  return {
    percent,
    tried,
    solved: asked.filter(({ state }) => state?.share === 1).length,
    total: items.length,
    isComplete: tried === items.length,
    hasMark: passPercent > 0,
    isPassed: passPercent > 0 && percent >= passPercent,
  };
}
