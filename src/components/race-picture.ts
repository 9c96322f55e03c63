/** A race as a timeline: each goroutine a lane, its creation, its access, and no path between the two accesses. */
import type { RaceAccess, RaceEvidence, Site } from '../analysis/index.ts';
import { shortName } from '../analysis/trace/index.ts';
import { draw, drawing, type Drawing } from './drawing.ts';
import { fileName } from './trace-marks.ts';

const upper = 52;
const lower = 122;
const height = 176;

/** Draws the report `width` pixels wide. What the report does not print is not drawn. */
export function drawRace(race: RaceEvidence, width: number): Drawing | undefined {
  const [now, before] = race.accesses;
  if (!now || !before) return undefined;
  const from = Math.round(width * 0.4);
  const to = Math.round(width * 0.52);
  const lanes = [
    ...drawLane(race, before, { x: from, y: upper, sign: -1, width }),
    ...drawLane(race, now, { x: to, y: lower, sign: 1, width }),
  ];
  const label = `Two lanes without a path between them: ${words(before, true)}; ${words(now, true)}.`;
  return drawing(label, width, height, [...lanes, drawGap(from, to)]);
}

/** Where a lane lies; its words stand above the upper one and below the lower one, so that the gap stays clear. */
interface Lane {
  readonly x: number;
  readonly y: number;
  readonly sign: 1 | -1;
  readonly width: number;
}

function drawLane(race: RaceEvidence, access: RaceAccess, { x, y, sign, width }: Lane): Drawing[] {
  const creation = race.created.find(({ goroutine }) => goroutine === access.goroutine);
  const name = access.goroutine === 'main' ? 'main goroutine' : `goroutine ${access.goroutine ?? '?'}`;
  const made = creation?.site === undefined ? '' : `, created at ${placeOf(creation.site)}`;
  const baseline = (distance: number) => y + sign * distance + (sign > 0 ? 9 : 0);
  return [
    draw('text', { x: 0, y: baseline(34), class: 'lane-name' }, name + made),
    draw('text', { x: x - 6, y: baseline(14), class: 'what' }, words(access, width > 600)),
    draw('path', { d: `M0 ${y}H${width}`, class: 'lane' }),
    ...(creation === undefined ? [] : [draw('path', { d: `M0.5 ${y - 7}v14`, class: 'start' })]),
    drawAccess(access, x, y),
  ];
}

/** A write is a filled square, a read a hollow circle. */
function drawAccess({ op }: RaceAccess, x: number, y: number): Drawing {
  if (op === 'read') return draw('circle', { cx: x, cy: y, r: 6, class: 'read' });
  return draw('rect', { x: x - 6, y: y - 6, width: 12, height: 12, class: 'write' });
}

/** The fault line between the accesses: nothing orders them. */
function drawGap(from: number, to: number): Drawing {
  const middle = (from + to) / 2;
  const steps = [0, 7, -12, 17, -14, 8].map((dx, i) => `L${middle + dx} ${upper + 14 + i * 8.4}`).join('');
  return draw('path', { d: `M${from} ${upper + 9}${steps}L${to} ${lower - 9}`, class: 'gap' });
}

function words({ op, site }: RaceAccess, isFull: boolean): string {
  const what = op ?? 'access';
  if (site === undefined) return `${what}, place not printed`;
  return isFull ? `${what} in ${shortName(site.func)}, ${placeOf(site)}` : `${what} ${placeOf(site)}`;
}

function placeOf(site: Site): string {
  return site.file === undefined
    ? shortName(site.func)
    : `${fileName(site.file)}${site.line === undefined ? '' : `:${site.line}`}`;
}
