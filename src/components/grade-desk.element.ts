/** `<grade-desk>`: takes a class's submissions and shows the gradebook. Nothing of it is kept when the tab closes. */
import {
  parseAssignment,
  refuseLarge,
  tellApart,
  type Assignment,
  type ClassFile,
  type Graded,
  type Overrides,
  type ReadFiles,
  type Refused,
} from '../gradebook/index.ts';
import { element } from './element.ts';
import { GradeBook } from './grade-book.ts';
import { drawClusters, drawItems } from './grade-class-view.ts';
import { Graders, type CourseForGrading, type Grading } from './grade-client.ts';
import { chosenFiles, droppedFiles, isTooLarge, type NamedFile } from './grade-files.ts';
import { GradeExports } from './grade-exports.ts';
import { drawLearner } from './grade-learner.ts';
import { chooseRows, drawTable, flagGroups, flagName, type GradeSort, type SortKey } from './grade-table.ts';

/** More rows are drawn when asked for. */
const rowsAtFirst = 200;
const noOverrides: Overrides = { schema: 'faultline.overrides/1', overrides: [] };

class GradeDesk extends HTMLElement {
  #course: CourseForGrading | undefined;
  #assignment: Assignment | undefined;
  #overrides: Overrides = noOverrides;
  #given: readonly NamedFile[] = [];
  #graders: Graders | undefined;
  #grading: Grading | undefined;
  #isCancelled = false;
  #book: GradeBook | undefined;
  #sort: GradeSort = { key: 'learner', isDescending: false };
  #rows = rowsAtFirst;
  #open: string | undefined;
  #exports!: GradeExports;

