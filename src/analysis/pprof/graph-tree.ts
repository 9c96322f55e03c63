import { addTags, selectNodes, tagsOf } from './graph-build.ts';
import type { GraphOptions, NodeTable, SampleTags } from './graph-build.ts';
import { removeRedundantEdges } from './graph-edges.ts';
import { newNode } from './graph-model.ts';
import type { Edge, Graph, GraphNode } from './graph-model.ts';
import { add } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile } from './model.ts';

interface TreeNode {
  readonly node: GraphNode;
  readonly serial: number;
  readonly children: Map<number, TreeNode>;
  /** From the parent; none for roots. */
  readonly edge: Edge | undefined;
}

/** A call graph that keeps apart what is reached in different ways: a forest of calling contexts. */
export function buildTree(profile: Profile, table: NodeTable, options: GraphOptions): Graph {
  const roots = new Map<number, TreeNode>();
  const nodes: GraphNode[] = [];
  const enter = (parent: TreeNode | undefined, index: number, inline: boolean): TreeNode => {
    const siblings = parent?.children ?? roots;
    let child = siblings.get(index);
    if (child === undefined) {
      child = newChild(parent, table, index, nodes.length);
      siblings.set(index, child);
      nodes.push(child.node);
    }
    if (child.edge && !inline) child.edge.inline = false;
    return child;
  };
  for (const sample of profile.samples) {
    const weight = sample.values[options.valueIndex] ?? 0;
    const divisor = options.mean ? (sample.values[0] ?? 0) : 0;
    if (weight === 0 && divisor === 0) continue;
    const tags = options.formatTag && tagsOf(sample, options.formatTag);
    let parent: TreeNode | undefined;
    for (let f = sample.stack.length - 1; f >= 0; f--) {
      const location = sample.stack[f]!;
      const last = table.starts[location + 1]! - 1;
      for (let at = last; at >= table.starts[location]!; at--) {
        parent = enter(parent, table.nodes[at]!, at !== last);
        count(parent, weight, divisor, tags);
      }
    }
    if (parent) countLeaf(parent.node, weight, divisor, tags);
  }
  return { nodes: selectNodes(nodes, options.dropNegative) };
}

function newChild(parent: TreeNode | undefined, table: NodeTable, index: number, serial: number): TreeNode {
  const functionKey = `${table.functionKeys[index]}\0${parent?.serial ?? ''}`;
  const node = newNode(table.infos[index]!, functionKey);
  if (parent === undefined) return { node, serial, children: new Map(), edge: undefined };
  const edge = { source: parent.node, target: node, weight: 0, weightDivisor: 0, residual: false, inline: true };
  parent.node.out.push(edge);
  node.in.push(edge);
  return { node, serial, children: new Map(), edge };
}

function count({ node, edge }: TreeNode, weight: Int64, divisor: Int64, tags: SampleTags | undefined): void {
  node.cum = add(node.cum, weight);
  node.cumDivisor = add(node.cumDivisor, divisor);
  if (tags) addTags(node, tags, weight, divisor, false);
  if (edge === undefined) return;
  edge.weight = add(edge.weight, weight);
  edge.weightDivisor = add(edge.weightDivisor, divisor);
}

function countLeaf(node: GraphNode, weight: Int64, divisor: Int64, tags: SampleTags | undefined): void {
  node.flat = add(node.flat, weight);
  node.flatDivisor = add(node.flatDivisor, divisor);
  if (tags) addTags(node, tags, weight, divisor, true);
}

/** A forest with only the kept nodes: children of others move up to the parent, over residual edges. */
export function trimTree(graph: Graph, kept: ReadonlySet<GraphNode>): void {
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    if (kept.has(node)) nodes.push(node);
    else detach(node);
  }
  graph.nodes = nodes;
  removeRedundantEdges(graph);
}

function detach(node: GraphNode): void {
  const [above] = node.in;
  if (above === undefined) {
    for (const edge of node.out) edge.target.in = edge.target.in.filter((e) => e !== edge);
    return;
  }
  const parent = above.source;
  parent.out = parent.out.filter((edge) => edge !== above);
  for (const edge of node.out) {
    edge.source = parent;
    edge.residual = true;
    edge.inline &&= above.inline;
    parent.out.push(edge);
  }
}
