/** `<evidence-desk>`: reads whatever is given, as it is given, and says what it shows. Nothing leaves the page. */
import type { EvidenceFile } from '../exercises/index.ts';
import { cancelReading, readInWorker } from './analysis-client.ts';
import { EvidenceBox, formatSize } from './evidence-box.ts';
import { renderFinding } from './finding-view.ts';
import type { Reading } from './reading.ts';
import { element } from './trace-list.ts';

const typingDelayMillis = 120;

class EvidenceDesk extends HTMLElement {
  #box!: EvidenceBox;
  #findings!: HTMLElement;
  #status!: HTMLElement;
  #cancel!: HTMLButtonElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  connectedCallback(): void {
    this.#findings = this.#part('.findings');
    this.#status = this.#part('[role=status]');
    this.#cancel = this.#part('button.cancel');
    const chooser = this.#part<HTMLInputElement>('input[type=file]');
    const textarea = this.#part<HTMLTextAreaElement>('textarea');
    this.#box = new EvidenceBox({ textarea, zone: this, chooser, held: this.#part('.held') }, () => this.#changed());
    this.#part('button.choose').addEventListener('click', () => chooser.click());
    this.#cancel.addEventListener('click', () => this.#stop());
    if (textarea.value !== '') this.#changed();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the desk has no ${selector}`);
    return part;
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(this.#box.evidence), typingDelayMillis);
  }

  #stop(): void {
    this.#turn++;
    cancelReading();
    this.#busy(false);
    this.#status.textContent = 'Canceled. What was pasted is still in the box.';
  }

  async #read(files: readonly EvidenceFile[]): Promise<void> {
    const turn = ++this.#turn;
    const size = files.reduce((sum, file) => sum + file.content.length, 0);
    this.#busy(size > 0);
    this.#status.textContent = size > 1_000_000 ? `Reading ${formatSize(size)}…` : '';
    const found: HTMLElement[] = [];
    const told: string[] = [];
    for (const file of files) {
      const reading = await readInWorker(file.source, file.content).catch((error: unknown) => error);
      if (turn !== this.#turn) return;
      if (reading instanceof Error) found.push(element('p', 'problem', reading.message));
      else found.push(renderFinding(reading as Reading, files.length > 1));
      if (!(reading instanceof Error)) told.push(summaryOf(reading as Reading));
    }
    this.#findings.replaceChildren(...found);
    this.#busy(false);
    this.#status.textContent = told.join(' ');
  }

  #busy(isBusy: boolean): void {
    this.#cancel.hidden = !isBusy;
    this.#findings.setAttribute('aria-busy', String(isBusy));
  }
}

function summaryOf({ analysis }: Reading): string {
  const kinds = new Map<string, number>();
  for (const { kind } of analysis.evidence) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const parts = [...kinds].map(([kind, number]) => `${number} ${words[kind]?.[number === 1 ? 0 : 1] ?? kind}`);
  const lines = `${analysis.lines.toLocaleString('en')} ${analysis.lines === 1 ? 'line' : 'lines'}`;
  return `Read ${lines}: ${parts.length === 0 ? 'nothing of Go in them' : parts.join(', ')}.`;
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
