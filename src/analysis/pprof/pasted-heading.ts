import type { ReportLines } from './pasted-lines.ts';
import { parsePercent, parseShown } from './pasted-numbers.ts';
import type { ShownNumber } from './pasted-numbers.ts';

/** The lines above a report's rows. All of them may be missing. */
export interface Heading {
  file?: string;
  type?: string;
  time?: string;
  era?: 'before-2024-10' | 'since-2024-10';
  /** Of the samples, in the unit shown. */
  total?: ShownNumber;
  shown?: ShownNumber;
  shownPercent?: number;
  filters?: string[];
  droppedNodes?: number;
  /** `Showing top 10 nodes out of 80`. */
  topCount?: number;
  /** The limit of `Dropped 3 nodes (cum <= 0.2MB)`. */
  droppedLimit?: ShownNumber;
}

const OLD_TIME = /^[A-Z][a-z]{2} \d{1,2}, \d{4} at \d{1,2}:\d{2}(am|pm) \(.+\)$/;
const NEW_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} \S+$/;

const STARTS = [
  'File: ',
  'Build ID: ',
  'Type: ',
  'Doc: ',
  'Time: ',
  'Duration: ',
  'Active filters:',
  'Showing ',
  'Dropped ',
];

/** True for a line that a heading may hold; comments of the profile may stand among them and are not told here. */
export function isHeadingLine(line: string): boolean {
  return STARTS.some((start) => line.startsWith(start));
}

/** Takes what one line of a heading says; false when it is none. */
export function readHeadingLine(heading: Heading, line: string): boolean {
  const colon = line.indexOf(': ');
  const value = line.slice(colon + 2).trim();
  if (line.startsWith('File: ')) heading.file = value;
  else if (line.startsWith('Type: ')) heading.type = value;
  else if (line.startsWith('Time: ')) readTime(heading, value);
  else if (line.startsWith('Duration: ')) readDuration(heading, line);
  else if (line.startsWith('Active filters:')) heading.filters ??= [];
  else if (line.startsWith('   ') && heading.filters && /^ {3}\w+=/.test(line)) heading.filters.push(line.trim());
  else if (line.startsWith('Showing ')) return readShowing(heading, line);
  else if (line.startsWith('Dropped ')) readDropped(heading, line);
  else return line.startsWith('Build ID: ') || line.startsWith('Doc: ');
  return true;
}

function readTime(heading: Heading, value: string): void {
  heading.time = value;
  if (OLD_TIME.test(value)) heading.era = 'before-2024-10';
  else if (NEW_TIME.test(value)) heading.era = 'since-2024-10';
}

function readDuration(heading: Heading, line: string): void {
  const total = parseShown(/Total samples = (\S+)/.exec(line)?.[1] ?? '');
  if (total) heading.total = total;
}

function readDropped(heading: Heading, line: string): void {
  const found = /^Dropped (\d+) nodes? \(cum <= (\S+)\)/.exec(line);
  if (found === null) return;
  heading.droppedNodes = Number(found[1]);
  const limit = parseShown(found[2] ?? '');
  if (limit) heading.droppedLimit = limit;
}

function readShowing(heading: Heading, line: string): boolean {
  const top = /^Showing top (\d+) nodes out of \d+/.exec(line);
  if (top) heading.topCount = Number(top[1]);
  const nodes = /^Showing nodes accounting for (\S+), (\S+) of (\S+) total/.exec(line);
  if (nodes === null) return top !== null;
  const [shown, percent, total] = [
    parseShown(nodes[1] ?? ''),
    parsePercent(nodes[2] ?? ''),
    parseShown(nodes[3] ?? ''),
  ];
  if (shown) heading.shown = shown;
  if (percent !== undefined) heading.shownPercent = percent;
  if (total) heading.total = total;
  return true;
}

const PROMPT = '(pprof) ';

/** A line without the shell's prompts before it, and whether there were any. */
export function withoutPrompt(line: string): { readonly text: string; readonly isPrompt: boolean } {
  let text = line;
  while (text.startsWith(PROMPT)) text = text.slice(PROMPT.length);
  const isPrompt = text.length < line.length || text === PROMPT.trim();
  return { text: text === PROMPT.trim() ? '' : text, isPrompt };
}

/** The words of a shell line that calls pprof, as `go tool pprof -top -base old new`; nothing for other lines. */
export function pprofCommand(line: string): readonly string[] | undefined {
  const at = line.indexOf('pprof ');
  if (at < 0 || !/(^|[\s/])(go tool )?pprof $/.test(line.slice(0, at + 6))) return undefined;
  const words = line
    .slice(at + 6)
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.some((word) => word.startsWith('-')) ? words : undefined;
}

/** The text of a row, without prompts. */
export function reportLine(lines: ReportLines, i: number): string {
  return withoutPrompt(lines.text(i)).text.trimEnd();
}
