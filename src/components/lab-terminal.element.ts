/**
 * `<lab-terminal>`: makes the lab that Lab.astro wrote editable and runs it. Terminal, editor and Go are loaded when the
 * learner starts the lab; a lab that ran in this browser before gets its Go while the page is idle.
 */
import type { CommandRecord, KeepState, Lab, LabState, Terminal } from '../sandbox/index.ts';
import type { LabData } from './lab-data.ts';
import { keepSetting, readSetting } from './kept-setting.ts';
import { make } from './lab-elements.ts';
import type { LabFiles } from './lab-files.ts';
import type { evidenceFiles as EvidenceFiles } from './lab-screens.ts';
import type { RacePanel } from './race-panel.ts';

/** The tools take some hundred MB: a tab hidden for so long gives them back. */
const restMillis = 10 * 60 * 1000;

/** What exists once the lab is started. */
interface Started {
  readonly lab: Lab;
  readonly files: LabFiles;
  readonly terminals: readonly Terminal[];
  readonly evidenceFiles: typeof EvidenceFiles;
}

class LabTerminal extends HTMLElement {
  #lab: Promise<Lab> | undefined;
  #started: Started | undefined;
  #starting: Promise<void> | undefined;
  /** What "Use as evidence" hands over: the last command that ended with output. */
  #last: CommandRecord | undefined;
  #races: RacePanel | undefined;
  #kept: KeepState['kind'] = 'kept';
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.#part('.lab-bar').hidden = false;
    this.#part('.lab-without').hidden = true;
    this.#button('.lab-start').addEventListener('click', () => void this.#start());
    this.#button('.lab-stop').addEventListener('click', () => this.#stop());
    this.#button('.lab-give').addEventListener('click', () => this.#last && this.#giveEvidence(this.#last));
    this.#loadWhenIdle();
    addEventListener('pagehide', () => void this.#started?.lab.keeper.flush());
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#restTimer);
      if (document.visibilityState !== 'hidden') return;
      void this.#started?.lab.keeper.flush();
      this.#restTimer = setTimeout(() => this.#started?.lab.rest(), restMillis);
    });
    new MutationObserver(() => this.#refreshThemes()).observe(document.documentElement, {
      attributeFilter: ['data-theme'],
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#refreshThemes());
  }

  disconnectedCallback(): void {
    void this.#lab?.then((lab) => lab.close());
  }

  #part(selector: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(selector);
    if (!part) throw new Error(`the lab has no ${selector}`);
    return part;
  }

  #button(selector: string): HTMLButtonElement {
    return this.#part(selector) as HTMLButtonElement;
  }

  #announce(text: string): void {
    this.#part('.lab-status').textContent = text;
  }

  #describe(text: string): void {
    this.#part('.lab-state').textContent = text;
  }

  /** Safe to call again: after a failure it tries once more. */
  #start(): Promise<void> {
    this.#button('.lab-start').disabled = true;
    this.#starting ??= this.#build().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async #build(): Promise<void> {
    try {
      this.#started ??= await this.#open();
      this.#started.terminals[0]?.focus();
      keepSetting('labs', 'used');
      this.#showState(this.#started.lab.state);
      await this.#started.lab.start();
      this.dispatchEvent(new Event('faultline:lab-ready'));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#describe(`The lab could not be loaded (${why}). Your changes are kept; try again.`);
      this.#button('.lab-start').disabled = false;
    }
  }

  /** Where labs ran before, Go gets ready while the page is idle: nothing is downloaded, or little. */
  #loadWhenIdle(): void {
    const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
    if (saveData || readSetting('labs') !== 'used' || !('requestIdleCallback' in globalThis)) return;
    requestIdleCallback(
      () =>
        void this.#openLab().then(
          (lab) => lab.start(),
          () => undefined,
        ),
    );
  }

  /** The lab without its editor and terminals. */
  #openLab(): Promise<Lab> {
    const create = async (): Promise<Lab> => {
      const [{ createLab }, data] = await Promise.all([
        import('../sandbox/index.ts'),
        fetch(this.#dataUrl).then((response) => response.json() as Promise<LabData>),
      ]);
      const downloads = data.downloads.map((file) => ({
        ...file,
        url: new URL(`files/${file.name}`, this.#dataUrl).href,
      }));
      const { lesson = '', delve, first } = this.dataset;
      const source = { lesson, ...data, downloads, hasDelve: delve !== undefined, isForDelve: first === 'delve' };
      const lab = createLab(source, this.#root(), {
        onState: (state) => this.#showState(state),
        onKeep: ({ kind }) => this.#showKeep(kind),
        onProfiles: async (profiles) => {
          const { showLabProfiles } = await import('./lab-profiles.ts');
          return showLabProfiles(this.#part('.lab-desk'), lab, profiles);
        },
      });
      await lab.keeper.restore();
      return lab;
    };
    this.#lab ??= create().catch((error: unknown) => {
      this.#lab = undefined;
      throw error;
    });
    return this.#lab;
  }

  async #open(): Promise<Started> {
    this.#announce('Loading the editor and the terminals.');
    const [lab, { LabFiles }, { LabTranscript }, { evidenceFiles, openScreens }] = await Promise.all([
      this.#openLab(),
      import('./lab-files.ts'),
      import('./lab-transcript.ts'),
      import('./lab-screens.ts'),
    ]);
    const announce = (text: string): void => this.#announce(text);
    const files = new LabFiles({ lab, answerUrl: new URL('answer.json', this.#dataUrl).href, announce });
    const transcript = new LabTranscript({ announce, onEvidence: (record) => this.#giveEvidence(record) });
    const screens = make('div');
    this.#part('.lab-desk').append(files.element, screens, transcript.element);
    this.#part('.lab-desk').hidden = false;
    this.#part('.lab-sources').hidden = true;
    await files.open(this.dataset['open']);
    const onEnd = (record: CommandRecord): void => void this.#ended(record, lab, files);
    const terminals = await openScreens(screens, { lab, transcript, onEnd, announce });
    this.#button('.lab-stop').disabled = false;
    this.#offerRun(terminals[0]);
    this.#announce('The lab is open.');
    return { lab, files, terminals, evidenceFiles };
  }

  #offerRun(terminal: Terminal | undefined): void {
    const button = this.querySelector<HTMLButtonElement>('.lab-run');
    const line = this.dataset['run'];
    if (!button || line === undefined) return;
    button.hidden = false;
    button.addEventListener('click', () => void terminal?.run(line));
  }

  async #ended(record: CommandRecord, lab: Lab, files: LabFiles): Promise<void> {
    const { describeEnd, findCodeProblems } = await import('../sandbox/index.ts');
    this.#announce(describeEnd(record));
    if (/(^|[\s;&|])(go|gofmt)\s/.test(record.line)) files.mark(findCodeProblems(record.text));
    if (/\s-race\b|^WARNING: DATA RACE/m.test(`${record.line}\n${record.text}`))
      void this.#showRaces(record, lab, files);
    lab.keeper.remember(record.line);
    if (record.text === '' && this.#started?.evidenceFiles(lab, record).length === 0) return;
    this.#last = record;
    this.#button('.lab-give').disabled = false;
  }

  /** The lines of a race in the editor, and the way to its schedules. */
  async #showRaces(record: CommandRecord, lab: Lab, files: LabFiles): Promise<void> {
    const { RacePanel } = await import('./race-panel.ts');
    this.#races ??= new RacePanel({ lab, files, announce: (text) => this.#announce(text) });
    if (!this.#races.element.isConnected) this.#part('.lab-desk').append(this.#races.element);
    await this.#races.show(record);
  }

  #stop(): void {
    const busy = this.#started?.lab.processes.running() ?? [];
    this.#started?.lab.processes.killAll();
    if (busy.length === 0) this.#announce('Nothing runs.');
  }

  #giveEvidence(record: CommandRecord): void {
    const lesson = this.dataset['lesson'] ?? '';
    const source = record.recording === undefined ? 'live' : 'recording';
    const files = this.#started?.evidenceFiles(this.#started.lab, record) ?? [];
    const detail = { lesson, command: record.line, text: record.text, source, files };
    const event = new CustomEvent('faultline:evidence', { detail, cancelable: true });
    // An exercise that takes it says so by preventing the default.
    if (!document.dispatchEvent(event)) return this.#announce(`The output of ${record.line} is in the exercise.`);
    this.#announce('No exercise of this page takes evidence. Copy the output in the transcript instead.');
  }

  #showState(state: LabState): void {
    const progress = this.#part('.lab-progress') as HTMLProgressElement;
    progress.hidden = state.kind !== 'loading';
    this.#button('.lab-start').hidden = state.kind !== 'replay' && this.#started !== undefined;
    this.#button('.lab-start').disabled = state.kind === 'loading' && this.#started !== undefined;
    if (state.kind === 'loading') {
      const share = state.totalBytes === 0 ? 0 : state.loadedBytes / state.totalBytes;
      progress.value = share;
      const [loaded, total] = [share * state.transferBytes, state.transferBytes].map((bytes) =>
        (bytes / 1e6).toFixed(1),
      );
      this.#describe(share < 1 ? `Loading ${state.what}: ${loaded} of ${total} MB.` : `Preparing ${state.what}.`);
    } else if (state.kind === 'live') {
      const reduced = state.reduced === undefined ? '' : ` In this browser ${state.reduced}.`;
      this.#describe(`${state.what}.${reduced}`);
      this.#started?.files.allowFormat();
      if (this.#started) this.#announce('The lab is ready.');
    } else if (state.kind === 'replay') {
      this.#describe(`${state.why}. The terminals play recordings of real sessions, and say so.`);
      if (this.#started) this.#announce('Recordings are ready. Type help for what was recorded.');
    }
  }

  #showKeep(kind: KeepState['kind']): void {
    if (kind === this.#kept) return;
    this.#kept = kind;
    const text = {
      kept: '',
      shared: 'This lab is open in another tab too: both show the same files.',
      full: "The browser's storage is full: new changes are lost when this page closes. Copy what you want to keep.",
      unavailable: 'This browser keeps nothing for this page: changes are lost when it closes.',
    }[kind];
    if (text !== '') this.#announce(text);
    for (const terminal of text === '' ? [] : (this.#started?.terminals ?? [])) terminal.note(text);
  }

  get #dataUrl(): string {
    return new URL(this.dataset['src'] ?? '', document.baseURI).href;
  }

  #root(): string {
    return new URL(document.documentElement.dataset['root'] ?? '/', document.baseURI).href;
  }

  #refreshThemes(): void {
    for (const terminal of this.#started?.terminals ?? []) terminal.refreshTheme();
  }
}

customElements.define('lab-terminal', LabTerminal);
