/** The files of a lab in the page: one tab for each, the editor below, and what can be done with a file. */
import { openEditor } from '../sandbox/index.ts';
import type { CodeProblem, Editor, Lab } from '../sandbox/index.ts';
import { make, makeButton } from './lab-elements.ts';

/** What the files ask of the lab. */
export interface LabFilesOptions {
  readonly lab: Lab;
  /** Fetches the fixed files, on request. */
  readonly loadAnswer: () => Promise<Readonly<Record<string, string>>>;
  readonly announce: (text: string) => void;
}

const leaveHint = 'In the editor Tab indents. Escape, then Tab, leaves it.';
const largestShownBytes = 1024 * 1024;
const validName = /^[\p{L}\p{N}_.][\p{L}\p{N}_. /-]*$/u;

export class LabFiles {
  readonly element = make('div', 'lab-files');
  readonly #options: LabFilesOptions;
  readonly #tabs = make('div', 'lab-tabs');
  readonly #panel = make('div', 'lab-editor');
  readonly #bar = make('div', 'lab-file-bar');
  readonly #format = makeButton('Format', () => void this.#formatFile());
  readonly #compare = makeButton('Compare with the solution', () => void this.#toggleCompare());
  #answer: Readonly<Record<string, string>> | undefined;
  #isComparing = false;
  #editor: Editor | undefined;
  #names: readonly string[] = [];
  /** True while the editor itself writes, so that its own change does not come back to it. */
  #isTyping = false;

