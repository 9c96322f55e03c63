/** Evidence into the notebook: from a terminal, from an exercise, from the analyze page. */
import { loadRecord } from './progress-store.ts';
import { addPin } from './notebook-store.ts';

/** What of the notebook belongs to this page. */
export interface NotesOfPage {
  readonly id: string;
  readonly title: string;
}

/** The notes of the page that is shown: a lesson's, or those on evidence from elsewhere. */
export function notesHere(): NotesOfPage {
  const id = document.documentElement.dataset['notes'] ?? 'analyze';
  const title = id === 'analyze' ? 'Evidence of your own' : document.querySelector('h1')?.textContent.trim();
  return { id, title: title ?? id };
}

/** A command's output as a terminal shows it. */
export interface PrintedOutput {
  readonly line: string;
  readonly text: string;
  readonly status: number | undefined;
  readonly recording: string | undefined;
}

/** Pins a command's output. Resolves with a sentence to announce. */
export async function pinOutput({ line, text, status, recording }: PrintedOutput, terminal: string): Promise<string> {
  const notes = notesHere();
  const source = recording === undefined ? `${terminal} of the page` : `a recording of ${recording}`;
  const number = await addPin(notes.id, notes.title, {
    text,
    command: line,
    source,
    ...(status === undefined ? {} : { status }),
  });
  return `Pinned to the notebook as E${number}.`;
}

/** Pins what was given to the exercise or to the desk that the button belongs to. */
export async function pinGiven(button: HTMLElement | undefined): Promise<void> {
  if (!button) return;
  const notes = notesHere();
  const given = await findGiven(button);
  const numbers: string[] = [];
  for (const { source, text } of given)
    numbers.push(`E${await addPin(notes.id, notes.title, { text, source: source === 'paste' ? 'pasted' : source })}`);
  button.textContent = numbers.length === 0 ? 'Nothing to pin yet' : `Pinned as ${numbers.join(', ')}`;
}

interface Given {
  readonly source: string;
  readonly text: string;
}

/** An exercise keeps its evidence whole; the box of the desk shows it. Files that are no text cannot be pinned. */
async function findGiven(button: HTMLElement): Promise<readonly Given[]> {
  const id = button.closest<HTMLElement>('exercise-sheet')?.dataset['id'];
  const evidence = id === undefined ? [] : ((await loadRecord(id))?.evidence ?? []);
  const box = button.closest('evidence-desk')?.querySelector<HTMLTextAreaElement>('textarea');
  const given = [
    ...evidence.flatMap(({ source, content }) => (typeof content === 'string' ? [{ source, text: content }] : [])),
    ...(box ? [{ source: 'paste', text: box.value }] : []),
  ];
  return given.filter(({ text }) => text.trim() !== '');
}
