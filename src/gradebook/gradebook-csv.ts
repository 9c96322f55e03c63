/** The class as a table: one row a learner, and the column filled into the CSV that a learning management system exports. */
import { formatCsv, parseCsv } from './csv.ts';
import type { Assignment } from './assignment.ts';
import type { Graded } from './regrade.ts';
import { round } from './regrade.ts';
import { isPointsRow } from './roster.ts';

/**
 * Returns the gradebook: learner, email, assignment, a column per exercise, points, max, late, flags. `exercises` gives the
 * columns; a learner who did not hand one in has an empty cell there.
 *
 * @example formatGradebook(graded, ['first-crash/which-line'])
 */
export function formatGradebook(graded: readonly Graded[], exercises: readonly string[]): string {
  const head = ['learner', 'email', 'assignment', ...exercises, 'points', 'max', 'late', 'flags'];
  const rows = graded.map((one) => [
    one.who.name,
    one.who.email ?? '',
    one.assignment?.id ?? '',
    ...exercises.map((id) => one.exercises.find((verdict) => verdict.exercise === id)?.points ?? ''),
    one.points,
    one.maxPoints,
    one.lateMinutes,
    [...new Set(one.flags.map(({ kind }) => kind))].join(' '),
  ]);
  return formatCsv([head, ...rows]);
}

/**
 * Returns the columns of a class: the exercises of the assignment, or those handed in, in the order in which they first
 * appear.
 *
 * @example formatGradebook(graded, exercisesOf(graded, assignment))
 */
export function exercisesOf(graded: readonly Graded[], assignment?: Assignment): string[] {
  if (assignment !== undefined) return assignment.items.map(({ exercise }) => exercise);
  return [...new Set(graded.flatMap(({ exercises }) => exercises.map(({ exercise }) => exercise)))];
}

/**
 * Returns grades as JSON lines, one `faultline.graded/1` a learner.
 *
 * @example formatGradedLines(graded)
 */
export function formatGradedLines(graded: readonly Graded[]): string {
  return graded.map((one) => `${JSON.stringify(one)}\n`).join('');
}

/** A roster or an export of an LMS with one column filled, and who had no grade or no row. */
export interface FilledRoster {
  readonly csv: string;
  /** True where the file did not have the column. */
  readonly isNewColumn: boolean;
  readonly filled: number;
  readonly withoutGrade: readonly string[];
  readonly withoutRow: readonly string[];
}

/** Columns that tell who a row is, by how Canvas, Moodle and Blackboard name them. */
const identityColumns = [
  'email',
  'email address',
  'e-mail',
  'sis login id',
  'login id',
  'username',
  'user name',
  'id',
  'sis user id',
  'student id',
  'id number',
];

/**
 * Returns the LMS's own CSV with `column` filled (added at the end where it is missing); separator and byte order mark stay.
 * Learners are found by e-mail or id, and by name only where no such column fits.
 *
 * @example fillLmsColumn(exported, graded, 'Panics (1234)')
 */
export function fillLmsColumn(exported: string, graded: readonly Graded[], column: string): FilledRoster {
  const { rows, separator, hasBom } = parseCsv(exported);
  const [head = [], ...body] = rows;
  const at = head.includes(column) ? head.indexOf(column) : head.length;
  const used = new Set<string>();
  const withoutGrade: string[] = [];
  const filled = body.map((row) => {
    if (isPointsRow(row)) return row;
    const grade = graded.find((one) => isSameLearner(head, row, one));
    if (grade === undefined) {
      withoutGrade.push(nameOf(head, row));
      return row;
    }
    used.add(grade.source);
    const cells = [...row, ...Array.from({ length: Math.max(0, at - row.length) }, () => '')];
    cells[at] = String(round(grade.points));
    return cells;
  });
  const titles = at === head.length ? [...head, column] : head;
  const csv = (hasBom ? '\uFEFF' : '') + formatCsv([titles, ...filled], { separator, isVerbatim: true });
  const withoutRow = graded.filter(({ source }) => !used.has(source)).map(({ who }) => who.name);
  return { csv, isNewColumn: at === head.length, filled: used.size, withoutGrade, withoutRow };
}

function isSameLearner(head: readonly string[], row: readonly string[], { who }: Graded): boolean {
  const known = [who.email, who.id]
    .filter((word) => word !== undefined && word !== '')
    .map((word) => word?.trim().toLowerCase());
  const cells = head.flatMap((title, i) =>
    identityColumns.includes(title.trim().toLowerCase()) ? [row[i]?.trim().toLowerCase()] : [],
  );
  if (known.length > 0 && cells.some((cell) => cell)) return cells.some((cell) => known.includes(cell));
  return foldWords(nameOf(head, row)) === foldWords(who.name);
}

function nameOf(head: readonly string[], row: readonly string[]): string {
  const cell = (...titles: string[]) =>
    row[head.findIndex((title) => titles.includes(title.trim().toLowerCase()))] ?? '';
  const whole = cell('student', 'name', 'full name', 'learner');
  return whole !== '' ? whole : `${cell('first name', 'firstname')} ${cell('last name', 'lastname', 'surname')}`.trim();
}

/** `Doe, Jane` and `Jane Doe` are one name. */
function foldWords(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ');
}
