/** An assignment as typed into a form, and what a colleague would say about it before it goes out. */
import { assignmentSchema, type Assignment } from './assignment.ts';
import { formatCanonical, type JsonValue } from './canonical-json.ts';
import { isTimeZone, zonedInstant, zonedLocal } from './time-zone.ts';

/** What the form holds: texts as typed. Times are wall-clock times in the class's time zone, `YYYY-MM-DDTHH:MM`. */
export interface AssignmentDraft {
  readonly title: string;
  /** Names files and links; made from the title where empty. */
  readonly id: string;
  readonly message: string;
  readonly items: readonly { readonly exercise: string; readonly points: string }[];
  readonly due: string;
  readonly timeZone: string;
  readonly late: 'accept' | 'refuse' | 'percent';
  readonly latePercent: string;
  readonly lateMost: string;
  readonly graceMinutes: string;
  /** Empty: all count. */
  readonly attempts: string;
  readonly hints: boolean;
  readonly solutions: boolean;
  readonly variants: 'same' | 'own';
  readonly identity: 'named' | 'anonymous';
  /** One a line: who, then a time: `ada@example.org 2026-12-01T12:00`. */
  readonly extensions: string;
}

/** Something to mend, beside the field that it is about. */
export interface DraftProblem {
  readonly field: keyof AssignmentDraft;
  readonly message: string;
}

/** The assignment, or all that keeps it from being one. */
export type ReadDraft = { readonly assignment: Assignment } | { readonly problems: readonly DraftProblem[] };

/**
 * Returns the assignment that a form describes. With `previous`, the version is raised when anything else changed.
 *
 * @example readDraft(draft, loaded)
 */
export function readDraft(draft: AssignmentDraft, previous?: Assignment): ReadDraft {
  const problems: DraftProblem[] = [];
  const tell = (field: keyof AssignmentDraft, message: string) => void problems.push({ field, message });
  const title = draft.title.trim();
  if (title === '') tell('title', 'Give it a title: it heads the page that learners see.');
  const id = draft.id.trim() === '' ? idFrom(title) : draft.id.trim();
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(id) && title !== '')
    tell('id', 'Write the short name in lower-case letters, digits and hyphens, such as week-1. It names the files.');
  const due = readDue(draft, tell);
  const assignment = {
    schema: 'faultline.assignment/1',
    id,
    version: previous?.version ?? 1,
    title,
    message: draft.message.trim(),
    items: inOrderOf(previous, readItems(draft, tell)),
    ...(due === undefined ? {} : { due }),
    timeZone: draft.timeZone.trim() || 'UTC',
    late: readLateRule(draft, tell),
    ...readAttempts(draft, tell),
    hints: draft.hints,
    solutions: draft.solutions,
    variants: draft.variants,
    identity: draft.identity,
    extensions: readExtensions(draft, tell),
  };
  if (problems.length > 0) return { problems };
  const parsed = assignmentSchema.safeParse(assignment);
  if (!parsed.success) return { problems: parsed.error.issues.map(describeIssue) };
  return { assignment: raiseVersion(parsed.data, previous) };
}

type Tell = (field: keyof AssignmentDraft, message: string) => void;

/** `Week 1: Panics` → `week-1-panics`. A title in another script gives nothing, and the field then asks. */
function idFrom(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, 60).replace(/-$/, '');
}

function readDue({ due, timeZone }: AssignmentDraft, tell: Tell): string | undefined {
  if (timeZone.trim() !== '' && !isTimeZone(timeZone.trim()))
    tell('timeZone', `There is no time zone "${timeZone.trim()}". Write it as Europe/Berlin or America/New_York.`);
  if (due.trim() === '') return undefined;
  const instant = zonedInstant(due.trim(), isTimeZone(timeZone.trim()) ? timeZone.trim() : 'UTC');
  if (instant === undefined) tell('due', 'That is no date and time. Leave it empty if the work is never late.');
  return instant;
}

function readItems({ items }: AssignmentDraft, tell: Tell): Assignment['items'] {
  if (items.length === 0) tell('items', 'Choose at least one exercise.');
  const read = items.map(({ exercise, points }) => ({ exercise, points: readNumber(points) ?? Number.NaN }));
  const bad = read.filter(({ points }) => !(points >= 0 && points <= 100));
  if (bad.length > 0)
    tell('items', `Points are a number from 0 to 100: look at ${bad.map(({ exercise }) => exercise).join(', ')}.`);
  return read;
}

