/**
 * The box that takes evidence: typed or pasted text, dropped or chosen files. A large text is held beside the box, which
 * then shows its head: a text area with 100 MB in it would freeze the tab.
 */
import type { EvidenceFile } from '../exercises/index.ts';
import { element } from './element.ts';

/** Above this many characters the box shows the head only. */
const largeText = 1_000_000;
const headCharacters = 20_000;
/** Larger files are not even read: a browser's tab has not much more memory. */
const largestTaken = 128_000_000;
/** More is read but neither drawn nor kept for the next visit; no exercise takes that much. */
const largestKept = 16_000_000;

/** The parts of the page that the box works with. */
export interface EvidenceParts {
  readonly textarea: HTMLTextAreaElement;
  /** Where dropping is accepted. */
  readonly zone: HTMLElement;
  readonly chooser: HTMLInputElement;
  /** Says what is held beside the box; lists the files, each with a button to take it out. */
  readonly held: HTMLElement;
}

export class EvidenceBox {
  readonly #parts: EvidenceParts;
  readonly #changed: () => void;
  /** A text too large for the box; a dropped one is kept as its bytes. */
  #large: string | Uint8Array | undefined;
  #source = 'paste';
  #files: readonly EvidenceFile[] = [];
  #refused: readonly File[] = [];

  constructor(parts: EvidenceParts, changed: () => void) {
    this.#parts = parts;
    this.#changed = changed;
    parts.textarea.addEventListener('input', () => this.#edited());
    parts.textarea.addEventListener('paste', (event) => this.#pasted(event));
    parts.chooser.addEventListener('change', () => void this.#take([...(parts.chooser.files ?? [])]));
    acceptDrops(parts.zone, (files) => void this.#take(files));
  }

  /** Everything given, the text first and whole; a blank text is left out. */
  get evidence(): readonly EvidenceFile[] {
    const content = this.#large ?? this.#parts.textarea.value;
    const isBlank = typeof content === 'string' && content.trim() === '';
    return [...(isBlank ? [] : [{ source: this.#source, content }]), ...this.#files];
  }

  /** What is small enough to be kept for the next visit. */
  get kept(): readonly EvidenceFile[] {
    return this.evidence.filter(({ content }) => content.length <= largestKept);
  }

  /** Replaces everything, as if it had just been given. */
  set evidence(files: readonly EvidenceFile[]) {
    const text = files.find(isText);
    this.#files = files.filter((file) => file !== text);
    this.#show(text?.content ?? '', text?.source ?? 'paste');
  }

  #edited(): void {
    const { value } = this.#parts.textarea;
    this.#large = undefined;
    // What was typed into a recording is no recording.
    if (value === '' || this.#source.startsWith('recording')) this.#source = 'paste';
    if (value.length > largeText) this.#show(value, 'paste');
    else this.#describe();
    this.#changed();
  }

  /** A large paste never reaches the text area. */
  #pasted(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length > largeText) {
      event.preventDefault();
      this.#show(text, 'paste');
      this.#changed();
    } else if (text === '' && files.length > 0) {
      event.preventDefault();
      void this.#take(files);
    }
  }

  async #take(files: readonly File[]): Promise<void> {
    this.#refused = files.filter(({ size }) => size > largestTaken);
    const read = await Promise.all(files.filter(({ size }) => size <= largestTaken).map(readFile));
    const text = this.evidence.some(isText) ? undefined : read.find(isText);
    this.#files = [...this.#files, ...read.filter((file) => file !== text)];
    if (text) this.#show(text.content, text.source);
    else this.#describe();
    this.#parts.chooser.value = '';
    this.#changed();
  }

  #show(text: string | Uint8Array, source: string): void {
    const isLarge = text.length > largeText;
    this.#large = isLarge ? text : undefined;
    this.#source = source;
    this.#parts.textarea.value = isLarge || typeof text !== 'string' ? headOf(text) : text;
    this.#describe();
  }

  #describe(): void {
    const notes = this.#files.map((file) => this.#fileItem(file));
    if (this.#large !== undefined) notes.unshift(element('li', '', describeLarge(this.#large.length)));
    const refused = this.#refused.map(({ name, size }) => element('li', 'problem', describeRefused(name, size)));
    notes.push(...refused);
    this.#parts.held.replaceChildren(...notes);
    this.#parts.held.hidden = notes.length === 0;
  }

  #fileItem(file: EvidenceFile): HTMLLIElement {
    const { source, content } = file;
    const kept = content.length > largestKept ? ', too large to be there again after a reload' : '';
    const item = element('li', '', `${source}, ${nameFile(content)}${formatSize(content.length)}${kept} `);
    const remove = element('button', 'plain', 'Take out');
    remove.type = 'button';
    remove.setAttribute('aria-label', `Take out ${file.source}`);
    remove.addEventListener('click', () => {
      this.#files = this.#files.filter((other) => other !== file);
      this.#describe();
      this.#parts.textarea.focus();
      this.#changed();
    });
    item.append(remove);
    return item;
  }
}

function describeRefused(name: string, size: number): string {
  return `${name} is ${formatSize(size)}; up to ${formatSize(largestTaken)} are read here. Hand in what a tool prints of it.`;
}

/** What a file looks like by its first bytes; graders look again. */
function nameFile(content: string | Uint8Array): string {
  if (typeof content === 'string') return '';
  const head = String.fromCharCode(...content.subarray(0, 16));
  if (head.startsWith('go1.7 heap dump')) return 'a heap dump, ';
  if (head.startsWith('\x1f\x8b')) return 'packed, as profiles are, ';
  return head.startsWith('\x7fELF') || head.startsWith('\0asm') ? 'a program, ' : '';
}

function describeLarge(size: number): string {
  const head = formatSize(headCharacters);
  const kept = size > largestKept ? ' It is too large to be there again after a reload.' : '';
  return `The box shows the first ${head} of ${formatSize(size)}. Typing in it keeps only what it shows.${kept}`;
}

function acceptDrops(zone: HTMLElement, take: (files: readonly File[]) => void): void {
  const mark = (isOver: boolean) => zone.classList.toggle('over', isOver);
  zone.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    mark(true);
  });
  zone.addEventListener('dragleave', () => mark(false));
  zone.addEventListener('drop', (event) => {
    mark(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}

/** Small texts become strings; binary files, and texts too large for the box, stay bytes. */
async function readFile(file: File): Promise<EvidenceFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isSmallText = bytes.length <= largeText && isTextHead(bytes.subarray(0, 8192));
  return { source: file.name, content: isSmallText ? new TextDecoder().decode(bytes) : bytes };
}

function isText({ content }: EvidenceFile): boolean {
  return typeof content === 'string' || isTextHead(content.subarray(0, 8192));
}

/** Binary data shows itself by a NUL byte or broken UTF-8 near its start. */
function isTextHead(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function headOf(text: string | Uint8Array): string {
  return typeof text === 'string'
    ? text.slice(0, headCharacters)
    : new TextDecoder().decode(text.subarray(0, headCharacters));
}

/** A size as people say it: `34 kB`, `1.2 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
