/** The notes on one lesson: pinned evidence, and steps of thought that the learner writes. Everything is kept as typed. */
import '../styles/notebook.css';
import type { Claim, NotebookPage, PinnedEvidence } from '../gradebook/index.ts';
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { addPin, changePage, loadPage, onPagesChanged, storageProblem } from './notebook-store.ts';
import { copyText, saveFile } from './save-file.ts';

const questions: readonly (readonly [keyof Claim, name: string, how: string])[] = [
  ['hypothesis', 'Hypothesis', 'What do you think went wrong?'],
  ['test', 'Test', 'What would show that it is so, or that it is not?'],
  ['conclusion', 'Conclusion', 'What did you see?'],
  ['rulesOut', 'Rules out', 'What else cannot be the cause any more?'],
];

const emptyClaim: Claim = { hypothesis: '', test: '', conclusion: '', rulesOut: '' };

/** The notes of one lesson as a part of a page. `id` also names its fields, of which a page may show many sets. */
export class NotebookPanel {
  readonly element = element('div', 'notebook');
  #page: NotebookPage;
  readonly #pins = element('ol', 'pins');
  readonly #claims = element('ol', 'claims');
  readonly #status = element('p', 'small');
  /** True from a change of the steps until it is being kept. */
  #isWaiting = false;

  constructor(page: NotebookPage) {
    this.#page = page;
    this.#status.setAttribute('role', 'status');
    this.element.append(
      element('h3', '', 'Evidence'),
      this.#pins,
      this.#paste(),
      element('h3', '', 'Steps'),
      this.#claims,
      makeButton('Add a step', () => this.#addClaim()),
      this.#exports(),
      this.#status,
    );
    this.#show();
    onPagesChanged((id) => {
      if (id === this.#page.id) void this.#refresh();
    });
  }

  #showPins(): void {
    const { pins } = this.#page;
    this.#pins.replaceChildren(...pins.map((pin) => this.#renderPin(pin)));
    if (pins.length === 0) this.#pins.append(element('li', 'small quiet', 'Nothing is pinned yet.'));
  }

  #show(): void {
    this.#showPins();
    const { claims } = this.#page;
    const shown = claims.length === 0 ? [emptyClaim] : claims;
    this.#claims.replaceChildren(...shown.map((claim, at) => this.#renderClaim(claim, at)));
  }

  /** What is being typed, or not kept yet, stays: only the evidence is read anew. */
  async #refresh(): Promise<void> {
    const kept = await loadPage(this.#page.id, this.#page.title);
    const isOurs = this.#isWaiting || this.#claims.contains(document.activeElement);
    this.#page = isOurs ? { ...kept, claims: this.#page.claims } : kept;
    if (isOurs) this.#showPins();
    else this.#show();
  }

  #renderPin(pin: PinnedEvidence): HTMLElement {
    const item = element('li');
    const { number, text, command, source, status } = pin;
    const details = element('details');
    const summary = element('summary', '', `E${number} `);
    summary.append(element(command === undefined ? 'span' : 'code', '', command ?? firstLine(text)));
    const output = Object.assign(element('pre', '', text), { tabIndex: 0 });
    output.setAttribute('role', 'group');
    output.setAttribute('aria-label', `Evidence E${number}`);
    const end = status === undefined ? '' : `, exit status ${status}`;
    const remove = makeButton('Remove', () => this.#removePin(number), 'plain');
    remove.setAttribute('aria-label', `Remove E${number}`);
    details.append(summary, element('p', 'small quiet', `${source}${end}`), output, remove);
    item.append(details);
    return item;
  }

