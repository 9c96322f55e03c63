/**
 * A trace as rows to read: what each pasted line is, whose code it speaks of, and how it is read aloud. Pages draw the
 * rows (trace-list.ts in the browser, Trace.astro in the build); nothing here touches a document.
 */
import type { Analysis, Evidence, Goroutine, Site } from '../analysis/index.ts';
import { originsBy, packageOf, shortName, type Origin } from '../analysis/trace/index.ts';

/** What a row is. `other` is text that belongs to no evidence, or that is shown as it stands. */
export type RowRole = 'value' | 'goroutine' | 'frame' | 'created' | 'other';

/** A piece of a row's text. `name` is the function, `place` the file and line, `rest` everything else. */
export interface Piece {
  readonly kind: 'name' | 'place' | 'rest';
  readonly text: string;
}

/** One row: one or two pasted lines that belong together. */
export interface TraceRow {
  /** The first pasted line, 1-based, and how many lines the row covers. */
  readonly at: number;
  readonly lines: number;
  readonly role: RowRole;
  readonly pieces: readonly Piece[];
  /** Whose code it is; frames and creators only. */
  readonly origin?: Origin;
  /** Read aloud, for rows that can be chosen: `frame 3, own code, Process, panic_test.go line 38`. */
  readonly label?: string;
  /** The `panic(` frame: the one below it raised the panic. */
  readonly isBoundary?: boolean;
}

/** The words for whose code a frame is. */
export const originWords: Readonly<Record<Origin, string>> = {
  own: 'own code',
  library: 'library',
  std: 'standard library',
  runtime: 'runtime',
  generated: 'generated',
};

interface Landmark {
  readonly at: number;
  readonly role: RowRole;
  readonly site?: Site;
  readonly label?: string;
}

/**
 * The rows of lines 1 to `limit` of the paste. Rows are in the order of the lines and together hold every one of them.
 *
 * @example traceRows(text, await analyze(text), 400)
 */
export function traceRows(text: string, analysis: Analysis, limit = Number.POSITIVE_INFINITY): readonly TraceRow[] {
  const lines = text.split('\n', Math.min(analysis.lines, limit)).map((line) => line.replace(/\r$/, ''));
  const marks = new Map(analysis.evidence.flatMap(landmarksOf).map((mark) => [mark.at, mark]));
  const originOf = originsBy({});
  const rows: TraceRow[] = [];
  for (let i = 0; i < lines.length;) {
    const mark = marks.get(i + 1);
    const covered = mark === undefined ? 1 : linesOf(mark, lines, i, marks);
    rows.push(rowOf(lines.slice(i, i + covered), i + 1, mark, originOf));
    i += covered;
  }
  return rows;
}

function landmarksOf(evidence: Evidence): readonly Landmark[] {
  const values =
    evidence.kind === 'panic'
      ? evidence.chain.map((link, i): Landmark => {
          const fate = link.repanicked ? ', recovered and panicked again' : link.recovered ? ', recovered' : '';
          return {
            at: link.at,
            role: 'value',
            label: `panic ${i + 1} of ${evidence.chain.length}, ${firstLine(link.value)}${fate}`,
          };
        })
      : [];
  const goroutines = 'goroutines' in evidence ? evidence.goroutines : [];
  return [...values, ...goroutines.flatMap((goroutine, i) => goroutineMarks(goroutine, i > 0))];
}

function goroutineMarks(goroutine: Goroutine, named: boolean): readonly Landmark[] {
  const suffix = named ? `, goroutine ${goroutine.id}` : '';
  const header: Landmark[] = goroutine.at === undefined ? [] : [{ at: goroutine.at, role: 'goroutine' }];
  const frames = goroutine.frames.flatMap((site, i) => siteMark(site, 'frame', `frame ${i + 1}`, suffix));
  const creator = goroutine.createdBy;
  return [...header, ...frames, ...(creator ? siteMark(creator, 'created', 'created by', suffix) : [])];
}

