import type { ReportRow } from './evidence.ts';
import { add, parseDecimal, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';

/**
 * `-raw`, which is exact and whole:
 *
 *   PeriodType: space bytes          Samples:                    Locations                                     Mappings
 *   Period: 524288                   a/count b/bytes[dflt]            1: 0x47d373 M=1 main.f /main.go:12:0 s=3      1: 0x400000/…
 *                                             1       1024: 1 2                      main.g /main.go:20:0 s=18
 */
export interface RawText {
  readonly type: string;
  readonly unit: string;
  readonly total: number;
  readonly rows: readonly ReportRow[];
  /** Indexes of lines that were not understood. */
  readonly strange: readonly number[];
  readonly isComplete: boolean;
}

interface RawSample {
  readonly value: Int64;
  readonly stack: readonly string[];
}

/** Reads the text from its `PeriodType:` line on; `at` gives the pasted line of an index. */
export function parseRawText(lines: readonly string[], at: (index: number) => number): RawText {
  const samples: RawSample[] = [];
  const locations = new Map<string, readonly string[]>();
  const firstLine = new Map<string, number>();
  const strange: number[] = [];
  let part = 'head';
  let types: readonly string[] = [];
  let valueIndex = 0;
  let last = '';
  lines.forEach((line, i) => {
    if (line === 'Samples:' || line === 'Locations' || line === 'Mappings') part = line;
    else if (part === 'Samples:' && types.length === 0) {
      types = line.split(' ');
      const byDefault = types.findIndex((type) => type.endsWith('[dflt]'));
      valueIndex = byDefault < 0 ? types.length - 1 : byDefault;
    } else if (part === 'Samples:') {
      const sample = parseSample(line, valueIndex);
      if (sample) samples.push(sample);
      else if (!line.startsWith(' '.repeat(16))) strange.push(i);
    } else if (part === 'Locations') {
      const location = /^ *(\d+): 0x[0-9a-f]+ (?:M=\d+ )?(?:\[F\] )?(.*)$/.exec(line);
      if (location) last = location[1] ?? '';
      const func = functionOf(location ? (location[2] ?? '') : line.trim());
      locations.set(last, [...(location ? [] : (locations.get(last) ?? [])), func]);
      if (!firstLine.has(func)) firstLine.set(func, at(i));
    }
  });
  const [type = '', unit = ''] = (types[valueIndex] ?? '').replace('[dflt]', '').split('/');
  return { type, unit, ...sumRows(samples, locations, firstLine), strange, isComplete: part === 'Mappings' };
}

function parseSample(line: string, valueIndex: number): RawSample | undefined {
  const colon = line.indexOf(':');
  const numbers = line.slice(0, Math.max(colon, 0)).trim().split(/ +/).map(parseDecimal);
  const value = numbers[valueIndex];
  if (colon < 0 || value === undefined || numbers.includes(undefined)) return undefined;
  return {
    value,
    stack: line
      .slice(colon + 1)
      .trim()
      .split(' '),
  };
}

/** `main.f /main.go:12:0 s=3(system name)`, before columns were printed `main.f /main.go:12 s=3`. */
function functionOf(text: string): string {
  if (text === '') return '<unknown>';
  const end = text.lastIndexOf(' s=');
  const place = end < 0 ? text : text.slice(0, end);
  const slash = place.indexOf(' /');
  const blank = slash >= 0 ? slash : place.lastIndexOf(' ');
  return blank <= 0 ? place : place.slice(0, blank);
}

function sumRows(
  samples: readonly RawSample[],
  locations: ReadonlyMap<string, readonly string[]>,
  firstLine: ReadonlyMap<string, number>,
): { readonly total: number; readonly rows: readonly ReportRow[] } {
  const sums = new Map<string, { flat: Int64; cum: Int64 }>();
  let total: Int64 = 0;
  for (const { value, stack } of samples) {
    total = add(total, value < 0 ? -toFloat(value) : value);
    const names = stack.flatMap((id) => locations.get(id) ?? []);
    for (const name of new Set(names)) {
      const sum = sums.get(name) ?? { flat: 0, cum: 0 };
      sums.set(name, { flat: name === names[0] ? add(sum.flat, value) : sum.flat, cum: add(sum.cum, value) });
    }
  }
  const rows = [...sums].map(([func, { flat, cum }]) => {
    return { func, flat: toFloat(flat), cum: toFloat(cum), at: firstLine.get(func) ?? 0 };
  });
  rows.sort((a, b) => Math.abs(b.flat) - Math.abs(a.flat) || (a.func < b.func ? -1 : 1));
  return { total: toFloat(total), rows };
}
