/** The flame graph: callers above, callees below; zoomed by click or Enter, walked by the arrow keys, searched. */
import { element } from './element.ts';
import type { FlameAnswer, FlamePart } from './profile-answers.ts';
import { onThemeChange, pageColors } from './profile-colors.ts';
import { flameSvg, paintFlame, type FlameScene } from './profile-flame-paint.ts';
import { levelsOf, partAt, rowHeight, stepFrom, wordsFor, type FlameStep } from './profile-flame-shapes.ts';
import { FlameTree } from './profile-flame-tree.ts';
import { searchField, type ProfilePanel, type ViewerContext } from './profile-panel.ts';
import { denominatorWords, type ProfileSettings } from './profile-settings.ts';

const keys = 'Arrow keys go to caller, callee and neighbors, Enter zooms in, Escape zooms out.';
const steps: Readonly<Record<string, FlameStep>> = {
  ArrowUp: 'caller',
  ArrowDown: 'callee',
  ArrowLeft: 'before',
  ArrowRight: 'after',
  Home: 'first',
};

let graphs = 0;

export class ProfileFlame implements ProfilePanel {
  readonly element = element('div', 'profile-flame');
  readonly #context: ViewerContext;
  readonly #search = searchField('Search the graph', () => void this.#find());
  readonly #matches = element('p', 'small quiet flame-matches');
  readonly #out = element('button', '', 'Zoom out');
  readonly #frame = element('div', 'flame');
  readonly #canvas = element('canvas');
  readonly #cursor = element('div', 'flame-cursor');
  readonly #words = element('p', 'small flame-words');
  readonly #hidden = element('p', 'small quiet');
  readonly #tree = new FlameTree((id) => void this.#zoom(id));
  #settings: ProfileSettings | undefined;
  #answer: FlameAnswer | undefined;
  #levels: readonly (readonly FlamePart[])[] = [];
  #found: ReadonlySet<number> = new Set();
  #top = 0;
  #current = 0;
  #width = 0;

