import { add, addAddress, negate } from './int64.ts';
import type { Int64 } from './int64.ts';
import { sortedKeys } from './encode.ts';
import { EMPTY_PROFILE } from './model.ts';
import type { Func, Line, Location, Mapping, Profile, Sample, ValueType } from './model.ts';
import type { Result } from './sample-types.ts';

/**
 * One profile of several: equal stacks with equal labels add up, and locations, functions and mappings that nothing uses
 * are left out. Sample and period types must be the same. The earliest time, the longest period and the sum of durations
 * are kept.
 *
 * @see https://github.com/google/pprof/blob/main/profile/merge.go
 * @example mergeProfiles([monday, tuesday])
 */
export function mergeProfiles(profiles: readonly Profile[]): Result<Profile> {
  const head = mergeHeaders(profiles);
  if ('error' in head) return head;
  const merged = mergeSamples(profiles, head.value);
  if (!merged.samples.some(isZero)) return { value: merged };
  return { value: mergeSamples([merged], merged) };
}

function isZero({ values }: Sample): boolean {
  return values.every((value) => value === 0);
}

function mergeHeaders(profiles: readonly Profile[]): Result<Profile> {
  const [first] = profiles;
  if (first === undefined) return { error: 'no profiles to merge' };
  for (const profile of profiles.slice(1)) {
    const error = findIncompatibility(first, profile);
    if (error !== undefined) return { error };
  }
  const firstOf = (text: (profile: Profile) => string) => profiles.map(text).find((t) => t !== '') ?? '';
  return {
    value: {
      ...EMPTY_PROFILE,
      sampleTypes: first.sampleTypes,
      dropFrames: first.dropFrames,
      keepFrames: first.keepFrames,
      periodType: first.periodType,
      timeNanos: profiles.reduce<Int64>((t, p) => (t === 0 || p.timeNanos < t ? p.timeNanos : t), 0),
      durationNanos: profiles.reduce<Int64>((sum, p) => add(sum, p.durationNanos), 0),
      period: profiles.reduce<Int64>((period, p) => (period === 0 || period < p.period ? p.period : period), 0),
      comments: [...new Set(profiles.flatMap((profile) => profile.comments))],
      defaultSampleType: firstOf((profile) => profile.defaultSampleType),
      docUrl: firstOf((profile) => profile.docUrl),
    },
  };
}

/** Why two profiles cannot be merged, or nothing. */
export function findIncompatibility(a: Profile, b: Profile): string | undefined {
  const same = (x: ValueType | undefined, y: ValueType | undefined) => x?.type === y?.type && x?.unit === y?.unit;
  if (!same(a.periodType, b.periodType)) {
    return `incompatible period types ${show(a.periodType)} and ${show(b.periodType)}`;
  }
  const equal =
    a.sampleTypes.length === b.sampleTypes.length && a.sampleTypes.every((type, i) => same(type, b.sampleTypes[i]));
  if (equal) return undefined;
  return `incompatible sample types [${a.sampleTypes.map(show).join(' ')}] and [${b.sampleTypes.map(show).join(' ')}]`;
}

const show = ({ type, unit }: ValueType): string => `${type}/${unit}`;

function mergeSamples(profiles: readonly Profile[], head: Profile): Profile {
  const merger = new Merger();
  for (const profile of profiles) merger.merge(profile);
  const { samples, mappings, locations, functions } = merger;
  return { ...head, samples, mappings, locations, functions };
}

interface MappedMapping {
  readonly index: number;
  /** What to add to addresses: the program may have been loaded elsewhere. */
  readonly offset: Int64;
}

/** Tables of the merged profile, and for the profile being merged what its entries have become. */
class Merger {
  readonly samples: {
    stack: readonly number[];
    values: Int64[];
    labels: Sample['labels'];
    numberLabels: Sample['numberLabels'];
  }[] = [];
  readonly mappings: Mapping[] = [];
  readonly locations: Location[] = [];
  readonly functions: Func[] = [];
  readonly #samples = new Map<string, number>();
  readonly #mappings = new Map<string, number>();
  readonly #locations = new Map<string, number>();
  readonly #functions = new Map<string, number>();
  #source: Profile = EMPTY_PROFILE;
  #mappingOf: (MappedMapping | undefined)[] = [];
  #locationOf: Int32Array = new Int32Array();
  #functionOf: Int32Array = new Int32Array();

