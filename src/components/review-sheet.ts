/** An exercise of a lesson on another page: its worksheet, taken from the lesson's page and begun anew. */
import { loadRecord, saveRecord } from './progress-store.ts';
import { keepSeed, seedScope } from './variant-seeds.ts';

const urlAttributes = ['href', 'src', 'data-href', 'data-src'] as const;
const largestSeed = 0x7fffffff;

/**
 * The worksheet of an exercise as the lesson's page has it, with its links made whole.
 *
 * @throws Error, fit to be read by learners, where the lesson does not load or lacks the exercise.
 */
export async function fetchSheet(lessonUrl: string, id: string): Promise<HTMLElement> {
  const response = await fetch(lessonUrl).catch(() => undefined);
  if (!response?.ok) throw new Error('The exercise did not load. Check the network, then try again; nothing is lost.');
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const sheet = page.querySelector<HTMLElement>(`exercise-sheet[data-id="${CSS.escape(id)}"]`);
  if (!sheet) throw new Error('This exercise is not in its lesson any more. It will not come back.');
  const adopted = document.importNode(sheet, true);
  for (const part of [adopted, ...adopted.querySelectorAll('*')])
    for (const name of urlAttributes) {
      const url = part.getAttribute(name);
      if (url !== null) part.setAttribute(name, new URL(url, lessonUrl).href);
    }
  return adopted;
}

/** Empties the worksheet of an exercise; its attempts stay. Where it can be varied, it comes as a new variant. */
export async function beginAnew(sheet: HTMLElement, id: string): Promise<void> {
  const isVaried = sheet.dataset['varied'] !== undefined;
  const seed = isVaried ? 1 + Math.floor(Math.random() * largestSeed) : 0;
  const kept = await loadRecord(id);
  if (kept) {
    const { shown: _shown, variant: _variant, ...record } = kept;
    const empty = { fields: {}, evidence: [], hintsUsed: 0, solutionShown: false, updated: Date.now() };
    await saveRecord({ ...record, ...empty, ...(isVaried ? { variant: seed } : {}) });
  }
  if (isVaried) await keepSeed(seedScope(id, sheet.dataset['evidence']), seed);
}
