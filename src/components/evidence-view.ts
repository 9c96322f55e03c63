/** The learner's paste as a trace to read and to choose from, below the box it was pasted into. */
import type { Fields } from './answer-controls.ts';
import type { Reading } from './reading.ts';
import { element } from './element.ts';
import { pointAt, renderTrace } from './trace-list.ts';
import type { TraceRow } from './trace-rows.ts';

let lists = 0;

/** By the number of fields that a chosen line can fill. */
const legends = [
  'Your evidence, read',
  'Choose the line here, or type it below',
  'Choose one line here for each field below, or go to a field and choose its line',
] as const;

export class EvidenceView {
  readonly #place: HTMLElement;
  /** The controls that a chosen line can fill. */
  readonly #inputs: readonly HTMLInputElement[];
  readonly #changed: () => void;
  /** Says what the recording is that the page was built with. */
  readonly #legend: HTMLLegendElement | null;
  /** The control that the next choice fills: the one last worked in. */
  #target: HTMLInputElement | undefined;
  #isPointing = false;
  #shows = 0;

  constructor(place: HTMLElement, inputs: readonly HTMLInputElement[], changed: () => void) {
    this.#place = place;
    this.#legend = place.querySelector('legend');
    this.#inputs = inputs;
    this.#target = inputs[0];
    this.#changed = changed;
    place.addEventListener('change', (event) => this.#chose(event.target as HTMLInputElement));
    place.addEventListener('pointerdown', () => (this.#isPointing = true));
    place.addEventListener('keydown', () => (this.#isPointing = false));
    for (const input of inputs) {
      input.addEventListener('focus', () => (this.#target = input));
      input.addEventListener('input', () => this.#typed(input));
    }
  }

  /** Reads anew and draws what was read; a later call overtakes an earlier one. */
  async show(read: (() => Promise<Reading>) | undefined): Promise<void> {
    const turn = ++this.#shows;
    this.#forgetChoices();
    if (!read) return this.#draw(undefined);
    this.#place.classList.add('busy');
    const reading = await read().catch((error: unknown) => error);
    if (turn !== this.#shows) return;
    this.#place.classList.remove('busy');
    if (reading instanceof Error) this.#place.replaceChildren(element('p', 'problem', reading.message));
    else this.#draw(reading as Reading);
  }

  /** The text of a trace that the page was built with. */
  get recording(): string {
    return [...this.#place.querySelectorAll('li > code, label > code')].map((code) => code.textContent).join('\n');
  }

  /** Marks the row that a verdict speaks of. */
  pointAt(at: number | undefined): HTMLElement | undefined {
    return pointAt(this.#place, at);
  }

  /** Puts a choice back that was kept as `@LINE`. */
  restoreChoice(fields: Fields): void {
    for (const input of this.#inputs) {
      const chosen = fields[input.dataset['field'] ?? ''];
      const radio = chosen?.startsWith('@')
        ? this.#place.querySelector<HTMLInputElement>(`input[value="${CSS.escape(chosen)}"]`)
        : undefined;
      if (radio) {
        radio.checked = true;
        this.#fill(input, radio);
      }
    }
  }

  #draw(reading: Reading | undefined): void {
    this.#place.hidden = reading === undefined || reading.rows.every(({ role }) => role === 'other');
    if (!reading || this.#place.hidden) return this.#place.replaceChildren();
    const fieldset = document.createElement('fieldset');
    const wanted = this.#legend ?? element('legend', '', legends[Math.min(this.#inputs.length, 2)]);
    const list = renderTrace(reading.rows, { name: `trace-${++lists}`, isChoosable: (row) => this.#isChoosable(row) });
    fieldset.append(wanted, list);
    const hidden = reading.analysis.lines - (reading.rows.at(-1)?.to ?? 0);
    if (hidden > 0)
      fieldset.append(element('p', 'small quiet', `${hidden.toLocaleString('en')} more lines are read but not drawn.`));
    this.#place.replaceChildren(fieldset);
  }

  #isChoosable(row: TraceRow): boolean {
    return (
      row.label !== undefined && this.#inputs.some((input) => input.dataset['points']?.split(' ').includes(row.role))
    );
  }

  /** Who points at one line after the other fills one field after the other; arrow keys stay with their field. */
  #chose(radio: HTMLInputElement): void {
    if (!this.#target) return;
    this.#fill(this.#target, radio);
    if (this.#isPointing) this.#target = this.#inputs.find(({ value }) => value === '') ?? this.#target;
    this.#changed();
  }

  /** The control shows the place or the value; its answer is the line itself, since a place may be printed twice. */
  #fill(input: HTMLInputElement, radio: HTMLInputElement): void {
    input.dataset['chosen'] = radio.value;
    input.value = shortText(radio.closest('li'));
    this.#markChosen();
  }

  #markChosen(): void {
    const chosen = new Set(this.#inputs.map((input) => input.dataset['chosen']));
    for (const radio of this.#place.querySelectorAll('input')) {
      radio.closest('li')?.classList.toggle('chosen', chosen.has(radio.value));
    }
  }

  #typed(input: HTMLInputElement): void {
    delete input.dataset['chosen'];
    for (const radio of this.#place.querySelectorAll<HTMLInputElement>('input:checked')) radio.checked = false;
    this.#markChosen();
  }

  /** A chosen line is of the paste it was chosen in. */
  #forgetChoices(): void {
    for (const input of this.#inputs) delete input.dataset['chosen'];
  }
}

/** The place that the row names, the function of a table's row, or its first line. */
function shortText(row: Element | null): string {
  const place = row?.querySelector(row.matches('.row') ? '.name' : '.place')?.textContent;
  return place ?? row?.querySelector('code')?.textContent.split('\n', 1)[0]?.trim() ?? '';
}
