/** A slice in memory: the header above, the array below, what the length reaches and the pinned rest told apart. */
import type { SlicePart } from '../analysis/heapdump/index.ts';
import { draw, drawing, type Drawing } from './drawing.ts';
import type { HeapSlice } from './heap-reading.ts';

const [top, height, least] = [74, 30, 7];
const words: Readonly<Record<SlicePart['kind'], string>> = {
  before: 'before the slice',
  length: 'reached by the length',
  capacity: 'up to the capacity',
  after: 'after the capacity',
};

/** The parts of the array in words, for the table beside the picture. */
export function wordsForPart({ kind }: SlicePart): string {
  return words[kind];
}

/** Draws the slice `width` pixels wide. A part too small to see is drawn wider than it is. */
export function drawSlice(slice: HeapSlice, width: number): Drawing {
  const { parts, objectBytes, length, capacity, text, pinnedBytes } = slice;
  const edges = edgesOf(parts, objectBytes, width - 2);
  const start = parts.findIndex(({ kind }) => kind === 'length');
  const pointed = 1 + (edges[Math.max(0, start)] ?? 0);
  const header =
    capacity === undefined ? `pointer · length ${length}` : `pointer · length ${length} · capacity ${capacity}`;
  const shapes = parts.map((part, i) => {
    const x = 1 + (edges[i] ?? 0);
    return draw('rect', { class: part.kind, x, y: top, width: (edges[i + 1] ?? width - 2) - (edges[i] ?? 0), height });
  });
  return drawing(`${text} ${pinnedBytes} bytes are pinned.`, width, top + height + 26, [
    draw('rect', { class: 'header', x: 1, y: 1, width: Math.min(width - 2, header.length * 7.9 + 20), height: 28 }),
    draw('text', { x: 11, y: 20 }, header),
    draw('path', { class: 'lane', fill: 'none', d: `M20 29V50H${pointed + 3}V${top - 7}` }),
    draw('path', { class: 'arrow', d: `M${pointed + 3} ${top - 2}l-4 -8h8z` }),
    ...shapes,
    draw(
      'text',
      { class: 'lane-name', x: 1, y: top + height + 18 },
      `one object of ${objectBytes} bytes, ${pinnedBytes} of them pinned`,
    ),
  ]);
}

/** Where the parts begin and end, in pixels; small parts get a few at the cost of the others. */
function edgesOf(parts: readonly SlicePart[], objectBytes: number, width: number): readonly number[] {
  const sizes = parts.map(({ from, to }) => Math.max(least, ((to - from) / objectBytes) * width));
  const scale = width / sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  return [0, ...sizes.map((size) => Math.round((at += size * scale) * 10) / 10)];
}
