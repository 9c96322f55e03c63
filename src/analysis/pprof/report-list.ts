import { compareText, padLeft } from './bytes.ts';
import { buildGraph, makeNodeTable } from './graph-build.ts';
import type { GraphNode } from './graph-model.ts';
import { add, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { formatterOf, graphOptions, graphProfile } from './report.ts';
import type { Format, Printed, Report } from './report.ts';
import { sourceCandidates } from './source-paths.ts';
import { formatPercent } from './units.ts';

/** The lines of a source file, or why there are none, in the words of Go. */
export type Source = { readonly lines: readonly string[] } | { readonly error: string };

/** Without `isWanted` a file is not looked for, but known to be missing when it was looked for before. */
export type SourceLookup = (path: string, isWanted: boolean) => Promise<Source>;

/** A lookup that tries the places where a file may be, each once. */
export function sourceLookup(
  read: (path: string) => Promise<string | undefined>,
  searchPath: string,
  trimPath: string,
): SourceLookup {
  const known = new Map<string, Source>();
  return async (path, isWanted) => {
    const before = known.get(path);
    if (before || !isWanted) return before ?? { lines: [] };
    const source = await readSource(read, path, sourceCandidates(path, searchPath, trimPath), searchPath);
    known.set(path, source);
    return source;
  };
}

async function readSource(
  read: (path: string) => Promise<string | undefined>,
  path: string,
  candidates: readonly string[],
  searchPath: string,
): Promise<Source> {
  for (const candidate of candidates) {
    const text = await read(candidate);
    if (text !== undefined) return { lines: linesOf(text) };
  }
  const [only] = candidates;
  if (only?.startsWith('/') && candidates.length === 1) return { error: `open ${only}: no such file or directory` };
  return { error: `could not find file ${path} on path ${searchPath}` };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `-list`: the source of the functions that match, with what was measured on each line. */
export async function printList(report: Report, findSource: SourceLookup): Promise<Printed> {
  const { symbol } = report.options;
  const profile = graphProfile(report);
  const { nodes } = buildGraph(profile, makeNodeTable(profile, true), graphOptions(report));
  const functions = groupBy(
    nodes.filter(({ info }) => symbol === undefined || symbol.matches(info.name)),
    ({ info }) => info.name,
  );
  if (functions.size === 0) return { error: `no matches found for regexp: ${symbol?.source ?? ''}` };
  const format = formatterOf(report);
  const rows = [`Total: ${format(report.total)}`];
  for (const name of [...functions.keys()].sort(compareText)) {
    const files = groupBy(
      (functions.get(name) ?? []).filter(({ info }) => info.file !== ''),
      ({ info }) => info.file,
    );
    if (files.size === 0) rows.push(`No source information for ${name}`);
    for (const file of [...files.keys()].sort(compareText)) {
      rows.push(...(await routineRows(report, name, file, files.get(file) ?? [], format, findSource)));
    }
  }
  return { text: `${rows.join('\n')}\n` };
}

function groupBy(nodes: readonly GraphNode[], key: (node: GraphNode) => string): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const group = groups.get(key(node));
    if (group) group.push(node);
    else groups.set(key(node), [node]);
  }
  return groups;
}

interface LineSums {
  readonly flat: Int64;
  readonly cum: Int64;
}

const NOTHING: LineSums = { flat: 0, cum: 0 };

function sumNodes(nodes: readonly GraphNode[]): LineSums {
  return nodes.reduce<LineSums>(
    (sum, node) => ({ flat: add(sum.flat, node.flat), cum: add(sum.cum, node.cum) }),
    NOTHING,
  );
}

async function routineRows(
  report: Report,
  name: string,
  file: string,
  nodes: readonly GraphNode[],
  format: Format,
  findSource: SourceLookup,
): Promise<readonly string[]> {
  const { flat, cum } = sumNodes(nodes);
  const share = formatPercent(cum, report.total);
  const head = [
    `ROUTINE ======================== ${name} in ${file}`,
    `${padLeft(format(flat), 10)} ${padLeft(format(cum), 10)} (flat, cum) ${share} of Total`,
  ];
  const { from, to } = shownLines(nodes);
  const source = await findSource(file, from <= to);
  if ('error' in source) return [...head, ` Error: ${source.error}`];
  const byLine = new Map<number, GraphNode[]>();
  for (const node of nodes) {
    const line = toFloat(node.info.line);
    byLine.set(line, [...(byLine.get(line) ?? []), node]);
  }
  const valueOrDot = (value: Int64) => padLeft(value === 0 ? '.' : format(value), 10);
  const rows: string[] = [];
  for (let line = from; line <= to && line <= source.lines.length; line++) {
    const sums = sumNodes(byLine.get(line) ?? []);
    rows.push(
      `${valueOrDot(sums.flat)} ${valueOrDot(sums.cum)} ${padLeft(String(line), 6)}:${source.lines[line - 1] ?? ''}`,
    );
  }
  return [...head, ...rows];
}

const MARGIN = 5;

/** From the function's start, or a little before its first sample, to a little after its last. */
function shownLines(nodes: readonly GraphNode[]): { from: number; to: number } {
  const startOf = ({ info }: GraphNode) =>
    info.startLine === 0 ? toFloat(info.line) - MARGIN : toFloat(info.startLine);
  const [first] = nodes;
  if (first === undefined) return { from: 1, to: 0 };
  let from = startOf(first);
  let to = toFloat(first.info.line) + MARGIN;
  for (const node of nodes) {
    const start = startOf(node);
    if (start < from) from = start;
    else to = Math.max(to, toFloat(node.info.line) + MARGIN);
  }
  return { from: Math.max(1, from), to };
}
