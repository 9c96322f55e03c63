import type { ReportKind, ReportRow } from './evidence.ts';
import { reportLine } from './pasted-heading.ts';
import type { ReportLines } from './pasted-lines.ts';
import { inUnit, parseShown, splitWords } from './pasted-numbers.ts';
import type { ShownNumber } from './pasted-numbers.ts';
import { parseRawText } from './pasted-raw.ts';
import {
  parsePlace,
  parseRoutineSums,
  parseSourceLine,
  parseTagKey,
  parseTagValue,
  parseTopRow,
  parseTreeLine,
} from './pasted-rows.ts';

/** The rows of a report. Lines are indexes into the text. */
export interface Body {
  readonly kind: ReportKind;
  readonly rows: readonly ReportRow[];
  readonly unit?: string;
  readonly total?: number;
  readonly type?: string;
  /** The first line after it. */
  readonly next: number;
  /** Lines inside that were not understood. */
  readonly strange: readonly number[];
  readonly isComplete: boolean;
  /** The kind is told by what is missing, as a peek is. */
  readonly isKindLikely?: boolean;
}

type BodyKind = 'top' | 'tree' | 'list' | 'traces' | 'raw' | 'tags';

const TREE_RULE = /^-{58}\+-{13}$/;
const TRACE_RULE = /^-{11}\+-{55}$/;
const TOP_HEAD = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%$/;
const TREE_HEAD = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s+calls\s+calls%/;

/** The kind of report whose rows start on line `i`, or nothing. */
export function bodyAt(lines: ReportLines, i: number): BodyKind | undefined {
  if (i >= lines.count) return undefined;
  const line = reportLine(lines, i);
  const first = line.trimStart()[0] ?? '';
  if (first === 'f' && TOP_HEAD.test(line)) return 'top';
  if (first === 'f' && TREE_HEAD.test(line)) return 'tree';
  if (first === '-' && TREE_RULE.test(line)) return TREE_HEAD.test(reportLine(lines, i + 1)) ? 'tree' : undefined;
  if (first === '-' && TRACE_RULE.test(line)) return 'traces';
  if (line.startsWith('ROUTINE ===')) return 'list';
  if (line.startsWith('Total: ') && reportLine(lines, i + 1).startsWith('ROUTINE ===')) return 'list';
  if (line.startsWith('PeriodType:') && reportLine(lines, i + 1).startsWith('Period: ')) return 'raw';
  return line.includes(': Total ') && parseTagKey(line) ? 'tags' : undefined;
}

/** What the heading has said already. */
interface Known {
  readonly total?: ShownNumber | undefined;
  readonly shown?: ShownNumber | undefined;
}

/** Reads the rows that start on line `from`. */
export function readBody(kind: BodyKind, lines: ReportLines, from: number, known: Known): Body {
  if (kind === 'top') return readTop(lines, from, known);
  if (kind === 'tree') return readTree(lines, from, known);
  if (kind === 'list') return readList(lines, from);
  if (kind === 'traces') return readTraces(lines, from, known);
  return kind === 'raw' ? readRaw(lines, from) : readTags(lines, from);
}

/** The unit of a report: that of its total, else of the first number that has one. */
function unitOf(known: Known, words: Iterable<string>): string {
  if (known.total && known.total.unit !== '') return known.total.unit;
  for (const word of words) {
    const unit = parseShown(word)?.unit ?? '';
    if (unit !== '' && unit !== '%') return unit;
  }
  return '';
}

function* wordsFrom(lines: ReportLines, from: number): Generator<string> {
  for (let i = from; i < Math.min(lines.count, from + 200); i++) yield* splitWords(reportLine(lines, i), 5).words;
}

function readTop(lines: ReportLines, from: number, known: Known): Body {
  const unit = unitOf(known, wordsFrom(lines, from + 1));
  const rows: ReportRow[] = [];
  let i = from + 1;
  for (; i < lines.count; i++) {
    const row = parseTopRow(reportLine(lines, i), unit, lines.at(i));
    if (row === undefined) break;
    rows.push(row);
  }
  return { kind: 'top', rows, unit, next: i, strange: [], isComplete: rows.length > 0 || known.shown?.value === 0 };
}

function readTree(lines: ReportLines, from: number, known: Known): Body {
  const unit = unitOf(known, wordsFrom(lines, from + 2));
  const rows: ReportRow[] = [];
  const neighbors = new Set<string>();
  const strange: number[] = [];
  let endsInRule = false;
  let i = from;
  for (; i < lines.count; i++) {
    const text = reportLine(lines, i);
    const isRule = TREE_RULE.test(text);
    const line = isRule || TREE_HEAD.test(text) ? undefined : parseTreeLine(text, unit, lines.at(i));
    if (line === undefined && !isRule && !TREE_HEAD.test(text)) {
      if (endsInRule || !text.includes('|')) break;
      strange.push(i);
      continue;
    }
    endsInRule = isRule;
    if (line && 'row' in line) rows.push(line.row);
    else if (line) neighbors.add(line.neighbor);
  }
  const isPeek = looksLikePeek(rows, neighbors, unit, known);
  // A tree cut short shows neighbors without sections as well, and so does one of a difference.
  const isKindLikely = [...neighbors].some((name) => !rows.some(({ func }) => func === name));
  return {
    kind: isPeek ? 'peek' : 'tree',
    rows,
    unit,
    next: i,
    strange,
    isComplete: endsInRule || known.shown?.value === 0,
    ...(isKindLikely ? { isKindLikely } : {}),
  };
}

