/** A rooted graph whose nodes are numbers from 0; node `root` reaches the others. */
export interface RootedGraph {
  readonly nodeCount: number;
  readonly root: number;
  /** The successors of node i are `targets[from[i]]` up to `targets[from[i + 1]]`. */
  readonly from: Uint32Array;
  readonly targets: Uint32Array;
}

export interface DominatorTree {
  /** The nearest node that every way from the root passes; -1 for the root and for nodes that it does not reach. */
  readonly immediate: Int32Array;
  /** Every node reached, each after its dominator. */
  readonly order: Uint32Array;
}

/**
 * The dominator tree by the algorithm of Lengauer and Tarjan, with path compression and no recursion:
 * O(m log n) steps for m edges and n nodes, whatever the graph looks like.
 * @see Lengauer and Tarjan, A Fast Algorithm for Finding Dominators in a Flowgraph, 1979
 * @example dominatorsOf({ nodeCount: 2, root: 0, from: Uint32Array.of(0, 1, 1), targets: Uint32Array.of(1) }).immediate // [-1, 0]
 */
export function dominatorsOf(graph: RootedGraph): DominatorTree {
  const search = searchDepthFirst(graph);
  const idom = dominatorsByNumber(search, predecessorsOf(graph, search));
  const immediate = new Int32Array(graph.nodeCount).fill(-1);
  for (let i = 1; i < search.count; i++) immediate[search.vertex[i] ?? 0] = search.vertex[idom[i] ?? 0] ?? 0;
  return { immediate, order: search.vertex.subarray(0, search.count) };
}

interface Search {
  readonly count: number;
  /** Node of each depth-first number. */
  readonly vertex: Uint32Array;
  /** Depth-first number of each node, plus one; 0 = not reached. */
  readonly number: Uint32Array;
  /** Depth-first number of the parent in the search tree, by depth-first number. */
  readonly parent: Uint32Array;
}

function searchDepthFirst({ nodeCount, root, from, targets }: RootedGraph): Search {
  const vertex = new Uint32Array(nodeCount);
  const number = new Uint32Array(nodeCount);
  const parent = new Uint32Array(nodeCount);
  const path = new Uint32Array(nodeCount);
  const nextEdge = from.slice(0, nodeCount);
  let count = 0;
  let depth = 0;
  const enter = (node: number, above: number) => {
    parent[count] = above;
    vertex[count] = node;
    number[node] = ++count;
    path[depth++] = node;
  };
  enter(root, 0);
  while (depth > 0) {
    const node = path[depth - 1] ?? 0;
    const end = from[node + 1] ?? 0;
    let edge = nextEdge[node] ?? 0;
    while (edge < end && number[targets[edge] ?? 0] !== 0) edge++;
    nextEdge[node] = edge + 1;
    if (edge < end) enter(targets[edge] ?? 0, (number[node] ?? 1) - 1);
    else depth--;
  }
  return { count, vertex, number, parent };
}

interface Predecessors {
  readonly from: Uint32Array;
  readonly sources: Uint32Array;
}

/** The edges turned round, between depth-first numbers: those into number k stand from `from[k]` up to `from[k + 1]`. */
function predecessorsOf(graph: RootedGraph, { count, vertex, number }: Search): Predecessors {
  const from = new Uint32Array(count + 2);
  const eachEdge = (visit: (source: number, targetPlusOne: number) => void) => {
    for (let i = 0; i < count; i++) {
      const node = vertex[i] ?? 0;
      const end = graph.from[node + 1] ?? 0;
      for (let e = graph.from[node] ?? 0; e < end; e++) visit(i, number[graph.targets[e] ?? 0] ?? 0);
    }
  };
  eachEdge((_, target) => {
    from[target + 1] = (from[target + 1] ?? 0) + 1;
  });
  for (let i = 0; i <= count; i++) from[i + 1] = (from[i + 1] ?? 0) + (from[i] ?? 0);
  const sources = new Uint32Array(from[count + 1] ?? 0);
  // Each row is filled from its start, kept one place too high, so that the starts end up in their own places.
  eachEdge((source, target) => {
    const at = from[target] ?? 0;
    sources[at] = source;
    from[target] = at + 1;
  });
  return { from, sources };
}

const NONE = 0xffff_ffff;

/** Immediate dominators between depth-first numbers; number 0 is the root. */
function dominatorsByNumber({ count, parent }: Search, { from, sources }: Predecessors): Uint32Array {
  const forest = new LinkedForest(count);
  const { semi } = forest;
  const idom = new Uint32Array(count);
  const bucketHead = new Uint32Array(count).fill(NONE);
  const bucketNext = new Uint32Array(count);
  for (let w = count - 1; w > 0; w--) {
    for (let e = from[w] ?? 0; e < (from[w + 1] ?? 0); e++) {
      const candidate = semi[forest.evaluate(sources[e] ?? 0)] ?? 0;
      if (candidate < (semi[w] ?? 0)) semi[w] = candidate;
    }
    const half = semi[w] ?? 0;
    bucketNext[w] = bucketHead[half] ?? NONE;
    bucketHead[half] = w;
    const up = parent[w] ?? 0;
    forest.link(up, w);
    for (let v = bucketHead[up] ?? NONE; v !== NONE; v = bucketNext[v] ?? NONE) {
      const u = forest.evaluate(v);
      idom[v] = (semi[u] ?? 0) < (semi[v] ?? 0) ? u : up;
    }
    bucketHead[up] = NONE;
  }
  for (let w = 1; w < count; w++) if (idom[w] !== semi[w]) idom[w] = idom[idom[w] ?? 0] ?? 0;
  return idom;
}

/** The forest of the algorithm: `evaluate` finds the node of least semidominator on the way up, and shortens the way. */
class LinkedForest {
  readonly semi: Uint32Array;
  readonly #ancestor: Uint32Array;
  readonly #label: Uint32Array;
  readonly #path: Uint32Array;

  constructor(count: number) {
    this.semi = Uint32Array.from({ length: count }, (_, i) => i);
    this.#label = this.semi.slice();
    this.#ancestor = new Uint32Array(count).fill(NONE);
    this.#path = new Uint32Array(count);
  }

  link(parent: number, child: number): void {
    this.#ancestor[child] = parent;
  }

  evaluate(node: number): number {
    const ancestor = this.#ancestor;
    if (ancestor[node] === NONE) return node;
    this.#compress(node);
    return this.#label[node] ?? node;
  }

  #compress(node: number): void {
    const { semi } = this;
    const ancestor = this.#ancestor;
    const label = this.#label;
    const path = this.#path;
    let depth = 0;
    for (let v = node; ancestor[ancestor[v] ?? 0] !== NONE; v = ancestor[v] ?? 0) path[depth++] = v;
    while (depth > 0) {
      const v = path[--depth] ?? 0;
      const above = ancestor[v] ?? 0;
      if ((semi[label[above] ?? 0] ?? 0) < (semi[label[v] ?? 0] ?? 0)) label[v] = label[above] ?? 0;
      ancestor[v] = ancestor[above] ?? NONE;
    }
  }
}
