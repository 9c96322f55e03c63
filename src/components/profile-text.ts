/** Reports as pprof prints them: the Text view and the Source view. */
import { element } from './element.ts';
import type { ReportAnswer } from './profile-answers.ts';
import { fillSelect, labeledSelect, searchField, type ProfilePanel, type ViewerContext } from './profile-panel.ts';
import { textPicture } from './profile-picture.ts';
import { textReports, type ProfileSettings, type TextReport } from './profile-settings.ts';

const shownCharacters = 400_000;

/** Shows what a run of pprof printed, with what was said on standard error above it. */
class Printout {
  readonly note = element('p', 'diagnostic');
  readonly output = element('pre');
  #text = '';

  constructor(label: string) {
    this.output.tabIndex = 0;
    this.output.setAttribute('role', 'region');
    this.output.setAttribute('aria-label', label);
  }

  show({ stdout, stderr }: ReportAnswer, note = stderr.trim()): void {
    this.#text = stdout;
    this.note.textContent = note;
    this.note.hidden = note === '';
    const isCut = stdout.length > shownCharacters;
    this.output.textContent = isCut
      ? `${stdout.slice(0, shownCharacters)}\n… the first ${shownCharacters.toLocaleString('en')} of ${stdout.length.toLocaleString('en')} characters`
      : stdout;
    this.output.hidden = stdout === '';
  }

  toSvg(): SVGElement {
    return textPicture(this.#text.split('\n').slice(0, 400));
  }
}

/** top, tree, peek and traces. */
export class ProfileText implements ProfilePanel {
  readonly element = element('div', 'profile-text');
  readonly #context: ViewerContext;
  readonly #printout = new Printout('Report');
  readonly #report = labeledSelect('Report', (value) => this.#context.change({ report: value as TextReport }));
  readonly #pattern = searchField('Functions that match', (pattern) => this.#context.change({ pattern }));

  constructor(context: ViewerContext) {
    this.#context = context;
    fillSelect(
      this.#report.select,
      textReports.map((name) => [name, name]),
      'top',
    );
    const bar = element('div', 'profile-bar');
    bar.append(this.#report.element, this.#pattern.element);
    this.element.append(bar, this.#printout.note, this.#printout.output);
  }

  async show(settings: ProfileSettings): Promise<void> {
    this.#report.select.value = settings.report;
    this.#pattern.element.hidden = settings.report !== 'peek';
    if (this.#pattern.field !== document.activeElement) this.#pattern.field.value = settings.pattern;
    const answer = await this.#context.client.ask('report', { settings });
    const isText = this.#context.snapshots().some((one) => one.isText && one.source === settings.file);
    this.#context.explain(
      isText
        ? 'The names stand in the comment lines of this ?debug=1 text. pprof does not read those: it prints <unknown>.'
        : '',
    );
    this.#printout.show(answer);
  }

  toSvg(): SVGElement {
    return this.#printout.toSvg();
  }
}

/** list: the lines of matching functions, with their values. */
export class ProfileSource implements ProfilePanel {
  readonly element = element('div', 'profile-text');
  readonly #context: ViewerContext;
  readonly #printout = new Printout('Annotated source');
  readonly #pattern = searchField('Functions that match', (pattern) => this.#context.change({ pattern }));

  constructor(context: ViewerContext) {
    this.#context = context;
    const bar = element('div', 'profile-bar');
    bar.append(this.#pattern.element);
    this.element.append(bar, this.#printout.note, this.#printout.output);
  }

  async show(settings: ProfileSettings): Promise<void> {
    if (this.#pattern.field !== document.activeElement) this.#pattern.field.value = settings.pattern;
    this.#context.explain('');
    if (settings.pattern === '') {
      this.#printout.show({ stdout: '', stderr: '', status: 0 }, 'Write a part of a function’s name, as in list.');
      return;
    }
    const answer = await this.#context.client.ask('report', { settings });
    const isMissing = /could not find file|no such file|not found on path/.test(answer.stdout + answer.stderr);
    this.#printout.show(
      answer,
      isMissing
        ? 'Some sources are not in this page: pprof reads them where the program was built. Table, line by line, has the values of every line without the text.'
        : answer.stderr.trim(),
    );
  }

  toSvg(): SVGElement {
    return this.#printout.toSvg();
  }
}