/** A peek has neighbors without sections of their own, and does not add up to what the heading says is shown. */
function looksLikePeek(
  rows: readonly ReportRow[],
  neighbors: ReadonlySet<string>,
  unit: string,
  known: Known,
): boolean {
  const own = new Set(rows.map(({ func }) => func));
  const missing = [...neighbors].filter((name) => !own.has(name)).length;
  if (missing === 0 || known.shown === undefined) return missing > 0;
  const sum = rows.reduce((all, { flat = 0 }) => all + flat, 0);
  const shown = inUnit(known.shown, unit);
  return missing * 4 > neighbors.size || Math.abs(sum - shown) > 0.005 * (rows.length + 1);
}

function readTraces(lines: ReportLines, from: number, known: Known): Body {
  const unit = unitOf(known, wordsFrom(lines, from + 1));
  const rows: ReportRow[] = [];
  const strange: number[] = [];
  let endsInRule = false;
  let i = from;
  for (; i < lines.count; i++) {
    const text = reportLine(lines, i);
    if (TRACE_RULE.test(text)) {
      endsInRule = i > from;
      continue;
    }
    const row = traceRow(text, unit, lines.at(i));
    if (row === undefined && !isTraceFrame(text) && !isLabel(text) && (endsInRule || lines.isBlank(i))) break;
    if (row) rows.push(row);
    else if (!isTraceFrame(text) && !isLabel(text)) strange.push(i);
    endsInRule = false;
  }
  return { kind: 'traces', rows, unit, next: i, strange, isComplete: endsInRule || i === from + 1 };
}

const isLabel = (text: string): boolean => /^\s*\S+: {2}/.test(text);
const isTraceFrame = (text: string): boolean => /^ {10,}\S/.test(text);

/** `   512.01kB   main.f (inline)`: the leaf of a sample, with the sample's value. */
function traceRow(text: string, unit: string, at: number): ReportRow | undefined {
  const { words, rest } = splitWords(text, 1);
  const value = parseShown(words[0] ?? '');
  return value && rest !== '' ? { ...parsePlace(rest), flat: inUnit(value, unit), at } : undefined;
}

function readList(lines: ReportLines, from: number): Body {
  const totalLine = /^Total: (\S+)/.exec(reportLine(lines, from))?.[1];
  const total = parseShown(totalLine ?? '');
  const unit = unitOf({ total }, wordsFrom(lines, from));
  const rows: ReportRow[] = [];
  const strange: number[] = [];
  let routine: { func: string; file?: string } | undefined;
  let i = total ? from + 1 : from;
  for (; i < lines.count; i++) {
    const text = reportLine(lines, i);
    const head = /^ROUTINE =+ (.*)$/.exec(text)?.[1];
    const at = lines.at(i);
    if (head !== undefined) {
      routine = splitRoutine(head);
      continue;
    }
    const sums = parseRoutineSums(text, unit);
    const source = sums ? undefined : parseSourceLine(text, unit);
    if (sums && routine) rows.push({ ...routine, ...sums, at });
    else if (source && routine) {
      if (Object.keys(source.numbers).length > 0) rows.push({ ...routine, line: source.line, ...source.numbers, at });
    } else if (!text.startsWith(' Error: ') && !text.startsWith('No source information for ')) break;
  }
  return {
    kind: 'list',
    rows,
    unit,
    ...(total ? { total: inUnit(total, unit) } : {}),
    next: i,
    strange,
    isComplete: rows.length > 0,
  };
}

function splitRoutine(head: string): { func: string; file?: string } {
  const at = head.lastIndexOf(' in ');
  return at < 0 ? { func: head } : { func: head.slice(0, at), file: head.slice(at + 4) };
}

function readTags(lines: ReportLines, from: number): Body {
  const totalText = parseTagKey(reportLine(lines, from))?.total ?? '';
  const total = parseShown(totalText);
  const unit = unitOf({ total }, wordsFrom(lines, from));
  const rows: ReportRow[] = [];
  let key = '';
  let i = from;
  for (; i < lines.count; i++) {
    const text = reportLine(lines, i);
    const head = parseTagKey(text);
    const row = head ? undefined : parseTagValue(text, key, unit, lines.at(i));
    if (head) key = head.key;
    else if (row) rows.push(row);
    else if (!lines.isBlank(i) || !parseTagKey(reportLine(lines, i + 1))) break;
  }
  return {
    kind: 'tags',
    rows,
    unit,
    ...(total ? { total: inUnit(total, unit) } : {}),
    next: i,
    strange: [],
    isComplete: rows.length > 0,
  };
}

/** The text goes on to its mappings, and to the last of those. */
function readRaw(lines: ReportLines, from: number): Body {
  const texts: string[] = [];
  let i = from;
  let isInMappings = false;
  for (; i < lines.count; i++) {
    const text = reportLine(lines, i);
    if (isInMappings && !/^\d+: 0x/.test(text)) break;
    if (lines.isBlank(i)) break;
    if (text === 'Mappings') isInMappings = true;
    texts.push(text);
  }
  const raw = parseRawText(texts, (index) => lines.at(from + index));
  const { type, unit, total, rows, isComplete } = raw;
  return {
    kind: 'raw',
    rows,
    unit,
    total,
    type,
    next: i,
    strange: raw.strange.map((index) => from + index),
    isComplete,
  };
}
