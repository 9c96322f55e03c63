/**
 * What happened before what in one run under the page's race detector: a lane for each goroutine, time downward, an
 * arrow for each order between them, and the fault line between the two accesses that have none. The table below says
 * the same in words, with the vector clocks on demand.
 */
import { happensBefore, type Edge, type History, type Step } from '../toolchain/race/index.ts';
import { picture, svg } from './svg.ts';
import { element } from './element.ts';
import { fileName } from './trace-marks.ts';

const rowHeight = 30;
const headHeight = 34;
const laneWidth = 190;

const words: Readonly<Record<Step['kind'], string>> = {
  read: 'reads',
  write: 'writes',
  'atomic read': 'reads atomically',
  'atomic write': 'writes atomically',
  acquire: 'acquires',
  release: 'releases',
  start: 'starts a goroutine',
  end: 'ends',
};

/** Draws a history with its table. */
export function renderHistory(history: History): HTMLElement {
  const figure = element('figure', 'history');
  const scroll = element('div', 'scroll-x');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', 'Goroutines over time');
  scroll.append(draw(history));
  const table = renderTable(history);
  figure.append(scroll, clockSwitch(table), table);
  return figure;
}

function draw(history: History): SVGElement {
  const width = Math.max(360, history.lanes.length * laneWidth);
  const height = headHeight + history.steps.length * rowHeight + 12;
  return picture(describe(history), width, height, [
    arrowHead(),
    ...history.lanes.map((lane, column) => drawLane(nameOf(lane.goroutine), column, height)),
    ...history.edges.map((edge) => drawEdge(history, edge)),
    ...history.steps.flatMap((step) => drawStep(history, step)),
    ...drawGap(history),
  ]);
}

/** One sentence for those who cannot see the picture. */
function describe(history: History): string {
  const { current, previous, lanes, edges } = history;
  const size = `${lanes.length} goroutines, ${history.steps.length} steps, ${edges.length} orders between them.`;
  if (current === undefined || previous === undefined) return size;
  const isOrdered = happensBefore(history, previous, current) || happensBefore(history, current, previous);
  return `${size} ${isOrdered ? 'A path leads' : 'No path leads'} from step ${previous + 1} to step ${current + 1}.`;
}

const xOf = (history: History, goroutine: number) =>
  history.lanes.findIndex((lane) => lane.goroutine === goroutine) * laneWidth + 20;
const yOf = (index: number) => headHeight + index * rowHeight + rowHeight / 2;

function arrowHead(): SVGElement {
  const marker = svg('marker', {
    id: 'history-arrow',
    viewBox: '0 0 8 8',
    refX: 8,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: 'auto',
  });
  marker.append(svg('path', { d: 'M0 0L8 4L0 8z', class: 'arrow' }));
  const defs = svg('defs');
  defs.append(marker);
  return defs;
}

function drawLane(name: string, column: number, height: number): SVGElement {
  const group = svg('g');
  const x = column * laneWidth + 20;
  group.append(
    svg('text', { x: x - 6, y: 16, class: 'lane-name' }, name),
    svg('path', { d: `M${x} ${headHeight - 8}V${height - 6}`, class: 'lane' }),
  );
  return group;
}

function drawStep(history: History, step: Step): SVGElement[] {
  const [x, y] = [xOf(history, step.goroutine), yOf(step.index)];
  const isAccess = step.kind.endsWith('read') || step.kind.endsWith('write');
  const isRacing = step.index === history.current || step.index === history.previous;
  const label = svg(
    'text',
    { x: x + 14, y: y + 4, class: isRacing ? 'what racing' : 'what' },
    `${step.index + 1} ${words[step.kind]} ${placeOf(step)}`,
  );
  if (step.kind.endsWith('write'))
    return [svg('rect', { x: x - 6, y: y - 6, width: 12, height: 12, class: 'write' }), label];
  const circle = svg('circle', { cx: x, cy: y, r: isAccess ? 6 : 3, class: isAccess ? 'read' : 'sync' });
  return [circle, label];
}

function drawEdge(history: History, { from, to, kind }: Edge): SVGElement {
  const [a, b] = [history.steps[from], history.steps[to]];
  if (a === undefined || b === undefined) return svg('g');
  const [x1, x2] = [xOf(history, a.goroutine), xOf(history, b.goroutine)];
  const side = x1 < x2 ? -8 : 8;
  return svg('path', {
    d: `M${x1} ${yOf(from)}L${x2 + side} ${yOf(to)}`,
    class: `edge ${kind}`,
    'marker-end': 'url(#history-arrow)',
  });
}

/** The fault line between the two accesses. */
function drawGap(history: History): SVGElement[] {
  const { current, previous } = history;
  const [a, b] = [history.steps[previous ?? -1], history.steps[current ?? -1]];
  if (a === undefined || b === undefined) return [];
  const [x1, y1, x2, y2] = [xOf(history, a.goroutine), yOf(a.index), xOf(history, b.goroutine), yOf(b.index)];
  const wave = [7, -12, 17, -14, 8].map((offset, i) => {
    const share = (i + 1) / 6;
    return `L${x1 + (x2 - x1) * share + offset} ${y1 + (y2 - y1) * share}`;
  });
  return [svg('path', { d: `M${x1} ${y1}${wave.join('')}L${x2} ${y2}`, class: 'gap' })];
}

function clockSwitch(table: HTMLElement): HTMLElement {
  const label = element('label', 'clock-switch');
  const box = element('input');
  box.type = 'checkbox';
  box.addEventListener('change', () => table.classList.toggle('with-clocks', box.checked));
  label.append(box, ' Show the clocks');
  return label;
}

function renderTable(history: History): HTMLElement {
  const table = element('table', 'steps');
  const head = element('tr');
  for (const [title, style] of [
    ['Step', ''],
    ['Goroutine', ''],
    ['Does', ''],
    ['At', ''],
    ['After', ''],
    ['Clock', 'clock'],
  ] as const) {
    const cell = element('th', style, title);
    cell.scope = 'col';
    head.append(cell);
  }
  table.append(
    element('caption', '', describe(history)),
    head,
    ...history.steps.map((step) => renderRow(history, step)),
  );
  return table;
}

function renderRow(history: History, step: Step): HTMLElement {
  const row = element('tr', step.index === history.current || step.index === history.previous ? 'racing' : '');
  const after = history.edges
    .filter(({ to }) => to === step.index)
    .map(({ from, kind }) => `step ${from + 1}${kind === 'start' ? ' (started)' : ''}`);
  const clock = step.clock.flatMap((epoch, index) => (epoch === 0 ? [] : [`${index}:${epoch}`])).join(' ');
  row.append(
    element('td', 'figures', String(step.index + 1)),
    element('td', '', nameOf(step.goroutine)),
    element('td', '', words[step.kind]),
    element('td', 'code', placeOf(step)),
    element('td', '', after.join(', ')),
    element('td', 'clock code', clock),
  );
  return row;
}

function nameOf(goroutine: number): string {
  return goroutine === 1 ? 'main goroutine' : `goroutine ${goroutine}`;
}

function placeOf({ site }: Step): string {
  return `${fileName(site.file)}:${site.line}`;
}
