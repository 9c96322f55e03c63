/** Many schedules as a strip: one mark for each, filled where it showed a race. */
import type { ScheduledEnd } from '../toolchain/wasi/index.ts';
import { draw, drawing, type Drawing } from './drawing.ts';

const cell = 13;
const columns = 25;

/** Draws the schedules in the order of their seeds. */
export function drawSchedules(ends: readonly ScheduledEnd[]): Drawing {
  const racy = ends.filter(({ races }) => races.length > 0).length;
  const rows = Math.ceil(ends.length / columns);
  const marks = ends.map(({ races }, i) => {
    const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
    return races.length > 0
      ? draw('rect', { x: x + 1, y: y + 1, width: 10, height: 10, class: 'racy' })
      : draw('circle', { cx: x + 6, cy: y + 6, r: 2.5, class: 'calm' });
  });
  return drawing(`${racy} of ${ends.length} schedules showed a race.`, columns * cell, rows * cell, marks);
}
