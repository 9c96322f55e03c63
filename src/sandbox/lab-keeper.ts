import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { createMirror } from '../toolchain/files/index.ts';
import type { FileChange, FileSystem } from '../toolchain/files/index.ts';

/** What is kept of a lab between visits. */
export interface KeptLab {
  readonly changes: readonly FileChange[];
  readonly history: readonly string[];
}

interface LabDatabase extends DBSchema {
  labs: { key: string; value: KeptLab };
}

/** How keeping goes; each but `kept` deserves a sentence to the learner. */
export type KeepState =
  | { readonly kind: 'kept' }
  /** The browser keeps nothing here (private window, blocked storage). */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'full' }
  /** The lab is open in another tab too: both see each other's changes. */
  | { readonly kind: 'shared' };

/** Keeps a lab's files in this browser as they change. */
export interface LabKeeper {
  /** The lines typed in the lab's terminals, kept with the files. */
  readonly history: readonly string[];
  /** Adds a line to the history. */
  remember(line: string): void;
  /** Puts back what was kept. Call once, before anything else changes the files. */
  restore(): Promise<void>;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
  /** Forgets everything that was kept, and puts the files back to the start. */
  reset(): Promise<void>;
}

const saveDelayMillis = 250;
const largestKeptBytes = 8 * 1024 * 1024;

/** Programs can be built again, and take most of the room. */
function isKept(change: FileChange): boolean {
  if (change.kind !== 'file') return true;
  const [a, b, c, d] = change.contents;
  const isProgram = a === 0 && b === 0x61 && c === 0x73 && d === 0x6d;
  return !isProgram && change.contents.length <= largestKeptBytes;
}

/** In a learning management system each learner's labs are their own: the course's frame there is named by the learner. */
const databaseName = () => (window.name.startsWith('faultline-') ? `${window.name}-labs` : 'faultline-labs');

function open(): Promise<IDBPDatabase<LabDatabase> | undefined> {
  return openDB<LabDatabase>(databaseName(), 1, {
    upgrade: (database) => void database.createObjectStore('labs'),
  }).catch(() => undefined);
}

/**
 * Returns the keeper of one lab. Tabs with the same lab tell each other what changed, so that none overwrites the other.
 */
export function createLabKeeper(lesson: string, files: FileSystem, onState: (state: KeepState) => void): LabKeeper {
  const database = open();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`faultline-lab-${lesson}`) : undefined;
  let history: readonly string[] = [];
  const keeper: LabKeeper = {
    get history() {
      return history;
    },
    remember(line) {
      history = [...history, line];
      touch();
    },
    async restore() {
      const kept = await (await database)?.get('labs', lesson).catch(() => undefined);
      if (kept) mirror.apply(kept.changes);
      history = kept?.history ?? [];
      if (!(await database)) onState({ kind: 'unavailable' });
    },
    async flush() {
      clearTimeout(timer);
      const changes = mirror.take().filter(isKept);
      if (changes.length > 0) channel?.postMessage({ changes } satisfies TabMessage);
      await save();
    },
    async reset() {
      files.reset();
      await keeper.flush();
    },
  };
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void keeper.flush(), saveDelayMillis);
  };
  const mirror = createMirror(files, touch);
  const save = async (): Promise<void> => {
    const kept: KeptLab = { changes: files.changes().filter(isKept), history: history.slice(-200) };
    try {
      await (await database)?.put('labs', kept, lesson);
      if (await database) onState({ kind: 'kept' });
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      onState({ kind: isFull ? 'full' : 'unavailable' });
    }
  };
  // What came from another tab is saved here too: whichever tab saves last has everything.
  const takeOver = (changes: readonly FileChange[]): void => {
    mirror.apply(changes);
    touch();
  };
  if (channel) shareWithTabs(channel, takeOver, onState);
  return keeper;
}

/** What tabs with the same lab say to each other. */
type TabMessage = { readonly changes: readonly FileChange[] } | { readonly hello: 'here' | 'too' };

function shareWithTabs(
  channel: BroadcastChannel,
  apply: (changes: readonly FileChange[]) => void,
  onState: (state: KeepState) => void,
): void {
  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if ('changes' in data) return apply(data.changes);
    if (data.hello === 'here') channel.postMessage({ hello: 'too' } satisfies TabMessage);
    onState({ kind: 'shared' });
  });
  channel.postMessage({ hello: 'here' } satisfies TabMessage);
}
