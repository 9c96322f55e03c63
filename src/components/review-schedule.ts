/**
 * When an exercise that was missed comes back: after growing intervals, as long as it is answered right. Worked out from
 * what was answered and when, so that the histories of two browsers put together give one schedule.
 */

/** One answer to an exercise, in its lesson or in the review. */
export interface ReviewEvent {
  /** `LESSON/EXERCISE`. */
  readonly exercise: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Full marks, by oneself. */
  readonly isRight: boolean;
}

/** An exercise that comes back. */
export interface ReviewItem {
  readonly exercise: string;
  /** When it is due, in milliseconds since 1970. */
  readonly due: number;
  /** How many intervals it has passed. */
  readonly step: number;
}

const dayMillis = 86_400_000;
/** In days. Who is right after the last one has it. */
const intervals = [1, 3, 7, 16, 35] as const;

/**
 * Returns the exercises that come back, the most urgent first. One that was never missed does not; one that was right at
 * the end of the last interval does no more. An answer before its time counts only when it is wrong.
 *
 * @example scheduleReviews([{ exercise: 'a/b', time: 0, isRight: false }]) // due after one day
 */
export function scheduleReviews(events: readonly ReviewEvent[]): readonly ReviewItem[] {
  const queue = new Map<string, ReviewItem>();
  for (const { exercise, time, isRight } of events.toSorted((a, b) => a.time - b.time)) {
    const item = queue.get(exercise);
    if (!isRight) queue.set(exercise, itemAt(exercise, time, 0));
    else if (item && time >= item.due) advance(queue, item, time);
  }
  return [...queue.values()].toSorted((a, b) => a.due - b.due || a.exercise.localeCompare(b.exercise));
}

function advance(queue: Map<string, ReviewItem>, { exercise, step }: ReviewItem, time: number): void {
  if (step + 1 < intervals.length) queue.set(exercise, itemAt(exercise, time, step + 1));
  else queue.delete(exercise);
}

function itemAt(exercise: string, time: number, step: number): ReviewItem {
  return { exercise, step, due: time + (intervals[step] ?? 1) * dayMillis };
}

/**
 * Returns the items that are due now.
 *
 * @example dueNow(scheduleReviews(events), Date.now()).length
 */
export function dueNow(items: readonly ReviewItem[], now: number): readonly ReviewItem[] {
  return items.filter(({ due }) => due <= now);
}