/** A form lists exercises in the order of the course; an assignment that was loaded keeps its own. */
function inOrderOf(previous: Assignment | undefined, items: Assignment['items']): Assignment['items'] {
  const known = new Map(previous?.items.map(({ exercise }, i) => [exercise, i]));
  const place = (exercise: string) => known.get(exercise) ?? known.size;
  return items.toSorted((a, b) => place(a.exercise) - place(b.exercise));
}

function readLateRule(draft: AssignmentDraft, tell: Tell): Assignment['late'] {
  if (draft.late === 'accept') return { kind: 'accept' };
  const graceMinutes = readNumber(draft.graceMinutes || '0');
  if (graceMinutes === undefined || !Number.isInteger(graceMinutes) || graceMinutes < 0)
    tell('graceMinutes', 'Grace is a whole number of minutes; 0 for none.');
  if (draft.late === 'refuse') return { kind: 'refuse', graceMinutes: graceMinutes ?? 0 };
  const percent = (field: 'latePercent' | 'lateMost') => {
    const value = readNumber(draft[field]);
    if (value === undefined || value < 0 || value > 100) tell(field, 'A percentage is a number from 0 to 100.');
    return value ?? 0;
  };
  return {
    kind: 'percent',
    perDay: percent('latePercent'),
    most: percent('lateMost'),
    graceMinutes: graceMinutes ?? 0,
  };
}

function readAttempts({ attempts }: AssignmentDraft, tell: Tell): { readonly attempts?: number } {
  if (attempts.trim() === '') return {};
  const most = readNumber(attempts);
  if (most === undefined || !Number.isInteger(most) || most < 1 || most > 1000) {
    tell('attempts', 'Attempts are a whole number from 1; leave it empty to count them all.');
    return {};
  }
  return { attempts: most };
}

function readExtensions({ extensions, timeZone }: AssignmentDraft, tell: Tell): Assignment['extensions'] {
  const zone = isTimeZone(timeZone.trim()) ? timeZone.trim() : 'UTC';
  return extensions
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const at = line.search(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/);
      const due = at > 0 ? zonedInstant(line.slice(at).replace(' ', 'T'), zone) : undefined;
      const learner = line.slice(0, Math.max(0, at)).replace(/[\s,;:]+$/, '');
      if (due !== undefined && learner !== '') return [{ learner, due }];
      tell('extensions', `"${line.slice(0, 60)}": write who, then when, as ada@example.org 2026-12-01 12:00.`);
      return [];
    });
}

function readNumber(text: string): number | undefined {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

function describeIssue(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): DraftProblem {
  const field = String(issue.path[0] ?? 'title') as keyof AssignmentDraft;
  return { field, message: `${issue.path.map(String).join('.')}: ${issue.message}` };
}

/** Learners who have the version before are told that it changed, so it is raised only when something did. */
function raiseVersion(assignment: Assignment, previous: Assignment | undefined): Assignment {
  if (previous === undefined || previous.id !== assignment.id) return { ...assignment, version: 1 };
  const isSame = formatCanonical(assignment as JsonValue) === formatCanonical(previous as JsonValue);
  return isSame ? assignment : { ...assignment, version: previous.version + 1 };
}

/**
 * Returns the form's content for an assignment loaded from a file.
 *
 * @example draftOf(assignment).due // '2026-11-27T23:59'
 */
export function draftOf(assignment: Assignment): AssignmentDraft {
  const { late, timeZone } = assignment;
  return {
    title: assignment.title,
    id: assignment.id,
    message: assignment.message,
    items: assignment.items.map(({ exercise, points }) => ({ exercise, points: String(points) })),
    due: assignment.due === undefined ? '' : zonedLocal(assignment.due, timeZone),
    timeZone,
    late: late.kind,
    latePercent: late.kind === 'percent' ? String(late.perDay) : '10',
    lateMost: late.kind === 'percent' ? String(late.most) : '100',
    graceMinutes: late.kind === 'accept' ? '0' : String(late.graceMinutes),
    attempts: assignment.attempts === undefined ? '' : String(assignment.attempts),
    hints: assignment.hints,
    solutions: assignment.solutions,
    variants: assignment.variants,
    identity: assignment.identity,
    extensions: assignment.extensions
      .map(({ learner, due }) => `${learner} ${zonedLocal(due, timeZone).replace('T', ' ')}`)
      .join('\n'),
  };
}

/**
 * Returns the bytes of an assignment file as text.
 *
 * @example formatAssignment(assignment)
 */
export function formatAssignment(assignment: Assignment): string {
  return `${JSON.stringify(assignment, undefined, 2)}\n`;
}
