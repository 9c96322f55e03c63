import { fromFloat, multiply, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile, Sample, ValueType } from './model.ts';
import { isSameFamily, scaleValue } from './units.ts';

/** A result or a complaint in the words of pprof. */
export type Result<T> = { readonly value: T } | { readonly error: string };

/**
 * Which of a profile's values a report shows: by number, by name (`inuse_` may stand before `space` and `objects`), and for
 * nothing the profile's default, else the last.
 */
export function findSampleIndex(profile: Profile, wanted: string): Result<number> {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (wanted === '') {
    const byDefault = profile.defaultSampleType === '' ? -1 : types.indexOf(profile.defaultSampleType);
    return { value: byDefault >= 0 ? byDefault : types.length - 1 };
  }
  if (/^[+-]?\d+$/.test(wanted) && Number.isSafeInteger(Number(wanted))) {
    const index = Number(wanted);
    if (index >= 0 && index < types.length) return { value: index };
    return { error: `sample_index ${wanted} is outside the range [0..${types.length - 1}]` };
  }
  const short = wanted.startsWith('inuse_') ? wanted.slice('inuse_'.length) : wanted;
  const index = types.findIndex((type) => type === wanted || type === short);
  if (index >= 0) return { value: index };
  return { error: `sample_index ${JSON.stringify(wanted)} must be one of: [${types.join(' ')}]` };
}

/** Profiles cut to the sample types that all of them have, in the order of the first. */
export function withCommonTypes(profiles: readonly Profile[]): Result<readonly Profile[]> {
  const counts = new Map<string, number>();
  for (const { sampleTypes } of profiles) {
    for (const { type } of sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const common = (profiles[0]?.sampleTypes ?? []).filter(({ type }) => counts.get(type) === profiles.length);
  if (common.length === 0) return { error: 'profiles have empty common sample type list' };
  return {
    value: profiles.map((profile) =>
      withTypes(
        profile,
        common.map(({ type }) => type),
      ),
    ),
  };
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const from = types.map((wanted) => profile.sampleTypes.findIndex(({ type }) => type === wanted));
  if (from.length === profile.sampleTypes.length && from.every((index, i) => index === i)) return profile;
  const keepsDefault = types.includes(profile.defaultSampleType);
  return {
    ...profile,
    defaultSampleType: keepsDefault ? profile.defaultSampleType : (types[0] ?? ''),
    sampleTypes: from.map((index) => profile.sampleTypes[index]!),
    samples: profile.samples.map((sample) => ({ ...sample, values: from.map((index) => sample.values[index] ?? 0) })),
  };
}

/** Profiles whose values and periods are in the same units, the finest of each. */
export function withCommonUnits(profiles: readonly Profile[]): Result<readonly Profile[]> {
  const period = commonType(profiles.map(({ periodType }) => periodType));
  if ('error' in period) return { error: `period type: ${period.error}` };
  const count = profiles[0]?.sampleTypes.length ?? 0;
  const other = profiles.find(({ sampleTypes }) => sampleTypes.length !== count);
  if (other) return { error: `inconsistent samples type count: ${count} != ${other.sampleTypes.length}` };
  const types: (ValueType | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const common = commonType(profiles.map(({ sampleTypes }) => sampleTypes[i]!));
    if ('error' in common) return { error: `sample types: ${common.error}` };
    types.push(common.value);
  }
  return { value: profiles.map((profile) => inUnits(withPeriodUnit(profile, period.value), types)) };
}

/** The finest of several types, nothing for one. */
function commonType(types: readonly ValueType[]): Result<ValueType | undefined> {
  const [first] = types;
  if (types.length <= 1 || first === undefined) return { value: undefined };
  let finest = first;
  for (const type of types.slice(1)) {
    if (!isCompatible(finest, type)) return { error: `incompatible types: ${show(finest)} ${show(type)}` };
    if (scaleValue(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return { value: finest };
}

const show = ({ type, unit }: ValueType): string => `{${type} ${unit} 0 0}`;

function isCompatible(a: ValueType, b: ValueType): boolean {
  const singular = ({ type }: ValueType) => (type.endsWith('s') ? type.slice(0, -1) : type);
  return singular(a) === singular(b) && (a.unit === b.unit || isSameFamily(a.unit, b.unit));
}

function withPeriodUnit(profile: Profile, type: ValueType | undefined): Profile {
  if (type === undefined || profile.periodType.unit === type.unit) return profile;
  const period = fromFloat(scaleValue(profile.period, profile.periodType.unit, type.unit).value);
  return { ...profile, period, periodType: { ...profile.periodType, unit: type.unit } };
}

function inUnits(profile: Profile, types: readonly (ValueType | undefined)[]): Profile {
  const ratios = profile.sampleTypes.map(({ unit }, i) => {
    const wanted = types[i]?.unit;
    return wanted === undefined ? 1 : scaleValue(1, unit, wanted).value;
  });
  const sampleTypes = profile.sampleTypes.map((type, i) => ({ ...type, unit: types[i]?.unit ?? type.unit }));
  return scaleSamples({ ...profile, sampleTypes }, ratios);
}

/**
 * Each value multiplied by the ratio of its type and rounded. Samples whose scaled values are all zero go; a value with the
 * ratio 1 does not keep a sample.
 */
export function scaleSamples(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const samples: Sample[] = [];
  for (const sample of profile.samples) {
    const values = sample.values.map((value, i) => scaled(value, ratios[i] ?? 1));
    if (values.some((value, i) => ratios[i] !== 1 && value !== 0)) samples.push({ ...sample, values });
  }
  return { ...profile, samples };
}

function scaled(value: Int64, ratio: number): Int64 {
  if (ratio === 1) return value;
  if (typeof value === 'number' && ratio === -1) return multiply(value, -1);
  return fromFloat(roundAway(toFloat(value) * ratio));
}

/** Halves are rounded away from zero, as by Go's `math.Round`. */
function roundAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

/** A profile whose values sum, per type, to those of `base`. */
export function normalizeTo(profile: Profile, base: Profile): Profile {
  const sums = (of: Profile) => of.sampleTypes.map((_, i) => sumOf(of, i));
  const wanted = sums(base);
  const ratios = sums(profile).map((sum, i) => (sum === 0n ? 0 : Number(wanted[i] ?? 0n) / Number(sum)));
  return scaleSamples(profile, ratios);
}

function sumOf(profile: Profile, index: number): bigint {
  let sum = 0n;
  for (const { values } of profile.samples) sum += BigInt(values[index] ?? 0);
  return BigInt.asIntN(64, sum);
}
