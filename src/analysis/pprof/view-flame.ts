import { toFloat } from './int64.ts';
import type { Profile } from './model.ts';

/** A box of a flame graph: a function in its calling context. Positions are parts of the whole width. */
export interface FlameBox {
  /** Where the parent stands in the list; -1 for the root. */
  readonly parent: number;
  /** 0 for the root, callees below their callers. */
  readonly depth: number;
  readonly x: number;
  readonly width: number;
  readonly func: string;
  readonly file: string;
  /** The compiler inlined it into the box above: no border belongs between the two. */
  readonly inlined: boolean;
  /** Value of the box with all beneath it: what was added less what was taken away. */
  readonly net: number;
  /** What was added and taken away, both as sizes; the width stands for their sum. */
  readonly increase: number;
  readonly decrease: number;
  /** Value of samples that end in the box. */
  readonly self: number;
}

/** The boxes, callers before callees, and what they stand for. */
export interface FlameGraph {
  readonly boxes: readonly FlameBox[];
  readonly depth: number;
  /** Increase and decrease together: what the whole width stands for. */
  readonly total: number;
  /** Boxes too narrow to be drawn, and what they hold together. */
  readonly hiddenBoxes: number;
  readonly hiddenValue: number;
}

/** What to draw, and how fine. */
export interface FlameOptions {
  /** Which of the sample values. */
  readonly valueIndex: number;
  /** Boxes narrower than this part of the width are left out. */
  readonly minWidth?: number;
}

const DEFAULT_MIN_WIDTH = 1 / 4000;

interface FlameNode {
  readonly source: number;
  readonly inlined: boolean;
  readonly children: Map<number, FlameNode>;
  increase: number;
  decrease: number;
  self: number;
}

const newNode = (source: number, inlined: boolean): FlameNode => {
  return { source, inlined, children: new Map(), increase: 0, decrease: 0, self: 0 };
};

/**
 * The boxes of a flame graph (icicle), callers above callees, the widest child first. In a difference a box is as wide as
 * what grew and what shrank in it together, so that nothing cancels out of sight; `net` tells the shade.
 *
 * @see https://github.com/google/pprof/blob/main/internal/report/stacks.go
 * @example layOutFlame(profile, { valueIndex: 3 }).boxes[0]?.func // 'root'
 */
export function layOutFlame(profile: Profile, { valueIndex, minWidth = DEFAULT_MIN_WIDTH }: FlameOptions): FlameGraph {
  const sources = sourcesOf(profile);
  const root = newNode(-1, false);
  for (const sample of profile.samples) {
    const value = toFloat(sample.values[valueIndex] ?? 0);
    if (value !== 0) addStack(root, profile, sample.stack, sources, value);
  }
  return place(root, profile, minWidth);
}

/** One number per function name and file, however many entries the table has for it. */
function sourcesOf(profile: Profile): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(profile.functions, ({ name, filename }, i) => {
    const key = `${name}\0${filename}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, i);
    return first ?? i;
  });
}

function addStack(
  root: FlameNode,
  profile: Profile,
  stack: readonly number[],
  sources: Int32Array,
  value: number,
): void {
  let node = root;
  count(node, value);
  for (let f = stack.length - 1; f >= 0; f--) {
    const lines = profile.locations[stack[f]!]?.lines ?? [];
    if (lines.length === 0) count((node = child(node, -1, false)), value);
    for (let l = lines.length - 1; l >= 0; l--) {
      count((node = child(node, sources[lines[l]!.func] ?? -1, l < lines.length - 1)), value);
    }
  }
  node.self += value;
}

function count(node: FlameNode, value: number): void {
  if (value > 0) node.increase += value;
  else node.decrease -= value;
}

function child(parent: FlameNode, source: number, inlined: boolean): FlameNode {
  const key = source * 2 + (inlined ? 1 : 0);
  let node = parent.children.get(key);
  if (node === undefined) parent.children.set(key, (node = newNode(source, inlined)));
  return node;
}

const sizeOf = (node: FlameNode): number => node.increase + node.decrease;

interface Placed {
  readonly node: FlameNode;
  readonly parent: number;
  readonly depth: number;
  readonly x: number;
}

function place(root: FlameNode, profile: Profile, minWidth: number): FlameGraph {
  const total = sizeOf(root);
  const boxes: FlameBox[] = [];
  const queue: Placed[] = [{ node: root, parent: -1, depth: 0, x: 0 }];
  let [depth, hiddenBoxes, hiddenValue] = [0, 0, 0];
  for (const placed of queue) {
    const index = boxes.push(boxOf(placed, profile, total)) - 1;
    depth = Math.max(depth, placed.depth);
    let { x } = placed;
    for (const node of [...placed.node.children.values()].sort((a, b) => sizeOf(b) - sizeOf(a))) {
      const width = total === 0 ? 0 : sizeOf(node) / total;
      if (width >= minWidth) queue.push({ node, parent: index, depth: placed.depth + 1, x });
      else {
        hiddenBoxes++;
        hiddenValue += sizeOf(node);
      }
      x += width;
    }
  }
  return { boxes, depth, total, hiddenBoxes, hiddenValue };
}

function boxOf({ node, parent, depth, x }: Placed, profile: Profile, total: number): FlameBox {
  const func = profile.functions[node.source];
  const { increase, decrease, self, inlined } = node;
  return {
    parent,
    depth,
    x,
    width: total === 0 ? 1 : (increase + decrease) / total,
    func: depth === 0 ? 'root' : (func?.name ?? '<unknown>'),
    file: func?.filename ?? '',
    inlined,
    net: increase - decrease,
    increase,
    decrease,
    self,
  };
}
