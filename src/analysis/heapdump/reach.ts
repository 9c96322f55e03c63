import type { ObjectGraph } from './graph.ts';
import type { Root } from './roots.ts';
import { PHASES } from './roots.ts';

/** Who reaches an object first, by rank of root and then by length of chain. */
export interface Reach {
  /** The object before it on its chain; `-2 - r` where root r points at it; -1 where nothing reaches it. */
  readonly parent: Int32Array;
  /** The phase that reached it; 255 where none did. */
  readonly phase: Uint8Array;
  /** Objects reached, each after its parent. */
  readonly order: Uint32Array;
}

export const UNREACHED = -1;
const NO_PHASE = 255;

/** The root that a parent stands for, or nothing where it stands for an object. */
export function rootOfParent(parent: number): number | undefined {
  return parent <= -2 ? -2 - parent : undefined;
}

/**
 * Walks the graph breadth first from the roots of each phase in turn. The runtime's records of goroutines, threads and
 * processors, given with the phase that may pass them, stop earlier ones: a channel that a variable holds leads to every
 * goroutine waiting on it and on to all the rest, which nobody would call its holdings.
 */
export function reachFrom(
  roots: readonly Root[],
  graph: ObjectGraph,
  recordPhases: ReadonlyMap<number, number>,
): Reach {
  const count = graph.from.length - 1;
  const parent = new Int32Array(count).fill(UNREACHED);
  const phase = new Uint8Array(count).fill(NO_PHASE);
  const order = new Uint32Array(count);
  let end = 0;
  let at = 0;
  const reach = (object: number, from: number, now: number) => {
    if (parent[object] !== UNREACHED || now < (recordPhases.get(object) ?? 0)) return;
    parent[object] = from;
    phase[object] = now;
    order[end++] = object;
  };
  for (let now = 0; now < PHASES.length; now++) {
    roots.forEach((root, r) => {
      if (root.phase === now) for (const target of root.targets) reach(target, -2 - r, now);
    });
    for (; at < end; at++) {
      const object = order[at] ?? 0;
      for (let e = graph.from[object] ?? 0; e < (graph.from[object + 1] ?? 0); e++) {
        reach(graph.targets[e] ?? 0, object, now);
      }
    }
  }
  return { parent, phase, order: order.subarray(0, end) };
}
