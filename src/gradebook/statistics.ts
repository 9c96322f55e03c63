/** What a class as a whole shows of its exercises: how hard each was, whether it tells learners apart, what went wrong. */
import type { MisconceptionId } from '../exercises/index.ts';
import type { Graded } from './regrade.ts';

export interface ItemStatistics {
  readonly exercise: string;
  /** Learners who handed it in. */
  readonly answered: number;
  /** Mean share of the points earned, 0 to 1: low is hard. Learners who handed in nothing are left out. */
  readonly meanShare: number;
  /**
   * Correlation of the share earned here with the share earned in all other exercises, −1 to 1. Absent where it is not
   * defined: fewer than three learners, or no spread.
   */
  readonly discrimination?: number;
  readonly misconceptions: readonly { readonly id: MisconceptionId; readonly learners: number }[];
}

/**
 * Returns the statistics of each exercise, in the order given.
 *
 * @example itemStatistics(graded, exercisesOf(graded))
 */
export function itemStatistics(graded: readonly Graded[], exercises: readonly string[]): ItemStatistics[] {
  return exercises.map((exercise) => {
    const answered = graded.filter((one) => isAnswered(one, exercise));
    const shares = answered.map((one) => shareOf(one, (id) => id === exercise));
    const rest = answered.map((one) => shareOf(one, (id) => id !== exercise));
    const discrimination = correlate(shares, rest);
    return {
      exercise,
      answered: answered.length,
      meanShare: mean(shares),
      ...(discrimination === undefined ? {} : { discrimination }),
      misconceptions: countMisconceptions(answered, exercise),
    };
  });
}

function isAnswered(one: Graded, exercise: string): boolean {
  const verdict = one.exercises.find((found) => found.exercise === exercise);
  return verdict !== undefined && !verdict.findings.some(({ id }) => id === 'not-handed-in');
}

function shareOf({ exercises }: Graded, counts: (exercise: string) => boolean): number {
  const own = exercises.filter(({ exercise }) => counts(exercise));
  const most = own.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  return most === 0 ? 0 : own.reduce((sum, { points }) => sum + points, 0) / most;
}

function countMisconceptions(graded: readonly Graded[], exercise: string): ItemStatistics['misconceptions'] {
  const learners = new Map<MisconceptionId, number>();
  for (const { exercises } of graded) {
    const verdict = exercises.find((found) => found.exercise === exercise);
    const ids = new Set(verdict?.findings.flatMap(({ misconception }) => misconception ?? []));
    for (const id of ids) learners.set(id, (learners.get(id) ?? 0) + 1);
  }
  const counts = [...learners].map(([id, count]) => ({ id, learners: count }));
  return counts.sort((a, b) => b.learners - a.learners || (a.id < b.id ? -1 : 1));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pearson's r. */
function correlate(xs: readonly number[], ys: readonly number[]): number | undefined {
  if (xs.length < 3) return undefined;
  const [mx, my] = [mean(xs), mean(ys)];
  const product = (as: readonly number[], ma: number, bs: readonly number[], mb: number) =>
    as.reduce((sum, a, i) => sum + (a - ma) * ((bs[i] ?? 0) - mb), 0);
  const spread = Math.sqrt(product(xs, mx, xs, mx) * product(ys, my, ys, my));
  return spread < 1e-12 ? undefined : product(xs, mx, ys, my) / spread;
}
