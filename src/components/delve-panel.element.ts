/** `<delve-panel>`: the stack of a Delve session as a table that grows with what the session prints. */
import type { FrameVariable } from '../analysis/delve/index.ts';
import { readInWorker } from './analysis-client.ts';
import { describeStack, stackRows, type StackRow } from './delve-rows.ts';
import { element } from './element.ts';
import { originWords } from './origin-words.ts';

/** A session is read when it has been quiet for so long. */
const quietMillis = 150;

export class DelvePanel extends HTMLElement {
  readonly #status = element('p', 'small');
  readonly #place = element('div');
  #watching: MutationObserver | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  connectedCallback(): void {
    this.#status.setAttribute('role', 'status');
    this.replaceChildren(element('h2', '', 'The stack, as far as you asked'), this.#status, this.#place);
    this.#draw([]);
  }

  disconnectedCallback(): void {
    this.#watching?.disconnect();
    clearTimeout(this.#timer);
  }

  /** Follows the last run of `dlv` in a terminal transcript. */
  watch(transcript: HTMLElement): void {
    const look = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.show(lastSession(transcript)), quietMillis);
    };
    this.#watching = new MutationObserver(look);
    this.#watching.observe(transcript, { childList: true, subtree: true, characterData: true });
    look();
  }

  /** Reads a session and draws its last stack; a later call overtakes an earlier one. */
  async show(session: string): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { found } = await readInWorker('the session', session);
      const evidence = found.map((one) => one.evidence).findLast(({ kind }) => kind === 'delve');
      if (turn === this.#turn) this.#draw(evidence?.kind === 'delve' ? stackRows(evidence) : []);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  #draw(rows: readonly StackRow[]): void {
    this.#say(describeStack(rows));
    this.#place.replaceChildren(...(rows.length === 0 ? [] : [renderStack(rows)]));
  }

  /** The same sentence again would be read aloud again. */
  #say(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}

function lastSession(transcript: HTMLElement): string {
  const record = [...transcript.querySelectorAll('.lab-record')].findLast((one) =>
    /^dlv\s/.test(one.querySelector('.lab-command')?.textContent ?? ''),
  );
  return record?.querySelector('pre')?.textContent ?? '';
}

function renderStack(rows: readonly StackRow[]): HTMLElement {
  const table = element('table', 'delve-stack');
  const head = element('tr');
  head.append(...['Frame', 'Function', 'Whose', 'Printed there'].map((title) => heading(title, 'col')));
  table.append(element('caption', 'visually-hidden', 'Frames, innermost first'), head, ...rows.map(renderRow));
  const box = element('div', 'scroll-x');
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', 'Stack of the session');
  box.append(table);
  return box;
}

function heading(text: string, scope: 'col' | 'row'): HTMLElement {
  const cell = element('th', '', text);
  cell.scope = scope;
  return cell;
}

function renderRow({ index, func, place, origin, isCrash, isSelected, variables }: StackRow): HTMLElement {
  const row = element('tr', origin === 'own' ? 'own' : 'other');
  if (isSelected) row.setAttribute('aria-current', 'true');
  const where = element('td');
  where.append(element('code', '', func), ' ', element('span', 'small', place));
  const notes = [originWords[origin], isCrash ? 'it went wrong here' : '', isSelected ? 'selected' : ''];
  const printed = element('td');
  printed.append(...variables.map(renderVariable));
  row.append(
    heading(String(index), 'row'),
    where,
    element('td', 'small', notes.filter((note) => note !== '').join(', ')),
    printed,
  );
  return row;
}

function renderVariable({ name, value, differs }: FrameVariable): HTMLElement {
  const line = element('div', differs ? 'differs' : '');
  line.append(element('code', '', `${name} = ${value}`));
  if (differs) line.append(' ', element('span', 'small', 'differs'));
  return line;
}

customElements.define('delve-panel', DelvePanel);
