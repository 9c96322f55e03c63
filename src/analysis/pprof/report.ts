import { decodeText, encodeText } from './bytes.ts';
import type { GraphOptions } from './graph-build.ts';
import { cumOf, flatOf } from './graph-model.ts';
import type { Graph } from './graph-model.ts';
import { trimmedGraph } from './graph-trim.ts';
import type { TrimmedGraph } from './graph-trim.ts';
import { abs, add, fromFloat, multiply, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile, ValueType } from './model.ts';
import { baseName } from './paths.ts';
import { withTrimmedPaths } from './source-paths.ts';
import type { Pattern } from './regexp.ts';
import { formatPercent, formatScaled, formatValue, scaleValue } from './units.ts';

/** What can be printed of a profile. */
export type ReportFormat =
  | 'callgrind'
  | 'comments'
  | 'disasm'
  | 'dot'
  | 'list'
  | 'proto'
  | 'raw'
  | 'tags'
  | 'text'
  | 'topproto'
  | 'traces'
  | 'tree'
  | 'weblist';

/** What a report shows of a profile, and how. */
export interface ReportOptions {
  readonly format: ReportFormat;
  readonly sortByCum: boolean;
  readonly callTree: boolean;
  readonly dropNegative: boolean;
  readonly compactLabels: boolean;
  /** What values are multiplied with when they are shown. */
  readonly ratio: number;
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  /** `focus=…` and the like, for the heading. */
  readonly activeFilters: readonly string[];
  readonly labelUnits: ReadonlyMap<string, string>;
  readonly valueIndex: number;
  readonly mean: boolean;
  readonly sampleType: ValueType;
  /** A unit, or `minimum` or `auto`. */
  readonly outputUnit: string;
  readonly symbol: Pattern | undefined;
  readonly sourcePath: string;
  readonly trimPath: string;
  readonly title: string;
  /** Local time of nanoseconds since 1970, as headings show it. */
  readonly formatTime: (nanos: Int64) => string;
}

/** A profile, what is to be shown of it, and the value that counts as 100 %. */
export interface Report {
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly total: Int64;
}

/** A printed report, or pprof's complaint; `text` may be there too, for what was printed before. */
export type Printed = { readonly text: string } | { readonly bytes: Uint8Array } | { readonly error: string };

const SEPARATES_BINARIES = new Set<ReportFormat>(['raw', 'list', 'weblist', 'disasm', 'callgrind']);

/** The profile as graphs take it: paths trimmed, and of numeric labels only sizes in bytes. */
function graphProfile({ profile, options }: Report): Profile {
  return withTrimmedPaths(profile, options.trimPath, options.sourcePath);
}

/** How the graph of a report is built. */
export function graphOptions({ options }: Report): GraphOptions {
  return {
    valueIndex: options.valueIndex,
    mean: options.mean,
    dropNegative: options.dropNegative,
    objectNames: SEPARATES_BINARIES.has(options.format),
    ...(options.format === 'dot'
      ? { formatTag: (v: Int64, unit: string) => formatScaled(v, unit, options.outputUnit) }
      : {}),
  };
}

/** The graph of a report with the small parts left out. */
export function reportGraph(report: Report): TrimmedGraph {
  const { options } = report;
  const visual = options.format === 'dot';
  const { nodeCount, nodeFraction, edgeFraction, sortByCum } = options;
  const callTree = options.callTree && (visual || options.format === 'callgrind');
  const trim = { nodeCount, nodeFraction, edgeFraction, sortByCum, visual, callTree };
  const profile = visual ? withSizeLabels(graphProfile(report), options.labelUnits) : graphProfile(report);
  return trimmedGraph(profile, graphOptions(report), trim);
}

export { graphProfile };

/** Only `bytes` of the numeric labels, in its unit, and no mark of a base profile. */
function withSizeLabels(profile: Profile, units: ReadonlyMap<string, string>): Profile {
  const samples = profile.samples.map((sample) => {
    const bytes = sample.numberLabels.get('bytes');
    const unit = units.get('bytes') ?? '';
    const numberLabels = new Map(
      bytes ? [['bytes', { values: bytes.values, units: bytes.values.map(() => unit) }]] : [],
    );
    const labels = new Map([...sample.labels].filter(([key]) => key !== 'pprof::base'));
    return { ...sample, labels, numberLabels };
  });
  return { ...profile, samples };
}

/** Formats values in one unit, after dividing. */
export type Format = (value: Int64) => string;

