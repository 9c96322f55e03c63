import type { Int64 } from './int64.ts';

/** What one column of sample values counts, as `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Numbers under one label key. `units` is empty, or as long as `values`. */
export interface NumberLabel {
  readonly values: readonly Int64[];
  readonly units: readonly string[];
}

/** Texts by label key. */
export type StringLabels = ReadonlyMap<string, readonly string[]>;
/** Numbers by label key. */
export type NumberLabels = ReadonlyMap<string, NumberLabel>;

/** One stack and what was measured on it. */
export interface Sample {
  /** Indexes into `Profile.locations`, leaf first. */
  readonly stack: readonly number[];
  /** One value per `Profile.sampleTypes`. */
  readonly values: readonly Int64[];
  readonly labels: StringLabels;
  readonly numberLabels: NumberLabels;
}

/** A loaded file of the program: the executable or a library. */
export interface Mapping {
  readonly id: Int64;
  readonly start: Int64;
  readonly limit: Int64;
  readonly offset: Int64;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** A source position of a location: `func` indexes `Profile.functions`. */
export interface Line {
  readonly func: number;
  readonly line: Int64;
  readonly column: Int64;
}

/** A program counter. Several lines are inlined calls, the innermost first. */
export interface Location {
  readonly id: Int64;
  /** Index into `Profile.mappings`, -1 for none. */
  readonly mapping: number;
  readonly address: Int64;
  readonly lines: readonly Line[];
  readonly isFolded: boolean;
}

/** A function. `systemName` is as the linker knows it, `name` as people do. */
export interface Func {
  readonly id: Int64;
  readonly name: string;
  readonly systemName: string;
  readonly filename: string;
  readonly startLine: Int64;
}

/**
 * A profile: what profile.proto holds, with ids turned into indexes. Steps that change a profile return a new one.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  readonly samples: readonly Sample[];
  readonly mappings: readonly Mapping[];
  readonly locations: readonly Location[];
  readonly functions: readonly Func[];
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly timeNanos: Int64;
  readonly durationNanos: Int64;
  readonly periodType: ValueType;
  readonly period: Int64;
}

/** The label that marks the samples of a `-diff_base` profile. */
export const BASE_LABEL = 'pprof::base';

/** Shared by all samples without text labels. */
export const NO_LABELS: StringLabels = new Map();
/** Shared by all samples without numeric labels. */
export const NO_NUMBER_LABELS: NumberLabels = new Map();

/** A profile with nothing in it, for building others on. */
export const EMPTY_PROFILE: Profile = {
  sampleTypes: [],
  defaultSampleType: '',
  samples: [],
  mappings: [],
  locations: [],
  functions: [],
  comments: [],
  docUrl: '',
  dropFrames: '',
  keepFrames: '',
  timeNanos: 0,
  durationNanos: 0,
  periodType: { type: '', unit: '' },
  period: 0,
};

/** True for a sample that a `-diff_base` profile brought in. */
export function isBaseSample(sample: Sample): boolean {
  return sample.labels.get(BASE_LABEL)?.includes('true') ?? false;
}

/** The file of a location's mapping, or nothing. */
export function mappingFileOf(profile: Profile, location: Location): string {
  return profile.mappings[location.mapping]?.file ?? '';
}