function siteMark(site: Site, role: RowRole, lead: string, suffix: string): readonly Landmark[] {
  return site.at === undefined ? [] : [{ at: site.at, role, site, label: lead + '%origin' + siteWords(site) + suffix }];
}

function siteWords(site: Site): string {
  const place =
    site.file === undefined ? '' : `, ${fileName(site.file)}${site.line === undefined ? '' : ` line ${site.line}`}`;
  return `, ${localName(site.func)}${place}`;
}

/** The function without its package: `(*DB).Get` of `example.com/store.(*DB).Get`. */
function localName(func: string): string {
  const short = shortName(func);
  return packageOf(func) === '' ? short : short.slice(short.indexOf('.') + 1);
}

/** A frame covers the line of its function and the one of its file; a value also the lines that go on with it. */
function linesOf(mark: Landmark, lines: readonly string[], i: number, marks: ReadonlyMap<number, Landmark>): number {
  if (mark.role === 'goroutine') return 1;
  const most = mark.role === 'value' ? 40 : 2;
  let count = 1;
  while (
    count < most &&
    i + count < lines.length &&
    !marks.has(i + count + 1) &&
    isContinued(lines[i + count] ?? '', mark)
  )
    count++;
  return count;
}

function isContinued(line: string, mark: Landmark): boolean {
  if (mark.role === 'value') return line.startsWith('\t') && !line.startsWith('\tpanic: ');
  return mark.site?.file !== undefined && line.includes(fileName(mark.site.file));
}

function rowOf(
  lines: readonly string[],
  at: number,
  mark: Landmark | undefined,
  originOf: ReturnType<typeof originsBy>,
): TraceRow {
  const text = lines.join('\n');
  if (mark?.site === undefined) {
    const role = mark?.role ?? 'other';
    return {
      at,
      lines: lines.length,
      role,
      pieces: [{ kind: 'rest', text }],
      ...(mark?.label === undefined ? {} : { label: mark.label }),
    };
  }
  const origin = originOf(mark.site);
  return {
    at,
    lines: lines.length,
    role: mark.role,
    origin,
    pieces: sitePieces(text, mark.site),
    ...(mark.label === undefined ? {} : { label: mark.label.replace('%origin', `, ${originWords[origin]}`) }),
    ...(isPanicCall(mark.site) ? { isBoundary: true } : {}),
  };
}

function isPanicCall(site: Site): boolean {
  return site.func === 'panic' || site.func === 'runtime.gopanic';
}

/** Splits the text around the function's name and around `file.go:12`, where both are printed as the site says. */
function sitePieces(text: string, site: Site): readonly Piece[] {
  const start = text.indexOf(site.func);
  const end = start + site.func.length;
  const place =
    site.file === undefined ? '' : `${fileName(site.file)}${site.line === undefined ? '' : `:${site.line}`}`;
  const placeFrom = place === '' ? -1 : text.indexOf(place, Math.max(0, start));
  const cuts: { from: number; to: number; kind: Piece['kind'] }[] = [];
  if (start >= 0) cuts.push({ from: end - localName(site.func).length, to: end, kind: 'name' });
  if (placeFrom >= 0 && placeFrom >= (cuts[0]?.to ?? 0))
    cuts.push({ from: placeFrom, to: placeFrom + place.length, kind: 'place' });
  return cutUp(text, cuts);
}

function cutUp(text: string, cuts: readonly { from: number; to: number; kind: Piece['kind'] }[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { from, to, kind } of cuts) {
    if (from > done) pieces.push({ kind: 'rest', text: text.slice(done, from) });
    pieces.push({ kind, text: text.slice(from, to) });
    done = to;
  }
  if (done < text.length) pieces.push({ kind: 'rest', text: text.slice(done) });
  return pieces;
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function firstLine(value: string): string {
  const line = value.split('\n', 1)[0] ?? '';
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
