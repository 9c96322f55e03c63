/** Everything that the page keeps, read and written together. */
import type { NotebookPage } from '../gradebook/index.ts';
import type { AssignmentRecord } from './assignment-store.ts';
import { openStore, type Kept, type Store } from './database.ts';
import type { DrillRecord } from './drill-store.ts';
import type { Progress } from './progress-merge.ts';
import type { ExerciseRecord } from './progress-store.ts';

const stores = {
  exercises: openStore<ExerciseRecord>('exercises'),
  settings: openStore<Kept>('settings'),
  assignments: openStore<AssignmentRecord>('assignments'),
  notebook: openStore<NotebookPage>('notebook'),
  drill: openStore<DrillRecord>('drill'),
} as const;

/** What the labs keep apart: edited files. */
const labDatabase = 'faultline-labs';
const settingPrefix = 'faultline-';

/** Every record of every store. */
export async function loadProgress(): Promise<Progress> {
  const [exercises, settings, assignments, notebook, drill] = await Promise.all([
    stores.exercises.getAll(),
    stores.settings.getAll(),
    stores.assignments.getAll(),
    stores.notebook.getAll(),
    stores.drill.getAll(),
  ]);
  return { exercises, settings, assignments, notebook, drill };
}

/** Keeps the records, each in place of the one with its id. */
export async function saveProgress(progress: Progress): Promise<void> {
  await putAll(stores.exercises, progress.exercises);
  await putAll(stores.settings, progress.settings);
  await putAll(stores.assignments, progress.assignments);
  await putAll(stores.notebook, progress.notebook);
  await putAll(stores.drill, progress.drill);
}

async function putAll<Value extends Kept>(store: Store<Value>, values: readonly Value[]): Promise<void> {
  for (const value of values) await store.put(value);
}

/** Removes every record, the labs' edited files, and small settings. */
export async function eraseProgress(): Promise<void> {
  for (const store of Object.values(stores)) for (const { id } of await store.getAll()) await store.remove(id);
  globalThis.indexedDB?.deleteDatabase(labDatabase);
  eraseSettings(() => localStorage);
  eraseSettings(() => sessionStorage);
}

/** Where storage is switched off, asking for it throws. */
function eraseSettings(storage: () => Storage): void {
  try {
    const kept = storage();
    for (const name of Object.keys(kept)) if (name.startsWith(settingPrefix)) kept.removeItem(name);
  } catch {
    // Nothing is kept there.
  }
}
