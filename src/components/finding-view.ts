/** One paste or file as the analyze page shows it: what it is, what it shows, the picture, what it cannot show, what to do. */
import type { Diagnostic, Statement } from '../analysis/index.ts';
import { renderGroups } from './group-picture.ts';
import { inlineCode } from './inline-code.ts';
import { drawRace } from './race-picture.ts';
import { renderTimeline } from './race-timeline.ts';
import type { Found, Reading } from './reading.ts';
import { toSvg } from './svg.ts';
import { lessonsFor } from './teaching.ts';
import { element } from './element.ts';
import { pointAt, renderTrace, rowAt } from './trace-list.ts';

/** A lesson that this site has. */
export interface LessonLink {
  readonly slug: string;
  readonly title: string;
  readonly url: string;
}

/** What a finding is drawn with. */
export interface Desk {
  readonly lessons: readonly LessonLink[];
  /** Room for pictures, in pixels. */
  readonly width: number;
  /** Told apart from other readings of the page in its anchors: `L12`, `2-L12`. */
  readonly prefix: string;
}

type Point = (at: number) => void;

/** Everything that was found in one reading. */
export function renderReading(reading: Reading, desk: Desk): HTMLElement {
  const article = element('article', 'finding');
  const { source } = reading.analysis;
  if (source !== undefined && source !== 'paste') article.append(element('p', 'source', source));
  const trace = renderTrace(reading.rows);
  for (const row of trace.querySelectorAll<HTMLElement>('li')) row.id = `${desk.prefix}L${row.dataset['from']}`;
  const point: Point = (at) => showLine(trace, at);
  for (const found of reading.found) article.append(renderFound(found, trace, point, desk));
  article.append(...reading.analysis.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, point)));
  if (reading.rows.some(({ role }) => role !== 'other')) article.append(...renderText(reading, trace));
  return article;
}

/** Shows the pasted line, and makes the address lead to it. */
function showLine(trace: HTMLElement, at: number): void {
  const row = pointAt(trace, at);
  if (!row) return;
  history.replaceState(null, '', `#${row.id}`);
  row.scrollIntoView({ block: 'center' });
}

function renderFound({ evidence, explanation }: Found, trace: HTMLElement, point: Point, desk: Desk): HTMLElement {
  const { title, is, shows, cannotShow, next, provenance } = explanation;
  const section = element('section', 'found');
  section.append(element('h2', '', title), paragraph(is));
  const list = element('ul', 'shows');
  list.append(...shows.map((statement) => renderStatement(statement, point)));
  if (shows.length > 0) section.append(list);
  if ('fault' in evidence) markFault(trace, evidence.fault?.at);
  const race = evidence.kind === 'race' ? drawRace(evidence, desk.width) : undefined;
  const groups = 'groups' in evidence && evidence.groups ? renderGroups(evidence.groups, point) : undefined;
  section.append(...[race && toSvg(race), groups].filter((part) => part !== undefined));
  if (evidence.kind === 'race') section.append(renderTimeline(evidence));
  section.append(...titledList('What to do next', next), ...titledList('What it cannot show', cannotShow));
  section.append(...renderLessons(lessonsFor(evidence), desk.lessons));
  if (provenance.length > 0)
    section.append(paragraph(provenance.map(({ text }) => asSentence(text)).join(' '), 'small quiet'));
  return section;
}

function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function renderStatement({ text, at, confidence }: Statement, point: Point): HTMLElement {
  const item = element('li');
  item.append(...inlineCode(text));
  if (confidence === 'likely') item.append(' ', element('i', 'quiet', 'Likely, not certain.'));
  if (at !== undefined) item.append(' ', lineButton(at, point));
  return item;
}

function titledList(title: string, sentences: readonly string[]): readonly HTMLElement[] {
  if (sentences.length === 0) return [];
  const list = element('ul');
  list.append(...sentences.map((sentence) => element('li', '', sentence)));
  return [element('h3', '', title), list];
}

function renderLessons(slugs: readonly string[], lessons: readonly LessonLink[]): readonly HTMLElement[] {
  const known = slugs.flatMap((slug) => lessons.find((lesson) => lesson.slug === slug) ?? []);
  return known.slice(0, 1).map(({ title, url }) => {
    const line = element('p', '', 'How to read such a text yourself: ');
    line.append(Object.assign(element('a', '', title), { href: url }), '.');
    return line;
  });
}

/** The faulting line is told by words as well as by its color. */
function markFault(trace: HTMLElement, at: number | undefined): void {
  const row = at === undefined ? undefined : rowAt(trace, at);
  row?.classList.add('fault');
  row?.querySelector('.origin')?.replaceChildren('the fault');
}

function lineButton(at: number, point: Point): HTMLButtonElement {
  const button = element('button', 'plain line', `line ${at}`);
  button.type = 'button';
  button.addEventListener('click', () => point(at));
  return button;
}

function renderDiagnostic({ message, hint, line, severity }: Diagnostic, point: Point): HTMLElement {
  const told = paragraph(hint === undefined ? message : `${message} ${hint}`, `diagnostic ${severity}`);
  if (line !== undefined) told.append(' ', lineButton(line, point));
  return told;
}

function paragraph(text: string, className = ''): HTMLElement {
  const made = element('p', className);
  made.append(...inlineCode(text));
  return made;
}

/** The text as read, and what became of its lines. */
function renderText({ analysis, rows }: Reading, trace: HTMLElement): readonly Node[] {
  trace.setAttribute('aria-label', 'The text, as read');
  const { read, blank, other, unread } = analysis.ledger;
  const parts = [`${read} read`, `${blank} blank`, `${other} of something else`, `${unread} not understood`];
  const drawn = rows.at(-1)?.to ?? 0;
  const undrawn = analysis.lines > drawn ? ` The first ${drawn} are drawn.` : '';
  const repairs = analysis.repairs.map(({ kind, lines }) => `${kind.replaceAll('-', ' ')} (${lines})`).join(', ');
  const repaired = repairs === '' ? '' : ` Undone before reading: ${repairs}.`;
  const sum = `${analysis.lines.toLocaleString('en')} lines: ${parts.filter((part) => !part.startsWith('0 ')).join(', ')}.`;
  return [element('h3', '', 'The text'), trace, element('p', 'small quiet', sum + undrawn + repaired)];
}
