import { byWeight } from './graph-model.ts';
import type { Edge, Graph, GraphNode } from './graph-model.ts';

/** Takes edges out of both of their ends. */
export function removeEdges(edges: ReadonlySet<Edge>): void {
  const ends = new Set<GraphNode>();
  for (const { source, target } of edges) ends.add(source).add(target);
  for (const node of ends) {
    node.in = node.in.filter((edge) => !edges.has(edge));
    node.out = node.out.filter((edge) => !edges.has(edge));
  }
}

/** Drops residual edges whose target is reached from their source in another way, the lightest first. */
export function removeRedundantEdges(graph: Graph): void {
  for (const node of graph.nodes.toReversed()) {
    for (const edge of node.in.toSorted(byWeight).toReversed()) {
      // Nothing heavier than an edge that stays may go.
      if (!edge.residual) break;
      if (isRedundant(edge)) removeEdges(new Set([edge]));
    }
  }
}

function isRedundant(edge: Edge): boolean {
  const seen = new Set([edge.target]);
  const queue = [edge.target];
  for (const node of queue) {
    for (const above of node.in) {
      if (above === edge || seen.has(above.source)) continue;
      if (above.source === edge.source) return true;
      seen.add(above.source);
      queue.push(above.source);
    }
  }
  return false;
}
