/** A flame graph as a table: one row per box, its callees beneath it on request. */
import { element } from './element.ts';
import type { FlamePart } from './profile-answers.ts';

/** The widest path is open this deep at first. */
const openLevels = 8;

export class FlameTree {
  readonly element = element('details', 'profile-tree');
  readonly #body = element('tbody');
  readonly #zoom: (id: number) => void;
  #children: ReadonlyMap<number, readonly FlamePart[]> = new Map();
  #isStale = true;

  constructor(zoom: (id: number) => void) {
    this.#zoom = zoom;
    const head = element('tr');
    for (const title of ['Value', 'Share', 'Itself', 'Function']) {
      const cell = element('th', '', title);
      cell.scope = 'col';
      head.append(cell);
    }
    const [table, header, frame] = [element('table'), element('thead'), element('div', 'scroll-x')];
    header.append(head);
    table.append(element('caption', 'visually-hidden', 'The flame graph as a table'), header, this.#body);
    frame.append(table);
    frame.tabIndex = 0;
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', 'The flame graph as a table');
    this.element.append(element('summary', '', 'The same as a table'), frame);
    this.element.addEventListener('toggle', () => this.#fill());
  }

  /** Takes the boxes of the whole graph; rows are made when the table is opened. */
  show(parts: readonly FlamePart[]): void {
    this.#children = Map.groupBy(parts, ({ parent }) => parent);
    this.#isStale = true;
    this.#fill();
  }

  #fill(): void {
    if (!this.element.open || !this.#isStale) return;
    this.#isStale = false;
    this.#body.replaceChildren();
    let [next] = this.#children.get(-1) ?? [];
    if (next) this.#body.append(this.#row(next));
    for (let level = 0; level < openLevels && next; level++) {
      const button = this.#body.querySelector<HTMLButtonElement>(`button[data-id="${next.id}"]`);
      if (button) this.#toggle(button, next);
      next = this.#children.get(next.id)?.reduce((widest, one) => (one.width > widest.width ? one : widest));
    }
  }

  #row(part: FlamePart): HTMLTableRowElement {
    const row = element('tr', part.origin);
    const name = element('th');
    name.scope = 'row';
    name.style.paddingInlineStart = `${0.6 + part.depth * 0.9}em`;
    const inlined = part.isInlined ? ' (inline)' : '';
    const callees = this.#children.get(part.id) ?? [];
    const label = element('button', 'plain', part.name + inlined);
    label.type = 'button';
    label.title = `Zoom to ${part.name}`;
    label.addEventListener('click', () => this.#zoom(part.id));
    name.append(callees.length > 0 ? this.#toggler(part, callees.length) : element('span', 'leaf'), label);
    row.append(
      element('td', 'figures', part.net),
      element('td', 'figures', part.share),
      element('td', 'figures', part.self),
      name,
    );
    row.dataset['depth'] = String(part.depth);
    return row;
  }

  #toggler(part: FlamePart, count: number): HTMLButtonElement {
    const button = element('button', 'plain toggle', '▸');
    button.type = 'button';
    button.dataset['id'] = String(part.id);
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-label', `${count} callees of ${part.name}`);
    button.addEventListener('click', () => this.#toggle(button, part));
    return button;
  }

  #toggle(button: HTMLButtonElement, part: FlamePart): void {
    const row = button.closest('tr');
    if (!row) return;
    const isOpen = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!isOpen));
    button.textContent = isOpen ? '▸' : '▾';
    if (!isOpen) return row.after(...(this.#children.get(part.id) ?? []).map((callee) => this.#row(callee)));
    for (let below = row.nextElementSibling; below; below = row.nextElementSibling) {
      if (Number((below as HTMLElement).dataset['depth']) <= part.depth) break;
      below.remove();
    }
  }
}
