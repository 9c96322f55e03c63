/** Who holds the memory, as a tree from the roots: a bar for what hangs below a node, filled as far as it alone keeps it. */
import { draw, drawing, type Drawing } from './drawing.ts';
import type { HeapNode } from './heap-reading.ts';

const [rowHeight, indent, characterWidth, serifWidth] = [40, 18, 7.9, 6.6];

/** Draws the nodes `width` pixels wide. Long names are cut at their end; the table has them whole. */
export function drawHolders(nodes: readonly HeapNode[], width: number): Drawing {
  const barWidth = Math.round(Math.min(160, width * 0.25));
  const rows = nodes.flatMap((node, i) => drawNode(node, i, { nodes, barWidth, width }));
  const [first] = nodes;
  const label =
    first === undefined
      ? 'No root holds anything.'
      : `A tree of holders. Most is held by ${first.words}: ${first.held}, of which it alone keeps ${first.retained}.`;
  return drawing(label, width, Math.max(1, nodes.length) * rowHeight, rows);
}

interface Place {
  readonly nodes: readonly HeapNode[];
  readonly barWidth: number;
  readonly width: number;
}

function drawNode(node: HeapNode, at: number, { nodes, barWidth, width }: Place): readonly Drawing[] {
  const { depth, words, heldShare, retainedShare, held, retained, isRoot } = node;
  const y = at * rowHeight;
  const x = barWidth + 22 + depth * indent;
  const wide = (share: number): number => Math.round(Math.max(1, share * barWidth) * 10) / 10;
  const room = width - x - 12;
  const sizes = `holds ${held}, keeps ${retained}`;
  return [
    draw('rect', { class: 'held', x: 0.5, y: y + 7.5, width: wide(heldShare), height: 14 }),
    draw('rect', {
      class: 'retained',
      x: 0.5,
      y: y + 7.5,
      width: wide(Math.min(heldShare, retainedShare)),
      height: 14,
    }),
    ...drawEdge(nodes, at, x),
    isRoot
      ? draw('circle', { class: 'root', cx: x, cy: y + 14, r: 5 })
      : draw('rect', { class: 'object', x: x - 4, y: y + 10, width: 8, height: 8 }),
    draw('text', { x: x + 12, y: y + 18 }, shorten(words, room / characterWidth)),
    draw(
      'text',
      { class: 'lane-name', x: x + 12, y: y + 34 },
      shorten(sizes.length * serifWidth <= room ? sizes : held, room / serifWidth),
    ),
  ];
}

/** The line from the node above: down to this row, then over to it. */
function drawEdge(nodes: readonly HeapNode[], at: number, x: number): readonly Drawing[] {
  const depth = nodes[at]?.depth ?? 0;
  if (depth === 0) return [];
  const above = nodes.slice(0, at).findLastIndex((node) => node.depth === depth - 1);
  const from = above * rowHeight + 20;
  return [draw('path', { class: 'lane', fill: 'none', d: `M${x - indent} ${from}V${at * rowHeight + 14}H${x - 5}` })];
}

function shorten(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, Math.floor(room) - 1))}…`;
}
