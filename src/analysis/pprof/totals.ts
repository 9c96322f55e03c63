import { abs, add, divide } from './int64.ts';
import type { Int64 } from './int64.ts';
import { isBaseSample } from './model.ts';
import type { Profile } from './model.ts';

/**
 * The 100 % of a profile: the sum of magnitudes, of the base samples alone where there are any (`-diff_base`).
 */
export function totalOf(profile: Profile, valueIndex: number, mean: boolean): Int64 {
  const all = { value: 0 as Int64, divisor: 0 as Int64 };
  const base = { value: 0 as Int64, divisor: 0 as Int64 };
  for (const sample of profile.samples) {
    const value = abs(sample.values[valueIndex] ?? 0);
    const divisor = mean ? (sample.values[0] ?? 0) : 0;
    for (const sums of isBaseSample(sample) ? [all, base] : [all]) {
      sums.value = add(sums.value, value);
      sums.divisor = add(sums.divisor, divisor);
    }
  }
  const { value, divisor } = base.value > 0 ? base : all;
  return divisor === 0 ? value : divide(value, divisor);
}
