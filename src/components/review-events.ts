/** The answers that the review is scheduled by, as they are kept. */
import type { ExerciseRecord } from './progress-store.ts';
import type { ReviewEvent } from './review-schedule.ts';

/** Every attempt kept. A solution looked at is no answer of one's own. */
export function eventsOf(records: readonly ExerciseRecord[]): readonly ReviewEvent[] {
  return records.flatMap(({ id, attempts }) =>
    attempts.map(({ time, verdict, solutionShown }) => ({
      exercise: id,
      time,
      isRight: verdict.verdict === 'correct' && !solutionShown,
    })),
  );
}
