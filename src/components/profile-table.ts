/** All functions of a profile: values, shares, error bars; sorted by its header, searched, walked by the arrow keys. */
import { element } from './element.ts';
import type { Amount, TableAnswer, TableAnswerRow } from './profile-answers.ts';
import { searchField, type ProfilePanel, type ViewerContext } from './profile-panel.ts';
import { textPicture } from './profile-picture.ts';
import { denominatorWords, type ProfileSettings } from './profile-settings.ts';

const rowsAtOnce = 200;
const columns = ['flat', 'flat-share', 'cum', 'cum-share', 'name'] as const;
type Column = (typeof columns)[number];

const titles: Readonly<Record<Column, string>> = {
  flat: 'Flat',
  'flat-share': 'Flat %',
  cum: 'Cum',
  'cum-share': 'Cum %',
  name: 'Function',
};

export class ProfileTable implements ProfilePanel {
  readonly element = element('div', 'profile-table');
  readonly #context: ViewerContext;
  readonly #search = searchField('Search functions', () => this.#restart());
  readonly #table = element('table');
  readonly #body = element('tbody');
  readonly #head = element('tr');
  readonly #more = element('button', '', 'Show more');
  readonly #sum = element('p', 'small quiet');
  #answer: TableAnswer | undefined;
  #settings: ProfileSettings | undefined;
  #isByName = false;
  #shown = rowsAtOnce;

  constructor(context: ViewerContext) {
    this.#context = context;
    const head = element('thead');
    head.append(this.#head);
    const caption = element('caption', 'visually-hidden', 'Functions');
    this.#table.append(caption, head, this.#body);
    const frame = element('div', 'scroll-x');
    frame.append(this.#table);
    frame.tabIndex = 0;
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', 'Table of functions; arrow keys go from row to row');
    this.#more.type = 'button';
    this.#more.addEventListener('click', () => {
      this.#shown += rowsAtOnce;
      this.#fill();
    });
    this.#body.addEventListener('keydown', (event) => this.#move(event));
    const bar = element('div', 'profile-bar');
    bar.append(this.#search.element, this.#linesButton());
    this.element.append(bar, frame, this.#sum, this.#more);
  }

  async show(settings: ProfileSettings): Promise<void> {
    const answer = await this.#context.client.ask('table', { settings });
    this.#answer = answer;
    this.#settings = settings;
    this.#context.explain(
      denominatorWords(settings.mode, answer) +
        (answer.hasBars ? ' The ± is one standard deviation by sampling.' : '') +
        (!answer.hasBars && settings.mode === 'normalize' ? ' Scaled values have no error bars.' : ''),
    );
    this.#restart();
  }

  toSvg(): SVGElement | undefined {
    const lines = this.#rows().slice(0, 60);
    const cells = (row: TableAnswerRow) =>
      [row.flat.text, row.flat.share, row.cum.text, row.cum.share].map((cell) => cell.padStart(10)).join(' ');
    return textPicture([
      columns
        .slice(0, 4)
        .map((column) => titles[column].padStart(10))
        .join(' '),
      ...lines.map((row) => `${cells(row)}  ${row.label}`),
    ]);
  }

  #linesButton(): HTMLElement {
    const button = element('button', '', 'Line by line');
    button.type = 'button';
    button.dataset['for'] = 'lines';
    button.addEventListener('click', () =>
      this.#context.change({ granularity: this.#settings?.granularity === 'lines' ? 'functions' : 'lines' }),
    );
    return button;
  }

