/** `<evidence-desk>`: reads whatever is given, as it is given, and says what it shows. Nothing leaves the page. */
import type { EvidenceFile } from '../exercises/index.ts';
import { cancelReading, readInWorker, redactInWorker } from './analysis-client.ts';
import { EvidenceBox, formatSize } from './evidence-box.ts';
import { renderReading, type LessonLink } from './finding-view.ts';
import { keepForTab, readForTab } from './kept-setting.ts';
import { fromFragment, longestLink, toFragment } from './paste-link.ts';
import type { Reading } from './reading.ts';
import type { DeskPictures, ReadFile } from './desk-pictures.ts';
import { element } from './element.ts';
import { pointAt } from './trace-list.ts';

const typingDelayMillis = 120;
const largeBytes = 1_000_000;
const keptText = 'desk';

class EvidenceDesk extends HTMLElement {
  #box!: EvidenceBox;
  #lessons: readonly LessonLink[] = [];
  #readings: readonly Reading[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pictures: Promise<DeskPictures> | undefined;
  #turn = 0;

  connectedCallback(): void {
    const chooser = this.#part<HTMLInputElement>('input[type=file]');
    const textarea = this.#part<HTMLTextAreaElement>('textarea');
    this.#box = new EvidenceBox({ textarea, zone: this, chooser, held: this.#part('.held') }, () => this.#changed());
    this.#lessons = [...this.querySelectorAll<HTMLAnchorElement>('.lesson-links a')].map((link) => ({
      slug: link.dataset['slug'] ?? '',
      title: link.textContent.trim(),
      url: link.href,
    }));
    this.#part('button.choose').addEventListener('click', () => chooser.click());
    this.#part('button.cancel').addEventListener('click', () => this.#stop());
    this.#part('button.markdown').addEventListener('click', () => void this.#copyMarkdown());
    this.#part('button.link').addEventListener('click', () => void this.#copyLink());
    this.#part('button.redact').addEventListener('click', () => void this.#redact());
    for (const type of ['keyup', 'click']) textarea.addEventListener(type, () => this.#followCursor(textarea));
    void this.#open();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the desk has no ${selector}`);
    return part;
  }

  /** Starts with the text of the link, if it brings one, else with what this tab had before a reload. */
  async #open(): Promise<void> {
    const text = (await fromFragment(location.hash)) ?? readForTab(keptText);
    if (text === '' || this.#box.evidence.length > 0) return;
    this.#box.evidence = [{ source: 'paste', content: text }];
    await this.#read(this.#box.evidence);
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(this.#box.evidence), typingDelayMillis);
  }

  /** The row that tells of the line which the cursor is on answers. */
  #followCursor({ value, selectionStart }: HTMLTextAreaElement): void {
    const trace = this.querySelector('.trace');
    if (trace) pointAt(trace, value.slice(0, selectionStart).split('\n').length);
  }

  #stop(): void {
    this.#turn++;
    cancelReading();
    this.#busy(false);
    this.#say('Canceled. What was pasted is still in the box.');
  }

  async #read(files: readonly EvidenceFile[]): Promise<void> {
    const turn = ++this.#turn;
    const [first] = files;
    keepForTab(keptText, typeof first?.content === 'string' ? first.content : '');
    cancelReading();
    this.#busy(files.some(({ content }) => content.length > largeBytes));
    const found: HTMLElement[] = [];
    const read: ReadFile[] = [];
    for (const [i, file] of files.entries()) {
      this.#sayProgress(file, i, files.length);
      const reading = await readInWorker(file.source, file.content).catch((error: unknown) => error as Error);
      if (turn !== this.#turn) return;
      if (reading instanceof Error) found.push(element('p', 'problem', reading.message));
      else found.push(this.#render(reading, i));
      if (!(reading instanceof Error)) read.push({ file, reading });
    }
    this.#show(
      read.map(({ reading }) => reading),
      found,
    );
    await this.#draw(read);
  }

  /** The viewers of whole files are loaded when there is one to show. */
  async #draw(read: readonly ReadFile[]): Promise<void> {
    const isDrawn = ({ reading }: ReadFile): boolean =>
      reading.counts.some(([kind]) => kind === 'profile' || kind === 'heapdump' || kind === 'delve');
    if (this.#pictures === undefined && !read.some(isDrawn)) return;
    this.#pictures ??= import('./desk-pictures.ts').then((made) => new made.DeskPictures(this.#part('.desk-pictures')));
    try {
      await (await this.#pictures).show(read);
    } catch (error) {
      this.#pictures = undefined;
      this.#part('.desk-pictures').replaceChildren(
        element('p', 'problem', `The viewer did not load (${String(error)}). Give the file again to try once more.`),
      );
    }
  }

  #render(reading: Reading, place: number): HTMLElement {
    const prefix = place === 0 ? '' : `${place + 1}-`;
    return renderReading(reading, { lessons: this.#lessons, width: Math.min(this.clientWidth, 720), prefix });
  }

  #show(readings: readonly Reading[], found: readonly HTMLElement[]): void {
    this.#readings = readings;
    this.#part('.findings').replaceChildren(...found);
    this.#part('.desk-tools').hidden = readings.length === 0;
    this.#busy(false);
    this.#say(readings.map(summaryOf).join(' '));
    const linked = /^#(\d+-)?L(\d+)$/.exec(location.hash);
    const row = linked && document.getElementById(location.hash.slice(1));
    if (row?.parentElement) pointAt(row.parentElement, Number(linked?.[2]))?.scrollIntoView({ block: 'center' });
  }

  #sayProgress({ source, content }: EvidenceFile, place: number, all: number): void {
    if (all === 1 && content.length <= largeBytes) return;
    const which = all === 1 ? '' : ` ${place + 1} of ${all},`;
    this.#say(`Reading${which} ${source}, ${formatSize(content.length)}…`);
  }

  #busy(isBusy: boolean): void {
    this.#part('button.cancel').hidden = !isBusy;
    this.#part('.findings').setAttribute('aria-busy', String(isBusy));
  }

  #say(text: string): void {
    this.#part('[role=status]').textContent = text;
  }

  async #copyMarkdown(): Promise<void> {
    const text = this.#readings.map(({ markdown }) => markdown).join('\n');
    await this.#copy(text, 'The findings are on the clipboard, as Markdown.');
  }

  async #copyLink(): Promise<void> {
    const text = this.#box.evidence.find(({ content }) => typeof content === 'string')?.content;
    const fragment = typeof text === 'string' ? await toFragment(text) : '';
    if (fragment === '' || fragment.length > longestLink) {
      this.#say('This text is too long for a link. Send the text itself and the address of this page.');
      return;
    }
    const url = location.href.replace(/#.*$/, '') + fragment;
    await this.#copy(url, 'The link is on the clipboard. It holds the text itself: who has it can read it.');
  }

  async #copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#say(done);
    } catch {
      this.#part<HTMLTextAreaElement>('.copied textarea').value = text;
      this.#part('.copied').hidden = false;
      this.#part<HTMLTextAreaElement>('.copied textarea').select();
      this.#say('The browser did not give the clipboard. Copy the text from the box below.');
    }
  }

  async #redact(): Promise<void> {
    const files = await Promise.all(this.#box.evidence.map(redacted));
    this.#box.evidence = files;
    await this.#read(files);
    this.#say(
      'Names, home folders, addresses and secrets that could be told are replaced. Read it over before you share it.',
    );
  }
}

