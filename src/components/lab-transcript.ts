/** The region "Terminal transcript": one headed section for each command, with its whole output as text. */
import type { CommandRecord, Recorder } from '../sandbox/index.ts';
import { make, makeButton } from './lab-elements.ts';

/** What the transcript asks of the lab. */
export interface TranscriptActions {
  readonly onEvidence: (record: CommandRecord) => void;
  readonly announce: (text: string) => void;
}

/** Longest text that one section shows; all of it is handed over. */
const shownCharacters = 200_000;

interface Section {
  readonly root: HTMLElement;
  readonly how: HTMLElement;
  readonly output: HTMLPreElement;
  readonly buttons: HTMLElement;
}

export class LabTranscript {
  readonly element: HTMLElement;
  readonly #actions: TranscriptActions;
  readonly #sections = new Map<number, Section>();
  readonly #waiting = new Map<number, { readonly recorder: Recorder; readonly terminal: string }>();
  readonly #empty = make('p', 'small quiet', 'Nothing has run yet.');
  #isScheduled = false;

  constructor(actions: TranscriptActions) {
    this.#actions = actions;
    this.element = make('section', 'lab-transcript');
    this.element.setAttribute('aria-label', 'Terminal transcript');
    this.element.tabIndex = 0;
    this.element.append(this.#empty);
  }

  /** Shows a command's output so far; many calls in a row cost one drawing. */
  show(recorder: Recorder, terminal: string): void {
    this.#waiting.set(recorder.id, { recorder, terminal });
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // Drawing need not keep up with a flood of output, and also goes on in a hidden tab.
    setTimeout(() => this.#draw(), 100);
  }

  #draw(): void {
    this.#isScheduled = false;
    const { element } = this;
    const isAtEnd = element.scrollTop + element.clientHeight > element.scrollHeight - 40;
    for (const [id, { recorder, terminal }] of this.#waiting) {
      const { record } = recorder;
      const section = this.#sections.get(id) ?? this.#add(record, terminal);
      section.how.textContent = describe(record, terminal);
      section.output.textContent = shorten(record.text);
      section.output.hidden = record.text === '';
      if (record.status !== undefined && section.buttons.childElementCount === 0)
        this.#addButtons(section, record, terminal);
    }
    this.#waiting.clear();
    if (isAtEnd) element.scrollTop = element.scrollHeight;
  }

  #add(record: CommandRecord, terminal: string): Section {
    this.#empty.remove();
    // No section: equal commands would be landmarks of one name.
    const root = make('article', 'lab-record');
    const heading = make('h3', 'lab-command', record.line);
    heading.id = `record-${record.id}`;
    root.setAttribute('aria-labelledby', heading.id);
    const section = {
      root,
      how: make('p', 'small quiet'),
      output: make('pre'),
      buttons: make('div', 'lab-record-bar'),
    };
    section.output.tabIndex = 0;
    section.output.setAttribute('role', 'group');
    section.output.setAttribute('aria-label', `Output of ${record.line}`);
    section.how.textContent = describe(record, terminal);
    root.append(heading, section.how, section.output, section.buttons);
    this.element.append(root);
    this.#sections.set(record.id, section);
    return section;
  }

  #addButtons({ buttons }: Section, record: CommandRecord, terminal: string): void {
    if (record.text === '') return;
    const copy = makeButton('Copy', () => void this.#copy(record), 'plain');
    copy.setAttribute('aria-label', `Copy the output of ${record.line}`);
    const give = makeButton('To the exercise', () => this.#actions.onEvidence(record), 'plain');
    give.setAttribute('aria-label', `Give the output of ${record.line} to the exercise`);
    const pin = makeButton('Pin', () => void this.#pin(record, terminal), 'plain');
    pin.setAttribute('aria-label', `Pin the output of ${record.line} to the notebook`);
    buttons.append(copy, give, pin);
  }

  async #pin(record: CommandRecord, terminal: string): Promise<void> {
    const { pinOutput } = await import('./notebook-pin.ts');
    this.#actions.announce(await pinOutput(record, terminal));
  }

  async #copy({ text }: CommandRecord): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#actions.announce('Copied.');
    } catch {
      this.#actions.announce('This browser does not let the page copy: select the text and copy it by hand.');
    }
  }
}

function describe({ status, recording, isCut }: CommandRecord, terminal: string): string {
  const end = status === undefined ? 'running' : `exit status ${status}`;
  const source = recording === undefined ? '' : `, a recording of ${recording}`;
  return `${terminal}, ${end}${source}${isCut ? ', the middle left out' : ''}`;
}

function shorten(text: string): string {
  if (text.length <= shownCharacters) return text;
  const half = shownCharacters / 2;
  return `${text.slice(0, half)}\n[${text.length - shownCharacters} characters are not shown here, but are copied]\n${text.slice(-half)}`;
}
