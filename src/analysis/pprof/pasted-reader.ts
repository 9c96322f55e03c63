/**
 * Pasted reports of pprof, and sessions of its shell with several of them.
 *
 * Grammar; prompts of the shell may stand before any line:
 *
 *     heading  = [ "File: orders" ] [ "Build ID: 1f…" ] [ "Type: inuse_space" ] [ "Time: 2026-11-23 07:07:54 UTC" ] [ "Duration: …" ]
 *                [ "Active filters:" { "   focus=main" } ] [ "Showing nodes accounting for 18.6MB, 94.79% of 19.7MB total" ]
 *                [ "Dropped 3 nodes (cum <= 0.1MB)" ] [ "Showing top 10 nodes out of 21" ]
 *     top      = heading "      flat  flat%   sum%        cum   cum%" { row }
 *     tree     = heading "-----…+----…" "      flat  flat%   sum%        cum   cum%   calls calls% + context" { rule section } rule
 *     traces   = heading { "-----------+----…" { label } { value "   " name } } rule
 *     list     = "Total: 18.6MB" { "ROUTINE ==== main.f in /main.go" sums { source line } }
 *     tags     = { key ": Total 2.5s of 3.1s (80.65%)" { value } blank }
 *     raw      = "PeriodType: space bytes" … ; see pasted-raw.ts
 *
 * A peek is a tree that shows neighbors without sections of their own.
 *
 * @see google/pprof internal/report/report.go
 */
import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import type { ReportEvidence } from './evidence.ts';
import { diffOfCommand, findPitfalls, guessDiff } from './pasted-diff.ts';
import { isHeadingLine, pprofCommand, readHeadingLine, reportLine, withoutPrompt } from './pasted-heading.ts';
import type { Heading } from './pasted-heading.ts';
import { reportLinesOf } from './pasted-lines.ts';
import type { ReportLines } from './pasted-lines.ts';
import { inUnit } from './pasted-numbers.ts';
import { bodyAt, readBody } from './pasted-bodies.ts';
import type { Body } from './pasted-bodies.ts';

/** Reads reports that pprof printed, of any version. */
export const reportReader: Reader<ReportEvidence> = { name: 'report', startsAt, read };

/** A heading is at most so long before the rows start. */
const MAX_HEADING = 24;

/** What a line must hold to be looked at closer. */
const SIGNS = [
  'File: ',
  'Type: ',
  'Build ID: ',
  'Time: ',
  'Duration: ',
  'Showing nodes ',
  'flat%',
  'pprof',
  '+----',
  'ROUTINE ===',
];
const MORE_SIGNS = ['Total', 'PeriodType:', 'Active filters:'];

function startsAt(lines: Lines, i: number): boolean {
  // Frames of traces, of which a paste may have very many, start with a tab; lines of reports never do.
  if (lines.source.charAt(lines.start(i)) === '\t') return false;
  const text = lines.text(i);
  if (!SIGNS.some((sign) => text.includes(sign)) && !MORE_SIGNS.some((sign) => text.includes(sign))) return false;
  const rows = reportLinesOf(lines);
  const row = rows.rowOf(i);
  const line = reportLine(rows, row);
  if (bodyAt(rows, row) !== undefined || line.startsWith('Showing nodes accounting for ')) return true;
  return (isHeadingLine(line) || pprofCommand(line) !== undefined) && bodyFollows(rows, row + 1);
}

/** True when rows follow within the length of a heading, with nothing but heading and comments between. */
function bodyFollows(lines: ReportLines, from: number): boolean {
  for (let i = from; i < Math.min(lines.count, from + MAX_HEADING); i++) {
    if (bodyAt(lines, i) !== undefined) return true;
    const { text, isPrompt } = withoutPrompt(lines.text(i));
    if (text.startsWith('Entering interactive mode') || (isPrompt && text !== '')) return true;
    if (lines.isBlank(i)) return false;
  }
  return false;
}

/** What holds for the reports that follow, in a session. */
interface Session {
  file?: string;
  type?: string;
  time?: string;
  era?: Heading['era'];
  command?: readonly string[];
}

