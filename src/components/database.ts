/**
 * The one database of the page. Where the browser keeps nothing (private mode, storage full or switched off) everything
 * lives as long as the page, and `storageProblem` says so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { readSetting } from './kept-setting.ts';

/** The stores, each by the `id` of what it keeps. */
const storeNames = ['exercises', 'settings', 'assignments', 'notebook', 'drill'] as const;

/** The name of a store. */
export type StoreName = (typeof storeNames)[number];

/** What every record kept has. */
export interface Kept {
  readonly id: string;
}

type FaultlineDB = DBSchema & { [Name in StoreName]: { key: string; value: Kept } };

const memory = new Map<StoreName, Map<string, Kept>>(storeNames.map((name) => [name, new Map<string, Kept>()]));
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('faultline-kept') : undefined;
let opening: Promise<IDBPDatabase<FaultlineDB> | undefined> | undefined;
let problem: string | undefined;

/** One store, its records of one shape. */
export interface Store<Value extends Kept> {
  /** The record, or undefined where none is kept. */
  readonly get: (id: string) => Promise<Value | undefined>;
  readonly getAll: () => Promise<readonly Value[]>;
  /** Keeps the record and tells other tabs. Never rejects: what the browser refuses lives as long as the page. */
  readonly put: (value: Value) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Calls back with the id of each record that another tab changed. */
  readonly onOtherTab: (changed: (id: string) => void) => void;
}

/** Why nothing is kept, or undefined while it is. */
export function storageProblem(): string | undefined {
  return problem;
}

/** Returns the store of that name. The caller says what its records are: nobody else writes there. */
export function openStore<Value extends Kept>(name: StoreName): Store<Value> {
  const held = memory.get(name) as Map<string, Value>;
  return {
    get: async (id) => held.get(id) ?? ((await read((db) => db.get(name, id))) as Value | undefined),
    getAll: async () => {
      const kept: readonly unknown[] = (await read((db) => db.getAll(name))) ?? [];
      return [...(kept as readonly Value[]).filter(({ id }) => !held.has(id)), ...held.values()];
    },
    put: async (value) => {
      if (await write((db) => db.put(name, value))) held.delete(value.id);
      else held.set(value.id, value);
      channel?.postMessage([name, value.id]);
    },
    remove: async (id) => {
      held.delete(id);
      await write((db) => db.delete(name, id));
      channel?.postMessage([name, id]);
    },
    onOtherTab: (changed) =>
      channel?.addEventListener('message', ({ data }: MessageEvent<readonly [StoreName, string]>) => {
        if (data[0] === name) changed(data[1]);
      }),
  };
}

async function read<Result>(ask: (db: IDBPDatabase<FaultlineDB>) => Promise<Result>): Promise<Result | undefined> {
  const db = await database();
  return db && ask(db).catch(() => undefined);
}

/** True where the browser did it. */
async function write(act: (db: IDBPDatabase<FaultlineDB>) => Promise<unknown>): Promise<boolean> {
  const db = await database();
  if (!db) return false;
  try {
    await act(db);
    return true;
  } catch (error) {
    problem = isFull(error)
      ? 'This browser has no room left for the page: what you do here lasts until you close the tab. Free some space, or copy your work out.'
      : 'This browser did not let the page keep your work: it lasts until you close the tab.';
    return false;
  }
}

function database(): Promise<IDBPDatabase<FaultlineDB> | undefined> {
  return (opening ??= open());
}

/** In a learning management system each learner's work has a database of its own, which `<lms-course>` names. */
function databaseName(): string {
  return [window.name, readSetting('learner')].find((name) => name?.startsWith('faultline-')) ?? 'faultline';
}

async function open(): Promise<IDBPDatabase<FaultlineDB> | undefined> {
  try {
    return await openDB<FaultlineDB>(databaseName(), 2, {
      upgrade: (db) => {
        for (const name of storeNames)
          if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, { keyPath: 'id' });
      },
      // A newer version of the page in another tab wants to change the stores: let it.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opening = undefined;
      },
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
