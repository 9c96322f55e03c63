/** What the drill and the placement keep in this browser. */
import type { DrillAnswer } from '../exercises/index.ts';
import { openStore } from './database.ts';

/** One answer given in the drill. */
export interface KeptAnswer extends DrillAnswer {
  readonly id: `answer-${number}`;
  readonly kind: 'answer';
}

/** Where the five traces placed the reader. */
export interface KeptPlacement {
  readonly id: 'placement';
  readonly kind: 'placement';
  readonly time: number;
  /** The recording of each trace, and whether it was read right at once. */
  readonly results: readonly { readonly source: string; readonly isRight: boolean }[];
  /** Slugs of lessons. */
  readonly skips: readonly string[];
  readonly start?: string;
}

/** Everything in the store. */
export type DrillRecord = KeptAnswer | KeptPlacement;

const store = openStore<DrillRecord>('drill');

/** Every answer kept. */
export async function loadAnswers(): Promise<readonly KeptAnswer[]> {
  return (await store.getAll()).filter((record) => record.kind === 'answer');
}

/** The placement, where the five traces were read. */
export async function loadPlacement(): Promise<KeptPlacement | undefined> {
  const record = await store.get('placement');
  return record?.kind === 'placement' ? record : undefined;
}

export const keepDrillRecord = store.put;
