/** `<race-explorer>`: a program in an editor and its schedules. Go is loaded with the first schedule. */
import { createLab, openEditor, type Editor, type Lab, type LabState } from '../sandbox/index.ts';
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { accessLines } from './race-lines.ts';
import { ScheduleDesk } from './schedule-desk.ts';
import { fromRaceFragment, toRaceFragment, type SharedRace } from './schedule-link.ts';

const file = 'main.go';
const goMod = 'module example.com/shop\n\ngo 1.26\n';
const editorHint = 'In the editor Tab indents. Escape, then Tab, leaves it. F8 goes to the next marked line.';

class RaceExplorer extends HTMLElement {
  #lab!: Lab;
  #editor: Editor | undefined;
  #desk!: ScheduleDesk;
  /** The seed that was replayed last: what a link names. */
  #replayed: Omit<SharedRace, 'source'> | undefined;

  connectedCallback(): void {
    void this.#open().catch((error: unknown) => {
      this.#say(`The page could not be set up (${error instanceof Error ? error.message : String(error)}).`);
    });
    addEventListener('pagehide', () => void this.#lab?.keeper.flush());
    // Another link in the same tab: the address alone changes.
    addEventListener('hashchange', () => location.hash.startsWith('#race=') && location.reload());
  }

  async #open(): Promise<void> {
    const shared = await fromRaceFragment(location.hash);
    const link = shared instanceof Error ? undefined : shared;
    const given = this.#part('.try-source').textContent;
    this.#lab = createLab(
      {
        // What a link brings is kept apart from the visitor's own program.
        lesson: link === undefined ? 'try-race' : 'try-race-link',
        files: { 'go.mod': goMod, [file]: link?.source ?? given },
        recordings: [],
        downloads: [],
        hasDelve: false,
        isForDelve: false,
      },
      new URL(document.documentElement.dataset['root'] ?? '/', document.baseURI).href,
      { onState: (state) => this.#showState(state), onKeep: () => undefined },
    );
    if (link === undefined) await this.#lab.keeper.restore();
    await this.#openEditor();
    this.#openDesk(link);
    if (shared instanceof Error) this.#say(shared.message);
  }

  async #openEditor(): Promise<void> {
    const host = element('div', 'lab-editor-host');
    this.#part('.try-editor').append(host, element('p', 'small quiet', editorHint));
    const editor = await openEditor({
      host,
      hint: editorHint,
      onChange: (_, text) => {
        this.#lab.files.writeFile(this.#path, text);
        editor.mark([]);
        this.#replayed = undefined;
      },
    });
    editor.open(file, this.#lab.files.readText(this.#path) ?? '');
    this.#editor = editor;
    this.#part('.try-listing').hidden = true;
  }

  #openDesk(link: SharedRace | undefined): void {
    this.#desk = new ScheduleDesk({
      level: 2,
      line: () => 'go run -race .',
      host: () => this.#host(),
      onRace: ({ race }) => this.#editor?.mark(accessLines(race, this.#lab.folder)),
      onSeed: (seed, isStressed) => void this.#shown({ seed, isStressed }),
    });
    const bar = element('p', 'schedule-bar');
    bar.append(
      makeButton('Copy a link to this race', () => void this.#copyLink()),
      makeButton('Start from the first program', () => this.#reset()),
    );
    this.#part('.try-desk').replaceChildren(this.#desk.element, bar);
    if (!link) return;
    this.#desk.choose(link.seed, link.isStressed);
    const replay = makeButton(`Replay seed ${link.seed}`, () => void this.#desk.replay(link.seed), 'primary');
    const note = element('p', 'try-link');
    const stress = link.isStressed ? ', under stress' : '';
    note.append(`This link brings a program and a schedule: seed ${link.seed}${stress}. `, replay);
    this.#part('.try-desk').prepend(note);
  }

  get #path(): string {
    return `${this.#lab.folder}/${file}`;
  }

  #part(selector: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(selector);
    if (!part) throw new Error(`the page has no ${selector}`);
    return part;
  }

  #say(text: string): void {
    this.#part('.try-status').textContent = text;
  }

  async #host(): ReturnType<ConstructorParameters<typeof ScheduleDesk>[0]['host']> {
    await this.#lab.start();
    const host = this.#lab.exploreHost();
    if (this.#lab.state.kind === 'live' && host !== undefined) return host;
    const why = this.#lab.state.kind === 'replay' ? this.#lab.state.why : 'Go does not run here';
    return new Error(
      `${why}. Exploring schedules needs Go in the page; from a shell, ` +
        'faultline lab --schedules 50 DIR -- go run -race . does the same.',
    );
  }

  #showState(state: LabState): void {
    const progress = this.#part('.try-progress') as HTMLProgressElement;
    progress.hidden = state.kind !== 'loading';
    if (state.kind === 'loading') {
      const share = state.totalBytes === 0 ? 0 : state.loadedBytes / state.totalBytes;
      progress.value = share;
      const [loaded, all] = [share, 1].map((part) => ((part * state.transferBytes) / 1e6).toFixed(1));
      this.#say(share < 1 ? `Loading Go: ${loaded} of ${all} MB.` : 'Preparing Go.');
    } else if (state.kind === 'live') this.#say(`${state.what}.`);
    else if (state.kind === 'replay') this.#say(`${state.why}.`);
  }

  /** The address names what is shown, so that it can be shared as it stands. */
  async #shown(replayed: Omit<SharedRace, 'source'>): Promise<void> {
    this.#replayed = replayed;
    const fragment = await toRaceFragment({ source: this.#source, ...replayed });
    if (fragment !== undefined) history.replaceState(null, '', fragment);
  }

  get #source(): string {
    return this.#lab.files.readText(this.#path) ?? '';
  }

  async #copyLink(): Promise<void> {
    if (this.#replayed === undefined) return this.#say('Replay a seed first: the link names it.');
    const fragment = await toRaceFragment({ source: this.#source, ...this.#replayed });
    if (fragment === undefined) return this.#say('This program is too long for a link. Send its source and the seed.');
    const url = location.href.replace(/#.*$/, '') + fragment;
    try {
      await navigator.clipboard.writeText(url);
      this.#say('The link is on the clipboard. It holds the program and the seed.');
    } catch {
      this.#say('The browser did not give the clipboard. The address of this page is the link.');
    }
  }

  #reset(): void {
    const given = this.#part('.try-source').textContent;
    this.#lab.files.writeFile(this.#path, given);
    this.#editor?.replace(file, given);
    this.#editor?.mark([]);
    history.replaceState(null, '', location.pathname);
    this.#replayed = undefined;
    this.#say('The first program is back. Undo brings yours back.');
  }
}

customElements.define('race-explorer', RaceExplorer);
