import { toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Profile, Sample } from './model.ts';

/** What sampling leaves open about a value: its variance, in the square of the value's unit. */
export type VarianceOf = (sample: Sample) => number;

const HEAP_SPACE = /^(inuse|alloc)_space$/;
const HEAP_OBJECTS = /^(inuse|alloc)_objects$/;

/**
 * The sampling variance of each sample's value, or nothing where the kind of profile does not tell.
 *
 * Heap: an object of size S is sampled with the chance p = 1 - e^(-S/R), R being the rate; an estimate of n objects rests on
 * k = n·p sampled ones, so its variance is n·(1-p)/p, and that of n·S bytes is S² times as much. At a rate of 1 all is counted.
 * CPU: n ticks vary as √n.
 *
 * @see golang/go src/runtime/pprof/protomem.go scaleHeapSample
 */
export function samplingVariance(profile: Profile, valueIndex: number): VarianceOf | undefined {
  const type = profile.sampleTypes[valueIndex]?.type ?? '';
  const period = toFloat(profile.period);
  if (HEAP_SPACE.test(type) || HEAP_OBJECTS.test(type))
    return period <= 0 ? undefined : heapVariance(valueIndex, period, type);
  if (profile.periodType.type !== 'cpu' || period <= 0) return undefined;
  if (type === 'cpu') return ({ values }) => Math.abs(toFloat(values[valueIndex] ?? 0)) * period;
  return type === 'samples' ? ({ values }) => Math.abs(toFloat(values[valueIndex] ?? 0)) : undefined;
}

function heapVariance(valueIndex: number, rate: number, type: string): VarianceOf {
  return (sample) => {
    const size = toFloat(sample.numberLabels.get('bytes')?.values[0] ?? 0);
    const value = Math.abs(toFloat(sample.values[valueIndex] ?? 0));
    if (rate <= 1 || size <= 0 || value === 0) return 0;
    const chance = 1 - Math.exp(-size / rate);
    const perObject = (1 - chance) / chance;
    return HEAP_SPACE.test(type) ? value * size * perObject : value * perObject;
  };
}

/** How a value changed, as far as sampling lets one say. */
export type Trend = 'growing' | 'shrinking' | 'not distinguishable from sampling noise';

/** Changes below two standard deviations are noise: one in twenty looks larger by chance. */
const SIGMAS = 2;

/** A change with the variances of both sides. Without sampling every change counts. */
export function trendOf(before: Int64, after: Int64, variance: number): Trend {
  const change = toFloat(after) - toFloat(before);
  if (Math.abs(change) <= SIGMAS * Math.sqrt(variance)) return 'not distinguishable from sampling noise';
  return change > 0 ? 'growing' : 'shrinking';
}
