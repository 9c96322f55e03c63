/** The notebook beside the lesson: a drawer on a wide screen, over the page on a narrow one. */
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { NotebookPanel } from './notebook-panel.ts';
import { notesHere } from './notebook-pin.ts';
import { loadPage } from './notebook-store.ts';

const wide = '(width >= 64rem)';

let drawer: Promise<HTMLDialogElement> | undefined;
let before: Element | null = null;

/** Opens the notes of this page, or closes them where they are open. */
export async function openNotebook(): Promise<void> {
  const dialog = await (drawer ??= build());
  if (dialog.open) return dialog.close();
  before = document.activeElement;
  if (!matchMedia(wide).matches) return dialog.showModal();
  // The page moves aside, so that nothing of it is covered.
  document.body.classList.add('beside-notebook');
  dialog.show();
}

async function build(): Promise<HTMLDialogElement> {
  const notes = notesHere();
  const panel = new NotebookPanel(await loadPage(notes.id, notes.title));
  const dialog = element('dialog', 'notebook-drawer');
  const heading = Object.assign(element('h2', '', 'Notebook'), { id: 'notebook-title' });
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dialog.close();
  });
  dialog.addEventListener('close', () => {
    document.body.classList.remove('beside-notebook');
    if (before instanceof HTMLElement) before.focus();
  });
  const bar = element('div', 'notebook-head');
  const all = Object.assign(element('a', 'small', 'All notes'), {
    href: document.querySelector<HTMLAnchorElement>('[data-page=notebook]')?.href ?? '',
  });
  bar.append(
    heading,
    all,
    makeButton('Close', () => dialog.close(), 'plain'),
  );
  dialog.append(bar, panel.element);
  document.body.append(dialog);
  return dialog;
}