  constructor(options: LabFilesOptions) {
    this.#options = options;
    this.#tabs.setAttribute('role', 'tablist');
    this.#tabs.setAttribute('aria-label', 'Files');
    this.#tabs.addEventListener('keydown', (event) => this.#moveTab(event));
    this.#panel.id = 'lab-editor';
    this.#panel.setAttribute('role', 'tabpanel');
    this.#format.hidden = true;
    this.#compare.setAttribute('aria-pressed', 'false');
    const reset = makeButton('Reset file', () => this.#resetFile());
    const add = makeButton('New file', () => this.#addFile());
    this.#bar.append(this.#format, reset, add, this.#compare);
    this.element.append(this.#tabs, this.#panel, this.#bar, make('p', 'small quiet', leaveHint));
  }

  /** Loads the editor and opens a file: the one named, or the first. */
  async open(first: string | undefined): Promise<void> {
    const { lab } = this.#options;
    const host = make('div', 'lab-editor-host');
    this.#panel.append(host);
    this.#editor = await openEditor({
      host,
      hint: leaveHint,
      onChange: (file, text) => this.#typed(file, text),
    });
    this.#list();
    this.#show(this.#names.find((name) => name === first) ?? this.#names[0] ?? '');
    lab.files.subscribe(({ path }) => {
      if (!this.#isTyping && path.startsWith(`${lab.folder}/`)) queueMicrotask(() => this.#refresh(path));
    });
  }

  /** Says that gofmt is there. */
  allowFormat(): void {
    this.#format.hidden = false;
  }

  /** Marks what a tool found, and shows the first place. */
  mark(problems: readonly CodeProblem[]): void {
    this.#editor?.mark(problems);
    const [first] = problems;
    if (first && first.file !== this.#editor?.file && this.#names.includes(first.file)) this.#show(first.file);
  }

  /** Opens a file at a line. */
  goTo(name: string, line: number): void {
    if (!this.#names.includes(name)) return;
    this.#show(name);
    this.#editor?.goTo(line);
  }

  get #file(): string {
    return this.#editor?.file ?? '';
  }

  #pathOf(name: string): string {
    return `${this.#options.lab.folder}/${name}`;
  }

  #typed(file: string, text: string): void {
    this.#isTyping = true;
    const failed = this.#options.lab.files.writeFile(this.#pathOf(file), text);
    this.#isTyping = false;
    if (failed) this.#options.announce(`${file} could not be changed: the lab's files are full. Remove some with rm.`);
  }

  /** Something other than the editor changed a file. */
  #refresh(path: string): void {
    const { files } = this.#options.lab;
    const name = path.slice(this.#options.lab.folder.length + 1);
    this.#list();
    const text = files.readText(path);
    if (text === undefined) {
      this.#editor?.forget(name);
      if (this.#file === '') this.#show(this.#names[0] ?? '');
    } else if (this.#names.includes(name)) this.#editor?.replace(name, text);
  }

  #list(): void {
    const { files, folder } = this.#options.lab;
    const names = files
      .walk(folder)
      .filter((path) => isText(files.readFile(path)))
      .map((path) => path.slice(folder.length + 1))
      .sort(bySource);
    if (names.join('\n') === this.#names.join('\n')) return;
    this.#names = names;
    this.#tabs.replaceChildren(...names.map((name) => this.#tab(name)));
    this.#select();
  }

  #tab(name: string): HTMLElement {
    const tab = makeButton(name, () => this.#show(name), 'lab-tab');
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', this.#panel.id);
    tab.dataset['file'] = name;
    return tab;
  }

  #show(name: string): void {
    if (name === '') return;
    this.#endCompare();
    this.#editor?.open(name, this.#options.lab.files.readText(this.#pathOf(name)) ?? '');
    this.#select();
  }

  #select(): void {
    for (const tab of this.#tabs.querySelectorAll<HTMLElement>('[role=tab]')) {
      const isShown = tab.dataset['file'] === this.#file;
      tab.setAttribute('aria-selected', String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      if (isShown) this.#panel.setAttribute('aria-label', tab.textContent);
    }
    this.#format.disabled = !this.#file.endsWith('.go');
  }

  #moveTab(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = this.#names.indexOf(this.#file);
    this.#show(this.#names.at((at + step) % this.#names.length) ?? '');
    this.#tabs.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  }

  async #formatFile(): Promise<void> {
    const { lab, announce } = this.#options;
    const name = this.#file;
    const formatted = await lab.format(lab.files.readText(this.#pathOf(name)) ?? '').catch((error: Error) => error);
    if (formatted === undefined) announce('gofmt is not here.');
    else if (formatted instanceof Error) announce(`gofmt: ${formatted.message}`);
    else {
      lab.files.writeFile(this.#pathOf(name), formatted);
      announce(`${name} is formatted.`);
    }
  }

  #resetFile(): void {
    const { lab, announce } = this.#options;
    const name = this.#file;
    const isOwn = lab.files.readBase(this.#pathOf(name)) === undefined;
    if (isOwn) return announce(`${name} is your own file: the lab has no first version of it.`);
    lab.files.reset(this.#pathOf(name));
    announce(`${name} is back to how the lab gave it. Undo brings your text back.`);
  }

  #addFile(): void {
    const form = make('form', 'lab-new-file');
    const label = make('label', 'small', 'Name ');
    const input = make('input');
    input.placeholder = 'main_test.go';
    input.required = true;
    label.append(input);
    const create = make('button', '', 'Create');
    form.append(
      label,
      create,
      makeButton('Cancel', () => form.remove()),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const name = input.value.trim();
      const problem = this.#problemOf(name);
      if (problem) return this.#options.announce(problem);
      form.remove();
      this.#options.lab.files.writeFile(this.#pathOf(name), name.endsWith('.go') ? 'package main\n' : '');
      this.#list();
      this.#show(name);
      this.#editor?.focus();
    });
    this.#bar.after(form);
    input.focus();
  }

  #problemOf(name: string): string | undefined {
    if (!validName.test(name) || name.includes('..'))
      return 'Use letters, digits, blanks, ".", "-", "_" and "/" in a name.';
    return this.#options.lab.files.stat(this.#pathOf(name)) ? `${name} is there already.` : undefined;
  }

  async #toggleCompare(): Promise<void> {
    if (this.#isComparing) return this.#endCompare();
    const { announce, loadAnswer } = this.#options;
    this.#answer ??= await loadAnswer().catch(() => undefined);
    const solution = this.#answer?.[this.#file];
    if (!this.#answer) return announce('The solution could not be loaded.');
    if (solution === undefined) return announce(`The solution has no ${this.#file}.`);
    this.#editor?.compare(solution);
    this.#isComparing = true;
    this.#compare.setAttribute('aria-pressed', 'true');
    announce("The lines without a number are the solution's, set above yours; your marked lines are not in it.");
  }

  #endCompare(): void {
    if (!this.#isComparing) return;
    this.#editor?.compare(undefined);
    this.#isComparing = false;
    this.#compare.setAttribute('aria-pressed', 'false');
  }
}

/** Go files first, tests after the code, the rest by name. */
function bySource(a: string, b: string): number {
  const rank = (name: string): number => (name.endsWith('_test.go') ? 1 : name.endsWith('.go') ? 0 : 2);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function isText(contents: Uint8Array | undefined): boolean {
  return contents !== undefined && contents.length <= largestShownBytes && !contents.subarray(0, 4096).includes(0);
}
