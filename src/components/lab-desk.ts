/** A lab at work in the place that Lab.astro wrote: editor, terminals, transcript, and Go behind them. */
import type { CommandRecord, KeepState, Lab, LabState, Terminal } from '../sandbox/index.ts';
import type { LabData } from './lab-data.ts';
import { keepSetting } from './kept-setting.ts';
import { make } from './lab-elements.ts';
import type { LabFiles } from './lab-files.ts';
import type { evidenceFiles as EvidenceFiles } from './lab-screens.ts';
import type { RacePanel } from './race-panel.ts';
import type { Variant } from '../exercises/index.ts';
import { loadSeed } from './variant-seeds.ts';

/** The tools take some hundred MB: a tab hidden for so long gives them back. */
const restMillis = 10 * 60 * 1000;

/** What exists once the lab is started. */
interface Started {
  readonly lab: Lab;
  readonly files: LabFiles;
  readonly terminals: readonly Terminal[];
  readonly evidenceFiles: typeof EvidenceFiles;
}

export class LabDesk {
  /** The `<lab-terminal>`. */
  readonly #place: HTMLElement;
  #lab: Promise<Lab> | undefined;
  #started: Started | undefined;
  #starting: Promise<void> | undefined;
  /** What "Use as evidence" hands over: the last command that ended with output. */
  #last: CommandRecord | undefined;
  #races: RacePanel | undefined;
  /** The variant that the lab is in; nothing where it is as the lesson shows it. */
  #variant: Variant | undefined;
  #kept: KeepState['kind'] = 'kept';
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement) {
    this.#place = place;
    this.#button('.lab-stop').addEventListener('click', () => this.#stop());
    place.querySelector('.lab-run')?.addEventListener('click', () => void this.#run());
    this.#button('.lab-give').addEventListener('click', () => this.#last && this.#giveEvidence(this.#last));
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

  /** Ends what runs and gives the memory back. */
  async close(): Promise<void> {
    (await this.#lab)?.close();
  }

  #part(selector: string): HTMLElement {
    const part = this.#place.querySelector<HTMLElement>(selector);
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
  start(): Promise<void> {
    this.#button('.lab-start').disabled = true;
    this.#starting ??= this.#build().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  /** Begins anew in the variant that is kept for this lesson; each has files of its own. */
  async changeVariant(): Promise<void> {
    await this.#starting;
    const lab = await this.#lab?.catch(() => undefined);
    const wasStarted = this.#started !== undefined;
    await lab?.keeper.flush();
    lab?.close();
    this.#lab = this.#started = this.#last = this.#races = this.#variant = undefined;
    this.#part('.lab-desk').replaceChildren();
    this.#part('.lab-desk').hidden = true;
    this.#part('.lab-sources').hidden = false;
    for (const name of ['.lab-stop', '.lab-give']) this.#button(name).disabled = true;
    if (wasStarted) await this.start();
  }

  async #build(): Promise<void> {
    try {
      this.#started ??= await this.#open();
      // Who is at work elsewhere in the page stays there.
      const { activeElement, body } = document;
      if (activeElement === body || this.#place.contains(activeElement)) this.#started.terminals[0]?.focus();
      keepSetting('labs', 'used');
      this.#showState(this.#started.lab.state);
      await this.#started.lab.start();
      this.#place.dispatchEvent(new Event('faultline:lab-ready'));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#describe(`The lab could not be loaded (${why}). Your changes are kept; try again.`);
      this.#button('.lab-start').disabled = false;
    }
  }

  /** Gets Go ready, and shows nothing yet. */
  async prepare(): Promise<void> {
    const lab = await this.#openLab();
    await lab.start();
  }

  /** The lab without its editor and terminals. */
  #openLab(): Promise<Lab> {
    const create = async (): Promise<Lab> => {
      const { lesson = '', delve, first } = this.#place.dataset;
      const [{ createLab }, written, seed] = await Promise.all([
        import('../sandbox/index.ts'),
        fetch(this.#dataUrl).then((response) => response.json() as Promise<LabData>),
        loadSeed(lesson),
      ]);
      const data = seed === 0 ? written : await this.#vary(written, seed);
      const downloads = data.downloads.map((file) => ({
        ...file,
        url: this.#besides(`files/${file.name}`),
      }));
      const name = this.#variant ? `${lesson}~${seed}` : lesson;
      const source = { lesson: name, ...data, downloads, hasDelve: delve !== undefined, isForDelve: first === 'delve' };
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

  async #vary(written: LabData, seed: number): Promise<LabData> {
    const { openLabVariant, varyLab } = await import('./lab-variant.ts');
    this.#variant = await openLabVariant(this.#besides('variants.json'), seed);
    return this.#variant ? varyLab(written, this.#variant) : written;
  }

  async #loadAnswer(): Promise<Readonly<Record<string, string>>> {
    const response = await fetch(this.#besides('answer.json'));
    const files = (await response.json()) as Readonly<Record<string, string>>;
    return this.#variant ? this.#variant.varyFiles(files) : files;
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
    const files = new LabFiles({ lab, loadAnswer: () => this.#loadAnswer(), announce });
    const transcript = new LabTranscript({ announce, onEvidence: (record) => this.#giveEvidence(record) });
    const screens = make('div');
    this.#part('.lab-desk').append(files.element, screens, transcript.element);
    this.#part('.lab-desk').hidden = false;
    this.#part('.lab-sources').hidden = true;
    const first = this.#place.dataset['open'];
    await files.open(first && this.#inVariant(first));
    const onEnd = (record: CommandRecord): void => void this.#ended(record, lab, files);
    const terminals = await openScreens(screens, { lab, transcript, onEnd, announce });
    this.#button('.lab-stop').disabled = false;
    this.#place.querySelector<HTMLElement>('.lab-run')?.removeAttribute('hidden');
    this.#announce('The lab is open.');
    return { lab, files, terminals, evidenceFiles };
  }

  /** A file or command of the lab as its variant calls it. */
  #inVariant(code: string): string {
    return this.#variant ? this.#variant.toVaried(code) : code;
  }

  async #run(): Promise<void> {
    await this.#started?.terminals[0]?.run(this.#inVariant(this.#place.dataset['run'] ?? ''));
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
    const lesson = this.#place.dataset['lesson'] ?? '';
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
    return new URL(this.#place.dataset['src'] ?? '', document.baseURI).href;
  }

  /** What lies beside the lab's data. */
  #besides(name: string): string {
    return new URL(name, this.#dataUrl).href;
  }

  #root(): string {
    return new URL(document.documentElement.dataset['root'] ?? '/', document.baseURI).href;
  }

  #refreshThemes(): void {
    for (const terminal of this.#started?.terminals ?? []) terminal.refreshTheme();
  }
}
