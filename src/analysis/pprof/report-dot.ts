import { compareText } from './bytes.ts';
import { byWeight, cumOf, flatOf, labelParts, meanOf, weightOf } from './graph-model.ts';
import type { Edge, GraphNode, NodeInfo, Tag } from './graph-model.ts';
import { MAX_NODELETS } from './graph-trim.ts';
import { abs, add, compare, divide, multiply, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { dotColor } from './dot-color.ts';
import { shortFunctionName } from './function-names.ts';
import { baseName } from './paths.ts';
import { formatterOf, outputUnitOf, reportGraph, reportLabels } from './report.ts';
import type { Format, Printed, Report } from './report.ts';
import { labelDistance, labelIn } from './tags.ts';
import { formatPercent, formatValue } from './units.ts';

interface Picture {
  readonly total: Int64;
  readonly format: Format;
  readonly maxFlat: number;
}

/** `-dot`: the call graph for Graphviz. */
export function printDot(report: Report): Printed {
  const graph = reportGraph(report);
  const format = formatterOf(report, outputUnitOf(report, graph));
  const { title } = report.options;
  const labels = reportLabels(report, graph, format, true);
  const rows = [`digraph "${title || 'unnamed'}" {`, 'node [style=filled fillcolor="#f8f8f8"]', legend(labels, title)];
  const maxFlat = graph.nodes.reduce((max, node) => Math.max(max, toFloat(abs(flatOf(node)))), 0);
  const picture: Picture = { total: report.total, format, maxFlat };
  const numbers = new Map(graph.nodes.map((node, i) => [node, i + 1]));
  const withNodelets = new Set<GraphNode>();
  const edges: Edge[] = [];
  for (const [node, number] of numbers) {
    rows.push(nodeRow(node, number, picture));
    const nodelets = nodeletRows(node, number, format);
    if (nodelets.length > 0) withNodelets.add(node);
    rows.push(...nodelets);
    edges.push(...node.out);
  }
  for (const edge of edges.sort(byWeight)) {
    const [from, to] = [numbers.get(edge.source) ?? 0, numbers.get(edge.target) ?? 0];
    rows.push(`N${from} -> N${to} [${edgeAttributes(edge, picture, withNodelets.has(edge.source))}]`);
  }
  return { text: `${rows.join('\n')}\n}\n` };
}

function legend(labels: readonly string[], title: string): string {
  const tooltip = title === '' ? '' : ` tooltip="${title}"`;
  const text = labels.map(escape).join('\\l');
  return `subgraph cluster_L { "${escape(labels[0] ?? '')}" [shape=box fontsize=16 label="${text}\\l"${tooltip}] }`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');
}

function nodeRow(node: GraphNode, number: number, { total, format, maxFlat }: Picture): string {
  const [flat, cum] = [flatOf(node), cumOf(node)];
  const share = (value: Int64) => formatPercent(value, total).trim();
  let label = pictureLabel(node.info) + (flat === 0 ? '0' : `${format(flat)} (${share(flat)})`);
  if (cum !== flat) label += `${flat === 0 ? ' ' : '\\n'}of ${format(cum)} (${share(cum)})`;
  const size = toFloat(abs(flat));
  const grows = maxFlat !== 0 && size !== 0 && size <= maxFlat;
  const fontSize = 8 + (grows ? Math.ceil(16 * Math.sqrt(size / maxFlat)) : 0);
  const score = toFloat(cum) / toFloat(abs(total));
  const colors = `color="${dotColor(score, false)}" fillcolor="${dotColor(score, true)}"`;
  const tooltip = `${escape(node.label)} (${format(cum)})`;
  return `N${number} [label="${label}" id="node${number}" fontsize=${fontSize} shape=box tooltip="${tooltip}" ${colors}]`;
}

/** A node's name over several lines, broken where packages and methods meet. */
function pictureLabel(info: NodeInfo): string {
  const name = escape(shortFunctionName(info.name))
    .replaceAll('::', '\\n')
    .replaceAll('[...]', '[…]')
    .replaceAll('.', '\\n');
  const file = info.file === '' ? '' : baseName(info.file);
  return `${labelParts({ ...info, name, file }).join('\\n')}\\n`;
}

function edgeAttributes(edge: Edge, { total, format }: Picture, hasNodelets: boolean): string {
  const weight = weightOf(edge);
  const shown = format(weight);
  const attributes = [`label=" ${shown}${edge.inline ? '\\n (inline)' : ''}"`];
  if (total !== 0) {
    const share = (scale: number) => 1 + Math.min(toFloat(abs(divide(multiply(weight, scale), total))), scale);
    if (share(100) > 1) attributes.push(`weight=${share(100)}`);
    if (share(5) > 1) attributes.push(`penwidth=${share(5)}`);
    attributes.push(`color="${dotColor(toFloat(weight) / toFloat(abs(total)), false)}"`);
  }
  const arrow = edge.residual ? '...' : '->';
  const tooltip = `"${escape(edge.source.label)} ${arrow} ${escape(edge.target.label)} (${shown})"`;
  attributes.push(`tooltip=${tooltip} labeltooltip=${tooltip}`);
  if (edge.residual) attributes.push('style="dotted"');
  if (hasNodelets) attributes.push('minlen=2');
  return attributes.join(' ');
}

/** Small boxes for a node's labels. Leaves show cumulative values, as what is beneath them may have been left out. */
function nodeletRows(node: GraphNode, number: number, format: Format): readonly string[] {
  if (node.tags === undefined) return [];
  const { texts, numbers } = node.tags;
  const byFlat = node.out.length > 0;
  const rows: string[] = [];
  const shown = [...texts.values()].sort(tagOrder(byFlat)).slice(0, MAX_NODELETS);
  shown.forEach((tag, i) => {
    const value = byFlat ? flatOf(tag) : cumOf(tag);
    if (value === 0) return;
    rows.push(...nodelet(`N${number}`, `N${number}_${i}`, tag.name, format(value), ''));
    rows.push(...numberRows(numbers.get(tag.name), `N${number}_${i}`, byFlat, format));
  });
  return [...rows, ...numberRows(numbers.get(''), `N${number}`, byFlat, format)];
}

function nodelet(source: string, id: string, name: string, weight: string, style: string): readonly string[] {
  return [
    `${id} [label = "${name}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]`,
    `${source} -> ${id} [label=" ${weight}" weight=100 tooltip="${weight}" labeltooltip="${weight}"${style}]`,
  ];
}

function numberRows(
  tags: Map<string, Tag> | undefined,
  source: string,
  byFlat: boolean,
  format: Format,
): readonly string[] {
  return collapseTags([...(tags?.values() ?? [])], byFlat).flatMap((tag, i) => {
    const flat = byFlat || flatOf(tag) === cumOf(tag);
    const value = flat ? flatOf(tag) : cumOf(tag);
    if (value === 0) return [];
    return nodelet(source, `N${source}_${i}`, tag.name, format(value), flat ? '' : ' style="dotted"');
  });
}

function tagOrder(byFlat: boolean): (a: Tag, b: Tag) => number {
  return (a, b) => {
    if (!byFlat && a.cum !== b.cum) return compare(abs(b.cum), abs(a.cum));
    return a.flat === b.flat ? compareText(a.name, b.name) : compare(abs(b.flat), abs(a.flat));
  };
}

/** The heaviest numbers, each with those nearest to it, as `1MB..2MB`. */
function collapseTags(tags: readonly Tag[], byFlat: boolean): readonly Tag[] {
  const sorted = tags.toSorted(tagOrder(byFlat));
  if (sorted.length <= MAX_NODELETS) return sorted;
  const groups = sorted.slice(0, MAX_NODELETS).map((tag) => [tag]);
  for (const tag of sorted.slice(MAX_NODELETS)) {
    const distances = groups.map(([first]) => labelDistance(tag, first!));
    groups[distances.indexOf(Math.min(...distances))]?.push(tag);
  }
  return groups.map(groupTag).sort(tagOrder(byFlat));
}

function groupTag(group: readonly Tag[]): Tag {
  const [first] = group as readonly [Tag];
  const label = (tag: Tag) => formatValue(tag.value, tag.unit);
  if (group.length === 1) return { ...first, name: label(first), ...means(group), flatDivisor: 0, cumDivisor: 0 };
  let [least, most] = [first, first];
  for (const tag of group.slice(1)) {
    if (labelIn(tag, least.unit) < least.value) least = tag;
    if (labelIn(tag, most.unit) > most.value) most = tag;
  }
  return { ...first, name: `${label(least)}..${label(most)}`, ...means(group), flatDivisor: 0, cumDivisor: 0 };
}

function means(group: readonly Tag[]): { flat: Int64; cum: Int64 } {
  const sum = (of: (tag: Tag) => Int64) => group.reduce<Int64>((total, tag) => add(total, of(tag)), 0);
  return {
    flat: meanOf(
      sum((tag) => tag.flat),
      sum((tag) => tag.flatDivisor),
    ),
    cum: meanOf(
      sum((tag) => tag.cum),
      sum((tag) => tag.cumDivisor),
    ),
  };
}
