/**
 * The drawing of the fault line: a needle at rest that trembles a little everywhere and strikes out at `quakes`.
 * The same seed always gives the same line, so that each lesson keeps its own.
 */
const height = 48;
const step = 4;

/** One stretch of the line, ready for `<path d>`; `quake` numbers the stretches that strike out, from 0. */
export interface Stretch {
  readonly path: string;
  readonly quake?: number;
}

/**
 * The stretches of a seismogram `width` units wide and 48 high, with `quakes` evenly spaced strikes. Strike n ends up in
 * a stretch of its own, so that it can be drawn as done or still to come.
 */
export function seismogram(seed: string, quakes: number, width: number): readonly Stretch[] {
  const random = randomBy(seed);
  const stretches: Stretch[] = [];
  const span = Math.min(72, (width / (quakes + 1)) * 0.7);
  let from = 0;
  for (let quake = 0; quake < quakes; quake++) {
    const center = (width * (quake + 1)) / (quakes + 1);
    stretches.push({ path: rest(from, center - span / 2, random) });
    stretches.push({ path: strike(center - span / 2, center + span / 2, random), quake });
    from = center + span / 2;
  }
  stretches.push({ path: rest(from, width, random) });
  return stretches;
}

/** The needle at rest: a hair of noise around the middle. */
function rest(from: number, to: number, random: () => number): string {
  return line(from, to, random, () => 0.9);
}

/** The needle struck: noise under an envelope that rises fast and dies away. */
function strike(from: number, to: number, random: () => number): string {
  return line(from, to, random, (x) => {
    const t = (x - from) / (to - from);
    return 0.9 + 42 * Math.min(1, t * 5) * Math.exp(-4.2 * t) * Math.min(1, (1 - t) * 4);
  });
}

function line(from: number, to: number, random: () => number, amplitude: (x: number) => number): string {
  const points = [`M${round(from)} ${height / 2}`];
  for (let x = from + step, up = 1; x < to; x += step * (0.6 + 0.6 * random()), up = -up) {
    const y = height / 2 + up * amplitude(x) * (0.35 + 0.65 * random());
    points.push(`L${round(x)} ${round(Math.min(height - 1, Math.max(1, y)))}`);
  }
  points.push(`L${round(to)} ${height / 2}`);
  return points.join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32 over an FNV-1a hash). */
function randomBy(seed: string): () => number {
  let state = 2166136261;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
