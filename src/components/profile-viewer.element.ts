/** `<profile-viewer>`: profiles as table, flame graph, call graph, source, text and slopes. `open` gives it files. */
import styles from '../styles/profile.css?inline';
import { element } from './element.ts';
import type { ProfileFile, Snapshot } from './profile-answers.ts';
import { ProfileClient } from './profile-client.ts';
import { ProfileChoices } from './profile-choices.ts';
import type { ProfilePanel, ViewerContext } from './profile-panel.ts';
import { savePng, saveSvg } from './profile-picture.ts';
import { commandLine, settingsOf, withSettings, type ProfileSettings, type ProfileView } from './profile-settings.ts';
import { ProfileTabs } from './profile-tabs.ts';

/** How a viewer starts. */
export interface ViewerOptions {
  /** What to start with. Without a base the oldest file is taken away from the newest; an empty one is none. */
  readonly settings?: Partial<ProfileSettings>;
  /** Source texts by path, for the Source view. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Whether the address of the page keeps the settings: for a viewer that is what the page is about. */
  readonly isLinked?: boolean;
}

const sheet = new CSSStyleSheet();
let viewers = 0;

/** Views are loaded when they are first shown. */
const makers: Readonly<Record<ProfileView, (context: ViewerContext) => Promise<ProfilePanel>>> = {
  table: async (context) => new (await import('./profile-table.ts')).ProfileTable(context),
  flame: async (context) => new (await import('./profile-flame.ts')).ProfileFlame(context),
  graph: async (context) => new (await import('./profile-graph.ts')).ProfileGraph(context),
  source: async (context) => new (await import('./profile-text.ts')).ProfileSource(context),
  text: async (context) => new (await import('./profile-text.ts')).ProfileText(context),
  slopes: async (context) => new (await import('./profile-slopes.ts')).ProfileSlopes(context),
};

export class ProfileViewer extends HTMLElement {
  readonly #client = new ProfileClient();
  readonly #panels = new Map<ProfileView, Promise<ProfilePanel>>();
  readonly #status = element('p', 'small quiet');
  readonly #explained = element('p', 'small profile-hundred');
  readonly #problems = element('div');
  readonly #tabs = new ProfileTabs(`profile-${++viewers}`, (view) => this.#change({ view }));
  readonly #choices = new ProfileChoices((settings) => this.#change(settings));
  readonly #tools = element('p', 'profile-tools');
  readonly #command = element('code', 'profile-command');
  readonly #copy = this.#tool('Copy as command', () => this.#copyCommand());
  #snapshots: readonly Snapshot[] = [];
  #settings: ProfileSettings | undefined;
  #isLinked = false;
  #panel: ProfilePanel | undefined;
  #turn = 0;

