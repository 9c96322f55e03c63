/**
 * Puts what two browsers keep together so that nothing is lost: attempts are united by their times, and of what can stand
 * once only the newer counts. Merging the same twice changes nothing.
 */
import type { NotebookPage } from '../gradebook/index.ts';
import type { AssignmentRecord } from './assignment-store.ts';
import type { Kept, StoreName } from './database.ts';
import type { DrillRecord } from './drill-store.ts';
import type { ExerciseRecord } from './progress-store.ts';

/** Everything that is kept, by store. */
export interface Progress {
  readonly exercises: readonly ExerciseRecord[];
  readonly settings: readonly Kept[];
  readonly assignments: readonly AssignmentRecord[];
  readonly notebook: readonly NotebookPage[];
  readonly drill: readonly DrillRecord[];
}

/** Returns the records that are to be kept in place of `mine`, in which both are: those that changed, by store. */
export function mergeProgress(mine: Progress, theirs: Progress): Progress {
  return {
    exercises: changed(mine.exercises, theirs.exercises, mergeExercise),
    // A setting is of this browser: what is here stays.
    settings: changed(mine.settings, theirs.settings, (own) => own),
    assignments: changed(mine.assignments, theirs.assignments, mergeAssignment),
    notebook: changed(mine.notebook, theirs.notebook, mergePage),
    drill: changed(mine.drill, theirs.drill, (own, other) => (other.time > own.time ? other : own)),
  };
}

function changed<Value extends Kept>(
  mine: readonly Value[],
  theirs: readonly Value[],
  merge: (own: Value, other: Value) => Value,
): readonly Value[] {
  const own = new Map(mine.map((value) => [value.id, value]));
  return theirs.flatMap((other) => {
    const kept = own.get(other.id);
    if (kept === undefined) return [other];
    const merged = merge(kept, other);
    return JSON.stringify(merged) === JSON.stringify(kept) ? [] : [merged];
  });
}

/** The attempts of both, and the worksheet as it was left last. */
export function mergeExercise(own: ExerciseRecord, other: ExerciseRecord): ExerciseRecord {
  const newer = other.updated > own.updated ? other : own;
  return {
    ...newer,
    attempts: mergeAttempts(own.attempts, other.attempts),
    hintsUsed:
      newer.variant === own.variant && newer.variant === other.variant
        ? Math.max(own.hintsUsed, other.hintsUsed)
        : newer.hintsUsed,
    solutionShown: own.solutionShown || other.solutionShown,
  };
}

type Attempts = ExerciseRecord['attempts'];

/** What came by a link has no evidence in it: of two records of one attempt the fuller stays. */
function mergeAttempts(own: Attempts, others: Attempts): Attempts {
  const byTime = new Map(own.map((attempt) => [attempt.time, attempt]));
  for (const attempt of others) {
    const kept = byTime.get(attempt.time);
    if (kept === undefined || kept.evidence.length < attempt.evidence.length) byTime.set(attempt.time, attempt);
  }
  return [...byTime.values()].toSorted((a, b) => a.time - b.time);
}

function mergeAssignment(own: AssignmentRecord, other: AssignmentRecord): AssignmentRecord {
  const [older, newer] = other.opened > own.opened ? [own, other] : [other, own];
  const latest = older.assignment.version > newer.assignment.version ? older : newer;
  const handedIn = Math.max(own.handedIn ?? 0, other.handedIn ?? 0);
  return { ...older, ...newer, assignment: latest.assignment, ...(handedIn === 0 ? {} : { handedIn }) };
}

/** The newer page, and behind its own what only the older one has; evidence is numbered on. */
function mergePage(own: NotebookPage, other: NotebookPage): NotebookPage {
  const [older, newer] = other.updated > own.updated ? [own, other] : [other, own];
  const times = new Set(newer.pins.map(({ time }) => time));
  const claims = new Set(newer.claims.map((claim) => JSON.stringify(claim)));
  const numbers = new Set(newer.pins.map(({ number }) => number));
  let last = Math.max(0, ...numbers);
  const pins = older.pins
    .filter(({ time }) => !times.has(time))
    .map((pin) => (numbers.has(pin.number) ? { ...pin, number: ++last } : pin));
  return {
    ...newer,
    pins: [...newer.pins, ...pins],
    claims: [...newer.claims, ...older.claims.filter((claim) => !claims.has(JSON.stringify(claim)))],
  };
}

/** How many records of which stores there are, for telling what a file brings. */
export function countRecords(progress: Progress): Readonly<Record<StoreName, number>> {
  return {
    exercises: progress.exercises.length,
    settings: progress.settings.length,
    assignments: progress.assignments.length,
    notebook: progress.notebook.length,
    drill: progress.drill.length,
  };
}
