/** `<delve-panel>`: what a Delve session has shown so far. Its stack, what was printed in each frame, and the source of one. */
import type { FrameVariable } from '../analysis/delve/index.ts';
import type { DelveEvidence } from '../analysis/index.ts';
import pictureStyles from '../styles/delve.css?inline';
import { readInWorker } from './analysis-client.ts';
import { describeStack, stackRows, type StackRow } from './delve-rows.ts';
import { selectedFrame, sourceOf, type ReadSource, type SourceLine } from './delve-source.ts';
import { element } from './element.ts';
import { originWords } from './origin-words.ts';

const styles = new CSSStyleSheet();
styles.replaceSync(pictureStyles);

/** A session is read when it has been quiet for so long. */
const quietMillis = 150;

/** Where a panel stands. */
export interface DelvePanelOptions {
  readonly heading: 'h2' | 'h3';
  readonly title: string;
  /** How the session is called; of several in a page each by another name. */
  readonly session: string;
  readonly readSource: ReadSource;
}

export class DelvePanel extends HTMLElement {
  readonly #options: DelvePanelOptions;
  readonly #status = element('p', 'small');
  readonly #place = element('div', 'delve-state');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #session = '';
  #delve: DelveEvidence | undefined;
  /** The frame whose source the learner asked for here, until the session goes to another. */
  #chosen: number | undefined;

  constructor(options: DelvePanelOptions) {
    super();
    this.#options = options;
  }

  connectedCallback(): void {
    if (!document.adoptedStyleSheets.includes(styles)) document.adoptedStyleSheets.push(styles);
    const { heading: level, title } = this.#options;
    this.#status.setAttribute('role', 'status');
    this.replaceChildren(element(level, '', title), this.#status, this.#place);
    this.#draw();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  /** Reads a running session once it is quiet; `read` gives its text so far. */
  follow(read: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.show(read()), quietMillis);
  }

  /** Reads a session and draws its last stack; a later call overtakes an earlier one. */
  async show(session: string): Promise<void> {
    const turn = ++this.#turn;
    try {
      const { found } = await readInWorker('the session', session);
      const evidence = found.map((one) => one.evidence).findLast(({ kind }) => kind === 'delve');
      if (turn === this.#turn) this.showEvidence(evidence?.kind === 'delve' ? evidence : undefined, session);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** Draws a session that has been read. */
  showEvidence(delve: DelveEvidence | undefined, session: string): void {
    if (delve?.selections.at(-1)?.at !== this.#delve?.selections.at(-1)?.at) this.#chosen = undefined;
    this.#delve = delve;
    this.#session = session;
    this.#draw();
  }

  #draw(): void {
    const delve = this.#delve;
    const rows = delve === undefined ? [] : stackRows(delve);
    this.#say(describeStack(rows));
    if (delve === undefined || rows.length === 0) return this.#place.replaceChildren();
    const hadFocus = this.#place.contains(document.activeElement);
    this.#place.replaceChildren(this.#renderStack(rows, delve), this.#renderSource(delve));
    if (hadFocus) this.#place.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
  }

  /** The same sentence again would be read aloud again. */
  #say(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  #renderStack(rows: readonly StackRow[], delve: DelveEvidence): HTMLElement {
    const table = element('table', 'delve-stack');
    const head = element('tr');
    head.append(...['Frame', 'Function', 'Printed there'].map((title) => heading(title, 'col')));
    const shown = this.#shown(delve);
    table.append(element('caption', 'visually-hidden', 'Frames, innermost first'), head);
    table.append(...rows.map((row) => renderRow(row, this.#renderNumber(row, delve, shown))));
    const box = element('div', 'scroll-x');
    box.append(table);
    return region(`Stack of ${this.#options.session}`, box);
  }

  /** The frame's number: a button where its source can be shown. */
  #renderNumber({ index }: StackRow, delve: DelveEvidence, shown: number | undefined): HTMLElement | string {
    if (this.#linesOf(index, delve).length === 0) return String(index);
    const button = element('button', 'plain', String(index));
    button.type = 'button';
    button.setAttribute('aria-label', `Source of frame ${index}`);
    button.setAttribute('aria-pressed', String(index === shown));
    button.addEventListener('click', () => {
      this.#chosen = index;
      this.#draw();
    });
    return button;
  }

  /** The number of the frame whose source is shown. */
  #shown(delve: DelveEvidence): number | undefined {
    return this.#chosen ?? selectedFrame(delve)?.index;
  }

  #linesOf(index: number, delve: DelveEvidence): readonly SourceLine[] {
    const frame = delve.frames.find((one) => one.index === index);
    return frame === undefined ? [] : sourceOf(frame, delve, this.#session, this.#options.readSource);
  }

  #renderSource(delve: DelveEvidence): HTMLElement {
    const shown = this.#shown(delve);
    const row = stackRows(delve).find(({ index }) => index === shown);
    if (row === undefined)
      return element('p', 'small quiet', 'No frame is selected: frame N goes to one, and its source stands here.');
    const lines = this.#linesOf(row.index, delve);
    const title = `Frame ${row.index}, ${row.func}${row.place === '' ? '' : `, ${row.place}`}`;
    if (lines.length === 0)
      return element('p', 'small quiet', `${title}: its source is not at hand, so it can't be shown.`);
    const figure = element('figure', 'delve-source');
    const listing = element('pre');
    listing.append(...lines.flatMap(renderLine));
    figure.append(element('figcaption', 'small', title), region(`Source in ${this.#options.session}`, listing));
    return figure;
  }
}

/** A part that may scroll sideways, by keyboard too. */
function region<Part extends HTMLElement>(label: string, part: Part): Part {
  part.tabIndex = 0;
  part.setAttribute('role', 'region');
  part.setAttribute('aria-label', label);
  return part;
}

function heading(content: string | HTMLElement, scope: 'col' | 'row'): HTMLElement {
  const cell = element('th');
  cell.append(content);
  cell.scope = scope;
  return cell;
}

function renderLine({ number, text, isHere }: SourceLine): readonly Node[] {
  const line = element('span', isHere ? 'here' : '', `${isHere ? '=>' : '  '}${String(number).padStart(5)}: ${text}`);
  return [line, document.createTextNode('\n')];
}

function renderRow(stackRow: StackRow, number: HTMLElement | string): HTMLElement {
  const { func, place, origin, isCrash, isSelected, variables } = stackRow;
  const row = element('tr', origin === 'own' ? 'own' : 'other');
  if (isSelected) row.setAttribute('aria-current', 'true');
  const where = element('td');
  const notes = [originWords[origin], isCrash ? 'it went wrong here' : '', isSelected ? 'selected' : ''];
  const whose = element('div', 'small', notes.filter((note) => note !== '').join(', '));
  where.append(element('code', '', func), ' ', element('span', 'small', place), whose);
  const printed = element('td');
  printed.append(...variables.map(renderVariable));
  row.append(heading(number, 'row'), where, printed);
  return row;
}

function renderVariable({ name, value, differs }: FrameVariable): HTMLElement {
  const line = element('div', differs ? 'differs' : '');
  line.append(element('code', '', `${name} = ${value}`));
  if (differs) line.append(' ', element('span', 'small', 'differs'));
  return line;
}

if (!customElements.get('delve-panel')) customElements.define('delve-panel', DelvePanel);
