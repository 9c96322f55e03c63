import { aggregate } from './aggregate.ts';
import type { ProfileEvidence, ProfileRow } from './evidence.ts';
import { buildGraph, makeNodeTable } from './graph-build.ts';
import { BY_FLAT } from './graph-model.ts';
import { toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { isBaseSample } from './model.ts';
import type { Profile } from './model.ts';
import { findSampleIndex } from './sample-types.ts';
import { symbolize } from './symbolize.ts';
import { totalOf } from './totals.ts';

const MAX_ROWS = 20;

/**
 * What a profile shows, exact: types, total and the largest functions, by the value that pprof shows by default.
 *
 * @example profileFacts(profile).top[0]?.func // 'main.render'
 */
export function profileFacts(profile: Profile): Omit<ProfileEvidence, 'kind' | 'span' | 'complete'> {
  const index = findSampleIndex(profile, '');
  const valueIndex = 'error' in index ? 0 : index.value;
  const { timeNanos, durationNanos } = profile;
  return {
    sampleTypes: profile.sampleTypes.map(({ type, unit }) => ({ type, unit })),
    defaultType: profile.sampleTypes[valueIndex]?.type ?? '',
    period: toFloat(profile.period),
    ...(timeNanos === 0 ? {} : { time: isoTime(timeNanos) }),
    ...(durationNanos === 0 ? {} : { durationNanos: toFloat(durationNanos) }),
    total: String(totalOf(profile, valueIndex, false)),
    functions: new Set(profile.functions.map(({ name }) => name)).size,
    base: profile.samples.some(isBaseSample),
    top: topRows(profile, valueIndex),
  };
}

/** RFC 3339 with as many digits as there are. */
function isoTime(nanos: Int64): string {
  const whole = BigInt(nanos);
  const rest = ((whole % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = new Date(Number((whole - rest) / 1_000_000n)).toISOString().slice(0, 19);
  const fraction = String(rest).padStart(9, '0').replace(/0+$/, '');
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

function topRows(profile: Profile, valueIndex: number): readonly ProfileRow[] {
  const tidy = symbolize(profile, '', () => undefined);
  const merged = aggregate(tidy, 'functions', { noInlines: false, columns: false });
  const options = { valueIndex, mean: false, dropNegative: false, objectNames: false };
  const { nodes } = buildGraph(merged, makeNodeTable(merged, false), options);
  const largest = nodes.sort(BY_FLAT).slice(0, MAX_ROWS);
  return largest.map(({ label, flat, cum }) => ({ func: label, flat: String(flat), cum: String(cum) }));
}
