/** The search as a dialog, over whatever page is read. */
import { element } from './element.ts';
import { makeSearchPanel } from './search-panel.ts';

let dialog: HTMLDialogElement | undefined;

/** Opens the dialog with the cursor in its box; the words of the last search stand there, selected. */
export function openSearch(): void {
  dialog ??= build();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input')?.select();
}

function build(): HTMLDialogElement {
  const made = element('dialog', 'search-dialog');
  made.setAttribute('aria-label', 'Search');
  const close = Object.assign(element('button', 'plain', 'Close'), { type: 'button' });
  close.addEventListener('click', () => made.close());
  // In a search box Escape would first empty the box.
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    made.close();
  });
  // A result on this very page only scrolls: the dialog must not stay in front of it.
  made.addEventListener('click', (event) => {
    if ((event.target as Element).closest('a')) made.close();
  });
  made.append(makeSearchPanel().element, close);
  document.body.append(made);
  return made;
}
