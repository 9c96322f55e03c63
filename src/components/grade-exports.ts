/** The gradebook as files: CSV, JSON, feedback, overrides, and the column of a learning management system. */
import {
  fillLmsFile,
  formatGradebook,
  formatGradedLines,
  formatOverrides,
  lmsColumns,
  zipFeedback,
  type Overrides,
} from '../gradebook/index.ts';
import { element } from './element.ts';
import type { GradeBook } from './grade-book.ts';
import { saveFile } from './save-file.ts';

export class GradeExports {
  readonly #place: HTMLElement;
  #book: GradeBook | undefined;
  /** The overrides as last saved or loaded: what differs from them would be lost with the tab. */
  savedOverrides: Overrides | undefined;

  constructor(place: HTMLElement) {
    this.#place = place;
    this.#on('.save-csv', (book) => {
      saveFile(`${nameOf(book)}.csv`, formatGradebook(book.graded, book.columns), 'text/csv');
    });
    this.#on('.save-json', (book) => {
      saveFile(`${nameOf(book)}.jsonl`, formatGradedLines(book.graded), 'application/json');
    });
    this.#on('.save-feedback', (book) => {
      saveFile(
        `${nameOf(book)}-feedback.zip`,
        zipFeedback(book.graded, book.exercises, book.assignment),
        'application/zip',
      );
    });
    this.#on('.save-overrides', (book) => {
      this.savedOverrides = book.overrides;
      saveFile(`${nameOf(book)}-overrides.json`, formatOverrides(book.overrides), 'application/json');
    });
    this.#wireLms();
  }

  set book(book: GradeBook) {
    if (this.#book === undefined || this.#book !== book) this.savedOverrides = book.overrides;
    this.#book = book;
    const column = this.#part<HTMLInputElement>('#lms-column');
    if (column.value === '') column.value = book.assignment?.title ?? '';
    const save = this.#part<HTMLButtonElement>('.save-overrides');
    const count = book.overrides.overrides.length;
    save.disabled = count === 0;
    save.textContent =
      count === 0 ? 'Save the overrides' : `Save the ${count === 1 ? 'override' : `${count} overrides`}`;
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.#place.querySelector<Part>(selector);
    if (!part) throw new Error(`the exports have no ${selector}`);
    return part;
  }

  #on(selector: string, act: (book: GradeBook) => void): void {
    this.#part(selector).addEventListener('click', () => {
      if (this.#book) act(this.#book);
    });
  }

  #wireLms(): void {
    const chooser = this.#part<HTMLInputElement>('.lms-file');
    this.#on('.fill-lms', () => chooser.click());
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? [];
      chooser.value = '';
      if (file) void this.#fill(file);
    });
  }

  async #fill(file: File): Promise<void> {
    const column = this.#part<HTMLInputElement>('#lms-column').value.trim();
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.#part('datalist').replaceChildren(
      ...lmsColumns(bytes).map((title) => {
        const option = element('option');
        option.value = title;
        return option;
      }),
    );
    if (!this.#book || column === '') return this.#say('Write the title of the column to fill first.');
    const { bytes: filled, ...result } = fillLmsFile(bytes, this.#book.graded, column);
    saveFile(file.name, filled, 'text/csv');
    const names = (list: readonly string[]) =>
      `${list.slice(0, 5).join(', ')}${list.length > 5 ? `, and ${list.length - 5} more` : ''}`;
    const parts = [
      `${result.filled} filled into “${column}”${result.isNewColumn ? ', a new column: check that your LMS takes it' : ''}.`,
      result.withoutGrade.length > 0 ? `Without a submission: ${names(result.withoutGrade)}.` : '',
      result.withoutRow.length > 0 ? `Not in the file: ${names(result.withoutRow)}.` : '',
    ];
    this.#say(parts.filter((part) => part !== '').join(' '));
  }

  #say(message: string): void {
    this.#part('.export-status').textContent = message;
  }
}

function nameOf(book: GradeBook): string {
  return `${book.assignment?.id ?? 'gradebook'}-grades`;
}
