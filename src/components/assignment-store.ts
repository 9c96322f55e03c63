/** The assignments that were opened in this browser, each with whom its link was for. */
import type { AssignmentLink, Identity } from '../gradebook/index.ts';
import { openStore } from './database.ts';

/** An assignment as opened. */
export interface AssignmentRecord {
  readonly id: string;
  readonly assignment: AssignmentLink['assignment'];
  /** Whom the personal link is for. */
  readonly learner?: AssignmentLink['learner'];
  /** Who the learner says to be. */
  readonly who?: Identity;
  /** When it was last opened or handed in, in milliseconds since 1970. */
  readonly opened: number;
  readonly handedIn?: number;
}

const store = openStore<AssignmentRecord>('assignments');

export const loadAssignments = store.getAll;

export const keepAssignment = store.put;

export const forgetAssignment = store.remove;

/** What a link brings, beside what was kept: a newer version takes the place of an older one, never the reverse. */
export function mergeOpened(
  kept: AssignmentRecord | undefined,
  { assignment, learner }: AssignmentLink,
  now: number,
): AssignmentRecord {
  const isOlder = kept !== undefined && kept.assignment.version > assignment.version;
  const who = learner ?? kept?.learner;
  return {
    ...kept,
    id: assignment.id,
    assignment: isOlder ? kept.assignment : assignment,
    ...(who === undefined ? {} : { learner: who }),
    opened: now,
  };
}
