/** A learner's session in a learning management system, whichever standard it speaks. */
import type { Identity, RecordedAttempt } from '../gradebook/index.ts';
import type { LmsExercise, Standing } from '../lms/index.ts';

/** An attempt to tell of. */
export interface Interaction {
  readonly exercise: LmsExercise;
  readonly attempt: RecordedAttempt;
}

/** What a session says at any moment. */
export interface SessionReport {
  readonly standing: Standing;
  /** The page that the learner is at, seen from the site's root. */
  readonly location: string;
  /** What comes back in the next session. */
  readonly suspendData: string;
  /** Attempts not told of before. */
  readonly interactions: readonly Interaction[];
  /** Makes the file to hand in as it stands. */
  readonly submission: () => string;
}

/** An open session. Nothing in it throws: what the system does not take is told to `onProblem`. */
export interface LmsSession {
  /** Who the system says is there. */
  readonly learner: Identity | undefined;
  /** What the last session left. */
  readonly suspendData: string;
  readonly location: string;
  /** How many characters `suspendData` may have. */
  readonly suspendLimit: number;
  /** False where the system lets the learner look, and records nothing. */
  readonly isRecorded: boolean;
  /** The mark that the system sets instead of the package's, in percent of the points. */
  readonly passPercent?: number | undefined;
  /** Where to go once the session has ended. */
  readonly returnUrl?: string | undefined;
  /** Tells the system how things are. */
  send(report: SessionReport): Promise<void>;
  /** Tells it for the last time, while the page may be about to close. */
  end(report: SessionReport): Promise<void>;
}

/** Hears of what the system did not take, in a sentence for the learner, or that all is well again. */
export type OnProblem = (problem: string | undefined) => void;
