import { buildGraph, makeNodeTable } from './graph-build.ts';
import type { GraphOptions } from './graph-build.ts';
import { buildTree, trimTree } from './graph-tree.ts';
import { removeEdges, removeRedundantEdges } from './graph-edges.ts';
import { BY_CUM, BY_FLAT, byEntropy } from './graph-model.ts';
import type { Edge, Graph, GraphNode, Tag } from './graph-model.ts';
import { abs, add, fromFloat, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile } from './model.ts';

/** What a report leaves out. */
export interface TrimOptions {
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly sortByCum: boolean;
  /** For a picture: other nodes are chosen, and edges that say nothing new go. */
  readonly visual: boolean;
  readonly callTree: boolean;
}

/** A graph with the small parts left out, in report order, and what was left out. */
export interface TrimmedGraph extends Graph {
  readonly nodeCountBefore: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/** How many labels are drawn at a node. */
export const MAX_NODELETS = 4;

/**
 * The graph of a profile without the nodes whose cum is below a fraction of the whole, then without all but the first nodes,
 * then without light edges. Each step builds the graph again, so that what passes through dropped nodes is not lost.
 *
 * @see https://github.com/google/pprof/blob/main/internal/report/report.go newTrimmedGraph
 */
export function trimmedGraph(profile: Profile, options: GraphOptions, trim: TrimOptions): TrimmedGraph {
  const table = makeNodeTable(profile, options.objectNames);
  const rebuild = (keep: readonly GraphNode[]): Graph => {
    const infos = new Set(keep.map(({ info }) => info));
    const kept = Uint8Array.from(table.infos, (info) => (infos.has(info) ? 1 : 0));
    return buildGraph(profile, table, options, kept);
  };
  let graph = trim.callTree ? buildTree(profile, table, options) : buildGraph(profile, table, options);
  const total = toFloat(graph.nodes.reduce<Int64>((sum, node) => add(sum, node.flat), 0));
  const nodeCutoff = abs(fromFloat(total * trim.nodeFraction));
  const edgeCutoff = abs(fromFloat(total * trim.edgeFraction));
  const narrow = (keep: readonly GraphNode[]): boolean => {
    if (keep.length === graph.nodes.length) return false;
    if (trim.callTree) trimTree(graph, new Set(keep));
    else graph = rebuild(keep);
    return true;
  };

  let droppedNodes = 0;
  if (nodeCutoff > 0) {
    const keep = graph.nodes.filter(({ cum }) => abs(cum) >= nodeCutoff);
    droppedNodes = graph.nodes.length - keep.length;
    narrow(keep);
  }
  const nodeCountBefore = graph.nodes.length;
  sortNodes(graph, trim);
  if (trim.nodeCount > 0) {
    dropLightTags(graph, nodeCutoff);
    dropLightEdges(graph, edgeCutoff);
    if (narrow(firstNodes(graph, trim))) sortNodes(graph, trim);
  }
  dropLightTags(graph, nodeCutoff);
  const droppedEdges = dropLightEdges(graph, edgeCutoff);
  if (trim.visual) removeRedundantEdges(graph);
  return { nodes: graph.nodes, nodeCountBefore, droppedNodes, droppedEdges };
}

function sortNodes(graph: Graph, { visual, sortByCum }: TrimOptions): void {
  graph.nodes.sort(visual ? byEntropy(graph.nodes) : sortByCum ? BY_CUM : BY_FLAT);
}

/** In a picture labels take room like nodes. */
function firstNodes(graph: Graph, { nodeCount, visual }: TrimOptions): readonly GraphNode[] {
  if (!visual) return graph.nodes.slice(0, nodeCount);
  let room = 0;
  const last = graph.nodes.findIndex((node) => {
    room += Math.min(countTags(node), MAX_NODELETS) + 1;
    return room >= nodeCount;
  });
  return last < 0 ? graph.nodes.slice(0, nodeCount) : graph.nodes.slice(0, last + 1);
}

function countTags({ tags }: GraphNode): number {
  if (tags === undefined) return 0;
  const filled = (of: Map<string, Tag>) => [...of.values()].filter(({ flat }) => flat !== 0).length;
  return filled(tags.texts) + [...tags.numbers.values()].reduce((sum, of) => sum + filled(of), 0);
}

function dropLightTags(graph: Graph, cutoff: Int64): void {
  for (const { tags } of graph.nodes) {
    if (tags === undefined) continue;
    tags.texts = heavyTags(tags.texts, cutoff);
    for (const [text, numbers] of tags.numbers) tags.numbers.set(text, heavyTags(numbers, cutoff));
  }
}

function heavyTags(tags: Map<string, Tag>, cutoff: Int64): Map<string, Tag> {
  return new Map([...tags].filter(([, { flat, cum }]) => abs(flat) >= cutoff || abs(cum) >= cutoff));
}

function dropLightEdges(graph: Graph, cutoff: Int64): number {
  if (cutoff === 0) return 0;
  const light = new Set<Edge>();
  for (const node of graph.nodes) {
    for (const edge of node.in) if (abs(edge.weight) < cutoff) light.add(edge);
  }
  removeEdges(light);
  return light.size;
}
