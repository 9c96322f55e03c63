/** The notebook, kept in this browser: one page for each lesson. */
import type { NotebookPage, PinnedEvidence } from '../gradebook/index.ts';
import { openStore } from './database.ts';

export { storageProblem } from './database.ts';

/** Longest evidence that is kept; of more, the beginning and the end. */
const mostCharacters = 100_000;

const store = openStore<NotebookPage>('notebook');
const changed = 'faultline:notebook';

/** Every page that holds something, as kept. */
export const loadPages = store.getAll;

/** The page with that id; a new one where nothing is kept. */
export async function loadPage(id: string, title: string): Promise<NotebookPage> {
  return (await store.get(id)) ?? { id, title, pins: [], claims: [], updated: 0 };
}

/** Keeps a page; one that holds nothing any more is removed. */
export async function savePage(page: NotebookPage): Promise<void> {
  if (page.pins.length === 0 && page.claims.length === 0) await store.remove(page.id);
  else await store.put({ ...page, updated: Date.now() });
}

/** Adds evidence to a page, and tells whoever shows it. Resolves with its number. */
export async function addPin(
  id: string,
  title: string,
  evidence: Omit<PinnedEvidence, 'number' | 'time'>,
): Promise<number> {
  const page = await loadPage(id, title);
  const number = Math.max(0, ...page.pins.map((pin) => pin.number)) + 1;
  const pin = { ...evidence, number, time: Date.now(), text: shorten(evidence.text) };
  await savePage({ ...page, pins: [...page.pins, pin] });
  document.dispatchEvent(new CustomEvent<string>(changed, { detail: id }));
  return number;
}

/** Calls back with the id of each page that was pinned to, or changed in another tab. */
export function onPagesChanged(call: (id: string) => void): void {
  document.addEventListener(changed, (event) => call((event as CustomEvent<string>).detail));
  store.onOtherTab(call);
}

function shorten(text: string): string {
  if (text.length <= mostCharacters) return text;
  const half = mostCharacters / 2;
  return `${text.slice(0, half)}\n[${text.length - mostCharacters} characters left out here]\n${text.slice(-half)}`;
}
