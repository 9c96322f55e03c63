import type { ReadOptions } from '../text/index.ts';
import { originsBy, type OriginOf, type Site } from '../trace/index.ts';
import { samplingVariance, trendOf } from './error-bars.ts';
import type { Trend } from './error-bars.ts';
import { abs, add, negate, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile, Sample, ValueType } from './model.ts';
import { findSampleIndex } from './sample-types.ts';

/** What one site held or spent in two profiles. Values are exact decimal digits in the unit of the growth. */
export interface GrowthRow {
  /** The learner's line nearest to the leaf; where none is on the stack, the leaf itself. */
  readonly site: Site;
  readonly isOwn: boolean;
  /** The function at the leaf, where the site's own function is not it: `strings.(*Builder).grow`. */
  readonly through?: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** One standard deviation of the change, by sampling; absent where the profiles do not tell. */
  readonly sigma?: number;
  readonly trend: Trend;
}

/** Two profiles of one program side by side. */
export interface Growth {
  readonly sampleType: ValueType;
  readonly before: string;
  readonly after: string;
  readonly sigma?: number;
  readonly trend: Trend;
  /** Largest change first. */
  readonly rows: readonly GrowthRow[];
}

/** Which value to compare, and what is known about the program. */
export interface GrowthOptions extends ReadOptions {
  /** A type's name or number, as in `-sample_index`; without it the profile's default, for heaps what is in use. */
  readonly sampleIndex?: string;
}

interface Tally {
  readonly site: Site;
  readonly isOwn: boolean;
  readonly leaf: string;
  before: Int64;
  after: Int64;
  variance: number;
}

/**
 * What grew and shrank between two profiles, by the learner's line nearest to the leaf, each with what sampling leaves open.
 * Nothing when the profiles have no such value in common.
 *
 * @example findGrowth(before, after)?.rows[0]?.site.func // 'main.render'
 */
export function findGrowth(before: Profile, after: Profile, options: GrowthOptions = {}): Growth | undefined {
  const wanted = options.sampleIndex ?? (hasInUse(after) ? 'inuse_space' : '');
  const index = findSampleIndex(after, wanted);
  if ('error' in index) return undefined;
  const sampleType = after.sampleTypes[index.value];
  const beforeIndex = before.sampleTypes.findIndex(
    ({ type, unit }) => type === sampleType?.type && unit === sampleType.unit,
  );
  if (sampleType === undefined || beforeIndex < 0) return undefined;
  const origins = originsBy(options);
  const tallies = new Map<string, Tally>();
  const early = tally(before, beforeIndex, origins, tallies, 'before');
  const late = tally(after, index.value, origins, tallies, 'after');
  const variance = early.variance + late.variance;
  const hasBars = early.hasBars && late.hasBars;
  const rows = [...tallies.values()].map((one) => rowOf(one, hasBars));
  return {
    sampleType,
    before: String(early.total),
    after: String(late.total),
    ...(hasBars ? { sigma: Math.sqrt(variance) } : {}),
    trend: trendOf(early.total, late.total, variance),
    rows: rows.sort(byChange),
  };
}

const hasInUse = ({ sampleTypes }: Profile): boolean => sampleTypes.some(({ type }) => type === 'inuse_space');

interface Totals {
  readonly total: Int64;
  readonly variance: number;
  readonly hasBars: boolean;
}

function tally(
  profile: Profile,
  index: number,
  origins: OriginOf,
  into: Map<string, Tally>,
  side: 'before' | 'after',
): Totals {
  const varianceOf = samplingVariance(profile, index);
  let total: Int64 = 0;
  let variance = 0;
  for (const sample of profile.samples) {
    const value = sample.values[index] ?? 0;
    if (value === 0) continue;
    const { site, isOwn, leaf } = siteOfSample(profile, sample, origins);
    const key = `${site.func}\0${site.file ?? ''}\0${site.line ?? 0}`;
    let one = into.get(key);
    if (one === undefined) into.set(key, (one = { site, isOwn, leaf, before: 0, after: 0, variance: 0 }));
    one[side] = add(one[side], value);
    const own = varianceOf?.(sample) ?? 0;
    one.variance += own;
    variance += own;
    total = add(total, value);
  }
  return { total, variance, hasBars: varianceOf !== undefined };
}

/** The learner's frame nearest to the leaf, inlined calls included; the leaf where there is none. */
export function siteOfSample(
  profile: Profile,
  sample: Sample,
  origins: OriginOf,
): { site: Site; isOwn: boolean; leaf: string } {
  let leaf: Site | undefined;
  for (const index of sample.stack) {
    for (const { func, line } of profile.locations[index]?.lines ?? []) {
      const { name = '', filename = '' } = profile.functions[func] ?? {};
      const site: Site = { func: name, file: filename, line: toFloat(line) };
      leaf ??= site;
      if (origins({ func: name, file: filename }) === 'own') return { site, isOwn: true, leaf: leaf.func };
    }
  }
  return { site: leaf ?? { func: '<unknown>' }, isOwn: false, leaf: leaf?.func ?? '<unknown>' };
}

function rowOf({ site, isOwn, leaf, before, after, variance }: Tally, hasBars: boolean): GrowthRow {
  return {
    site,
    isOwn,
    ...(leaf === site.func ? {} : { through: leaf }),
    before: String(before),
    after: String(after),
    change: String(add(after, negate(before))),
    ...(hasBars ? { sigma: Math.sqrt(variance) } : {}),
    trend: trendOf(before, after, variance),
  };
}

function byChange(a: GrowthRow, b: GrowthRow): number {
  const [left, right] = [abs(Number(a.change)), abs(Number(b.change))];
  return left > right ? -1 : left < right ? 1 : a.site.func < b.site.func ? -1 : 1;
}

/**
 * The line that allocated what grew: the learner's line with the largest growth that sampling noise does not explain.
 * Nothing when no line grew so. Who holds the memory is not in a profile.
 */
export function findAllocationSite(growth: Growth): Site | undefined {
  return growth.rows.find(({ isOwn, trend }) => isOwn && trend === 'growing')?.site;
}