/** Prints values of a report in `unit`, after dividing. */
export function formatterOf({ options }: Report, unit = options.outputUnit): Format {
  const { ratio, sampleType } = options;
  const divides = ratio > 0 && ratio !== 1;
  return (value) => formatScaled(divides ? fromFloat(toFloat(value) * ratio) : value, sampleType.unit, unit);
}

/** The one unit of a report: that of its smallest value, unless that is far below the total. */
export function outputUnitOf(report: Report, graph: Graph): string {
  const { outputUnit, sampleType, ratio, format } = report.options;
  if (outputUnit !== 'minimum' || graph.nodes.length === 0) return outputUnit;
  let least: Int64 = 0;
  for (const node of graph.nodes) {
    const flat = abs(flatOf(node));
    const value = flat === 0 ? abs(cumOf(node)) : flat;
    if (value > 0 && (least === 0 || value < least)) least = value;
  }
  let most = report.total;
  if (least === 0) least = most;
  if (ratio > 0 && ratio !== 1) {
    least = fromFloat(toFloat(least) * ratio);
    most = fromFloat(toFloat(most) * ratio);
  }
  const unitOf = (value: Int64) => scaleValue(value, sampleType.unit, 'minimum').unit;
  const hundredfold = multiply(least, 100);
  const spread = unitOf(least) !== unitOf(most) && hundredfold < most && format !== 'callgrind';
  return unitOf(spread ? hundredfold : least) || sampleType.unit;
}

/** The lines that say what a profile is. */
export function profileLabels({ profile, options, total }: Report, format: Format): string[] {
  const labels: string[] = [];
  const [main] = profile.mappings;
  if (main && main.file !== '') labels.push(`File: ${baseName(main.file)}`);
  if (main && main.buildId !== '') labels.push(`Build ID: ${main.buildId}`);
  labels.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (options.sampleType.type !== '') labels.push(`Type: ${options.sampleType.type}`);
  if (profile.docUrl !== '') labels.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0) labels.push(`Time: ${options.formatTime(profile.timeNanos)}`);
  const { durationNanos } = profile;
  if (durationNanos !== 0) {
    const nanos = scaleValue(total, options.sampleType.unit, 'nanoseconds');
    const isTime = nanos.unit === 'ns' && nanos.value !== 0;
    const ratio = isTime ? `(${formatPercent(fromFloat(nanos.value), durationNanos)})` : '';
    labels.push(`Duration: ${formatValue(durationNanos, 'nanoseconds')}, Total samples = ${format(total)} ${ratio}`);
  }
  return labels;
}

/** The heading of a report over a graph. */
export function reportLabels(report: Report, graph: TrimmedGraph, format: Format, isPicture: boolean): string[] {
  const { options, total } = report;
  const labels = isPicture || !options.compactLabels ? profileLabels(report, format) : [];
  if (options.activeFilters.length > 0) {
    labels.push('Active filters:', ...options.activeFilters.map((filter) => `   ${shortened(filter)}`));
  }
  const shown = graph.nodes.reduce<Int64>((sum, node) => add(sum, flatOf(node)), 0);
  const share = formatPercent(shown, total).trim();
  labels.push(`Showing nodes accounting for ${format(shown)}, ${share} of ${format(total)} total`);
  if (total !== 0) labels.push(...droppedLabels(report, graph, format, isPicture));
  if (isPicture) labels.push('\nSee https://git.io/JfYMW for how to read the graph');
  return labels;
}

function droppedLabels({ options, total }: Report, graph: TrimmedGraph, format: Format, isPicture: boolean): string[] {
  const cutoff = (fraction: number) => format(abs(fromFloat(toFloat(total) * fraction)));
  const plural = (count: number, word: string) => `${count} ${word}${count > 1 ? 's' : ''}`;
  const labels: string[] = [];
  const { droppedNodes, droppedEdges, nodes, nodeCountBefore } = graph;
  if (droppedNodes > 0) labels.push(`Dropped ${plural(droppedNodes, 'node')} (cum <= ${cutoff(options.nodeFraction)})`);
  if (droppedEdges > 0 && isPicture) {
    labels.push(`Dropped ${plural(droppedEdges, 'edge')} (freq <= ${cutoff(options.edgeFraction)})`);
  }
  if (nodes.length > 0 && nodes.length < nodeCountBefore) {
    labels.push(`Showing top ${nodes.length} nodes out of ${nodeCountBefore}`);
  }
  return labels;
}

const MAX_FILTER_BYTES = 80;

function shortened(filter: string): string {
  const bytes = encodeText(filter);
  return bytes.length > MAX_FILTER_BYTES ? `${decodeText(bytes.subarray(0, MAX_FILTER_BYTES))}…` : filter;
}