  #renderClaim(claim: Claim, at: number): HTMLElement {
    const item = element('li');
    const fields = element('fieldset');
    fields.append(element('legend', '', `Step ${at + 1}`));
    for (const [field, name, how] of questions) {
      const box = element('textarea', 'prose-box');
      Object.assign(box, { id: `note-${this.#page.id}-${at}-${field}`, rows: 2, value: claim[field] });
      const label = Object.assign(element('label', '', name), { htmlFor: box.id });
      const told = Object.assign(element('p', 'small quiet', how), { id: `${box.id}-how` });
      box.setAttribute('aria-describedby', told.id);
      box.addEventListener('input', () => this.#write(at, field, box.value));
      fields.append(label, told, box);
    }
    item.append(fields);
    if (this.#page.claims.length > 1) {
      const remove = makeButton('Remove', () => this.#removeClaim(at), 'plain');
      remove.setAttribute('aria-label', `Remove step ${at + 1}`);
      item.append(remove);
    }
    return item;
  }

  #write(at: number, field: keyof Claim, text: string): void {
    const claims = this.#page.claims.length === 0 ? [emptyClaim] : this.#page.claims;
    this.#page = { ...this.#page, claims: claims.with(at, { ...(claims[at] ?? emptyClaim), [field]: text }) };
    void this.#keep();
  }

  /** Keeps the steps, beside whatever was pinned since. What is typed while one change waits goes with it. */
  async #keep(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    await changePage(this.#page.id, this.#page.title, (kept) => {
      this.#isWaiting = false;
      return { ...kept, claims: this.#page.claims };
    });
    const problem = storageProblem();
    if (problem !== undefined) this.#tell(problem);
  }

  #addClaim(): void {
    const claims = this.#page.claims.length === 0 ? [emptyClaim] : this.#page.claims;
    this.#page = { ...this.#page, claims: [...claims, emptyClaim] };
    this.#show();
    this.#claims.querySelector<HTMLElement>('li:last-child textarea')?.focus();
  }

  #removeClaim(at: number): void {
    this.#page = { ...this.#page, claims: this.#page.claims.toSpliced(at, 1) };
    this.#show();
    void this.#keep();
    this.#tell(`Step ${at + 1} is removed.`);
  }

  #removePin(number: number): void {
    const { id, title } = this.#page;
    const without = (page: NotebookPage) => ({ ...page, pins: page.pins.filter((pin) => pin.number !== number) });
    this.#page = without(this.#page);
    this.#showPins();
    void changePage(id, title, without);
    this.#tell(`E${number} is removed.`);
  }

  #paste(): HTMLElement {
    const details = element('details', 'paste-pin');
    const box = element('textarea');
    Object.assign(box, { id: `note-${this.#page.id}-paste`, rows: 5, spellcheck: false });
    const label = Object.assign(element('label', '', 'Output of your own machine'), { htmlFor: box.id });
    const pin = makeButton('Pin', () => {
      const text = box.value;
      if (text.trim() === '') return this.#tell('There is nothing in the box to pin.');
      box.value = '';
      void addPin(this.#page.id, this.#page.title, { text, source: 'pasted' }).then((number) =>
        this.#tell(`Pinned as E${number}.`),
      );
    });
    details.append(element('summary', '', 'Paste evidence'), label, box, pin);
    return details;
  }

  #exports(): HTMLElement {
    const bar = element('p', 'notebook-bar');
    const save = makeButton('Save as Markdown', () => void exportPages([this.#page]));
    const copy = makeButton('Copy', () => void this.#copy(), 'plain');
    copy.setAttribute('aria-label', 'Copy these notes as Markdown');
    bar.append(save, copy);
    return bar;
  }

  async #copy(): Promise<void> {
    const { notebookToMarkdown } = await import('../gradebook/index.ts');
    const isCopied = await copyText(notebookToMarkdown([this.#page]));
    this.#tell(isCopied ? 'Copied.' : 'This browser does not let the page copy: save the file instead.');
  }

  #tell(text: string): void {
    this.#status.textContent = text;
  }
}

/** Offers pages as one Markdown file. */
export async function exportPages(pages: readonly NotebookPage[]): Promise<void> {
  const { notebookToMarkdown } = await import('../gradebook/index.ts');
  const only = pages.length === 1 ? `-${pages[0]?.id}` : '';
  saveFile(`notebook${only}.md`, notebookToMarkdown(pages), 'text/markdown');
}

function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
