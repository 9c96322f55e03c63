import { padLeft } from './bytes.ts';
import { byWeight, cumOf, flatOf } from './graph-model.ts';
import type { Edge, GraphNode } from './graph-model.ts';
import { add } from './int64.ts';
import type { Int64 } from './int64.ts';
import { formatterOf, outputUnitOf, reportGraph, reportLabels } from './report.ts';
import type { Format, Printed, Report } from './report.ts';
import { formatPercent } from './units.ts';

/** `-top`: one row per node with its own and cumulative value. */
export function printTop(report: Report): Printed {
  const graph = reportGraph(report);
  const format = formatterOf(report, outputUnitOf(report, graph));
  const rows = [...reportLabels(report, graph, format, false), '      flat  flat%   sum%        cum   cum%'];
  let sum: Int64 = 0;
  for (const node of graph.nodes) {
    sum = add(sum, flatOf(node));
    rows.push(`${nodeColumns(node, sum, report.total, format)}  ${node.label}${inlineLabel(node.in)}`);
  }
  return { text: `${rows.join('\n')}\n` };
}

/** Flat, its share, the running sum of shares, cum and its share. */
function nodeColumns(node: GraphNode, sum: Int64, total: Int64, format: Format): string {
  const [flat, cum] = [flatOf(node), cumOf(node)];
  const flatColumns = `${padLeft(format(flat), 10)} ${formatPercent(flat, total)} ${formatPercent(sum, total)}`;
  return `${flatColumns} ${padLeft(format(cum), 10)} ${formatPercent(cum, total)}`;
}

function inlineLabel(calls: readonly Edge[]): string {
  const inlined = calls.filter((edge) => edge.inline).length;
  if (inlined === 0) return '';
  return inlined === calls.length ? ' (inline)' : ' (partial-inline)';
}

const SEPARATOR = `${'-'.repeat(58)}+${'-'.repeat(13)}`;
const LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/** `-tree` and `-peek`: each node between its callers and callees; `-peek` prints only those that match. */
export function printTree(report: Report): Printed {
  const graph = reportGraph(report);
  const format = formatterOf(report, outputUnitOf(report, graph));
  const rows = [...reportLabels(report, graph, format, false), SEPARATOR, LEGEND];
  const { symbol } = report.options;
  let sum: Int64 = 0;
  let matched = 0;
  for (const node of graph.nodes) {
    if (symbol && !symbol.matches(node.label)) continue;
    matched++;
    sum = add(sum, flatOf(node));
    rows.push(SEPARATOR, ...edgeRows(node, node.in, ({ source }) => source, format));
    rows.push(`${nodeColumns(node, sum, report.total, format)}                | ${node.label}`);
    rows.push(...edgeRows(node, node.out, ({ target }) => target, format));
  }
  if (graph.nodes.length > 0) rows.push(SEPARATOR);
  if (symbol && matched === 0) return { error: `no matches found for regexp: ${symbol.source}` };
  return { text: `${rows.join('\n')}\n` };
}

function edgeRows(
  node: GraphNode,
  edges: readonly Edge[],
  end: (edge: Edge) => GraphNode,
  format: Format,
): readonly string[] {
  const cum = cumOf(node);
  return edges.toSorted(byWeight).map((edge) => {
    const share = formatPercent(edge.weight, cum);
    return `${padLeft(format(edge.weight), 50)} ${share} |   ${end(edge).label}${edge.inline ? ' (inline)' : ''}`;
  });
}
