/** `<assignment-sheet>`: shows a learner what was asked, what is done and left, and makes the file to hand in. */
import {
  dueFor,
  makeSubmission,
  notesOf,
  parseAssignment,
  parseLink,
  submissionFile,
  type Assignment,
  type AssignmentLink,
  type Identity,
  type NotebookPage,
  type Submission,
} from '../gradebook/index.ts';
import {
  forgetAssignment,
  keepAssignment,
  loadAssignments,
  mergeOpened,
  type AssignmentRecord,
} from './assignment-store.ts';
import { seedFor, setVariants, workIn } from './assignment-variants.ts';
import { describeCost, describeDue, describeLate, describeLeft, describeRules } from './assignment-words.ts';
import { storageProblem } from './database.ts';
import { element } from './element.ts';
import { formatSize } from './evidence-box.ts';
import { keepSetting } from './kept-setting.ts';
import { loadPages } from './notebook-store.ts';
import { isSolved, loadRecords, onOtherTab, type ExerciseRecord } from './progress-store.ts';
import { saveFile } from './save-file.ts';
import { drawSubmission } from './submission-view.ts';

class AssignmentSheet extends HTMLElement {
  #record: AssignmentRecord | undefined;
  #work: readonly ExerciseRecord[] = [];
  #pages: readonly NotebookPage[] = [];

