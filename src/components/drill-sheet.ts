/** One case as a worksheet: the trace to point at, the question, its controls, the verdict. */
import type { Exercise, Verdict } from '../exercises/index.ts';
import { formatAnswer, readFields } from './answer-controls.ts';
import { answerFields, type AnswerField } from './answer-fields.ts';
import { gradeCase } from './drill-client.ts';
import { drillWords } from './drill-words.ts';
import type { ShownCase } from './drill.worker.ts';
import { element } from './element.ts';
import { EvidenceView } from './evidence-view.ts';
import { inlineCode } from './inline-code.ts';
import { makeButton } from './lab-elements.ts';
import { VerdictView } from './verdict-view.ts';

/** What the page around a sheet says and hears. */
export interface SheetOptions {
  /** Above the question: `Trace 2 of 5`. */
  readonly kicker: string;
  /** What the button says that gives up on the case. */
  readonly giveUp: string;
  /** What the button says that leaves it. */
  readonly next: string;
  /** Hears the first verdict only; undefined where the reader gave up. */
  readonly onVerdict: (verdict: Verdict | undefined, hintsUsed: number) => void;
  readonly onNext: () => void;
}

let sheets = 0;

export class DrillSheet {
  readonly element = element('section', 'drill-sheet');
  readonly #shown: ShownCase;
  readonly #options: SheetOptions;
  readonly #anchor = `case-${++sheets}`;
  readonly #form = element('form');
  readonly #heading = element('h2');
  readonly #hints = element('ol', 'drill-hints small');
  readonly #hint = makeButton('Next hint', () => this.#showHint());
  readonly #giveUp: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #checkButton = element('button', 'primary', 'Check');
  readonly #view: EvidenceView;
  readonly #verdict: VerdictView;
  #isJudged = false;

  constructor(shown: ShownCase, options: SheetOptions) {
    this.#shown = shown;
    this.#options = options;
    this.#giveUp = makeButton(options.giveUp, () => void this.#showAnswer());
    this.#next = makeButton(options.next, options.onNext);
    const { exercise } = shown.made;
    const place = element('div', 'paste');
    const controls = answerFields(exercise).map((field) => this.#field(field));
    const inputs = controls.flatMap((control) => [...control.querySelectorAll('input')]);
    this.#form.append(place, ...controls, ...this.#optionsOf(exercise), this.#actions());
    this.#view = new EvidenceView(place, inputs, () => this.#changed());
    const status = element('div', 'verdict');
    status.setAttribute('role', 'status');
    const note = element('p', 'small problem');
    note.hidden = true;
    this.#verdict = new VerdictView(status, (at) => this.#view.pointAt(at));
    this.element.append(this.#kicker(), this.#heading, this.#form, status, note, this.#hints);
    this.element.dataset['exercise'] = exercise.id;
    this.element.setAttribute('aria-labelledby', this.#anchor);
    this.#wire();
  }

  /** Draws the trace; the heading takes the focus where the reader asked for the case. */
  async show(takesFocus: boolean): Promise<void> {
    await this.#view.show(() => Promise.resolve(this.#shown.reading));
    const legend = this.element.querySelector('.paste legend');
    legend?.replaceChildren(...this.#legend());
    if (takesFocus) this.#heading.focus();
  }

  #wire(): void {
    const { prompt, hints } = this.#shown.made.exercise;
    this.#heading.id = this.#anchor;
    this.#heading.tabIndex = -1;
    this.#heading.append(...inlineCode(prompt));
    this.#hint.hidden = hints.length === 0;
    this.#hints.hidden = true;
    this.#form.addEventListener('input', () => this.#changed());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#check(formatAnswer(readFields(this.#form)));
    });
  }

  #kicker(): HTMLElement {
    const line = element('p', 'kicker', this.#options.kicker);
    line.append(element('span', '', drillWords[this.#shown.made.skill].one));
    return line;
  }

  #legend(): readonly Node[] {
    const { command, go, seed } = this.#shown.made;
    const made = element('span', 'small quiet');
    made.append(
      ...inlineCode(`What \`${command}\` printed, ${go}${seed === 0 ? '' : '; names, lines and ids are changed'}`),
    );
    const count = answerFields(this.#shown.made.exercise).length;
    const asked = [
      'What was printed',
      'Choose the line here, or type it below',
      'Choose one line for each field below',
    ];
    return [document.createTextNode(asked[Math.min(count, 2)] ?? ''), made];
  }

  #field({ name, label, placeholder, roles }: AnswerField): HTMLElement {
    const field = element('p', 'field');
    const input = element('input');
    const caption = element('label', '', label);
    input.id = caption.htmlFor = `${this.#anchor}-${name}`;
    input.type = 'text';
    Object.assign(input.dataset, { field: name, points: roles.join(' ') });
    Object.assign(input, { placeholder, autocomplete: 'off', autocapitalize: 'off', spellcheck: false });
    field.append(caption, input);
    return field;
  }

  #optionsOf(exercise: Exercise): readonly HTMLElement[] {
    if (exercise.kind !== 'choice') return [];
    const set = element('fieldset', 'options');
    set.dataset['field'] = 'choice';
    const rows = exercise.options.map(({ id, text }) => {
      const row = element('label');
      const input = Object.assign(element('input'), { type: 'radio', name: `${this.#anchor}-choice`, value: id });
      const words = element('span');
      words.append(...inlineCode(text));
      row.append(input, words);
      return row;
    });
    set.append(element('legend', '', 'Choose one'), ...rows);
    return [set];
  }

  #actions(): HTMLElement {
    const line = element('p', 'actions');
    line.append(this.#checkButton, this.#hint, this.#giveUp, this.#next);
    return line;
  }

  #changed(): void {
    this.#verdict.markStale();
  }

  get #hintsUsed(): number {
    return this.#hints.children.length;
  }

