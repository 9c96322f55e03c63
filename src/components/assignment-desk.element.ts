/** `<assignment-desk>`: makes an assignment from the form, and from it a file, a link and personal links. */
import {
  draftOf,
  formatAssignment,
  formatLink,
  formatLinksCsv,
  forLearner,
  parseAssignment,
  parseRoster,
  personalLinks,
  readDraft,
  type Assignment,
  type PersonalLink,
} from '../gradebook/index.ts';
import { exerciseBoxes, fillForm, readForm, showProblems } from './assignment-form.ts';
import { element } from './element.ts';
import { drawQrCode } from './qr-code.ts';
import { copyText, saveFile } from './save-file.ts';

/** Some mail programs and chats cut links that are longer. */
const longLink = 2000;

class AssignmentDesk extends HTMLElement {
  #form!: HTMLFormElement;
  /** The assignment as loaded or last made: the next one is its next version. */
  #previous: Assignment | undefined;
  #made: Assignment | undefined;
  #links: readonly PersonalLink[] = [];

  connectedCallback(): void {
    this.#form = this.#part('form');
    this.#offerTimeZones();
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#make();
    });
    this.#form.addEventListener('input', () => this.#changed());
    for (const button of this.querySelectorAll('button.all'))
      button.addEventListener('click', () => this.#chooseAll(button));
    this.#wireFile('button.load', 'input.assignment-file', (text) => this.#load(text));
    this.#wireFile('button.choose-roster', 'input.roster-file', (text) => this.#giveRoster(text));
    this.#on(
      'button.copy-link',
      () => void this.#copy(this.#part<HTMLTextAreaElement>('#made-link').value, '.made-status'),
    );
    this.#on('button.save', () => this.#save());
    this.#on('button.save-links', () => this.#saveLinks());
    this.#on('button.copy-links', () => void this.#copy(this.#linksAsTable(), '.roster-status'));
    this.#wireRoster();
    this.#changed();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the desk has no ${selector}`);
    return part;
  }

  #on(selector: string, act: () => void): void {
    this.#part(selector).addEventListener('click', act);
  }

  #wireFile(button: string, input: string, take: (text: string) => void): void {
    const chooser = this.#part<HTMLInputElement>(input);
    this.#on(button, () => chooser.click());
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? [];
      chooser.value = '';
      void file?.text().then(take);
    });
  }

  #offerTimeZones(): void {
    const zone = this.#part<HTMLInputElement>('input[name=timeZone]');
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    zone.defaultValue = zone.value;
    this.#part('datalist').replaceChildren(
      ...Intl.supportedValuesOf('timeZone').map((name) => {
        const option = document.createElement('option');
        option.value = name;
        return option;
      }),
    );
  }

  #chooseAll(button: Element): void {
    const boxes = exerciseBoxes(button.closest('details') ?? this);
    const isAll = boxes.every(({ checked }) => checked);
    for (const box of boxes) box.checked = !isAll;
    this.#changed();
  }

  /** Counts what is chosen and shows the fields that the late rule needs. */
  #changed(): void {
    const draft = readForm(this.#form);
    for (const lesson of this.querySelectorAll('details[data-lesson]')) {
      const chosen = exerciseBoxes(lesson).filter(({ checked }) => checked).length;
      const place = lesson.querySelector('.chosen');
      if (place) place.textContent = chosen === 0 ? '' : `${chosen} chosen`;
    }
    const points = draft.items.reduce((sum, item) => sum + (Number(item.points) || 0), 0);
    const count = draft.items.length;
    const total = count === 0 ? '' : `${count === 1 ? '1 exercise' : `${count} exercises`}, ${points} points`;
    if (this.#part('.total').textContent !== total) this.#part('.total').textContent = total;
    this.#part('.late-rule').hidden = draft.late === 'accept';
    for (const row of this.querySelectorAll<HTMLElement>('[data-for=percent]')) row.hidden = draft.late !== 'percent';
  }

  #make(): void {
    const read = readDraft(readForm(this.#form), this.#previous);
    if ('problems' in read) {
      showProblems(this.#form, read.problems);
      const count = read.problems.length;
      this.#say(
        `${count === 1 ? 'One thing is' : `${count} things are`} to be mended first; each is said beside its field.`,
      );
      return;
    }
    showProblems(this.#form, []);
    this.#made = this.#previous = read.assignment;
    this.#part<HTMLInputElement>('input[name=id]').value = read.assignment.id;
    this.#showMade(read.assignment);
    this.#giveRoster(this.#part<HTMLTextAreaElement>('#made-roster').value);
    document.dispatchEvent(new CustomEvent('faultline:assignment', { detail: read.assignment }));
  }

  #showMade(assignment: Assignment): void {
    const link = `${this.#page}#${formatLink({ assignment: forLearner(assignment) })}`;
    this.#part('.made').hidden = false;
    this.#part<HTMLTextAreaElement>('#made-link').value = link;
    this.#part('.link-size').textContent =
      link.length > longLink
        ? `It has ${link.length} characters, and some mail programs cut links so long: check it once, or give out the file.`
        : `It has ${link.length} characters.`;
    const code = drawQrCode(link, 'The link as a QR code');
    this.#part('.qr').replaceChildren(
      code ?? element('figcaption', 'small quiet', 'The link is too long for a QR code that a phone can read.'),
    );
    this.#say(`“${assignment.title}”, version ${assignment.version}, is made. Give out the link, and keep the file.`);
  }

  get #page(): string {
    const page = new URL(this.#part<HTMLAnchorElement>('a.learner-page').href);
    page.hash = '';
    return page.href;
  }

  #load(text: string): void {
    const read = parseAssignment(text);
    if ('problem' in read) {
      this.#say(read.problem);
      return;
    }
    this.#previous = read.assignment;
    const unknown = fillForm(this.#form, draftOf(read.assignment));
    showProblems(this.#form, []);
    this.#changed();
    const lost = unknown.length === 0 ? '' : ` This course has no ${unknown.join(', ')}: left out.`;
    this.#say(`“${read.assignment.title}”, version ${read.assignment.version}, is loaded.${lost}`);
    this.#part<HTMLInputElement>('input[name=title]').focus();
  }

  #wireRoster(): void {
    const box = this.#part<HTMLTextAreaElement>('#made-roster');
    box.addEventListener('input', () => this.#giveRoster(box.value));
    box.addEventListener('dragover', (event) => event.preventDefault());
    box.addEventListener('drop', (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      void file.text().then((text) => this.#giveRoster(text));
    });
  }

  #giveRoster(text: string): void {
    const box = this.#part<HTMLTextAreaElement>('#made-roster');
    if (box.value !== text) box.value = text;
    const isEmpty = text.trim() === '' || !this.#made;
    const { learners, problems } = isEmpty ? { learners: [], problems: [] } : parseRoster(text);
    this.#links = this.#made ? personalLinks(this.#page, this.#made, learners) : [];
    const count = learners.length === 0 ? '' : `${learners.length === 1 ? '1 link' : `${learners.length} links`}. `;
    this.#part('.roster-status').textContent = isEmpty ? '' : `${count}${problems.join(' ')}`;
    const place = this.#part('.links');
    place.hidden = this.#links.length === 0;
    for (const name of ['save-links', 'copy-links']) this.#part(`button.${name}`).hidden = place.hidden;
    place.replaceChildren(...(place.hidden ? [] : [linksTable(this.#links)]));
  }

  #save(): void {
    if (this.#made) saveFile(`${this.#made.id}.json`, formatAssignment(this.#made), 'application/json');
  }

  #saveLinks(): void {
    saveFile(`${this.#made?.id ?? 'assignment'}-links.csv`, formatLinksCsv(this.#links), 'text/csv');
  }

  /** Tabs between cells: what spreadsheets take from the clipboard. */
  #linksAsTable(): string {
    const clean = (word: string | undefined) => (word ?? '').replaceAll(/[\t\r\n]/g, ' ');
    return this.#links
      .map(({ learner, url }) => [learner.name, learner.email, learner.id, url].map(clean).join('\t'))
      .join('\n');
  }

  async #copy(text: string, status: string): Promise<void> {
    const isCopied = await copyText(text);
    this.#part(status).textContent = isCopied
      ? 'Copied.'
      : 'This browser did not let the page copy. Select the text and copy it yourself.';
  }

  #say(message: string): void {
    this.#part('.made-status').textContent = message;
  }
}

function linksTable(links: readonly PersonalLink[]): HTMLTableElement {
  const table = element('table', 'small');
  const head = table.createTHead().insertRow();
  for (const title of ['Learner', 'E-mail', 'Id', 'Link']) {
    const cell = element('th', '', title);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  for (const { learner, url } of links) {
    const row = body.insertRow();
    const name = element('th', '', learner.name);
    name.scope = 'row';
    name.dir = 'auto';
    const link = element('a', '', 'Link');
    link.href = url;
    link.append(element('span', 'visually-hidden', ` of ${learner.name}`));
    row.append(name, element('td', '', learner.email ?? ''), element('td', '', learner.id ?? ''));
    row.insertCell().append(link);
  }
  return table;
}

customElements.define('assignment-desk', AssignmentDesk);
