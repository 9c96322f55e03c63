/** The assignments that were opened in this browser, each with whom its link was for. */
import type { AssignmentLink, Identity } from '../gradebook/index.ts';
import { openStore } from './database.ts';
import { keepSetting, readSetting } from './kept-setting.ts';

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

/** A setting says at once, without opening the database, that there is something to look up. */
const known = 'assigned';

export function hasAssignments(): boolean {
  return readSetting(known) !== undefined;
}

export async function keepAssignment(record: AssignmentRecord): Promise<void> {
  keepSetting(known, 'yes');
  await store.put(record);
}

export async function forgetAssignment(id: string): Promise<void> {
  await store.remove(id);
}

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