  #restart(): void {
    this.#shown = rowsAtOnce;
    const isLines = this.#settings?.granularity === 'lines';
    this.element.querySelector('[data-for=lines]')?.setAttribute('aria-pressed', String(isLines));
    this.#drawHead();
    this.#fill();
  }

  /** The rows that the search leaves, in order. */
  #rows(): readonly TableAnswerRow[] {
    const wanted = this.#search.field.value.trim().toLowerCase();
    const rows = this.#answer?.rows.filter(({ label }) => label.toLowerCase().includes(wanted)) ?? [];
    if (this.#isByName) return rows.sort((a, b) => (a.label < b.label ? -1 : 1));
    const by = this.#settings?.sort ?? 'flat';
    const other = by === 'flat' ? 'cum' : 'flat';
    const size = (row: TableAnswerRow, column: 'flat' | 'cum') => Math.abs(row[column].value);
    return rows.sort((a, b) => size(b, by) - size(a, by) || size(b, other) - size(a, other));
  }

  get #hasTrend(): boolean {
    return this.#answer?.rows.some(({ flat }) => flat.trend !== undefined) ?? false;
  }

  #drawHead(): void {
    const sort = this.#isByName ? 'name' : this.#settings?.sort;
    const cells = columns.map((column) => {
      const cell = element('th');
      cell.scope = 'col';
      const isSortable = column === 'flat' || column === 'cum' || column === 'name';
      if (!isSortable) cell.textContent = titles[column];
      else {
        const button = element('button', 'plain', titles[column]);
        button.type = 'button';
        button.addEventListener('click', () => this.#sortBy(column));
        cell.append(button);
        if (sort === column) cell.setAttribute('aria-sort', column === 'name' ? 'ascending' : 'descending');
      }
      return cell;
    });
    if (this.#hasTrend) {
      const trend = element('th', '', sort === 'cum' ? 'Trend of cum' : 'Trend of flat');
      trend.scope = 'col';
      cells.splice(4, 0, trend);
    }
    const focused = [...this.#head.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
    this.#head.replaceChildren(...cells);
    this.#head.querySelectorAll('button')[focused]?.focus();
  }

  #sortBy(column: Column): void {
    this.#isByName = column === 'name';
    this.#context.say(`Sorted by ${titles[column].toLowerCase()}.`);
    if (column === 'name') this.#restart();
    else if (column === 'flat' || column === 'cum') this.#context.change({ sort: column });
  }

  #fill(): void {
    const rows = this.#rows();
    const shown = rows.slice(0, this.#shown);
    const isCum = this.#settings?.sort === 'cum';
    this.#body.replaceChildren(...shown.map((row, i) => this.#row(row, isCum, i === 0)));
    this.#more.hidden = rows.length <= shown.length;
    const all = this.#answer?.rows.length ?? 0;
    const found = rows.length === all ? `${all.toLocaleString('en')} in all` : `${rows.length} of ${all} match`;
    const left = rows.length > shown.length ? `, the first ${shown.length} are shown` : ', none left out';
    this.#sum.textContent = all === 0 ? 'There is nothing of this value in the profile.' : `${found}${left}.`;
  }

  #row({ label, origin, flat, cum }: TableAnswerRow, isCum: boolean, isFirst: boolean): HTMLTableRowElement {
    const row = element('tr', origin);
    row.tabIndex = isFirst ? 0 : -1;
    const name = element('th', '', label);
    name.scope = 'row';
    row.append(amountCell(flat), element('td', 'figures', flat.share));
    row.append(amountCell(cum), element('td', 'figures', cum.share));
    if (this.#hasTrend) row.append(trendCell((isCum ? cum : flat).trend));
    row.append(name);
    return row;
  }

  #move(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest('tr');
    const rows = [...this.#body.rows];
    const at = row ? rows.indexOf(row) : -1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const next = to === undefined ? undefined : rows[to];
    if (at < 0 || !next) return;
    event.preventDefault();
    if (row) row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

function amountCell({ text, sigma }: Amount): HTMLTableCellElement {
  const cell = element('td', 'figures', text);
  if (sigma !== undefined && sigma !== '0') cell.append(element('span', 'sigma', ` ±${sigma}`));
  return cell;
}

const trendWords = {
  growing: 'growing',
  shrinking: 'shrinking',
  'not distinguishable from sampling noise': 'not distinguishable from noise',
} as const;
const trendMarks = { growing: '▲ ', shrinking: '▼ ', 'not distinguishable from sampling noise': '' } as const;

function trendCell(trend: Amount['trend']): HTMLTableCellElement {
  const cell = element('td', 'trend');
  if (trend === undefined) return cell;
  cell.classList.add(trend.split(' ')[0] ?? '');
  const mark = element('span', '', trendMarks[trend]);
  mark.setAttribute('aria-hidden', 'true');
  cell.append(mark, trendWords[trend]);
  return cell;
}
