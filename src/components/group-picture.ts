/** A dump as groups sized by count: a table whose first column is also drawn. */
import type { GoroutineGroup, Site } from '../analysis/index.ts';
import { shortName } from '../analysis/trace/index.ts';
import { svg } from './svg.ts';
import { element } from './element.ts';
import { fileName } from './trace-marks.ts';

const shownGroups = 12;
const barWidth = 120;

/** The largest groups, largest first. `point` shows the pasted line of a place. */
export function renderGroups(groups: readonly GoroutineGroup[], point: (at: number) => void): HTMLElement | undefined {
  if (groups.length < 2 && (groups[0]?.count ?? 0) < 2) return undefined;
  const table = element('table', 'groups');
  const caption = element('caption', '', `${groups.length} ${groups.length === 1 ? 'group' : 'groups'} of goroutines`);
  const largest = Math.max(...groups.map(({ count }) => count));
  table.append(caption, headRow(), ...groups.slice(0, shownGroups).map((group) => groupRow(group, largest, point)));
  const box = element('div', 'scroll-x');
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', 'Groups of goroutines');
  box.append(table);
  return box;
}

function headRow(): HTMLElement {
  const row = element('tr');
  for (const title of ['How many', 'Waiting for', 'In', 'Created by']) {
    const cell = element('th', '', title);
    cell.scope = 'col';
    row.append(cell);
  }
  return row;
}

function groupRow(group: GoroutineGroup, largest: number, point: (at: number) => void): HTMLElement {
  const row = element('tr');
  const number = element('td', 'figures');
  const bar = svg('svg', { class: 'bar', width: barWidth, height: 14, 'aria-hidden': 'true' });
  bar.append(svg('rect', { width: Math.max(2, (group.count / largest) * barWidth), height: 14 }));
  number.append(bar, ` ${group.count.toLocaleString('en')}`);
  const minutes = group.maxWaitMinutes === undefined ? '' : `, up to ${group.maxWaitMinutes} min`;
  row.append(
    number,
    element('td', '', group.state + minutes),
    place(group.blockedAt, point),
    place(group.createdAt, point),
  );
  return row;
}

function place(site: Site | undefined, point: (at: number) => void): HTMLElement {
  const cell = element('td');
  if (site === undefined) return cell;
  const line = site.line === undefined ? '' : `:${site.line}`;
  const where = site.file === undefined ? '' : ` ${fileName(site.file)}${line}`;
  const { at } = site;
  if (at === undefined) return (cell.append(element('code', '', shortName(site.func) + where)), cell);
  const button = element('button', 'plain');
  button.type = 'button';
  button.append(element('code', '', shortName(site.func) + where));
  button.addEventListener('click', () => point(at));
  cell.append(button);
  return cell;
}
