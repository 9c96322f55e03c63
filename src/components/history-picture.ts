/**
 * What happened before what in one run: a rail for each goroutine, time downward, an arrow for each order between them,
 * what each step does beside it, and the fault line between the two accesses that nothing orders.
 */
import type { Edge, History, Step } from '../toolchain/race/index.ts';
import { deedOf, describeHistory } from './history-words.ts';
import { draw, drawing, type Drawing } from './drawing.ts';

const rowHeight = 28;
const headHeight = 34;
const railWidth = 34;
const firstRail = 26;
const characterWidth = 7.8;
/** Narrower pictures scroll: the line of each step must be read. */
const leastText = 210;

/** Draws a history, `width` pixels wide or as wide as its rails need. */
export function drawHistory(history: History, width: number): Drawing {
  const textAt = firstRail + history.lanes.length * railWidth;
  const wide = Math.max(width, textAt + leastText);
  const height = headHeight + history.steps.length * rowHeight + 8;
  const room = Math.floor((wide - textAt) / characterWidth);
  return drawing(describeHistory(history), wide, height, [
    draw('rect', { x: 0, y: 0, width: wide, height: rowHeight, class: 'step-band', visibility: 'hidden' }),
    ...history.lanes.flatMap(({ goroutine, steps }, column) => drawRail(goroutine, column, steps, height)),
    ...history.edges.flatMap((edge) => drawEdge(history, edge)),
    ...drawGap(history),
    ...history.steps.flatMap((step) => drawStep(history, step, textAt, room)),
  ]);
}

/** Where the band of the step that is told lies. */
export function bandAt(step: number): number {
  return headHeight + step * rowHeight;
}

const xOf = (history: History, goroutine: number) =>
  firstRail + history.lanes.findIndex((lane) => lane.goroutine === goroutine) * railWidth;
const yOf = (index: number) => headHeight + index * rowHeight + rowHeight / 2;

function drawRail(goroutine: number, column: number, steps: readonly Step[], height: number): Drawing[] {
  const x = firstRail + column * railWidth;
  const top = goroutine === 1 ? headHeight - 6 : yOf(steps[0]?.index ?? 0);
  const name = goroutine === 1 ? 'main' : `g${goroutine}`;
  return [
    draw('text', { x, y: 16, class: 'rail-name' }, name),
    draw('path', { d: `M${x} ${top}V${height - 4}`, class: 'lane' }),
  ];
}

/** A write is a filled square, a read a hollow circle, everything else a dot. */
function drawStep(history: History, step: Step, textAt: number, room: number): Drawing[] {
  const [x, y] = [xOf(history, step.goroutine), yOf(step.index)];
  const isRacing = step.index === history.current || step.index === history.previous;
  const deed = deedOf(step);
  const text = deed.length > room ? `${deed.slice(0, room - 1)}…` : deed;
  return [
    drawMark(step, x, y),
    draw('text', { x: textAt, y: y + 4.5, class: isRacing ? 'deed racing' : 'deed' }, text),
  ];
}

function drawMark({ kind }: Step, x: number, y: number): Drawing {
  if (kind.endsWith('write')) return draw('rect', { x: x - 6, y: y - 6, width: 12, height: 12, class: 'write' });
  if (kind.endsWith('read')) return draw('circle', { cx: x, cy: y, r: 6, class: 'read' });
  return draw('circle', { cx: x, cy: y, r: 3, class: 'sync' });
}

/** From rail to rail, with its head where the order arrives. */
function drawEdge(history: History, { from, to, kind }: Edge): Drawing[] {
  const [a, b] = [history.steps[from], history.steps[to]];
  if (a === undefined || b === undefined) return [];
  const side = xOf(history, a.goroutine) < xOf(history, b.goroutine) ? -1 : 1;
  const [x1, y1] = [xOf(history, a.goroutine), yOf(from)];
  const [x2, y2] = [xOf(history, b.goroutine) + side * 8, yOf(to)];
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const corner = (sign: number) =>
    `${(x2 - 7 * ux + sign * 3.5 * uy).toFixed(1)} ${(y2 - 7 * uy - sign * 3.5 * ux).toFixed(1)}`;
  return [
    draw('path', { d: `M${x1} ${y1}L${x2} ${y2}`, class: `edge ${kind}` }),
    draw('path', { d: `M${x2} ${y2}L${corner(1)}L${corner(-1)}z`, class: 'arrow' }),
  ];
}

/** The fault line between the two accesses. */
function drawGap(history: History): Drawing[] {
  const [a, b] = [history.steps[history.previous ?? -1], history.steps[history.current ?? -1]];
  if (a === undefined || b === undefined) return [];
  const [x1, y1, x2, y2] = [xOf(history, a.goroutine), yOf(a.index), xOf(history, b.goroutine), yOf(b.index)];
  const wave = [5, -9, 12, -10, 6].map((offset, i) => {
    const share = (i + 1) / 6;
    return `L${(x1 + (x2 - x1) * share + offset).toFixed(1)} ${(y1 + (y2 - y1) * share).toFixed(1)}`;
  });
  return [draw('path', { d: `M${x1} ${y1}${wave.join('')}L${x2} ${y2}`, class: 'gap' })];
}