  merge(source: Profile): void {
    this.#source = source;
    this.#mappingOf = [];
    this.#locationOf = new Int32Array(source.locations.length).fill(-1);
    this.#functionOf = new Int32Array(source.functions.length).fill(-1);
    // The program itself comes first in the table.
    if (this.mappings.length === 0 && source.mappings.length > 0) this.#mapping(0);
    for (const sample of source.samples) if (!isZero(sample)) this.#sample(sample);
  }

  #sample(sample: Sample): void {
    const stack = sample.stack.map((index) => this.#location(index));
    const key = sampleKey(stack, sample);
    const known = this.#samples.get(key);
    const into = known === undefined ? undefined : this.samples[known];
    if (into === undefined) {
      this.#samples.set(key, this.samples.length);
      this.samples.push({
        stack,
        values: [...sample.values],
        labels: sample.labels,
        numberLabels: sample.numberLabels,
      });
      return;
    }
    for (let i = 0; i < into.values.length; i++) into.values[i] = add(into.values[i] ?? 0, sample.values[i] ?? 0);
  }

  #location(index: number): number {
    const known = this.#locationOf[index] ?? -1;
    if (known >= 0) return known;
    const source = this.#source.locations[index]!;
    const mapped = this.#mapping(source.mapping);
    const lines = source.lines.map((line): Line => ({ ...line, func: this.#function(line.func) }));
    const address = mapped.offset === 0 ? source.address : addAddress(source.address, mapped.offset);
    const key = this.#locationKey({ ...source, address, mapping: mapped.index, lines });
    let into = this.#locations.get(key);
    if (into === undefined) {
      into = this.locations.length;
      this.#locations.set(key, into);
      this.locations.push({ id: into + 1, mapping: mapped.index, address, lines, isFolded: source.isFolded });
    }
    this.#locationOf[index] = into;
    return into;
  }

  #locationKey({ address, mapping, lines, isFolded }: Location): string {
    const start = this.mappings[mapping]?.start ?? 0;
    const relative = start === 0 ? address : addAddress(address, negate(start));
    let key = `${relative} ${mapping} ${isFolded ? 1 : 0}`;
    for (const { func, line, column } of lines) key += `|${func}|${line}|${column}`;
    return key;
  }

  #mapping(index: number): MappedMapping {
    const source = this.#source.mappings[index];
    if (source === undefined) return { index: -1, offset: 0 };
    const known = this.#mappingOf[index];
    if (known) return known;
    const key = mappingKey(source);
    const into = this.#mappings.get(key);
    const mapped = into === undefined ? this.#newMapping(key, source) : this.#sameMapping(into, source);
    this.#mappingOf[index] = mapped;
    return mapped;
  }

  #newMapping(key: string, source: Mapping): MappedMapping {
    const index = this.mappings.length;
    this.#mappings.set(key, index);
    this.mappings.push({ ...source, id: index + 1 });
    return { index, offset: 0 };
  }

  #sameMapping(index: number, source: Mapping): MappedMapping {
    return { index, offset: add(this.mappings[index]?.start ?? 0, negate(source.start)) };
  }

  #function(index: number): number {
    const known = this.#functionOf[index] ?? -1;
    if (known >= 0) return known;
    const source = this.#source.functions[index]!;
    const key = `${source.startLine}\0${source.name}\0${source.systemName}\0${source.filename}`;
    let into = this.#functions.get(key);
    if (into === undefined) {
      into = this.functions.length;
      this.#functions.set(key, into);
      this.functions.push({ ...source, id: into + 1 });
    }
    this.#functionOf[index] = into;
    return into;
  }
}

function sampleKey(stack: readonly number[], { labels, numberLabels }: Sample): string {
  let key = stack.join(',');
  for (const name of sortedKeys(labels)) key += `\0s${JSON.stringify([name, labels.get(name)])}`;
  for (const name of sortedKeys(numberLabels)) {
    const { values = [], units = [] } = numberLabels.get(name) ?? {};
    key += `\0n${JSON.stringify([name, values.map(String), units])}`;
  }
  return key;
}

/** Files are the same when their size in pages, offset and build id (or name) are. */
function mappingKey({ start, limit, offset, buildId, file }: Mapping): string {
  const size = BigInt.asUintN(64, BigInt(limit) - BigInt(start) + 0xfffn);
  return `${size - (size % 0x1000n)} ${offset} ${buildId || file}`;
}
