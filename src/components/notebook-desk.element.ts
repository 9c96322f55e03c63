/** `<notebook-desk>`: the notes on all lessons, in the order of the course. */
import type { NotebookPage } from '../gradebook/index.ts';
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { exportPages, NotebookPanel } from './notebook-panel.ts';
import { loadPages } from './notebook-store.ts';

class NotebookDesk extends HTMLElement {
  connectedCallback(): void {
    void this.#show();
  }

  async #show(): Promise<void> {
    const links = [...this.querySelectorAll<HTMLAnchorElement>('.lesson-links a')];
    const order = (page: NotebookPage) => links.findIndex((link) => link.dataset['slug'] === page.id);
    const pages = [...(await loadPages())].sort((a, b) => order(a) - order(b));
    const place = this.querySelector<HTMLElement>('.pages');
    if (!place) return;
    if (pages.length === 0) return this.#part('.nothing').removeAttribute('hidden');
    const exportAll = makeButton('Save all as Markdown', () => void loadPages().then(exportPages));
    place.replaceChildren(exportAll, ...pages.map((page) => renderPage(page, links[order(page)])));
  }

  #part(selector: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(selector);
    if (!part) throw new Error(`the notebook has no ${selector}`);
    return part;
  }
}

function renderPage(page: NotebookPage, link: HTMLAnchorElement | undefined): HTMLElement {
  const section = element('section', 'notebook-page');
  const heading = Object.assign(element('h2'), { id: `notes-${page.id}` });
  heading.append(link ? Object.assign(element('a', '', page.title), { href: link.href }) : page.title);
  section.setAttribute('aria-labelledby', heading.id);
  section.append(heading, new NotebookPanel(page).element);
  return section;
}

customElements.define('notebook-desk', NotebookDesk);
