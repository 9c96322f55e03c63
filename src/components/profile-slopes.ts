/** Three or more snapshots: how each site went from one to the next. */
import { element } from './element.ts';
import type { SlopeRow, SlopesAnswer } from './profile-answers.ts';
import type { ProfilePanel, ViewerContext } from './profile-panel.ts';
import { standalone } from './profile-picture.ts';
import type { ProfileSettings } from './profile-settings.ts';
import { pageColors } from './profile-colors.ts';
import { svg } from './svg.ts';

const [chartWidth, chartHeight] = [150, 38];
const pad = 5;

export class ProfileSlopes implements ProfilePanel {
  readonly element = element('div', 'profile-slopes');
  readonly #context: ViewerContext;
  #answer: SlopesAnswer | undefined;

  constructor(context: ViewerContext) {
    this.#context = context;
  }

  async show({ type }: ProfileSettings): Promise<void> {
    const answer = await this.#context.client.ask('slopes', { type });
    this.#answer = answer;
    const order = answer.isOrderedByTime
      ? 'in the order taken'
      : 'in the order given: not all of them say when they were taken';
    this.#context.explain(
      `${answer.names.length} snapshots, ${order}: ${answer.names.join(', ')}. A bar through a point is one standard deviation by sampling. All charts of a row start at 0.`,
    );
    this.element.replaceChildren(this.#table(answer));
  }

  toSvg(): SVGElement | undefined {
    const rows = this.#answer?.rows.slice(0, 20) ?? [];
    if (rows.length === 0) return undefined;
    const colors = pageColors('light');
    const picture = standalone(760, rows.length * (chartHeight + 8) + 16);
    rows.forEach((row, i) => {
      const group = svg('g', { transform: `translate(12 ${8 + i * (chartHeight + 8)})` });
      group.append(...chartParts(row, colors.edge, colors.ink));
      const words = `${row.texts.join(' → ')}  ${row.label} ${row.place}, ${row.trend}`;
      group.append(svg('text', { x: chartWidth + 14, y: chartHeight / 2 + 4, fill: colors.ink }, words));
      picture.append(group);
    });
    return picture;
  }

  #table({ rows, names, leftOut }: SlopesAnswer): HTMLElement {
    const [table, head, body, frame] = [
      element('table'),
      element('thead'),
      element('tbody'),
      element('div', 'scroll-x'),
    ];
    const titles = element('tr');
    for (const title of ['Course', ...names, 'Per snapshot', 'Trend', 'Allocated at']) {
      const cell = element('th', title === 'Trend' ? 'trend' : '', title);
      cell.scope = 'col';
      titles.append(cell);
    }
    head.append(titles);
    body.append(...rows.map(rowOf));
    table.append(element('caption', 'visually-hidden', 'Slopes'), head, body);
    frame.tabIndex = 0;
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', 'Slopes');
    frame.append(table);
    const whole = element('div');
    const note = leftOut === 0 ? 'No site is left out.' : `${leftOut} sites that changed less are not shown.`;
    whole.append(frame, element('p', 'small quiet', note));
    return whole;
  }
}

const trendWords = {
  growing: 'growing',
  shrinking: 'shrinking',
  'not distinguishable from sampling noise': 'not distinguishable from noise',
} as const;

function rowOf(row: SlopeRow): HTMLTableRowElement {
  const made = element('tr');
  const chart = svg('svg', { class: 'slope', width: chartWidth, height: chartHeight, 'aria-hidden': 'true' });
  chart.append(...chartParts(row, 'var(--edge)', 'var(--ink)'));
  const picture = element('td');
  picture.append(chart);
  const name = element('th', '', row.place === '' ? row.label : `${row.label} ${row.place}`);
  name.scope = 'row';
  const steady = row.isMonotonic && row.trend !== 'not distinguishable from sampling noise' ? ', at every step' : '';
  const trend = element('td', `trend ${row.trend.split(' ')[0] ?? ''}`, trendWords[row.trend] + steady);
  const rate = row.perSecond === undefined ? row.perSnapshot : `${row.perSnapshot} (${row.perSecond})`;
  made.append(picture, ...row.texts.map((text) => element('td', 'figures', text)));
  made.append(element('td', 'figures', rate), trend, name);
  return made;
}

/** A line through the values, with a bar of one standard deviation at each. */
function chartParts({ values, sigmas }: SlopeRow, faint: string, strong: string): readonly SVGElement[] {
  const highest = Math.max(...values.map((value, i) => value + (sigmas[i] ?? 0)), 1);
  const lowest = Math.min(...values.map((value, i) => value - (sigmas[i] ?? 0)), 0);
  const x = (i: number): number => pad + (i * (chartWidth - 2 * pad)) / (values.length - 1);
  const y = (value: number): number => pad + ((highest - value) * (chartHeight - 2 * pad)) / (highest - lowest);
  const at = (value: number): string => value.toFixed(1);
  const bars = values.map((value, i) => {
    const spread = sigmas[i] ?? 0;
    return svg('path', { d: `M${at(x(i))} ${at(y(value - spread))}V${at(y(value + spread))}`, stroke: faint });
  });
  const line = values.map((value, i) => `${at(x(i))} ${at(y(value))}`).join('L');
  return [
    svg('path', { d: `M${pad} ${at(y(0))}H${chartWidth - pad}`, stroke: faint, 'stroke-width': 0.5 }),
    ...bars,
    svg('path', { d: `M${line}`, stroke: strong, 'stroke-width': 1.6, fill: 'none' }),
    ...values.map((value, i) => svg('circle', { cx: at(x(i)), cy: at(y(value)), r: 2.2, fill: strong })),
  ];
}