  constructor(context: ViewerContext) {
    this.#context = context;
    const hint = element('p', 'small quiet', keys);
    hint.id = `flame-keys-${++graphs}`;
    this.#frame.tabIndex = 0;
    this.#frame.setAttribute('role', 'application');
    this.#frame.setAttribute('aria-label', 'Flame graph');
    this.#frame.setAttribute('aria-describedby', hint.id);
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.#cursor.hidden = true;
    this.#words.setAttribute('role', 'status');
    this.#frame.append(this.#canvas, this.#cursor);
    this.#out.type = 'button';
    this.#out.addEventListener('click', () => void this.#zoomOut());
    const bar = element('div', 'profile-bar');
    bar.append(this.#search.element, this.#out);
    this.element.append(bar, this.#matches, this.#words, this.#frame, hint, this.#hidden, this.#tree.element);
    this.#listen();
  }

  async show(settings: ProfileSettings): Promise<void> {
    this.#settings = settings;
    this.#top = 0;
    this.#current = 0;
    await this.#load();
    await this.#find();
    this.#tree.show(this.#answer?.parts ?? []);
  }

  toSvg(): SVGElement | undefined {
    const scene = this.#scene();
    return scene && flameSvg(scene, Math.max(600, this.#width), pageColors('light'));
  }

  #listen(): void {
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    this.#frame.addEventListener('focus', () => this.#point(this.#part(this.#current)));
    this.#canvas.addEventListener('pointermove', (event) => this.#point(this.#at(event), 'quietly'));
    this.#canvas.addEventListener('click', (event) => {
      const part = this.#at(event);
      if (part) void this.#zoom(part.id);
    });
    new ResizeObserver(() => {
      if (this.#frame.clientWidth !== this.#width && this.#frame.isConnected && this.#settings) void this.#load();
    }).observe(this.#frame);
    onThemeChange(() => this.#paint());
  }

  async #load(): Promise<void> {
    const settings = this.#settings;
    if (!settings) return;
    // Before it stands in the page the frame has no width; the observer calls again when it has.
    this.#width = this.#frame.clientWidth || 900;
    const asked = { settings, top: this.#top, minWidth: 0.5 / this.#width };
    const answer = await this.#context.client.ask('flame', asked);
    if (asked.top !== this.#top || settings !== this.#settings) return;
    this.#answer = answer;
    this.#levels = levelsOf(answer.parts);
    this.#out.disabled = this.#top === 0;
    this.#context.explain(denominatorWords(settings.mode, answer) + (answer.isDifference ? widthWords(answer) : ''));
    this.#hidden.textContent = hiddenWords(answer);
    this.#paint();
    this.#point(this.#part(this.#current) ?? this.#part(this.#top), 'quietly');
  }

  #scene(): FlameScene | undefined {
    const { parts = [], depth = 0, isDifference = false } = this.#answer ?? {};
    return parts.length === 0 ? undefined : { parts, depth, isDifference, found: this.#found };
  }

  #paint(): void {
    const scene = this.#scene();
    const brush = this.#canvas.getContext('2d');
    if (!scene || !brush) return;
    const height = (scene.depth + 1) * rowHeight;
    const scale = Math.min(devicePixelRatio, 16_000 / height);
    this.#canvas.width = Math.round(this.#width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#canvas.style.width = `${this.#width}px`;
    this.#canvas.style.height = `${height}px`;
    brush.scale(scale, scale);
    this.element.dataset['drawn'] = String(paintFlame(brush, scene, this.#width, pageColors()));
  }

  #part(id: number): FlamePart | undefined {
    return this.#answer?.parts.find((part) => part.id === id);
  }

  #at({ offsetX, offsetY }: MouseEvent): FlamePart | undefined {
    return partAt(this.#levels, Math.floor(offsetY / rowHeight), offsetX / this.#width);
  }

  /** Outlines a box and says what it is; the pointer changes the words, not the place of the keys. */
  #point(part: FlamePart | undefined, how?: 'quietly'): void {
    this.#cursor.hidden = part === undefined;
    if (part === undefined) return;
    if (how === undefined) this.#current = part.id;
    const { style } = this.#cursor;
    style.left = `${part.x * this.#width}px`;
    style.top = `${part.depth * rowHeight}px`;
    style.width = `${Math.max(2, part.width * this.#width)}px`;
    style.height = `${rowHeight}px`;
    this.#words.textContent = wordsFor(part, this.#answer?.isDifference ?? false);
    if (how === undefined) this.#cursor.scrollIntoView({ block: 'nearest' });
  }

  #key(event: KeyboardEvent): void {
    const current = this.#part(this.#current);
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter' && event.key !== ' ' && event.key !== 'Escape') return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.#top === 0) return;
    event.preventDefault();
    if (step !== undefined) this.#point((current && stepFrom(this.#levels, current, step)) ?? current);
    else if (event.key === 'Escape') void this.#zoomOut();
    else if (current) void this.#zoom(current.id);
  }

  async #zoom(id: number): Promise<void> {
    this.#top = id;
    this.#current = id;
    await this.#load();
    this.#point(this.#part(id));
    this.#context.say(`Zoomed to ${this.#part(id)?.name ?? 'the root'}.`);
  }

  #zoomOut(): Promise<void> {
    return this.#zoom(Math.max(0, this.#part(this.#top)?.parent ?? 0));
  }

  async #find(): Promise<void> {
    const text = this.#search.field.value.trim();
    if (!this.#settings || text === '') {
      this.#found = new Set();
      this.#matches.textContent = '';
      return this.#paint();
    }
    const { ids, share } = await this.#context.client.ask('search', { settings: this.#settings, text });
    this.#found = new Set(ids);
    this.#matches.textContent =
      ids.length === 0 ? `No box holds “${text}”.` : `${ids.length} with “${text}”, ${share} of the whole width.`;
    this.#paint();
  }
}

function hiddenWords({ hiddenBoxes, hidden, hasFiner }: FlameAnswer): string {
  const finer = hasFiner ? ' Branches below 1/50,000 of the whole graph were summed up before.' : '';
  if (hiddenBoxes === 0) return finer === '' ? 'Every box is drawn.' : `Every larger box is drawn.${finer}`;
  const branches = hiddenBoxes === 1 ? '1 branch' : `${hiddenBoxes.toLocaleString('en')} branches`;
  return `${branches} narrower than half a pixel ${hiddenBoxes === 1 ? 'is' : 'are'} not drawn: ${hidden} together.${finer}`;
}

function widthWords({ denominator }: FlameAnswer): string {
  const what = denominator === 'base' ? 'the old and the new' : 'what grew and what shrank';
  return ` A box is as wide as ${what} in it together; plain red grew, hatched blue shrank.`;
}
