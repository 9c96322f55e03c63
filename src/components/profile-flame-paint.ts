/** Draws the boxes of a flame graph, on a canvas and as SVG. */
import type { FlamePart } from './profile-answers.ts';
import type { PageColors } from './profile-colors.ts';
import { characterWidth, fillOf, labelFor, rowHeight, wordsFor } from './profile-flame-shapes.ts';
import { standalone } from './profile-picture.ts';
import { svg } from './svg.ts';

/** What is drawn. */
export interface FlameScene {
  readonly parts: readonly FlamePart[];
  readonly depth: number;
  readonly isDifference: boolean;
  /** Ids of boxes that a search found. */
  readonly found: ReadonlySet<number>;
}

/** A box in pixels. Between an inlined call and its caller there is no gap. */
function place({ x, width, depth, isInlined }: FlamePart, pixels: number): readonly [number, number, number, number] {
  const gap = isInlined ? 0 : 1;
  const left = x * pixels;
  const wide = Math.max(0.5, width * pixels - (width * pixels > 3 ? 1 : 0));
  return [left, depth * rowHeight + gap, wide, rowHeight - gap];
}

/** Paints everything `pixels` wide; returns how many boxes were painted. */
export function paintFlame(
  context: CanvasRenderingContext2D,
  { parts, isDifference, found }: FlameScene,
  pixels: number,
  colors: PageColors,
): number {
  const hatch = hatchOf(context, colors.page);
  context.textBaseline = 'middle';
  for (const part of parts) {
    const [x, y, width, height] = place(part, pixels);
    const { color, alpha, isHatched } = fillOf(part, isDifference);
    context.globalAlpha = alpha;
    context.fillStyle = colors[color];
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    if (isHatched && hatch) {
      context.fillStyle = hatch;
      context.fillRect(x, y, width, height);
    }
    if (found.has(part.id)) {
      context.fillStyle = colors.mark;
      context.fillRect(x, y + height - 3, width, 3);
    }
    const label = labelFor(part, width);
    if (label === '') continue;
    context.font = `${part.isInlined ? 'italic ' : ''}12px ${fontOf(context)}`;
    context.fillStyle = part.isAncestor ? colors.quiet : colors.ink;
    context.fillText(label, x + 4, y + height / 2 + 0.5);
  }
  return parts.length;
}

const fontOf = (context: CanvasRenderingContext2D): string =>
  getComputedStyle(context.canvas).getPropertyValue('--mono') || 'monospace';

/** Thin lines in the color of the page, across what shrank. */
function hatchOf(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const brush = tile.getContext('2d');
  if (!brush) return null;
  brush.strokeStyle = color;
  brush.lineWidth = 1.4;
  brush.beginPath();
  brush.moveTo(-1, 7);
  brush.lineTo(7, -1);
  brush.stroke();
  return context.createPattern(tile, 'repeat');
}

/** The same as a picture of its own; every box has its words as its title. */
export function flameSvg(
  { parts, depth, isDifference, found }: FlameScene,
  pixels: number,
  colors: PageColors,
): SVGElement {
  const picture = standalone(pixels, (depth + 1) * rowHeight + 4);
  const defs = svg('defs');
  const pattern = svg('pattern', { id: 'shrank', width: 6, height: 6, patternUnits: 'userSpaceOnUse' });
  pattern.append(svg('path', { d: 'M-1 7L7-1', stroke: colors.page, 'stroke-width': 1.4 }));
  defs.append(pattern);
  picture.append(defs);
  for (const part of parts) {
    const [x, y, width, height] = place(part, pixels).map((value) => Math.round(value * 100) / 100) as [
      number,
      number,
      number,
      number,
    ];
    const box = { x, y, width, height };
    const { color, alpha, isHatched } = fillOf(part, isDifference);
    const group = svg('g');
    group.append(svg('title', {}, wordsFor(part, isDifference)));
    group.append(svg('rect', { ...box, fill: colors[color], 'fill-opacity': alpha.toFixed(2) }));
    if (isHatched) group.append(svg('rect', { ...box, fill: 'url(#shrank)' }));
    if (found.has(part.id)) group.append(svg('rect', { ...box, y: y + height - 3, height: 3, fill: colors.mark }));
    const label = labelFor(part, width);
    const style = part.isInlined ? { 'font-style': 'italic' } : {};
    if (label !== '')
      group.append(
        svg(
          'text',
          { x: x + 4, y: y + 14, fill: colors.ink, textLength: label.length * characterWidth, ...style },
          label,
        ),
      );
    picture.append(group);
  }
  return picture;
}
