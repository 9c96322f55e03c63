import type { ReadOptions } from '../text/index.ts';
import { originsBy, type Site } from '../trace/index.ts';
import { samplingVariance, trendOf } from './error-bars.ts';
import type { Trend } from './error-bars.ts';
import { siteOfSample } from './growth.ts';
import { toFloat } from './int64.ts';
import type { Profile } from './model.ts';

/** How one site went over several snapshots. */
export interface Slope {
  readonly site: Site;
  /** One value per snapshot, with one standard deviation each. */
  readonly values: readonly number[];
  readonly sigmas: readonly number[];
  /** Least squares: by how much the value changes from one snapshot to the next. */
  readonly perSnapshot: number;
  /** The same per second, where all snapshots say when they were taken. */
  readonly perSecond?: number;
  /** Never less than before, or never more: what a leak does and a cache that fills does not for long. */
  readonly isMonotonic: boolean;
  /** From the first to the last snapshot. */
  readonly trend: Trend;
}

/** Which value, and what is known about the program. */
export interface SlopeOptions extends ReadOptions {
  readonly valueIndex: number;
}

/**
 * The sites of three or more snapshots of one program in the order taken, the steepest first.
 *
 * @throws RangeError for fewer than three profiles
 * @example layOutSlopes([first, second, third], { valueIndex: 3 })[0]?.isMonotonic
 */
export function layOutSlopes(profiles: readonly Profile[], options: SlopeOptions): readonly Slope[] {
  if (profiles.length < 3) throw new RangeError(`${profiles.length} snapshots were given, and a slope needs 3`);
  const origins = originsBy(options);
  const sites = new Map<string, { site: Site; values: number[]; variances: number[] }>();
  profiles.forEach((profile, p) => {
    const varianceOf = samplingVariance(profile, options.valueIndex);
    for (const sample of profile.samples) {
      const value = toFloat(sample.values[options.valueIndex] ?? 0);
      if (value === 0) continue;
      const { site } = siteOfSample(profile, sample, origins);
      const key = `${site.func}\0${site.file ?? ''}\0${site.line ?? 0}`;
      const zeros = () => profiles.map(() => 0);
      const sums = sites.get(key) ?? { site, values: zeros(), variances: zeros() };
      sums.values[p]! += value;
      sums.variances[p]! += varianceOf?.(sample) ?? 0;
      sites.set(key, sums);
    }
  });
  const seconds = secondsOf(profiles);
  const slopes = [...sites.values()].map(({ site, values, variances }) => slopeOf(site, values, variances, seconds));
  return slopes.sort((a, b) => Math.abs(b.perSnapshot) - Math.abs(a.perSnapshot));
}

/** When each was taken, from the first on; nothing when one does not say or the order is another. */
function secondsOf(profiles: readonly Profile[]): readonly number[] | undefined {
  const times = profiles.map(({ timeNanos }) => BigInt(timeNanos));
  const first = times[0] ?? 0n;
  const isOrdered = times.every((time, i) => time !== 0n && (i === 0 || time > (times[i - 1] ?? 0n)));
  return isOrdered ? times.map((time) => Number(time - first) / 1e9) : undefined;
}

function slopeOf(
  site: Site,
  values: readonly number[],
  variances: readonly number[],
  seconds: readonly number[] | undefined,
): Slope {
  const last = values.length - 1;
  const rises = values.every((value, i) => i === 0 || value >= values[i - 1]!);
  const falls = values.every((value, i) => i === 0 || value <= values[i - 1]!);
  const steps = values.map((_, i) => i);
  return {
    site,
    values,
    sigmas: variances.map(Math.sqrt),
    perSnapshot: leastSquares(steps, values),
    ...(seconds ? { perSecond: leastSquares(seconds, values) } : {}),
    isMonotonic: rises || falls,
    trend: trendOf(values[0]!, values[last]!, variances[0]! + variances[last]!),
  };
}

/** The slope of the line that fits best. */
function leastSquares(xs: readonly number[], ys: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  const joint = xs.reduce((sum, x, i) => sum + (x - meanX) * (ys[i]! - meanY), 0);
  return spread === 0 ? 0 : joint / spread;
}