function read(context: ReadContext, first: number): Reading<ReportEvidence> {
  const lines = reportLinesOf(context.lines);
  const evidence: ReportEvidence[] = [];
  const session: Session = {};
  let heading: Heading = {};
  let start = lines.rowOf(first);
  let row = start;
  while (row < lines.count) {
    const kind = bodyAt(lines, row);
    if (kind !== undefined) {
      const body = readBody(kind, lines, row, heading);
      remember(session, heading);
      evidence.push(makeReport(lines, { heading, session, body, from: start }));
      markRows(context, lines, start, body);
      row = body.next;
      heading = {};
      start = row;
      if (!isSession(lines, row)) break;
    } else if (readSessionLine(lines, row, session, heading)) row++;
    else break;
  }
  if (evidence.length === 0 && heading.shown !== undefined) {
    evidence.push(makeReport(lines, { heading, session, body: cutBody(heading, row), from: start }));
  }
  if (evidence.length > 0) markRows(context, lines, start, { next: row, strange: [] });
  return { evidence, next: Math.max(lines.lineAfter(row), first + 1) };
}

/** A heading whose rows were cut off is still a report, without any. */
function cutBody(heading: Heading, next: number): Body {
  return {
    kind: 'top',
    rows: [],
    unit: heading.total?.unit ?? '',
    next,
    strange: [],
    isComplete: false,
    isKindLikely: true,
  };
}

function markRows(
  { ledger }: ReadContext,
  lines: ReportLines,
  from: number,
  { next, strange }: Pick<Body, 'next' | 'strange'>,
): void {
  for (let row = from; row < next; row++) {
    if (!strange.includes(row)) ledger.readPasted(lines.at(row));
  }
  for (const row of strange) ledger.unread(lines.lineAfter(row));
}

/** More of the same session follows: a prompt, after blank lines perhaps. */
function isSession(lines: ReportLines, from: number): boolean {
  let i = from;
  while (i < lines.count && lines.isBlank(i)) i++;
  return i < lines.count && withoutPrompt(lines.text(i)).isPrompt;
}

/** Takes a line between reports: heading, comment, prompt with or without a command. False ends the stretch. */
function readSessionLine(lines: ReportLines, i: number, session: Session, heading: Heading): boolean {
  const { text, isPrompt } = withoutPrompt(lines.text(i));
  const line = text.trimEnd();
  const words = pprofCommand(line);
  if (words !== undefined) session.command = words;
  else if (isPrompt && !isHeadingLine(line)) obeyTyped(session, line);
  else if (!readHeadingLine(heading, line)) {
    if (line.startsWith('Entering interactive mode')) remember(session, heading);
    else if (lines.isBlank(i)) return isSession(lines, i) || bodyAt(lines, i + 1) !== undefined;
    else return bodyFollows(lines, i + 1);
  }
  return true;
}

const SAMPLE_TYPE = /^(?:sample_index=)?((?:alloc|inuse)_(?:space|objects)|cpu|samples|delay|contentions)$/;

/** A typed command may change what the following reports show. */
function obeyTyped(session: Session, command: string): void {
  const type = SAMPLE_TYPE.exec(command.trim())?.[1];
  if (type !== undefined) session.type = type;
}

function remember(session: Session, heading: Heading): void {
  const { file, type, time, era } = heading;
  Object.assign(session, definedOf({ file, type, time, era }));
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOf<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

interface Parts {
  readonly heading: Heading;
  readonly session: Session;
  readonly body: Body;
  readonly from: number;
}

function makeReport(lines: ReportLines, { heading, session, body, from }: Parts): ReportEvidence {
  const { file, type, time, era } = { ...session, ...definedOf(heading) };
  const unit = body.unit;
  const total = body.total ?? (heading.total && inUnit(heading.total, unit ?? heading.total.unit));
  const command = session.command && diffOfCommand(session.command);
  const guess = command ? { diff: command, isCertain: true } : guessDiff(body, heading, total);
  const shownType = body.type ?? type;
  const isRestored = hasGuessed(lines, from, body.next);
  const likely = [
    ...(guess.isCertain ? [] : ['diff']),
    ...(body.isKindLikely ? ['report'] : []),
    ...(isRestored ? ['rows', 'total'] : []),
  ];
  const isShort = heading.topCount !== undefined && body.kind === 'top' && body.rows.length < heading.topCount;
  const report = {
    kind: 'report' as const,
    span: { from: lines.at(from), to: lines.at(body.next - 1) },
    complete: body.isComplete && !isShort,
    ...(likely.length > 0 ? { likely } : {}),
    report: body.kind,
    ...definedOf({
      type: shownType,
      unit,
      total,
      file,
      time,
      era,
      filters: heading.filters,
      droppedNodes: heading.droppedNodes,
    }),
    diff: guess.diff,
    rows: body.rows,
  };
  return { ...report, pitfalls: findPitfalls(report, heading) };
}

function hasGuessed(lines: ReportLines, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (lines.isGuessed(row)) return true;
  return false;
}
