/** The gradebook as a table: sortable, filtered, a button for each learner. */
import type { Graded } from '../gradebook/index.ts';
import { element } from './element.ts';
import { learnerName, type GradeBook } from './grade-book.ts';

/** Which rows are shown. */
export interface GradeFilter {
  readonly find: string;
  readonly flag: string;
  /** An exercise that was not answered right. */
  readonly missed: string;
}

/** What the rows are sorted by. */
export type SortKey = 'learner' | 'points' | 'late' | 'flags';

/** A column to sort by, and which way. */
export interface GradeSort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** The learners that a filter leaves, sorted. */
export function chooseRows(graded: readonly Graded[], filter: GradeFilter, sort: GradeSort): readonly Graded[] {
  const words = filter.find.trim().toLowerCase();
  const rows = graded.filter(
    (one) =>
      `${one.who.name}\n${one.who.email ?? ''}\n${one.who.id ?? ''}\n${one.source}`.toLowerCase().includes(words) &&
      (filter.flag === '' || isFlagged(one, filter.flag)) &&
      (filter.missed === '' || isMissed(one, filter.missed)),
  );
  const sign = sort.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(a, b, sort.key));
}

/** The filter's choices beside each single flag. */
export const flagGroups = { any: 'any flag', none: 'no flag', changed: 'score changed' } as const;

function isFlagged(one: Graded, flag: string): boolean {
  if (flag === 'any') return one.flags.length > 0;
  if (flag === 'none') return one.flags.length === 0;
  if (flag === 'changed') return one.changed.length > 0;
  return one.flags.some(({ kind }) => kind === flag);
}

function isMissed({ exercises }: Graded, exercise: string): boolean {
  const verdict = exercises.find((one) => one.exercise === exercise);
  return verdict !== undefined && verdict.verdict !== 'correct';
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(a: Graded, b: Graded, key: SortKey): number {
  const byName = collator.compare(learnerName(a), learnerName(b));
  if (key === 'learner') return byName;
  if (key === 'flags') return a.flags.length - b.flags.length || byName;
  return (key === 'points' ? a.points - b.points : a.lateMinutes - b.lateMinutes) || byName;
}

/** What the table does when it is used. */
export interface TableActions {
  readonly onOpen: (source: string) => void;
  readonly onSort: (key: SortKey) => void;
}

export function drawTable(
  book: GradeBook,
  rows: readonly Graded[],
  sort: GradeSort,
  actions: TableActions,
): HTMLTableElement {
  const table = element('table', 'small figures');
  const head = table.createTHead().insertRow();
  head.append(sortCell('Learner', 'learner', sort, actions), sortCell('Points', 'points', sort, actions, 'number'));
  for (const exercise of book.columns) head.append(exerciseCell(exercise));
  head.append(sortCell('Late', 'late', sort, actions, 'number'), sortCell('Flags', 'flags', sort, actions));
  const body = table.createTBody();
  for (const one of rows) body.append(drawRow(book, one, actions));
  return table;
}

function sortCell(title: string, key: SortKey, sort: GradeSort, actions: TableActions, name = ''): HTMLElement {
  const cell = element('th', name);
  cell.scope = 'col';
  if (sort.key === key) cell.setAttribute('aria-sort', sort.isDescending ? 'descending' : 'ascending');
  const button = element('button', 'plain sort', title);
  button.type = 'button';
  button.dataset['sort'] = key;
  button.addEventListener('click', () => actions.onSort(key));
  cell.append(button);
  return cell;
}

/** `LESSON/EXERCISE` over two lines, so that columns stay narrow. */
function exerciseCell(exercise: string): HTMLElement {
  const cell = element('th', 'number exercise');
  cell.scope = 'col';
  const [lesson = '', name = ''] = exercise.split('/');
  cell.append(element('span', 'quiet', `${lesson}/`), element('wbr'), name);
  return cell;
}

function drawRow(book: GradeBook, one: Graded, actions: TableActions): HTMLTableRowElement {
  const row = element('tr');
  const name = element('th');
  name.scope = 'row';
  const button = element('button', 'plain', learnerName(one));
  button.type = 'button';
  button.dir = 'auto';
  button.dataset['source'] = one.source;
  button.addEventListener('click', () => actions.onOpen(one.source));
  name.append(button);
  row.append(name, element('td', 'number', `${one.points} of ${one.maxPoints}`));
  for (const exercise of book.columns) {
    const verdict = one.exercises.find((found) => found.exercise === exercise);
    const cell = element('td', 'number', verdict === undefined ? '' : String(verdict.points));
    if (verdict?.verdict === 'correct') cell.classList.add('full');
    row.append(cell);
  }
  row.append(element('td', 'number', one.lateMinutes === 0 ? '' : formatLate(one.lateMinutes)));
  const changed = one.changed.length > 0 ? ['score-changed'] : [];
  const kinds = [...new Set<string>(one.flags.map(({ kind }) => kind)), ...changed];
  row.append(element('td', 'flags', kinds.map(flagName).join(', ')));
  return row;
}

/** `shared-evidence` → `shared evidence`. */
export function flagName(kind: string): string {
  return kind.replaceAll('-', ' ');
}

function formatLate(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
