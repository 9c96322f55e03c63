import { encodeProfile } from './encode.ts';
import { byWeight, cumOf, flatOf } from './graph-model.ts';
import type { GraphNode, NodeInfo } from './graph-model.ts';
import { packGzip } from './gzip.ts';
import { formatHex, fromFloat, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { EMPTY_PROFILE, NO_LABELS, NO_NUMBER_LABELS } from './model.ts';
import type { Func, Location, Profile, Sample } from './model.ts';
import { outputUnitOf, reportGraph } from './report.ts';
import type { Printed, Report } from './report.ts';
import { scaleValue } from './units.ts';

/** `-proto`: the profile itself, filtered and divided. */
export function printProto({ profile, options }: Report): Printed {
  const { ratio } = options;
  const divides = ratio > 0 && ratio !== 1;
  const samples = profile.samples.map((sample) => ({
    ...sample,
    values: sample.values.map((value) => fromFloat(toFloat(value) * ratio)),
  }));
  return { bytes: packGzip(encodeProfile(divides ? { ...profile, samples } : profile)) };
}

/** `-topproto`: the rows of `-top` as a profile of single frames. */
export function printTopProto(report: Report): Printed {
  const graph = reportGraph(report);
  const unit = outputUnitOf(report, graph);
  const scale = (value: Int64) => fromFloat(scaleValue(value, report.options.sampleType.unit, unit).value);
  const functions: Func[] = [];
  const indexes = new Map<string, number>();
  const locations: Location[] = [];
  const samples: Sample[] = [];
  graph.nodes.forEach((node, i) => {
    const func = functionIndex(node.info, functions, indexes);
    const line = { func, line: node.info.line, column: node.info.column };
    locations.push({ id: i + 1, mapping: -1, address: node.info.address, lines: [line], isFolded: false });
    const values = [scale(cumOf(node)), scale(flatOf(node))];
    samples.push({ stack: [i], values, labels: NO_LABELS, numberLabels: NO_NUMBER_LABELS });
  });
  const { timeNanos, durationNanos, periodType, period } = report.profile;
  const sampleTypes = ['cum', 'flat'].map((type) => ({ type, unit }));
  const head = { timeNanos, durationNanos, periodType, period, sampleTypes };
  const profile: Profile = { ...EMPTY_PROFILE, ...head, functions, locations, samples };
  return { bytes: packGzip(encodeProfile(profile)) };
}

function functionIndex(info: NodeInfo, functions: Func[], indexes: Map<string, number>): number {
  const key = `${info.name}\0${info.file}\0${info.startLine}`;
  let index = indexes.get(key);
  if (index === undefined) {
    index = functions.length;
    indexes.set(key, index);
    functions.push({ id: index + 1, name: info.name, systemName: '', filename: info.file, startLine: info.startLine });
  }
  return index;
}

/** `-callgrind`: costs by line and call, for KCachegrind. Names are written once and then by number. */
export function printCallgrind(report: Report): Printed {
  const untrimmed = { ...report, options: { ...report.options, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 } };
  const graph = reportGraph(untrimmed);
  const unit = outputUnitOf(untrimmed, graph);
  const { sampleType } = report.options;
  const cost = (value: Int64) => fromFloat(scaleValue(value, sampleType.unit, unit).value);
  const numbered = {
    objects: new Map<string, number>(),
    files: new Map<string, number>(),
    names: new Map<string, number>(),
  };
  const names = distinctNames(graph.nodes);
  const rows = ['positions: instr line', `events: ${sampleType.type}(${unit})`];
  let before: NodeInfo | undefined;
  for (const { info, out, ...node } of graph.nodes) {
    if (before === undefined || !isSamePlace(info, before)) {
      rows.push('', `ob=${compress(numbered.objects, info.objectFile)}`, `fl=${compress(numbered.files, info.file)}`);
      rows.push(`fn=${compress(numbered.names, info.name)}`);
    }
    rows.push(`${position(before, info.address)} ${info.line} ${cost(flatOf(node))}`);
    for (const edge of out.toSorted(byWeight)) {
      const callee = edge.target.info;
      rows.push(`cfl=${compress(numbered.files, callee.file)}`);
      rows.push(`cfn=${compress(numbered.names, names.get(edge.target) ?? '')}`);
      rows.push(`calls=0 ${position(before, callee.address)} ${callee.line}`, `* * ${cost(edge.weight)}`);
    }
    before = info;
  }
  return { text: `${rows.join('\n')}\n` };
}

function isSamePlace(a: NodeInfo, b: NodeInfo): boolean {
  return a.objectFile === b.objectFile && a.file === b.file && a.name === b.name;
}

/** Callgrind merges functions of the same name and file: those that are to stay apart get a number. */
function distinctNames(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, string> {
  const groups = new Map<string, Map<string, number>>();
  const groupOf = ({ info }: GraphNode) => `${info.file}\0${info.name}`;
  for (const node of nodes) {
    const group = groups.get(groupOf(node)) ?? new Map<string, number>();
    groups.set(groupOf(node), group);
    if (!group.has(node.functionKey)) group.set(node.functionKey, group.size + 1);
  }
  return new Map(
    nodes.map((node) => {
      const group = groups.get(groupOf(node));
      const suffix = group && group.size > 1 ? ` [${group.get(node.functionKey)}/${group.size}]` : '';
      return [node, node.info.name + suffix];
    }),
  );
}

function compress(numbers: Map<string, number>, name: string): string {
  if (name === '') return '';
  const known = numbers.get(name);
  if (known !== undefined) return `(${known})`;
  numbers.set(name, numbers.size + 1);
  return `(${numbers.size}) ${name}`;
}

/** An address, relative to the one before where that is shorter. */
function position(before: NodeInfo | undefined, address: Int64): string {
  const absolute = formatHex(address);
  if (before === undefined) return absolute;
  if (before.address === address) return '*';
  const distance = BigInt.asIntN(64, BigInt(address) - BigInt(before.address));
  const relative = `${distance < 0n ? '' : '+'}${distance}`;
  return relative.length < absolute.length ? relative : absolute;
}
