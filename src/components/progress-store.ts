/** What the learner did, kept in this browser: one record per exercise. */
import { openStore } from './database.ts';
import type { EvidenceFile, Verdict } from '../exercises/index.ts';
import type { RecordedAttempt } from '../gradebook/index.ts';

/** Everything about one exercise. */
export interface ExerciseRecord {
  /** `LESSON/EXERCISE`. */
  readonly id: string;
  readonly version: number;
  /** The seed of the variant that fields and evidence are of; absent where it is the program as written. */
  readonly variant?: number;
  /** The answer's controls as left, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceFile[];
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  /** In the order made. Unreadable evidence is no attempt and is not kept. */
  readonly attempts: readonly RecordedAttempt[];
  /** The last verdict shown, unreadable ones included. */
  readonly shown?: Verdict;
  readonly updated: number;
}

const store = openStore<ExerciseRecord>('exercises');

/** The record of an exercise, or undefined where it was never touched. */
export const loadRecord = store.get;

/** Every record kept. */
export const loadRecords = store.getAll;

/** Keeps the record and tells other tabs. */
export const saveRecord = store.put;

/** Calls back with the id of each exercise that another tab changed. */
export const onOtherTab = store.onOtherTab;

/** True where an attempt earned full marks. */
export function isSolved(record: ExerciseRecord): boolean {
  return record.attempts.some(({ verdict }) => verdict.verdict === 'correct');
}
