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

/** What is read and changed, one after the other: each finds what the one before it kept. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  const done = last.then(act);
  last = done;
  return done;
}

async function readPage(id: string, title: string): Promise<NotebookPage> {
  return (await store.get(id)) ?? { id, title, pins: [], claims: [], updated: 0 };
}

/** The page with that id; a new one where nothing is kept. */
export function loadPage(id: string, title: string): Promise<NotebookPage> {
  return inTurn(() => readPage(id, title));
}

/** Changes a page as it is kept by then, and keeps it; one that holds nothing any more is removed. */
export function changePage(id: string, title: string, change: (page: NotebookPage) => NotebookPage): Promise<void> {
  return inTurn(async () => {
    const page = change(await readPage(id, title));
    if (page.pins.length === 0 && page.claims.length === 0) await store.remove(id);
    else await store.put({ ...page, updated: Date.now() });
  });
}

/** Adds evidence to a page, and tells whoever shows it. Resolves with its number. */
export async function addPin(
  id: string,
  title: string,
  evidence: Omit<PinnedEvidence, 'number' | 'time'>,
): Promise<number> {
  let number = 0;
  await changePage(id, title, (page) => {
    number = Math.max(0, ...page.pins.map((pin) => pin.number)) + 1;
    const pin = { ...evidence, number, time: Date.now(), text: shorten(evidence.text) };
    return { ...page, pins: [...page.pins, pin] };
  });
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
