/** A class list as spreadsheets and learning management systems export it, and the personal links made from it. */
import { formatLink, type Assignment, type Learner } from './assignment.ts';
import { formatCsv, parseCsv } from './csv.ts';
import { identityOf } from './identity.ts';

/** The learners of a class list, and what of it was left out. */
export interface Roster {
  readonly learners: readonly Learner[];
  /** One sentence each, with the line of the file. */
  readonly problems: readonly string[];
}

const titles = {
  name: ['name', 'full name', 'student', 'student name', 'learner', 'display name'],
  first: ['first name', 'firstname', 'given name', 'forename'],
  last: ['last name', 'lastname', 'surname', 'family name'],
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'mail'],
  id: ['id', 'student id', 'id number', 'sis user id', 'sis login id', 'login id', 'username', 'user name', 'number'],
} as const;

type Column = keyof typeof titles;
type Columns = Partial<Record<Column, number>>;

/**
 * Returns the learners of a CSV in the order given. A file without a row of titles is read too: the cell with an @ is the
 * address, the first other one the name. Rows that name nobody, and learners who come twice, are told in `problems`.
 *
 * @example parseRoster('name,email\nAda,ada@example.org\n').learners // [{ name: 'Ada', email: 'ada@example.org' }]
 */
export function parseRoster(text: string): Roster {
  const { rows } = parseCsv(text);
  const columns = findColumns(rows[0] ?? []);
  const body = columns === undefined ? rows : rows.slice(1);
  const learners: Learner[] = [];
  const problems: string[] = [];
  const seen = new Map<string, number>();
  for (const [i, row] of body.entries()) {
    const line = i + (columns === undefined ? 1 : 2);
    if (row.every((cell) => cell.trim() === '') || isPointsRow(row)) continue;
    const learner = columns === undefined ? guessLearner(row) : pickLearner(row, columns);
    const key = identityOf(learner);
    const before = seen.get(key);
    if (key === '') problems.push(`Row ${line} names nobody: no name, address or id.`);
    else if (before !== undefined)
      problems.push(`Row ${line} is the learner of row ${before} again; one link is enough.`);
    else {
      seen.set(key, line);
      learners.push(learner);
    }
  }
  if (learners.length === 0) problems.push('No learner was found. A roster is a CSV with a name, and an e-mail or id.');
  return { learners, problems };
}

/** Canvas puts a row of possible points below its titles; it names no learner. */
export function isPointsRow(row: readonly string[]): boolean {
  return row.some((cell) => /^\s*points possible\s*$/i.test(cell));
}

function findColumns(head: readonly string[]): Columns | undefined {
  const words = head.map((title) => title.trim().toLowerCase());
  const found: Columns = {};
  for (const column of Object.keys(titles) as Column[]) {
    const known: readonly string[] = titles[column];
    const at = known.map((title) => words.indexOf(title)).find((index) => index >= 0);
    if (at !== undefined) found[column] = at;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function pickLearner(row: readonly string[], columns: Columns): Learner {
  const cell = (column: Column) => {
    const at = columns[column];
    return at === undefined ? '' : (row[at] ?? '').trim();
  };
  const whole = cell('name') || `${cell('first')} ${cell('last')}`.trim();
  return makeLearner(whole, cell('email'), cell('id'));
}

function guessLearner(row: readonly string[]): Learner {
  const cells = row.map((cell) => cell.trim());
  const email = cells.find((cell) => cell.includes('@')) ?? '';
  const [name = '', id = ''] = cells.filter((cell) => cell !== '' && cell !== email);
  return makeLearner(name, email, id);
}

function makeLearner(name: string, email: string, id: string): Learner {
  const most = 200;
  return {
    name: (name || email || id).slice(0, most),
    ...(email === '' ? {} : { email: email.slice(0, most) }),
    ...(id === '' ? {} : { id: id.slice(0, most) }),
  };
}

/** A learner and the link that is theirs. */
export interface PersonalLink {
  readonly learner: Learner;
  readonly url: string;
}

/**
 * Returns the link of each learner. A link carries its own learner's extension and nobody else's.
 *
 * @example personalLinks('https://example.org/assignment/', assignment, roster.learners)
 */
export function personalLinks(
  page: string,
  assignment: Assignment,
  learners: readonly Learner[],
): readonly PersonalLink[] {
  return learners.map((learner) => ({
    learner,
    url: `${page}#${formatLink({ assignment: forLearner(assignment, learner), learner })}`,
  }));
}

/**
 * Returns the assignment as it may travel to a learner, or to the whole class where no learner is given: without the
 * extensions of others.
 *
 * @example forLearner(assignment, { name: 'Ada', email: 'ada@example.org' }).extensions.length // 0 or 1
 */
export function forLearner(assignment: Assignment, learner?: Learner): Assignment {
  const keys = [learner?.email, learner?.id].flatMap((key) => (key === undefined ? [] : [key.trim().toLowerCase()]));
  const own = assignment.extensions.filter((extension) => keys.includes(extension.learner.trim().toLowerCase()));
  return { ...assignment, extensions: own };
}

/**
 * Returns the links as CSV for a mail merge: name, email, id, link.
 *
 * @example formatLinksCsv(personalLinks(page, assignment, learners))
 */
export function formatLinksCsv(links: readonly PersonalLink[]): string {
  const rows = links.map(({ learner, url }) => [learner.name, learner.email ?? '', learner.id ?? '', url]);
  return formatCsv([['name', 'email', 'id', 'link'], ...rows]);
}
