import { compareText } from './bytes.ts';
import { fromFloat, parseDecimal } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Func, Line, Location, NumberLabel, NumberLabels, Profile, Sample, StringLabels } from './model.ts';
import type { Compiler, Pattern } from './regexp.ts';
import type { Result } from './sample-types.ts';
import { formatScaled, scaleValue } from './units.ts';

/** The unit of each numeric label, and units that the label has as well. */
export interface LabelUnits {
  readonly units: ReadonlyMap<string, string>;
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/**
 * The first unit seen with each numeric label; a label without any is in bytes when it is `alignment` or `request`, else in
 * itself (`bytes` in bytes).
 */
export function findLabelUnits({ samples }: Profile): LabelUnits {
  const units = new Map<string, string>();
  const ignored = new Map<string, Set<string>>();
  const keys = new Set<string>();
  for (const { numberLabels } of samples) {
    for (const [key, label] of numberLabels) {
      keys.add(key);
      for (const unit of label.units) noteUnit(key, unit, units, ignored);
    }
  }
  for (const key of keys) {
    if (!units.has(key)) units.set(key, key === 'alignment' || key === 'request' ? 'bytes' : key);
  }
  return { units, ignored: new Map([...ignored].map(([key, set]) => [key, [...set].sort(compareText)])) };
}

function noteUnit(key: string, unit: string, units: Map<string, string>, ignored: Map<string, Set<string>>): void {
  if (unit === '') return;
  const first = units.get(key);
  if (first === undefined) units.set(key, unit);
  else if (first !== unit) ignored.set(key, (ignored.get(key) ?? new Set()).add(unit));
}

/** Whether a sample passes. */
export type SampleTest = (sample: Sample) => boolean;

/** A test of samples by label, and whether the filter was understood as a range of numbers. */
export interface TagFilter {
  readonly test: SampleTest;
  readonly range?: string;
}

/**
 * What `-tagfocus` and `-tagignore` ask for: `32kb`, `:64kb`, `4mb:` or `1mb:2mb` over numbers, else regular expressions,
 * parted by commas, over texts. With `key=` in front only that label counts, and any expression may match; without it all
 * must, each against `key:value`.
 *
 * @see https://github.com/google/pprof/blob/main/internal/driver/driver_focus.go
 * @example parseTagFilter('bytes=1mb:', units, compile)
 */
export function parseTagFilter(filter: string, units: LabelUnits['units'], compile: Compiler): Result<TagFilter> {
  const { key, value } = splitKey(filter);
  const range = parseRange(value);
  if (range) return { value: { test: rangeTest(key, range, units), range: value } };
  const patterns: Pattern[] = [];
  for (const source of value.split(',')) {
    const compiled = compile(source);
    if ('error' in compiled) return compiled;
    patterns.push(compiled.pattern);
  }
  return { value: { test: key === '' ? anyLabelTest(patterns) : labelTest(key, patterns) } };
}

/** The expressions in a filter, for loading their engine. */
export function tagFilterSources(filter: string): readonly string[] {
  return splitKey(filter).value.split(',');
}

function splitKey(filter: string): { key: string; value: string } {
  const at = filter.indexOf('=');
  return at < 0 ? { key: '', value: filter } : { key: filter.slice(0, at), value: filter.slice(at + 1) };
}

type RangeTest = (value: Int64, unit: string) => boolean;

function parseRange(filter: string): RangeTest | undefined {
  const [first, second] = [...filter.matchAll(/([+-]?[0-9]+)([A-Za-z]+)?/g)];
  if (first === undefined) return undefined;
  const low = scaleValue(parseDecimal(first[1] ?? '') ?? 0, first[2] ?? '', first[2] ?? '');
  const inUnit = (test: (value: number) => boolean): RangeTest => {
    return (value, unit) => {
      const scaled = scaleValue(value, unit, low.unit);
      return scaled.unit === low.unit && test(scaled.value);
    };
  };
  if (second === undefined) {
    if (filter === first[0]) return inUnit((value) => value === low.value);
    if (filter === `${first[0]}:`) return inUnit((value) => value >= low.value);
    return filter === `:${first[0]}` ? inUnit((value) => value <= low.value) : undefined;
  }
  if (filter !== `${first[0]}:${second[0]}`) return undefined;
  const high = scaleValue(parseDecimal(second[1] ?? '') ?? 0, second[2] ?? '', low.unit);
  return low.unit === high.unit ? inUnit((value) => value >= low.value && value <= high.value) : undefined;
}

function rangeTest(key: string, range: RangeTest, units: LabelUnits['units']): SampleTest {
  const matches = (label: NumberLabel, name: string) =>
    label.values.some((value) => range(value, units.get(name) ?? ''));
  if (key === '') return ({ numberLabels }) => [...numberLabels].some(([name, label]) => matches(label, name));
  return ({ numberLabels }) => {
    const label = numberLabels.get(key);
    return label !== undefined && matches(label, key);
  };
}

function anyLabelTest(patterns: readonly Pattern[]): SampleTest {
  return ({ labels }) => {
    const texts = [...labels].flatMap(([key, values]) => values.map((value) => `${key}:${value}`));
    return patterns.every((pattern) => texts.some((text) => pattern.matches(text)));
  };
}

function labelTest(key: string, patterns: readonly Pattern[]): SampleTest {
  return ({ labels }) => {
    const values = labels.get(key) ?? [];
    return patterns.some((pattern) => values.some((value) => pattern.matches(value)));
  };
}

/** Samples that pass `focus` and not `ignore`, and whether each found something. */
export function filterByTag(profile: Profile, focus: SampleTest | undefined, ignore: SampleTest | undefined) {
  const matches = { focus: false, ignore: false };
  const samples = profile.samples.filter((sample) => {
    const focused = focus === undefined || focus(sample);
    const ignored = ignore !== undefined && ignore(sample);
    matches.focus ||= focused;
    matches.ignore ||= ignored;
    return focused && !ignored;
  });
  return { profile: samples.length === profile.samples.length ? profile : { ...profile, samples }, matches };
}

/** A profile with only the labels that `show` names and `hide` does not. */
export function selectTags(profile: Profile, show: Pattern | undefined, hide: Pattern | undefined) {
  const matches = { show: false, hide: false };
  if (!show && !hide) return { profile, matches };
  const isKept = (key: string): boolean => {
    const shown = show === undefined || show.matches(key);
    const hidden = hide !== undefined && hide.matches(key);
    matches.show ||= shown;
    matches.hide ||= hidden;
    return shown && !hidden;
  };
  const samples = profile.samples.map((sample) => ({
    ...sample,
    labels: keepKeys(sample.labels, isKept) as StringLabels,
    numberLabels: keepKeys(sample.numberLabels, isKept) as NumberLabels,
  }));
  return { profile: { ...profile, samples }, matches };
}

function keepKeys<V>(labels: ReadonlyMap<string, V>, isKept: (key: string) => boolean): ReadonlyMap<string, V> {
  return labels.size === 0 ? labels : new Map([...labels].filter(([key]) => isKept(key)));
}

/** Adds frames that stand for labels: `-tagroot` keys outermost, the first at the root, `-tagleaf` keys innermost. */
export function addTagFrames(
  profile: Profile,
  keys: { root: readonly string[]; leaf: readonly string[] },
  outputUnit: string,
) {
  const matches = { root: false, leaf: false };
  if (keys.root.length + keys.leaf.length === 0) return { profile, matches };
  const frames = new TagFrames(profile);
  const samples = profile.samples.map((sample): Sample => {
    const root = frames.of(sample, keys.root, outputUnit);
    const leaf = frames.of(sample, keys.leaf, outputUnit);
    matches.root ||= root.matched;
    matches.leaf ||= leaf.matched;
    return { ...sample, stack: [...leaf.stack, ...sample.stack, ...root.stack] };
  });
  return { profile: { ...profile, samples, locations: frames.locations, functions: frames.functions }, matches };
}

class TagFrames {
  readonly locations: Location[];
  readonly functions: Func[];
  readonly #indexes = new Map<string, number>();
  #nextLocation: Int64;
  #nextFunction: Int64;

