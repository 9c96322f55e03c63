import type { FlameBox, FlameGraph } from './view-flame.ts';

/** A box as drawn: positions are parts of the width of the window, of which an ancestor of its top fills all. */
export interface FlamePiece extends FlameBox {
  /** Where the box stands in `FlameGraph.boxes`; the same in every window. */
  readonly id: number;
  /** The box above the top of the window: a way back. */
  readonly isAncestor: boolean;
}

/** What of a flame graph fits into a window: ancestors of its top, the top, and what lies beneath. */
export interface FlameWindow {
  readonly pieces: readonly FlamePiece[];
  readonly depth: number;
  /** Boxes beneath drawn ones that are themselves too narrow, and what they hold together with all beneath them. */
  readonly hiddenBoxes: number;
  readonly hiddenValue: number;
}

/** Which box fills the width, and below which part of the width nothing is drawn. */
export interface CropOptions {
  readonly top: number;
  readonly minWidth: number;
}

/**
 * The part of a flame graph beneath one box, as wide as the window. A top that the graph does not have gives the whole.
 *
 * @example cropFlame(graph, { top: 0, minWidth: 0.5 / 900 }).pieces.length
 */
export function cropFlame({ boxes }: FlameGraph, { top, minWidth }: CropOptions): FlameWindow {
  const root = boxes[top] ?? boxes[0];
  if (root === undefined) return { pieces: [], depth: 0, hiddenBoxes: 0, hiddenValue: 0 };
  const first = boxes[top] === undefined ? 0 : top;
  const pieces: FlamePiece[] = ancestorsOf(boxes, first).map((id) => {
    return { ...boxes[id]!, id, x: 0, width: 1, isAncestor: true };
  });
  const isInside = new Uint8Array(boxes.length);
  const isDrawn = new Uint8Array(boxes.length);
  isInside[first] = 1;
  let [depth, hiddenBoxes, hiddenValue] = [root.depth, 0, 0];
  // Callers stand before callees, so one pass meets each parent first.
  for (let id = first; id < boxes.length; id++) {
    const box = boxes[id]!;
    if (id !== first && isInside[box.parent] !== 1) continue;
    isInside[id] = 1;
    const width = root.width === 0 ? 1 : box.width / root.width;
    const isTop = id === first;
    if (!isTop && (width < minWidth || isDrawn[box.parent] !== 1)) {
      if (isDrawn[box.parent] === 1) {
        hiddenBoxes++;
        hiddenValue += box.increase + box.decrease;
      }
      continue;
    }
    isDrawn[id] = 1;
    depth = Math.max(depth, box.depth);
    const x = root.width === 0 ? 0 : (box.x - root.x) / root.width;
    pieces.push({ ...box, id, x: isTop ? 0 : x, width: isTop ? 1 : width, isAncestor: false });
  }
  return { pieces, depth, hiddenBoxes, hiddenValue };
}

/** From the root down, the box itself left out. */
function ancestorsOf(boxes: readonly FlameBox[], id: number): readonly number[] {
  const above: number[] = [];
  for (let at = boxes[id]?.parent ?? -1; at >= 0; at = boxes[at]?.parent ?? -1) above.push(at);
  return above.reverse();
}

/** The boxes whose function or file holds a text, and what they stand for together. */
export interface FlameMatches {
  readonly ids: readonly number[];
  /** Increase and decrease of the matching boxes, each sample once, as a part of the whole. */
  readonly share: number;
}

/**
 * Boxes that a text is found in, upper and lower case alike. Of boxes within each other the outermost counts.
 *
 * @example findInFlame(graph, 'attach').share // 0.92
 */
export function findInFlame({ boxes, total }: FlameGraph, text: string): FlameMatches {
  const wanted = text.toLowerCase();
  if (wanted === '') return { ids: [], share: 0 };
  const isCovered = new Uint8Array(boxes.length);
  const ids: number[] = [];
  let sum = 0;
  boxes.forEach(({ func, file, parent, depth, increase, decrease }, id) => {
    const isMatch = depth > 0 && (func.toLowerCase().includes(wanted) || file.toLowerCase().includes(wanted));
    const isBelow = isCovered[parent] === 1;
    if (isMatch) ids.push(id);
    if (isMatch && !isBelow) sum += increase + decrease;
    if (isMatch || isBelow) isCovered[id] = 1;
  });
  return { ids, share: total === 0 ? 0 : sum / total };
}
