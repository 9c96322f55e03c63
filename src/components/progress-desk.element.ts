/** `<progress-desk>`: what this browser keeps, out of it and into it, and one lesson's state to another machine. */
import { storageProblem } from './database.ts';
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { formatProgress, parseProgress } from './progress-file.ts';
import { fromCarryFragment, toCarryFragment, type Carried } from './progress-link.ts';
import { countRecords, mergeProgress, type Progress } from './progress-merge.ts';
import { eraseProgress, loadProgress, saveProgress } from './progress-store-all.ts';
import { isSolved } from './progress-store.ts';
import { copyText, saveFile } from './save-file.ts';

class ProgressDesk extends HTMLElement {
  connectedCallback(): void {
    const chooser = this.#part<HTMLInputElement>('input[type=file]');
    this.#part('button.save').addEventListener('click', () => void this.#save());
    this.#part('button.open').addEventListener('click', () => chooser.click());
    chooser.addEventListener('change', () => void this.#open(chooser));
    this.#wireErase();
    for (const item of this.#lessons())
      item.querySelector('button')?.addEventListener('click', () => void this.#carry(item));
    addEventListener('hashchange', () => void this.#followHash());
    void this.#refresh().then(() => this.#followHash());
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the progress page has no ${selector}`);
    return part;
  }

  #lessons(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.carry li')];
  }

  async #refresh(): Promise<void> {
    const progress = await loadProgress();
    this.#part('.kept').textContent = describe(progress);
    const problem = storageProblem();
    this.#part('.storage').textContent = problem ?? '';
    this.#part('.storage').hidden = problem === undefined;
    for (const item of this.#lessons()) {
      const own = progress.exercises.filter(({ id }) => id.startsWith(`${item.dataset['lesson']}/`));
      item.querySelector('button')?.toggleAttribute('hidden', own.length === 0);
      const done = own.filter(isSolved).length;
      const count = item.querySelector('.count');
      if (count)
        count.textContent = own.length === 0 ? 'not begun' : `${done} of ${count.getAttribute('data-all')} done`;
    }
  }

  #say(text: string, isProblem = false): void {
    const status = this.#part('.progress-status');
    status.textContent = text;
    status.classList.toggle('problem', isProblem);
  }

  async #save(): Promise<void> {
    const now = Date.now();
    const name = `faultline-progress-${new Date(now).toISOString().slice(0, 10)}.json`;
    saveFile(name, formatProgress(await loadProgress(), now), 'application/json');
    this.#say(`Saved as ${name}, where your browser puts downloads.`);
  }

  async #open(chooser: HTMLInputElement): Promise<void> {
    const [file] = chooser.files ?? [];
    chooser.value = '';
    if (!file) return;
    const text = await file.text().catch(() => undefined);
    if (text === undefined) return this.#say(`${file.name} could not be read. Choose it again.`, true);
    const read = parseProgress(text);
    if (typeof read === 'string') return this.#say(`${file.name}: ${read} Nothing was changed.`, true);
    const before = await this.#merge(read.progress);
    const lost = read.lost === 0 ? '' : ` ${read.lost} of its records could not be read and were left out.`;
    this.#say(`${file.name}: ${before}${lost}`);
  }

  /** Says what changed. What does not fit into the browser's storage lasts as long as the page. */
  async #merge(theirs: Progress): Promise<string> {
    const changes = mergeProgress(await loadProgress(), theirs);
    await saveProgress(changes);
    await this.#refresh();
    const total = Object.values(countRecords(changes)).reduce((sum, count) => sum + count, 0);
    if (total === 0) return 'all that is in it was here already.';
    return `taken over: ${describe(changes)} Nothing that was here is lost.`;
  }

  #wireErase(): void {
    const dialog = this.#part<HTMLDialogElement>('dialog');
    this.#part('button.erase').addEventListener('click', () => dialog.showModal());
    this.#part('dialog .keep').addEventListener('click', () => dialog.close());
    this.#part('dialog .really').addEventListener('click', () => {
      dialog.close();
      void this.#erase();
    });
  }

  async #erase(): Promise<void> {
    await eraseProgress();
    await this.#refresh();
    this.#say('Erased. Other tabs of this site forget it when they are loaded again.');
  }

  async #carry(item: HTMLElement): Promise<void> {
    const lesson = item.dataset['lesson'] ?? '';
    const { exercises } = await loadProgress();
    const fragment = await toCarryFragment(lesson, exercises);
    const place = item.querySelector('.carried');
    if (!place) return;
    if (fragment === undefined)
      return place.replaceChildren(element('p', '', 'This is too much for a link. Save it to a file instead.'));
    await showLink(place, location.href.replace(/#.*$/, '') + fragment, item.dataset['title'] ?? lesson);
  }

  /** A link with a lesson's state, or one from a lesson that asks for such a link. */
  async #followHash(): Promise<void> {
    const carried = await fromCarryFragment(location.hash);
    if (typeof carried === 'string') return this.#say(carried, true);
    if (carried) return this.#offer(carried);
    const item = this.#lessons().find(({ id }) => id === location.hash.slice(1));
    const button = item?.querySelector('button');
    if (item && button && !button.hidden) await this.#carry(item);
  }

  #offer(carried: Carried): void {
    const item = this.#lessons().find(({ dataset }) => dataset['lesson'] === carried.lesson);
    const link = item?.querySelector('a');
    if (!link) return this.#say('The link is of a lesson that this course does not have.', true);
    const done = carried.records.filter(isSolved).length;
    const words = `This link brings “${link.textContent}”: ${carried.records.length} exercises begun, ${done} done. What is here stays, and the newer answer stands.`;
    const take = makeButton('Take it over', () => void this.#take(carried, link), 'primary');
    const offer = this.#part('.offer');
    offer.replaceChildren(element('p', '', words), take);
    offer.hidden = false;
    take.focus();
  }

  async #take({ records }: Carried, lesson: HTMLAnchorElement): Promise<void> {
    const none = { settings: [], assignments: [], notebook: [], drill: [] };
    const told = await this.#merge({ exercises: records, ...none });
    history.replaceState(null, '', location.pathname);
    const link = element('a', 'button primary', `Go on with ${lesson.textContent}`);
    link.href = lesson.href;
    this.#part('.offer').replaceChildren(link);
    link.focus();
    this.#say(`From the link ${told}`);
  }
}

async function showLink(place: Element, url: string, title: string): Promise<void> {
  const box = element('textarea');
  Object.assign(box, { value: url, readOnly: true, rows: 3 });
  box.setAttribute('aria-label', `Link to carry on with ${title}`);
  const said = element('span', 'small quiet');
  said.setAttribute('role', 'status');
  const copy = makeButton('Copy link', () => {
    void copyText(url).then((isCopied) => {
      said.textContent = isCopied ? 'Copied.' : 'The browser did not give the clipboard: copy it from the box.';
      if (!isCopied) box.select();
    });
  });
  const { drawQrCode } = await import('./qr-code.ts');
  const code = drawQrCode(url, `QR code of the link for ${title}`);
  const note = element(
    'p',
    'small quiet',
    code
      ? 'Open it on the other machine, or point its camera here. Pasted evidence stays behind; a file brings it along.'
      : 'Open it on the other machine. It is too long for a QR code. Pasted evidence stays behind; a file brings it along.',
  );
  const line = element('p', 'tools');
  line.append(copy, said);
  place.replaceChildren(box, line, ...(code ? [code] : []), note);
  copy.focus();
}

function describe(progress: Progress): string {
  const { exercises, assignments, notebook, drill } = progress;
  const attempts = exercises.reduce((sum, record) => sum + record.attempts.length, 0);
  const parts = [
    counted(exercises.length, 'exercise', 'exercises'),
    counted(attempts, 'attempt', 'attempts'),
    counted(drill.filter(({ kind }) => kind === 'answer').length, 'answer in the drill', 'answers in the drill'),
    counted(assignments.length, 'assignment', 'assignments'),
    counted(notebook.length, 'page of the notebook', 'pages of the notebook'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'Nothing yet.' : `${parts.join(', ')}.`;
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

customElements.define('progress-desk', ProgressDesk);