  connectedCallback(): void {
    this.#exports = new GradeExports(this.#part('.exports'));
    this.#wireChooser('button.choose-files', 'input.files', (files) => void this.#grade(files));
    this.#part<HTMLInputElement>('input.folder').webkitdirectory = true;
    this.#wireChooser('button.choose-folder', 'input.folder', (files) => void this.#grade(files));
    this.#wireChooser('button.choose-assignment', 'input.assignment', (files) => void this.#takeAssignment(files));
    this.#part('button.cancel').addEventListener('click', () => this.#cancel());
    this.#part('button.more').addEventListener('click', () => this.#showMore());
    for (const field of this.querySelectorAll('.filters input, .filters select'))
      field.addEventListener('input', () => this.#showTable());
    this.#wireDrop(this.#part('.drop'));
    document.addEventListener('faultline:assignment', (event) => {
      this.#setAssignment((event as CustomEvent<Assignment>).detail);
    });
    window.addEventListener('beforeunload', (event) => {
      if (this.#book && this.#book.overrides !== this.#exports.savedOverrides) event.preventDefault();
    });
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the desk has no ${selector}`);
    return part;
  }

  #wireChooser(button: string, input: string, take: (files: readonly NamedFile[]) => void): void {
    const chooser = this.#part<HTMLInputElement>(input);
    this.#part(button).addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => {
      const files = chosenFiles(chooser);
      chooser.value = '';
      if (files.length > 0) take(files);
    });
  }

  #wireDrop(zone: HTMLElement): void {
    const mark = (isOver: boolean) => zone.classList.toggle('over', isOver);
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      mark(true);
    });
    zone.addEventListener('dragleave', () => mark(false));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      mark(false);
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((files) => this.#grade(files));
    });
  }

  async #takeAssignment([first]: readonly NamedFile[]): Promise<void> {
    if (!first) return;
    const read = parseAssignment(await first.file.text());
    if ('problem' in read) {
      this.#say(read.problem);
      return;
    }
    this.#setAssignment(read.assignment);
    if (this.#given.length > 0) await this.#grade(this.#given);
  }

  #setAssignment(assignment: Assignment): void {
    this.#assignment = assignment;
    const place = this.#part('.for-assignment');
    place.hidden = false;
    place.textContent = `Graded by “${assignment.title}”, version ${assignment.version}.`;
  }

  async #grade(given: readonly NamedFile[]): Promise<void> {
    this.#cancel();
    this.#isCancelled = false;
    this.#given = given;
    this.#showWork(true);
    this.#say(`Reading ${given.length === 1 ? 'a file' : `${given.length} files`}…`);
    try {
      this.#course ??= await this.#fetchCourse();
      await this.#gradeFiles(await this.#read(given));
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    } finally {
      this.#showWork(false);
    }
  }

  async #fetchCourse(): Promise<CourseForGrading> {
    const response = await fetch(this.dataset['src'] ?? '').catch(() => undefined);
    if (!response?.ok) throw new Error('The exercises did not load. Check the network, then drop the files again.');
    return (await response.json()) as CourseForGrading;
  }

  /** Submissions as texts; an assignment or overrides among them are taken for what they are. */
  async #read(given: readonly NamedFile[]): Promise<ReadFiles> {
    const graders = this.#startGraders();
    const files: ClassFile[] = [];
    const refused: Refused[] = [];
    for (const { source, file } of given) {
      if (this.#isCancelled) break;
      if (await isTooLarge(file)) {
        refused.push(refuseLarge(source, file.size));
        continue;
      }
      const bytes = await file.arrayBuffer().catch(() => undefined);
      if (bytes === undefined) {
        refused.push({ source, problem: 'the browser could not read it' });
        continue;
      }
      const inside = await graders.read(source, new Uint8Array(bytes));
      files.push(...inside.files);
      refused.push(...inside.refused);
    }
    const apart = tellApart(files);
    if (apart.assignment) this.#setAssignment(apart.assignment.content);
    if (apart.overrides) this.#overrides = apart.overrides.content;
    return { files: apart.submissions, refused: [...refused, ...apart.refused] };
  }

  /** The assignment may have come with the files, so the workers that grade start after those are read. */
  #startGraders(): Graders {
    this.#graders?.end();
    return (this.#graders = new Graders(
      this.#course ?? { version: '', exercises: [], variants: [] },
      this.#assignment,
    ));
  }

  async #gradeFiles({ files, refused }: ReadFiles): Promise<void> {
    if (this.#isCancelled) return this.#say('Canceled while reading. Nothing was graded.');
    const progress = this.#part<HTMLProgressElement>('progress');
    progress.max = Math.max(1, files.length);
    progress.value = 0;
    const onProgress = (done: number) => (progress.value = done);
    this.#say(`Grading ${files.length === 1 ? 'a submission' : `${files.length} submissions`}…`);
    this.#grading = this.#startGraders().grade(files, onProgress);
    const graded = await this.#grading.done;
    const all = { graded: graded.graded, refused: [...refused, ...graded.refused] };
    this.#book = new GradeBook(all, files, this.#overrides, this.#course?.exercises ?? [], this.#assignment);
    this.#open = undefined;
    this.#rows = rowsAtFirst;
    this.#showBook(this.#book);
    const left = files.length - graded.graded.length - graded.refused.length;
    const cancelled = left > 0 ? ` Canceled: ${left} were not looked at.` : '';
    this.#say(`${graded.graded.length} graded, ${all.refused.length} not.${cancelled}`);
  }

  #cancel(): void {
    this.#isCancelled = true;
    this.#grading?.cancel();
  }

  #showWork(isWorking: boolean): void {
    this.#part('.working').hidden = !isWorking;
    if (isWorking) this.#part<HTMLProgressElement>('progress').removeAttribute('value');
  }

  #showBook(book: GradeBook): void {
    this.#part('.results').hidden = false;
    this.#part('.refused').hidden = book.refused.length === 0;
    this.#part('.refused ul').replaceChildren(
      ...book.refused.map(({ source, problem }) => {
        const item = element('li');
        item.append(element('code', '', source), `: ${problem}`);
        return item;
      }),
    );
    this.#fillFilters(book);
    this.#showGrades();
    const clusters = drawClusters(book, (source) => this.#openLearner(source));
    this.#part('.clusters').hidden = clusters.length === 0;
    this.#part('.clusters > div').replaceChildren(...clusters);
    this.#part('.learner').hidden = true;
  }

  /** What overrides change too. */
  #showGrades(): void {
    if (!this.#book) return;
    this.#overrides = this.#book.overrides;
    this.#part('.items > div').replaceChildren(drawItems(this.#book));
    this.#exports.book = this.#book;
    this.#showTable();
  }

  #fillFilters(book: GradeBook): void {
    const kinds = [...new Set(book.graded.flatMap(({ flags }) => flags.map(({ kind }) => kind)))].sort();
    const flags: readonly (readonly [string, string])[] = [
      ['', 'all'],
      ...Object.entries(flagGroups),
      ...kinds.map((kind) => [kind, flagName(kind)] as const),
    ];
    fillSelect(this.#part('select[name=flag]'), flags);
    fillSelect(this.#part('select[name=missed]'), [
      ['', 'any exercise'],
      ...book.columns.map((id) => [id, id] as const),
    ]);
  }

  #showTable(): void {
    const book = this.#book;
    if (!book) return;
    const filter = {
      find: this.#part<HTMLInputElement>('input[name=find]').value,
      flag: this.#part<HTMLSelectElement>('select[name=flag]').value,
      missed: this.#part<HTMLSelectElement>('select[name=missed]').value,
    };
    const rows = chooseRows(book.graded, filter, this.#sort);
    const shown = rows.slice(0, this.#rows);
    const actions = {
      onOpen: (source: string) => this.#openLearner(source),
      onSort: (key: SortKey) => this.#sortBy(key),
    };
    this.#part('.learners').replaceChildren(drawTable(book, shown, this.#sort, actions));
    const mean = rows.reduce((sum, { points }) => sum + points, 0) / Math.max(1, rows.length);
    const average = rows.length === 0 ? '' : `, ${mean.toFixed(1)} points on average`;
    this.#part('.count').textContent = `${rows.length} of ${book.graded.length} learners${average}.`;
    const more = this.#part('button.more');
    more.hidden = shown.length === rows.length;
    more.textContent = `Show all ${rows.length}`;
  }

  #showMore(): void {
    this.#rows = Number.POSITIVE_INFINITY;
    this.#showTable();
  }

  #sortBy(key: SortKey): void {
    const isDescending = this.#sort.key === key ? !this.#sort.isDescending : key !== 'learner';
    this.#sort = { key, isDescending };
    this.#showTable();
    this.#part(`button[data-sort=${key}]`).focus();
  }

  #openLearner(source: string): void {
    const one = this.#book?.graded.find((found) => found.source === source);
    if (!one) return;
    this.#open = source;
    this.#drawLearner(one);
    const heading = this.#part('#grade-learner');
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'start' });
  }

  #drawLearner(one: Graded): void {
    const book = this.#book;
    if (!book) return;
    const place = this.#part('.learner');
    const changed = () => {
      this.#showGrades();
      const now = book.graded.find(({ source }) => source === one.source);
      if (now) this.#drawLearner(now);
      this.#part('#grade-learner').focus();
    };
    place.replaceChildren(
      ...drawLearner(book, one, {
        onClose: () => this.#closeLearner(),
        onOpen: (source) => this.#openLearner(source),
        questions: (asked) => this.#askQuestions(book, asked),
        onOverride: (_, exercise, points, reason) => {
          book.override(one, { exercise, points, reason });
          changed();
        },
        onWithdraw: (_, exercise) => {
          book.withdraw(one, exercise);
          changed();
        },
      }),
    );
    place.hidden = false;
  }

  async #askQuestions(book: GradeBook, one: Graded): ReturnType<Graders['questions']> {
    return (await this.#graders?.questions(book.contentOf(one.source), book.gradedAt(one.source) ?? one)) ?? [];
  }

  #closeLearner(): void {
    this.#part('.learner').hidden = true;
    const buttons = [...this.querySelectorAll<HTMLElement>('.learners button[data-source]')];
    buttons.find((button) => button.dataset['source'] === this.#open)?.focus();
    this.#open = undefined;
  }

  #say(message: string): void {
    this.#part('.grade-status').textContent = message;
  }
}

function fillSelect(select: HTMLElement, options: readonly (readonly [string, string])[]): void {
  select.replaceChildren(
    ...options.map(([value, text]) => {
      const option = element('option', '', text);
      option.value = value;
      return option;
    }),
  );
}

customElements.define('grade-desk', GradeDesk);
