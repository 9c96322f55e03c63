/**
 * A trace as rows to read: what each pasted line is, whose code it speaks of, and how it is read aloud. Pages draw the
 * rows (trace-list.ts in the browser, Trace.astro in the build); nothing here touches a document.
 */
import type { Analysis, Site } from '../analysis/index.ts';
import { originsBy, type Origin } from '../analysis/trace/index.ts';
import { originWords } from './origin-words.ts';
import { fileName, localName, marksOf, type Mark, type RowRole } from './trace-marks.ts';

/**
 * A piece of a row's text. `name` is the function, `place` the file and line, `folder` the path before it, `rest`
 * everything else.
 */
export interface Piece {
  readonly kind: 'name' | 'place' | 'folder' | 'rest';
  readonly text: string;
}

/** One row: the pasted lines that belong together, such as a function and its place. */
export interface TraceRow {
  /** The first and the last pasted line, 1-based. */
  readonly from: number;
  readonly to: number;
  readonly role: RowRole;
  readonly pieces: readonly Piece[];
  /** The pasted line by which analyzer and graders know the row. */
  readonly at?: number;
  /** Whose code it is; frames and creators only. */
  readonly origin?: Origin;
  /** Read aloud, for rows that can be chosen: `frame 3, own code, Process, panic_test.go line 38`. */
  readonly label?: string;
  /** The `panic(` frame: the one below it raised the panic. */
  readonly isBoundary?: boolean;
}

const longestValue = 40;

/**
 * The rows of lines 1 to `limit` of the paste. Rows are in the order of the lines and together hold every one of them.
 *
 * @example traceRows(text, await analyze(text), 400)
 */
export function traceRows(text: string, analysis: Analysis, limit = Number.POSITIVE_INFINITY): readonly TraceRow[] {
  const lines = text.split('\n', Math.min(analysis.lines, limit)).map((line) => line.replace(/\r$/, ''));
  const marks = new Map(analysis.evidence.flatMap((found) => marksOf(found, lines)).map((mark) => [mark.at, mark]));
  const starts = new Map([...marks.values()].map((mark) => [startOf(mark, lines, marks), mark]));
  const originOf = originsBy({});
  const rows: TraceRow[] = [];
  for (let from = 1; from <= lines.length;) {
    const mark = starts.get(from);
    const to = mark === undefined ? from : endOf(mark, from, lines, starts);
    rows.push(rowOf(lines.slice(from - 1, to).join('\n'), from, to, mark, originOf));
    from = to + 1;
  }
  return rows;
}

/** A frame is known by the line of its place; its row begins with the function on the line above. */
function startOf({ at, site }: Mark, lines: readonly string[], marks: ReadonlyMap<number, Mark>): number {
  if (site === undefined || marks.has(at - 1) || isCall(lines[at - 1], site)) return at;
  return isCall(lines[at - 2], site) ? at - 1 : at;
}

/** `main.run(0x1)`, `main.run(...)`, `created by main.run in goroutine 1`. */
function isCall(line: string | undefined, { func }: Site): boolean {
  return line !== undefined && (line.includes(`${func}(`) || line.includes(`created by ${func}`));
}

function endOf(mark: Mark, from: number, lines: readonly string[], starts: ReadonlyMap<number, Mark>): number {
  if (mark.site === undefined && mark.role !== 'value') return from;
  const last = mark.role === 'value' ? from + longestValue : from + 1;
  let to = from;
  while (to < last && to < lines.length && !starts.has(to + 1) && goesOn(lines[to] ?? '', mark)) to++;
  return Math.max(to, mark.at);
}

function goesOn(line: string, { role, site }: Mark): boolean {
  if (role === 'value') return line.startsWith('\t');
  return site?.file !== undefined && line.includes(fileName(site.file));
}

function rowOf(
  text: string,
  from: number,
  to: number,
  mark: Mark | undefined,
  originOf: ReturnType<typeof originsBy>,
): TraceRow {
  const origin = mark?.site && originOf(mark.site);
  const label = [mark?.lead, origin && originWords[origin], mark?.words].filter((part) => part !== undefined);
  return {
    from,
    to,
    role: mark?.role ?? 'other',
    pieces: mark?.site ? sitePieces(text, mark.site) : [{ kind: 'rest', text }],
    ...(mark && { at: mark.at }),
    ...(origin && { origin }),
    ...(label.length > 0 && { label: label.join(', ') }),
    ...(mark?.site && isPanicCall(mark.site) && { isBoundary: true }),
  };
}

function isPanicCall(site: Site): boolean {
  return site.func === 'panic' || site.func === 'runtime.gopanic';
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly kind: 'name' | 'place' | 'folder';
}

/** Splits the text around the function's name and around `file.go:12`, where both are printed as the site says. */
function sitePieces(text: string, site: Site): readonly Piece[] {
  const cuts: Cut[] = [];
  const end = text.indexOf(site.func) + site.func.length;
  if (end >= site.func.length) cuts.push({ from: end - localName(site.func).length, to: end, kind: 'name' });
  const line = site.line === undefined ? '' : `:${site.line}`;
  const path = site.file ?? '';
  const name = fileName(path) + line;
  const from = path === '' ? -1 : text.indexOf(name, cuts[0]?.to ?? 0);
  if (from < 0) return cutUp(text, cuts);
  const folder = text.startsWith(path, from + name.length - line.length - path.length)
    ? path.length - name.length + line.length
    : 0;
  if (folder > 0) cuts.push({ from: from - folder, to: from, kind: 'folder' });
  cuts.push({ from, to: from + name.length, kind: 'place' });
  return cutUp(text, cuts);
}

function cutUp(text: string, cuts: readonly Cut[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { from, to, kind } of cuts) {
    pieces.push({ kind: 'rest', text: text.slice(done, from) }, { kind, text: text.slice(from, to) });
    done = to;
  }
  pieces.push({ kind: 'rest', text: text.slice(done) });
  return pieces.filter((piece) => piece.text !== '');
}
