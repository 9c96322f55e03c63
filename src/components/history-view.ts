/** The history of a race in the page: the picture, the vector clocks step by step, and the same as a table. */
import type { History, Step } from '../toolchain/race/index.ts';
import { element } from './element.ts';
import { bandAt, drawHistory } from './history-picture.ts';
import { clocksAt, deedOf, describeHistory, describeStep, goroutineName } from './history-words.ts';
import { toSvg } from './svg.ts';

let views = 0;

/** Returns the figure; its clocks appear on demand, and one slider steps through them: arrows, Home and End. */
export function renderHistory(history: History, width: number): HTMLElement {
  const figure = element('figure', 'history');
  const scroll = scrollable(`Goroutines over time ${++views}`);
  const image = toSvg(drawHistory(history, width));
  // Its words have a size of their own: wider pictures scroll.
  image.setAttribute('width', image.getAttribute('viewBox')?.split(' ')[2] ?? '');
  scroll.append(image);
  const legend = element(
    'p',
    'small quiet',
    'Time runs downward. A square writes, a ring reads, a dot starts or synchronizes; an arrow is an order between goroutines.',
  );
  figure.append(element('figcaption', '', describeHistory(history)), scroll, legend);
  figure.append(new ClockSteps(history, image).element, renderTable(history));
  return figure;
}

/** Steps through the clocks; the picture's band follows. */
class ClockSteps {
  readonly element = element('div', 'clocks');
  readonly #history: History;
  readonly #band: SVGElement | null;
  readonly #desk = element('div', 'clock-desk');
  readonly #slider = element('input');
  readonly #told = element('p', 'clock-told');
  readonly #table = element('table', 'clock-table');

  constructor(history: History, image: SVGElement) {
    this.#history = history;
    this.#band = image.querySelector('.step-band');
    const toggle = button('Show the clocks', () => this.#toggle(toggle));
    toggle.setAttribute('aria-expanded', 'false');
    const label = element('label', 'clock-slider', 'Step ');
    this.#slider.type = 'range';
    this.#slider.min = '1';
    this.#slider.max = String(history.steps.length);
    this.#slider.value = '1';
    this.#slider.addEventListener('input', () => this.#show());
    label.append(this.#slider);
    const bar = element('p', 'clock-bar');
    bar.append(
      button('Back', () => this.#move(-1)),
      button('Forward', () => this.#move(1)),
      label,
    );
    this.#told.setAttribute('role', 'status');
    const scroll = scrollable(`Clocks ${views}`);
    scroll.append(this.#table);
    this.#desk.append(bar, this.#told, scroll);
    this.#desk.hidden = true;
    this.element.append(toggle, this.#desk);
  }

  #toggle(toggle: HTMLButtonElement): void {
    this.#desk.hidden = !this.#desk.hidden;
    toggle.textContent = this.#desk.hidden ? 'Show the clocks' : 'Hide the clocks';
    toggle.setAttribute('aria-expanded', String(!this.#desk.hidden));
    if (this.#desk.hidden) this.#band?.setAttribute('visibility', 'hidden');
    else {
      this.#show();
      this.#slider.focus();
    }
  }

  #move(by: number): void {
    this.#slider.value = String(Number(this.#slider.value) + by);
    this.#show();
  }

  #show(): void {
    const index = Number(this.#slider.value) - 1;
    const all = this.#history.steps.length;
    const text = describeStep(this.#history, index);
    this.#slider.setAttribute('aria-valuetext', `${index + 1} of ${all}. ${text}`);
    this.#told.replaceChildren(element('b', '', `Step ${index + 1} of ${all}. `), text);
    this.#band?.setAttribute('visibility', 'visible');
    this.#band?.setAttribute('y', String(bandAt(index)));
    this.#drawClocks(index);
  }

  #drawClocks(index: number): void {
    const { lanes, steps } = this.#history;
    const head = headRow(['Clock of', ...lanes.map(({ goroutine }) => `of ${goroutineName(goroutine)}`)]);
    const rows = clocksAt(this.#history, index).map(({ goroutine, entries }) => {
      const row = element('tr', steps[index]?.goroutine === goroutine ? 'acting' : '');
      const name = element('th', '', goroutineName(goroutine));
      name.scope = 'row';
      const cells = lanes.map((_, i) => {
        const entry = entries?.[i];
        const cell = element('td', entry?.isNew ? 'figures news' : 'figures', entry ? String(entry.epoch) : '–');
        if (entry?.isNew) cell.append(element('span', 'visually-hidden', ' new'));
        return cell;
      });
      row.append(name, ...cells);
      return row;
    });
    this.#table.replaceChildren(
      element('caption', 'small quiet', 'What each goroutine knows of the others, after this step'),
      head,
      ...rows,
    );
  }
}

function renderTable(history: History): HTMLElement {
  const details = element('details', 'history-table');
  details.append(element('summary', '', 'The same as a table'));
  const table = element('table');
  const rows = history.steps.map((step) => {
    const isRacing = step.index === history.current || step.index === history.previous;
    const row = element('tr', isRacing ? 'racing' : '');
    row.append(
      element('td', 'figures', String(step.index + 1)),
      element('td', '', goroutineName(step.goroutine)),
      element('td', 'code', deedOf(step)),
      element('td', '', orderWords(history, step)),
      element('td', 'code', clockWords(history, step)),
    );
    return row;
  });
  table.append(headRow(['Step', 'Goroutine', 'Does', 'After', 'Its clock']), ...rows);
  const scroll = scrollable(`Steps as a table ${views}`);
  scroll.append(table);
  details.append(scroll);
  return details;
}

function orderWords({ edges, current, previous }: History, { index }: Step): string {
  const orders = edges.filter(({ to }) => to === index);
  const words = orders.map(({ from, kind }) => `step ${from + 1}${kind === 'start' ? ' (started)' : ''}`);
  if (index === current && previous !== undefined) words.push(`not after step ${previous + 1}`);
  return words.join(', ');
}

function clockWords({ lanes }: History, { clock }: Step): string {
  return lanes.map(({ goroutine, steps }) => `${goroutine}:${clock[steps[0]?.own ?? 0] ?? 0}`).join(' ');
}

/** A part that scrolls sideways, and can be reached by key for that. */
function scrollable(name: string): HTMLElement {
  const made = element('div', 'scroll-x');
  made.tabIndex = 0;
  made.setAttribute('role', 'region');
  made.setAttribute('aria-label', name);
  return made;
}

function headRow(titles: readonly string[]): HTMLElement {
  const row = element('tr');
  for (const title of titles) {
    const cell = element('th', '', title);
    cell.scope = 'col';
    row.append(cell);
  }
  return row;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}
