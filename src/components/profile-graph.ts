/** The call graph in pprof's own drawing, laid out by Graphviz; moved and sized by buttons, keys and dragging. */
import { element } from './element.ts';
import type { ProfilePanel, ViewerContext } from './profile-panel.ts';
import { cleanSvg } from './profile-svg.ts';
import { denominatorWords, type ProfileSettings } from './profile-settings.ts';

const zoomStep = 1.25;
const [smallest, largest] = [0.05, 4];

export class ProfileGraph implements ProfilePanel {
  readonly element = element('div', 'profile-graph');
  readonly #context: ViewerContext;
  readonly #frame = element('div', 'call-graph');
  readonly #note = element('p', 'small quiet');
  #picture: SVGElement | undefined;
  #natural = { width: 1, height: 1 };
  #scale = 1;
  #turn = 0;

  constructor(context: ViewerContext) {
    this.#context = context;
    this.#frame.tabIndex = 0;
    this.#frame.setAttribute('role', 'region');
    this.#frame.setAttribute('aria-label', 'Call graph; arrow keys move it, plus and minus size it, 0 fits it');
    const bar = element('div', 'profile-bar');
    bar.append(
      this.#button('Larger', () => this.#size(this.#scale * zoomStep)),
      this.#button('Smaller', () => this.#size(this.#scale / zoomStep)),
      this.#button('Fit', () => this.#fit()),
    );
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    this.#frame.addEventListener('pointerdown', (event) => this.#drag(event));
    this.element.append(bar, this.#frame, this.#note);
  }

  async show(settings: ProfileSettings): Promise<void> {
    const turn = ++this.#turn;
    const [text, totals] = await Promise.all([
      this.#context.client.ask('graph', { settings }),
      this.#context.client.ask('table', { settings }),
    ]);
    if (turn !== this.#turn) return;
    const picture = cleanSvg(text);
    if (!picture) throw new Error('Graphviz drew nothing for this profile.');
    // Boxes of labels are N1_0, the legend has the name of the program.
    const nodes = [...picture.querySelectorAll('g > title')].filter((title) =>
      /^N[1-9]\d*$/.test(title.textContent),
    ).length;
    const [, , width = 1, height = 1] = (picture.getAttribute('viewBox') ?? '').split(' ').map(Number);
    this.#natural = { width, height };
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', 'Call graph. Table and Text, tree, have the same values in words.');
    this.#picture = picture;
    this.#frame.replaceChildren(picture);
    const left = totals.rows.filter(({ cum }) => cum.value !== 0).length - nodes;
    this.#note.textContent =
      left > 0
        ? `${nodes} boxes are drawn. pprof leaves out the smallest: ${left} functions of the table are not here.`
        : `${nodes} boxes are drawn.`;
    this.#context.explain(
      `${denominatorWords(settings.mode, totals)} The larger the words, the more a function has itself; the redder a box, the more there is beneath it, and green is what shrank. Dashed edges pass over functions that were left out.`,
    );
    this.#fit();
  }

  toSvg(): SVGElement | undefined {
    const copy = this.#picture?.cloneNode(true) as SVGElement | undefined;
    copy?.setAttribute('width', String(this.#natural.width));
    copy?.setAttribute('height', String(this.#natural.height));
    return copy;
  }

  #button(text: string, act: () => void): HTMLButtonElement {
    const button = element('button', '', text);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  }

  #fit(): void {
    const room = this.#frame.clientWidth || 900;
    this.#size(Math.min(1.3, room / this.#natural.width));
  }

  /** Sizes the picture around the middle of what is seen. */
  #size(wanted: number): void {
    const scale = Math.min(largest, Math.max(smallest, wanted));
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.#frame;
    const ratio = scale / this.#scale;
    this.#scale = scale;
    this.#picture?.setAttribute('width', String(Math.round(this.#natural.width * scale)));
    this.#picture?.setAttribute('height', String(Math.round(this.#natural.height * scale)));
    this.#frame.scrollLeft = (scrollLeft + clientWidth / 2) * ratio - clientWidth / 2;
    this.#frame.scrollTop = (scrollTop + clientHeight / 2) * ratio - clientHeight / 2;
  }

  #key(event: KeyboardEvent): void {
    const scale = { '+': this.#scale * zoomStep, '=': this.#scale * zoomStep, '-': this.#scale / zoomStep }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (scale === undefined && event.key !== '0')) return;
    event.preventDefault();
    if (scale === undefined) this.#fit();
    else this.#size(scale);
  }

  #drag(start: PointerEvent): void {
    if (start.button !== 0 || start.pointerType !== 'mouse') return;
    const { scrollLeft, scrollTop } = this.#frame;
    const move = (event: PointerEvent): void => {
      this.#frame.scrollLeft = scrollLeft - (event.clientX - start.clientX);
      this.#frame.scrollTop = scrollTop - (event.clientY - start.clientY);
    };
    const end = new AbortController();
    addEventListener('pointermove', move, { signal: end.signal });
    addEventListener('pointerup', () => end.abort(), { signal: end.signal });
    addEventListener('pointercancel', () => end.abort(), { signal: end.signal });
  }
}