  connectedCallback(): void {
    const chooser = this.#part<HTMLInputElement>('.assignment-file');
    this.#part('.open-file').addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? [];
      chooser.value = '';
      void file?.text().then((text) => this.#openFile(text));
    });
    window.addEventListener('hashchange', () => void this.#openLink());
    onOtherTab(() => void this.#show());
    // Work done on another page is there when the learner comes back by the Back button.
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) void this.#show();
    });
    void this.#openLink();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the sheet has no ${selector}`);
    return part;
  }

  async #openLink(): Promise<void> {
    const kept = await loadAssignments();
    if (!location.hash.startsWith('#a1.')) {
      const wanted = decodeURIComponent(location.hash.slice(1));
      const latest = [...kept].sort((a, b) => b.opened - a.opened);
      this.#record = latest.find(({ id }) => id === wanted) ?? latest[0];
      await this.#show();
      return;
    }
    const read = parseLink(location.hash);
    if ('problem' in read) {
      this.#say(read.problem);
      await this.#show();
    } else await this.#open(read.link);
  }

  async #openFile(text: string): Promise<void> {
    const read = parseAssignment(text);
    if ('problem' in read) this.#say(read.problem);
    else await this.#open({ assignment: read.assignment });
  }

  async #open(link: AssignmentLink): Promise<void> {
    const kept = (await loadAssignments()).find(({ id }) => id === link.assignment.id);
    const opened = mergeOpened(kept, link, Date.now());
    const needsCode = opened.assignment.identity === 'anonymous' && opened.who === undefined;
    // Other pages then look for assignments; until there is one they need not open the database.
    keepSetting('assigned', 'yes');
    this.#record = needsCode ? { ...opened, who: { name: '', id: newCode() } } : opened;
    await keepAssignment(this.#record);
    const { version } = this.#record.assignment;
    if (version > link.assignment.version)
      this.#say(`This link is of version ${link.assignment.version}; you have version ${version}, which stays.`);
    else if (kept && kept.assignment.version < version)
      this.#say(`The assignment changed: this is version ${version}.`);
    else this.#say(storageProblem() ?? '');
    await this.#show();
  }

  async #show(): Promise<void> {
    this.#work = await loadRecords();
    this.#pages = await loadPages();
    const record = this.#record;
    this.#part('.nothing').hidden = record !== undefined;
    this.#part('.sheet').hidden = record === undefined;
    const seed = this.#seed;
    if (record && seed !== undefined)
      await setVariants(
        record.assignment.items.map(({ exercise }) => this.#entry(exercise)),
        seed,
      );
    if (record) this.#part('.sheet').replaceChildren(...this.#drawSheet(record));
    await this.#showOthers();
  }

  async #showOthers(): Promise<void> {
    const others = (await loadAssignments()).filter(({ id }) => id !== this.#record?.id);
    this.#part('.others').hidden = others.length === 0;
    this.#part('.others ul').replaceChildren(
      ...others.map(({ id, assignment }) => {
        const item = element('li');
        const link = element('a', '', assignment.title);
        link.href = `#${encodeURIComponent(id)}`;
        item.append(link);
        return item;
      }),
    );
  }

  /** The variant that the assignment sets; nothing while it follows from who the learner is, and nobody said so. */
  get #seed(): number | undefined {
    return this.#record && seedFor(this.#record.assignment, this.#record.who ?? this.#record.learner);
  }

  #workOn(exercise: string, seed = this.#seed): ExerciseRecord | undefined {
    return workIn(
      this.#work.find(({ id }) => id === exercise),
      this.#entry(exercise),
      seed,
    );
  }

  #drawSheet(record: AssignmentRecord): readonly HTMLElement[] {
    const { assignment, learner } = record;
    const opening = element('header', 'opening');
    const title = element('h1', '', assignment.title);
    title.dir = 'auto';
    opening.append(
      element('p', 'folio', `Assignment, version ${assignment.version}${learner ? `, for ${learner.name}` : ''}`),
      title,
    );
    const message = element('p', 'message', assignment.message);
    message.dir = 'auto';
    return [
      opening,
      ...(assignment.message === '' ? [] : [message]),
      this.#drawTerms(record),
      ...(this.#seed === undefined ? this.#drawWho(record) : []),
      element('h2', '', 'What is asked'),
      this.#drawLeft(assignment),
      this.#drawItems(assignment),
      ...(this.#seed === undefined ? [] : this.#drawHandIn(record)),
      this.#drawForget(record),
    ];
  }

  #drawTerms(record: AssignmentRecord): HTMLElement {
    const { assignment } = record;
    const list = element('ul');
    const due = dueFor(assignment, record.learner ?? record.who ?? { name: '' });
    if (due !== undefined) {
      const own = due === assignment.due ? '' : ' This is your extension.';
      list.append(
        element('li', 'due', `Due ${describeDue(due, assignment.timeZone)}: ${describeLeft(due, Date.now())}.${own}`),
      );
      list.append(
        element('li', '', [describeLate(assignment), describeCost(assignment, due, Date.now())].join(' ').trim()),
      );
    }
    for (const rule of describeRules(assignment)) list.append(element('li', '', rule));
    if (assignment.variants === 'own' && this.#seed !== undefined)
      list.append(element('li', '', `Your programs are your own: variant ${this.#seed}. Its output alone counts.`));
    return list;
  }

  #drawLeft(assignment: Assignment): HTMLElement {
    const solved = assignment.items.filter(({ exercise }) =>
      [this.#workOn(exercise)].some((work) => work && isSolved(work)),
    );
    const left = assignment.items.length - solved.length;
    const points = assignment.items.reduce((sum, item) => sum + item.points, 0);
    const state = left === 0 ? 'All of it is right.' : `${solved.length} right, ${left} left.`;
    const count = assignment.items.length;
    return element('p', 'quiet', `${count === 1 ? '1 exercise' : `${count} exercises`}, ${points} points. ${state}`);
  }

  #drawItems(assignment: Assignment): HTMLElement {
    const list = element('ol', 'asked');
    for (const { exercise, points } of assignment.items) {
      const known = this.#entry(exercise);
      const item = element('li');
      const what = element('span');
      if (known) what.append(...[...known.childNodes].map((node) => node.cloneNode(true)));
      else what.append(`${exercise}: this site has no such exercise. Is it the right course?`);
      what.append(element('span', 'small quiet', ` ${known?.dataset['lesson'] ?? ''}, ${points} points`));
      const work = this.#workOn(exercise);
      const state = element('span', 'state', describeWork(work));
      if (work && isSolved(work)) state.classList.add('right');
      item.append(what, state);
      list.append(item);
    }
    return list;
  }

  #entry(exercise: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`.every-exercise [data-exercise="${CSS.escape(exercise)}"]`);
  }

  /** Asked before anything is done: names and lines of the programs follow from it. */
  #drawWho(record: AssignmentRecord): readonly HTMLElement[] {
    const form = element('form', 'hand-in');
    const why =
      'Here everybody works on programs of their own, and yours follow from who you are. Say it as your class knows you: what you hand in carries the same words.';
    const actions = element('p', 'actions wide screen-only');
    actions.append(element('button', 'primary', 'Set my programs'));
    form.append(...whoFields(record), actions);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#setWho({ ...record, who: readWho(form, record) });
    });
    return [element('h2', '', 'Who are you?'), element('p', 'quiet', why), form];
  }

  async #setWho(record: AssignmentRecord): Promise<void> {
    if (seedFor(record.assignment, record.who) === undefined) {
      this.#say('Write your name first.');
      this.querySelector<HTMLInputElement>('.hand-in input')?.focus();
      return;
    }
    this.#record = record;
    await keepAssignment(record);
    await this.#show();
    this.#say(`Your programs are set: variant ${this.#seed ?? 0}.`);
  }

  #drawHandIn(record: AssignmentRecord): readonly HTMLElement[] {
    const form = element('form', 'hand-in');
    const made = element('div', 'made-file wide');
    const status = element('p', 'file-status wide');
    status.setAttribute('role', 'status');
    const actions = element('p', 'actions wide screen-only');
    const save = element('button', 'primary', 'Save the file to hand in');
    actions.append(save);
    const lessons = new Set(record.assignment.items.map(({ exercise }) => exercise.split('/')[0] ?? ''));
    const notes = notesOf(this.#pages, lessons);
    form.append(...whoFields(record), ...(notes.length === 0 ? [] : [notesField(notes.length)]), actions, status, made);
    const make = () => {
      const notebook = form.querySelector<HTMLInputElement>('input[name=notes]')?.checked === true ? notes : [];
      return this.#makeSubmission(record, readWho(form, record), notebook);
    };
    const look = () => {
      const submission = make();
      made.replaceChildren(drawSubmission(submission, submissionFile(submission)));
      if (seedFor(record.assignment, submission.who) !== this.#seed)
        status.textContent =
          'Your programs followed from who you said you are. As somebody else you have others, and what was done so far does not count.';
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#handIn(record, make(), status, made);
    });
    form.addEventListener('change', look);
    look();
    const note = element(
      'p',
      'quiet',
      'One file holds your answers, every attempt and the evidence. Make it again whenever you like: the last one that you hand in counts. Nothing is sent from here; give the file to your instructor the way your class does.',
    );
    if (record.handedIn !== undefined)
      note.append(` You last made it on ${new Date(record.handedIn).toLocaleString()}.`);
    return [element('h2', '', 'Hand in'), note, form];
  }

  #makeSubmission(
    { assignment }: AssignmentRecord,
    who: Identity,
    notebook: NonNullable<Submission['notebook']>,
  ): Submission {
    const items = assignment.items.flatMap(({ exercise }) => {
      const work = this.#workOn(exercise, seedFor(assignment, who));
      return work === undefined ? [] : [{ exercise, version: work.version, attempts: work.attempts }];
    });
    const courseVersion = this.dataset['course'] ?? '';
    return makeSubmission({ who, assignment, courseVersion, now: Date.now(), items, notebook });
  }

  async #handIn(
    record: AssignmentRecord,
    submission: Submission,
    status: HTMLElement,
    made: HTMLElement,
  ): Promise<void> {
    const { name, email, id } = submission.who;
    if (name === '' && email === undefined && id === undefined) {
      status.textContent = 'Write who you are first: the file names you to your instructor.';
      this.querySelector<HTMLInputElement>('.hand-in input')?.focus();
      return;
    }
    const file = submissionFile(submission);
    made.replaceChildren(drawSubmission(submission, file));
    saveFile(file.name, file.content, 'application/json');
    const left = record.assignment.items.length - submission.items.length;
    const missing = left === 0 ? '' : ` Without an attempt: ${left === 1 ? '1 exercise' : `${left} exercises`}.`;
    status.textContent = `${file.name}, ${formatSize(file.sizeBytes)}.${missing} ${file.problem ?? 'Now hand it in.'}`;
    this.#record = { ...record, who: submission.who, handedIn: Date.now() };
    await keepAssignment(this.#record);
  }

  #drawForget({ id }: AssignmentRecord): HTMLElement {
    const paragraph = element('p', 'small screen-only');
    const button = element('button', 'plain', 'Take this assignment off this browser');
    button.type = 'button';
    button.addEventListener('click', () => {
      history.replaceState(undefined, '', location.pathname);
      this.#record = undefined;
      void forgetAssignment(id).then(() => this.#show());
    });
    paragraph.append(button, element('span', 'quiet', ' Your work on the exercises stays.'));
    return paragraph;
  }

  #say(message: string): void {
    this.#part('.sheet-status').textContent = message;
  }
}