  #showHint(): void {
    const { hints } = this.#shown.made.exercise;
    const hint = hints[this.#hintsUsed];
    if (!hint) return;
    const item = element('li');
    item.tabIndex = -1;
    item.append(...inlineCode(hint.text));
    this.#hints.append(item);
    this.#hints.hidden = false;
    this.#hint.disabled = this.#hintsUsed === hints.length;
    item.focus();
  }

  async #check(answer: string): Promise<void> {
    this.#verdict.showWaiting();
    try {
      const verdict = await gradeCase(this.#shown.made, answer);
      this.#verdict.show(verdict, 1);
      if (verdict.verdict !== 'unreadable') this.#judged(verdict);
    } catch (error) {
      this.#verdict.showProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** The first verdict is what the reader knew; later ones are practice. */
  #judged(verdict: Verdict | undefined): void {
    this.#next.classList.add('primary');
    this.#checkButton.classList.remove('primary');
    if (verdict?.verdict === 'correct') this.#giveUp.hidden = true;
    if (this.#isJudged) return;
    this.#isJudged = true;
    this.#options.onVerdict(verdict, this.#hintsUsed);
  }

  async #showAnswer(): Promise<void> {
    this.#judged(undefined);
    this.#giveUp.hidden = true;
    this.#fill(this.#shown.made.answer);
    await this.#check(this.#shown.made.answer);
  }

  #fill(answer: string): void {
    const inputs = [...this.#form.querySelectorAll<HTMLInputElement>('input[data-field]')];
    const values = inputs.length > 1 ? (JSON.parse(answer) as Readonly<Record<string, string>>) : undefined;
    for (const input of inputs) {
      delete input.dataset['chosen'];
      input.value = values ? (values[input.dataset['field'] ?? ''] ?? '') : answer;
    }
    for (const option of this.#form.querySelectorAll<HTMLInputElement>('.options input'))
      option.checked = option.value === answer;
  }
}