async function redacted(file: EvidenceFile): Promise<EvidenceFile> {
  if (typeof file.content !== 'string') return file;
  return { source: file.source, content: await redactInWorker(file.content) };
}

function summaryOf({ analysis, counts }: Reading): string {
  const parts = counts.map(([kind, number]) => `${number} ${words[kind]?.[number === 1 ? 0 : 1] ?? kind}`);
  const what = parts.length === 0 ? 'nothing of Go in it' : parts.join(', ');
  const where = analysis.source === undefined || analysis.source === 'paste' ? 'Read' : `Read ${analysis.source}`;
  if (analysis.lines === 0) return `${where}: ${what}.`;
  return `${where === 'Read' ? where : `${where},`} ${analysis.lines.toLocaleString('en')} ${analysis.lines === 1 ? 'line' : 'lines'}: ${what}.`;
}

const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  panic: ['panic', 'panics'],
  fatal: ['fatal error', 'fatal errors'],
  dump: ['goroutine dump', 'goroutine dumps'],
  race: ['data race', 'data races'],
  delve: ['Delve session', 'Delve sessions'],
  profile: ['profile', 'profiles'],
  report: ['pprof report', 'pprof reports'],
  heapdump: ['heap dump', 'heap dumps'],
  shell: ['shell session', 'shell sessions'],
  foreign: ['text of another kind', 'texts of other kinds'],
};

customElements.define('evidence-desk', EvidenceDesk);