function describeWork(work: ExerciseRecord | undefined): string {
  const tries = work?.attempts.length ?? 0;
  if (!work || tries === 0) return 'not begun';
  const attempts = tries === 1 ? '1 attempt' : `${tries} attempts`;
  if (isSolved(work)) return `right, ${attempts}`;
  return work.attempts.some(({ verdict }) => verdict.points > 0)
    ? `partly right, ${attempts}`
    : `not right yet, ${attempts}`;
}

function whoFields({ assignment, who: said, learner }: AssignmentRecord): readonly HTMLElement[] {
  const who = said ?? learner;
  if (assignment.identity === 'anonymous') return [field('Your code', 'id', who?.id ?? '')];
  return [
    field('Your name', 'name', who?.name ?? ''),
    field('E-mail or id, as your class knows you', 'contact', who?.email ?? who?.id ?? ''),
  ];
}

function field(title: string, name: string, value: string): HTMLElement {
  const place = element('div', 'field');
  const label = element('label', '', title);
  const input = element('input');
  input.type = 'text';
  input.name = name;
  input.id = `hand-in-${name}`;
  input.value = value;
  input.autocomplete = name === 'name' ? 'name' : 'off';
  label.htmlFor = input.id;
  place.append(label, input);
  return place;
}

/** What was typed; the address and id of a personal link stay unless they are typed over. */
function notesField(count: number): HTMLElement {
  const label = element('label', 'wide');
  const box = Object.assign(element('input'), { type: 'checkbox', name: 'notes' });
  label.append(box, ` Hand in what I noted on these lessons too: ${count === 1 ? 'one note' : `${count} notes`}.`);
  return label;
}

function readWho(form: HTMLFormElement, { learner, assignment }: AssignmentRecord): Identity {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  if (assignment.identity === 'anonymous') return { name: '', id: text('id') };
  const contact = text('contact');
  const isLinks = learner !== undefined && (contact === (learner.email ?? learner.id) || contact === '');
  if (isLinks) return { ...learner, name: text('name') };
  const where = contact.includes('@') ? { email: contact } : { id: contact };
  return { name: text('name'), ...(contact === '' ? {} : where) };
}

/** A code that says nothing about who has it: 10 letters and digits that are not taken for one another. */
function newCode(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return [...bytes].map((byte) => letters[byte % letters.length]).join('');
}

customElements.define('assignment-sheet', AssignmentSheet);
