import { abs, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { formatFixed, formatShort } from './number-format.ts';
import { padLeft } from './bytes.ts';

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  /** What a value is given in when the wished unit is none of the family. */
  readonly fallback: Unit;
  readonly units: readonly Unit[];
}

const BYTE: Unit = { name: 'B', aliases: ['b', 'byte'], factor: 1 };

const MEMORY: UnitFamily = {
  fallback: BYTE,
  units: [
    BYTE,
    { name: 'kB', aliases: ['kb', 'kbyte', 'kilobyte'], factor: 2 ** 10 },
    { name: 'MB', aliases: ['mb', 'mbyte', 'megabyte'], factor: 2 ** 20 },
    { name: 'GB', aliases: ['gb', 'gbyte', 'gigabyte'], factor: 2 ** 30 },
    { name: 'TB', aliases: ['tb', 'tbyte', 'terabyte'], factor: 2 ** 40 },
    { name: 'PB', aliases: ['pb', 'pbyte', 'petabyte'], factor: 2 ** 50 },
  ],
};

const TIME: UnitFamily = {
  fallback: { name: 's', aliases: [], factor: 1e9 },
  units: [
    { name: 'ns', aliases: ['ns', 'nanosecond'], factor: 1 },
    { name: 'us', aliases: ['μs', 'us', 'microsecond'], factor: 1e3 },
    { name: 'ms', aliases: ['ms', 'millisecond'], factor: 1e6 },
    { name: 's', aliases: ['s', 'sec', 'second'], factor: 1e9 },
    { name: 'hrs', aliases: ['hour', 'hr'], factor: 3.6e12 },
  ],
};

const COMPUTE: UnitFamily = {
  fallback: { name: 'GCU', aliases: [], factor: 1 },
  units: [
    { name: 'n*GCU', aliases: ['nanogcu'], factor: 1e-9 },
    { name: 'u*GCU', aliases: ['microgcu'], factor: 1e-6 },
    { name: 'm*GCU', aliases: ['milligcu'], factor: 1e-3 },
    { name: 'GCU', aliases: ['gcu'], factor: 1 },
    { name: 'k*GCU', aliases: ['kilogcu'], factor: 1e3 },
    { name: 'M*GCU', aliases: ['megagcu'], factor: 1e6 },
    { name: 'G*GCU', aliases: ['gigagcu'], factor: 1e9 },
    { name: 'T*GCU', aliases: ['teragcu'], factor: 1e12 },
    { name: 'P*GCU', aliases: ['petagcu'], factor: 1e15 },
  ],
};

const FAMILIES: readonly UnitFamily[] = [MEMORY, TIME, COMPUTE];
const UNNAMED = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

/** A value and the unit it is given in; no unit where naming one says nothing, as for counts. */
export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

function unitCalled(family: UnitFamily, name: string): Unit | undefined {
  const lower = name.toLowerCase();
  const singular = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  return family.units.find((unit) => unit.aliases.includes(singular));
}

/** True when two unit names measure the same kind of thing. */
export function isSameFamily(a: string, b: string): boolean {
  return FAMILIES.some((family) => unitCalled(family, a) !== undefined && unitCalled(family, b) !== undefined);
}

/**
 * A value turned from one unit into another: `auto` and `minimum` choose the largest unit in which it is at least 1.
 * Memory counts by 1024; time knows no minutes or days. A unit of another family gives the family's usual unit, an unknown
 * one the value as it is.
 *
 * @see https://github.com/google/pprof/blob/main/internal/measurement/measurement.go
 * @example scaleValue(2048, 'bytes', 'auto') // { value: 2, unit: 'kB' }
 */
export function scaleValue(value: Int64, from: string, to: string): Scaled {
  const magnitude = abs(value);
  if (value < 0 && magnitude > 0) {
    const scaled = scaleValue(magnitude, from, to);
    return { value: -scaled.value, unit: scaled.unit };
  }
  for (const family of FAMILIES) {
    const source = unitCalled(family, from);
    if (source !== undefined) return convert(family, toFloat(value) * source.factor, to);
  }
  return { value: toFloat(value), unit: UNNAMED.has(to) ? '' : to };
}

function convert(family: UnitFamily, base: number, to: string): Scaled {
  const auto = to === 'minimum' || to === 'auto';
  const unit = (auto ? largestUnit(family, base) : unitCalled(family, to)) ?? family.fallback;
  return { value: base / unit.factor, unit: unit.name };
}

function largestUnit(family: UnitFamily, base: number): Unit | undefined {
  return family.units.findLast((unit) => base / unit.factor >= 1);
}

/** What a number in one unit is multiplied with to be in another; 1 where they do not belong together. */
export function scaleUnit(from: string, to: string): number {
  for (const family of FAMILIES) {
    const [source, target] = [unitCalled(family, from), unitCalled(family, to)];
    if (source && target) return source.factor / target.factor;
  }
  return 1;
}

/** A value with its unit, two decimals at most: `1.50MB`, `12`, `0`. */
export function formatScaled(value: Int64, from: string, to: string): string {
  const scaled = scaleValue(value, from, to);
  const fixed = formatFixed(scaled.value);
  const text = fixed.endsWith('.00') ? fixed.slice(0, -3) : fixed;
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** A value in the unit that suits it. */
export function formatValue(value: Int64, unit: string): string {
  return formatScaled(value, unit, 'auto');
}

/** The share of a total, six characters wide and without a sign: ` 1.50%`, `  100%`, `0.029%`. */
export function formatPercent(value: Int64, total: Int64): string {
  const ratio = total === 0 ? 0 : Math.abs(toFloat(value) / toFloat(total)) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${padLeft(ratio >= 1 ? formatFixed(ratio) : formatShort(ratio), 5)}%`;
}
