import { dominatorsOf } from './dominators.ts';
import type { ObjectGraph } from './graph.ts';
import type { Reach } from './reach.ts';
import type { Root } from './roots.ts';

/**
 * What would go if a node let go: bytes that are reachable through it only, its own included.
 * Nodes are the objects, then the roots, then one node above all roots.
 */
export interface Retained {
  readonly bytes: Float64Array;
  /** The node that alone keeps each node; -1 for the topmost node and for objects that nothing reaches. */
  readonly keeper: Int32Array;
  /** Every node, each after its keeper. */
  readonly order: Uint32Array;
  readonly topmost: number;
}

/**
 * Retained sizes by dominator tree. A reference from a root of a later phase (a local variable, a timer) to an object that
 * an earlier one reaches does not count: it passes, and would hide who keeps the object.
 */
export function retainedBy(graph: ObjectGraph, roots: readonly Root[], reach: Reach, sizes: Uint32Array): Retained {
  const { from, targets } = graphWithRoots(graph, roots, reach);
  const nodeCount = from.length - 1;
  const topmost = nodeCount - 1;
  const { immediate, order } = dominatorsOf({ nodeCount, root: topmost, from, targets });
  const bytes = new Float64Array(nodeCount);
  bytes.set(sizes);
  for (let i = order.length - 1; i > 0; i--) {
    const node = order[i] ?? 0;
    const keeper = immediate[node] ?? 0;
    bytes[keeper] = (bytes[keeper] ?? 0) + (bytes[node] ?? 0);
  }
  return { bytes, keeper: immediate, order, topmost };
}

/** The graph with a node for each root, one above them, and only the edges within a phase. */
function graphWithRoots(graph: ObjectGraph, roots: readonly Root[], { phase }: Reach): ObjectGraph {
  const objects = graph.from.length - 1;
  const rootEdges = roots.reduce((sum, root) => sum + root.targets.length, 0);
  const from = new Uint32Array(objects + roots.length + 2);
  const targets = new Uint32Array(graph.targets.length + rootEdges + roots.length);
  let used = 0;
  for (let object = 0; object < objects; object++) {
    for (let e = graph.from[object] ?? 0; e < (graph.from[object + 1] ?? 0); e++) {
      const target = graph.targets[e] ?? 0;
      if (phase[target] === phase[object]) targets[used++] = target;
    }
    from[object + 1] = used;
  }
  roots.forEach((root, r) => {
    for (const target of root.targets) if (phase[target] === root.phase) targets[used++] = target;
    from[objects + r + 1] = used;
  });
  roots.forEach((_, r) => {
    targets[used++] = objects + r;
  });
  from[objects + roots.length + 1] = used;
  return { from, targets };
}

/**
 * For each group of objects the bytes that its members keep, those kept by another member of the same group counted once.
 * `groupOf` gives an object's group, -1 for none.
 */
export function retainedByGroup(
  { bytes, keeper, order }: Retained,
  groupOf: Int32Array,
  groupCount: number,
): Float64Array {
  const total = new Float64Array(groupCount);
  const open = new Uint32Array(groupCount);
  walkTree(keeper, order, {
    enter: (node) => {
      const group = groupOf[node] ?? -1;
      if (group < 0) return;
      if (open[group] === 0) total[group] = (total[group] ?? 0) + (bytes[node] ?? 0);
      open[group] = (open[group] ?? 0) + 1;
    },
    leave: (node) => {
      const group = groupOf[node] ?? -1;
      if (group >= 0) open[group] = (open[group] ?? 0) - 1;
    },
  });
  return total;
}

const NONE = 0xffff_ffff;

/** Visits a tree given by each node's parent, without recursion. */
function walkTree(
  parent: Int32Array,
  order: Uint32Array,
  visit: { readonly enter: (node: number) => void; readonly leave: (node: number) => void },
): void {
  const firstChild = new Uint32Array(parent.length).fill(NONE);
  const nextSibling = new Uint32Array(parent.length).fill(NONE);
  for (let i = order.length - 1; i > 0; i--) {
    const node = order[i] ?? 0;
    const above = parent[node] ?? 0;
    nextSibling[node] = firstChild[above] ?? NONE;
    firstChild[above] = node;
  }
  const top = order[0];
  if (top === undefined) return;
  visit.enter(top);
  for (let node = top, isEntering = true; ;) {
    const below: number = isEntering ? (firstChild[node] ?? NONE) : NONE;
    if (below !== NONE) {
      visit.enter((node = below));
      continue;
    }
    visit.leave(node);
    if (node === top) return;
    const beside: number = nextSibling[node] ?? NONE;
    isEntering = beside !== NONE;
    if (isEntering) visit.enter((node = beside));
    else node = parent[node] ?? top;
  }
}
