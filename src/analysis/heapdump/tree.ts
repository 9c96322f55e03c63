import type { HeapFacts } from './facts.ts';
import type { Label } from './labels.ts';
import { retainedByGroup } from './retained.ts';
import type { RootKind } from './roots.ts';

/** What hangs on a root, by allocation site: drawing data for the tree and the icicle. */
export interface HolderTree {
  readonly root?: { readonly kind: RootKind; readonly name: string; readonly isLikely: boolean };
  /** Absent on the topmost node and on roots. */
  readonly label?: Label;
  /** Objects of this node itself. */
  readonly count: number;
  readonly bytes: number;
  /** Bytes of the node and of all below it: children never add up to more. */
  readonly heldBytes: number;
  /** Bytes that would go if the objects of this node went: those below it that nothing else keeps. */
  readonly retainedBytes: number;
  /** Most held bytes first. */
  readonly children: readonly HolderTree[];
}

interface Node {
  readonly shape: number;
  count: number;
  bytes: number;
  heldBytes: number;
  readonly children: number[];
}

/**
 * The tree of chains: roots below the topmost node, below them their objects by shape of chain. Every object that a root
 * reaches is counted once, where its shortest chain puts it.
 * @example holderTree(facts).children[0]?.root?.name // the root that holds most
 */
export function holderTree(facts: HeapFacts): HolderTree {
  const { shapes, reach, dump } = facts;
  const nodes: Node[] = shapes.all.map((_, shape) => ({ shape, count: 0, bytes: 0, heldBytes: 0, children: [] }));
  for (const object of reach.order) {
    const node = nodes[shapes.ofObject[object] ?? -1];
    if (node === undefined) continue;
    node.count++;
    node.bytes += dump.objects.sizeBytes[object] ?? 0;
  }
  const tops: number[] = [];
  // A shape is made after the one above it, so going backwards sums children first.
  for (let shape = nodes.length - 1; shape >= 0; shape--) {
    const node = nodes[shape];
    if (node === undefined) continue;
    node.heldBytes += node.bytes;
    const above = nodes[shapes.all[shape]?.above ?? -1];
    if (above === undefined) tops.push(shape);
    else {
      above.heldBytes += node.heldBytes;
      above.children.push(shape);
    }
  }
  const retained = retainedByShape(facts, nodes.length);
  return buildTree(facts, nodes, retained, tops);
}

function retainedByShape({ shapes, retained, dump, roots }: HeapFacts, count: number): Float64Array {
  const total = retainedByGroup(retained, shapes.ofObject, count);
  roots.forEach((_, r) => {
    const name = shapes.nameOfRoot[r] ?? 0;
    total[name] = (total[name] ?? 0) + (retained.bytes[dump.objects.count + r] ?? 0);
  });
  return total;
}

function buildTree(
  { shapes, labels }: HeapFacts,
  nodes: readonly Node[],
  retained: Float64Array,
  tops: readonly number[],
): HolderTree {
  const describe = (shape: number, children: readonly HolderTree[]): HolderTree => {
    const { above = -1, label = -1 } = shapes.all[shape] ?? {};
    const root = above < 0 ? shapes.rootNames[label] : undefined;
    const known = above < 0 ? undefined : labels.all[label];
    const { count = 0, bytes = 0, heldBytes = 0 } = nodes[shape] ?? {};
    return {
      ...(root === undefined ? {} : { root }),
      ...(known === undefined ? {} : { label: known }),
      count,
      bytes,
      heldBytes,
      retainedBytes: retained[shape] ?? 0,
      children,
    };
  };
  const built: HolderTree[] = [];
  const byHeld = (a: HolderTree, b: HolderTree) => b.heldBytes - a.heldBytes;
  const childrenOf = (shapesBelow: readonly number[]) =>
    shapesBelow.flatMap((shape) => built[shape] ?? []).sort(byHeld);
  for (let shape = nodes.length - 1; shape >= 0; shape--)
    built[shape] = describe(shape, childrenOf(nodes[shape]?.children ?? []));
  const children = childrenOf(tops);
  const heldBytes = children.reduce((sum, child) => sum + child.heldBytes, 0);
  return { count: 0, bytes: 0, heldBytes, retainedBytes: heldBytes, children };
}