  constructor(profile: Profile) {
    this.locations = [...profile.locations];
    this.functions = [...profile.functions];
    this.#nextLocation = after(profile.locations);
    this.#nextFunction = after(profile.functions);
  }

  of(sample: Sample, keys: readonly string[], unit: string): { stack: readonly number[]; matched: boolean } {
    let matched = false;
    const stack = keys.toReversed().map((key) => {
      const values = labelValues(sample, key, unit);
      matched ||= values.length > 0;
      return this.#frame(values.join(','), key);
    });
    return { stack, matched };
  }

  #frame(name: string, key: string): number {
    const id = `${name}\0${key}`;
    let index = this.#indexes.get(id);
    if (index === undefined) {
      const line: Line = { func: this.functions.length, line: 0, column: 0 };
      this.functions.push({ id: this.#nextFunction, name, systemName: '', filename: key, startLine: 0 });
      index = this.locations.length;
      this.locations.push({ id: this.#nextLocation, mapping: -1, address: 0, lines: [line], isFolded: false });
      this.#nextFunction = next(this.#nextFunction);
      this.#nextLocation = next(this.#nextLocation);
      this.#indexes.set(id, index);
    }
    return index;
  }
}

const next = (id: Int64): Int64 => (typeof id === 'number' ? id + 1 : id + 1n);

function after(items: readonly { readonly id: Int64 }[]): Int64 {
  return next(items.reduce<Int64>((highest, { id }) => (id > highest ? id : highest), 0));
}

function labelValues(sample: Sample, key: string, outputUnit: string): readonly string[] {
  const texts = sample.labels.get(key) ?? [];
  const numbers = sample.numberLabels.get(key);
  if (numbers === undefined) return texts;
  return [
    ...texts,
    ...numbers.values.map((value, i) => {
      return numbers.units.length > 0
        ? formatScaled(value, numbers.units[i] ?? '', outputUnit)
        : formatScaled(value, '', '');
    }),
  ];
}

/** The distance of two label values, in the unit of the second. */
export function labelDistance(value: { value: Int64; unit: string }, from: { value: Int64; unit: string }): number {
  return Math.abs(Number(value.value) - scaleValue(from.value, from.unit, value.unit).value);
}

/** A label's value in another unit, cut to a whole number. */
export function labelIn(value: { value: Int64; unit: string }, unit: string): Int64 {
  return fromFloat(scaleValue(value.value, value.unit, unit).value);
}
