/**
 * What the learner did, kept in this browser: one record per exercise. Where the browser keeps nothing (private mode,
 * storage full or switched off) the records live as long as the page, and `storageProblem` says so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EvidenceFile, Verdict } from '../exercises/index.ts';

/** One check, in the order made. Unreadable evidence is no attempt and is not kept. */
export interface AttemptRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly answer: string;
  readonly evidence: readonly EvidenceFile[];
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  readonly verdict: Verdict;
}

/** Everything about one exercise. */
export interface ExerciseRecord {
  /** `LESSON/EXERCISE`. */
  readonly id: string;
  readonly version: number;
  /** The answer's controls as left, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceFile[];
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  readonly attempts: readonly AttemptRecord[];
  /** The last verdict shown, unreadable ones included. */
  readonly shown?: Verdict;
  readonly updated: number;
}

interface FaultlineDB extends DBSchema {
  exercises: { key: string; value: ExerciseRecord };
}

const memory = new Map<string, ExerciseRecord>();
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('faultline-progress') : undefined;
let opening: Promise<IDBPDatabase<FaultlineDB> | undefined> | undefined;
let problem: string | undefined;

/** Why nothing is kept, or undefined while it is. */
export function storageProblem(): string | undefined {
  return problem;
}

/** The record of an exercise, or undefined where it was never touched. */
export async function loadRecord(id: string): Promise<ExerciseRecord | undefined> {
  const db = await database();
  return (await db?.get('exercises', id).catch(() => undefined)) ?? memory.get(id);
}

/** Every record kept. */
export async function loadRecords(): Promise<readonly ExerciseRecord[]> {
  const db = await database();
  const kept = (await db?.getAll('exercises').catch(() => undefined)) ?? [];
  const ids = new Set(kept.map(({ id }) => id));
  return [...kept, ...[...memory.values()].filter(({ id }) => !ids.has(id))];
}

/** Keeps the record and tells other tabs. */
export async function saveRecord(record: ExerciseRecord): Promise<void> {
  const db = await database();
  try {
    await db?.put('exercises', record);
    if (db) memory.delete(record.id);
    else memory.set(record.id, record);
  } catch (error) {
    memory.set(record.id, record);
    problem = isFull(error)
      ? 'This browser has no room left for the page: what you do here lasts until you close the tab. Free some space, or copy your work out.'
      : 'This browser did not let the page keep your work: it lasts until you close the tab.';
  }
  channel?.postMessage(record.id);
}

/** Calls back with the id of each exercise that another tab changed. */
export function onOtherTab(changed: (id: string) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<string>) => changed(event.data));
}

/** True where an attempt earned full marks. */
export function isSolved(record: ExerciseRecord): boolean {
  return record.attempts.some(({ verdict }) => verdict.verdict === 'correct');
}

function database(): Promise<IDBPDatabase<FaultlineDB> | undefined> {
  return (opening ??= open());
}

async function open(): Promise<IDBPDatabase<FaultlineDB> | undefined> {
  try {
    return await openDB<FaultlineDB>('faultline', 1, {
      upgrade: (db) => void db.createObjectStore('exercises', { keyPath: 'id' }),
    });
  } catch {
    problem =
      'This browser keeps nothing for the page (a private window, perhaps): your work lasts until you close the tab.';
    return undefined;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