  connectedCallback(): void {
    if (this.childElementCount > 0) return;
    if (!document.adoptedStyleSheets.includes(sheet)) {
      sheet.replaceSync(styles);
      document.adoptedStyleSheets.push(sheet);
    }
    this.#status.setAttribute('role', 'status');
    this.#tools.append(
      this.#copy,
      this.#tool('Save as SVG', () => this.#save('svg')),
      this.#tool('Save as PNG', () => this.#save('png')),
    );
    this.append(this.#problems, this.#choices.element, this.#tabs.element, this.#explained, this.#tabs.panel);
    this.append(this.#command, this.#tools, this.#status);
  }

  disconnectedCallback(): void {
    this.#client.close();
  }

  /** Shows these files: the newest, compared with the oldest where there are several. Rejects never. */
  async open(files: readonly ProfileFile[], options: ViewerOptions = {}): Promise<void> {
    const turn = ++this.#turn;
    this.#isLinked = options.isLinked ?? false;
    this.setAttribute('aria-busy', 'true');
    this.#status.textContent = `Opening ${files.map(({ source }) => source).join(', ')}…`;
    try {
      const { snapshots, unreadable } = await this.#client.ask('open', { files, sources: options.sources ?? {} });
      if (turn !== this.#turn) return;
      this.#snapshots = snapshots;
      this.#problems.replaceChildren(
        ...unreadable.map(({ source, problem }) => element('p', 'diagnostic error', `${source}: ${problem}`)),
      );
      for (const part of [this.#choices.element, this.#tabs.element, this.#tabs.panel, this.#tools, this.#command])
        part.hidden = snapshots.length === 0;
      this.#settings = this.#firstSettings(options);
      if (this.#settings) await this.#show(this.#settings);
      else this.#status.textContent = '';
    } catch (error) {
      this.#fail(error);
    }
  }

  #firstSettings({ settings: wanted = {} }: ViewerOptions): ProfileSettings | undefined {
    const newest = this.#snapshots.at(-1);
    if (newest === undefined) return undefined;
    const linked = this.#isLinked ? settingsOf(location.href) : {};
    const older = wanted.base ?? (this.#snapshots.length > 1 ? (this.#snapshots[0]?.source ?? '') : '');
    const file = this.#snapshots.findLast(({ source }) => source !== older) ?? newest;
    return this.#possible({
      view: 'table',
      file: file.source,
      base: older,
      mode: older === '' ? 'none' : 'diff_base',
      type: file.defaultType,
      sort: 'flat',
      granularity: 'functions',
      report: 'top',
      pattern: '',
      ...wanted,
      ...linked,
    });
  }

  /** Settings that the files allow: no base where there is none, no value that a file does not have. */
  #possible(settings: ProfileSettings): ProfileSettings {
    const find = (name: string) => this.#snapshots.find(({ source }) => source === name);
    const file = find(settings.file);
    const others = this.#snapshots.filter(({ source }) => source !== settings.file);
    const base = others.find(({ source }) => source === settings.base) ?? others[0];
    const types = file?.types ?? [];
    return {
      ...settings,
      base: base?.source ?? '',
      mode: base === undefined ? 'none' : settings.mode,
      type: types.includes(settings.type) ? settings.type : (file?.defaultType ?? ''),
      view: settings.view === 'slopes' && this.#snapshots.length < 3 ? 'table' : settings.view,
    };
  }

  #change(change: Partial<ProfileSettings>): void {
    if (this.#settings === undefined) return;
    this.#settings = this.#possible({ ...this.#settings, ...change });
    if (this.#isLinked) history.replaceState(history.state, '', withSettings(location.href, this.#settings));
    void this.#show(this.#settings);
  }

  async #show(settings: ProfileSettings): Promise<void> {
    const turn = ++this.#turn;
    this.#choices.show(settings, this.#snapshots);
    this.#tabs.show(settings.view, this.#snapshots.length >= 3);
    this.#command.textContent = commandLine(settings, this.#defaultType(settings));
    this.#command.hidden = this.#copy.hidden = settings.view === 'slopes';
    this.setAttribute('aria-busy', 'true');
    const slow = setTimeout(() => (this.#status.textContent = 'Drawing…'), 300);
    try {
      const panel = await this.#panelOf(settings.view);
      if (turn !== this.#turn) return;
      if (this.#panel !== panel) this.#tabs.panel.replaceChildren(panel.element);
      this.#panel = panel;
      await panel.show(settings);
      if (turn !== this.#turn) return;
      this.removeAttribute('aria-busy');
      if (this.#status.textContent?.endsWith('…')) this.#status.textContent = '';
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    } finally {
      clearTimeout(slow);
    }
  }

  #panelOf(view: ProfileView): Promise<ProfilePanel> {
    let panel = this.#panels.get(view);
    if (panel === undefined) {
      panel = makers[view]({
        client: this.#client,
        snapshots: () => this.#snapshots,
        say: (text) => (this.#status.textContent = text),
        explain: (text) => {
          this.#explained.textContent = text;
          this.#explained.hidden = text === '';
        },
        change: (settings) => this.#change(settings),
      });
      this.#panels.set(view, panel);
      panel.catch(() => this.#panels.delete(view));
    }
    return panel;
  }

  #defaultType({ file }: ProfileSettings): string {
    return this.#snapshots.find(({ source }) => source === file)?.defaultType ?? '';
  }

  #fail(error: unknown): void {
    this.removeAttribute('aria-busy');
    this.#panel = undefined;
    this.#explained.hidden = true;
    const words = error instanceof Error ? error.message : String(error);
    this.#status.textContent = '';
    this.#tabs.panel.replaceChildren(element('p', 'diagnostic error', words));
  }

  #tool(text: string, act: () => void | Promise<void>): HTMLButtonElement {
    const button = element('button', '', text);
    button.type = 'button';
    button.addEventListener('click', () => void act());
    return button;
  }

  async #copyCommand(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#command.textContent ?? '');
      this.#status.textContent = 'The command is on the clipboard.';
    } catch {
      getSelection()?.selectAllChildren(this.#command);
      this.#status.textContent = 'The browser did not give the clipboard. The command is selected: copy it by hand.';
    }
  }

  async #save(kind: 'svg' | 'png'): Promise<void> {
    const picture = this.#panel?.toSvg();
    const { file = 'profile', view = 'table' } = this.#settings ?? {};
    if (!picture) return void (this.#status.textContent = 'There is nothing to save yet.');
    const name = `${file}-${view}`;
    try {
      if (kind === 'svg') saveSvg(picture, name);
      else await savePng(picture, name);
      this.#status.textContent = `Saved as ${name}.${kind}.`;
    } catch (error) {
      this.#status.textContent = error instanceof Error ? error.message : 'The picture could not be saved.';
    }
  }
}

if (!customElements.get('profile-viewer')) customElements.define('profile-viewer', ProfileViewer);
