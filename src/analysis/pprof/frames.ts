import { mappingFileOf } from './model.ts';
import type { Line, Location, Profile, Sample } from './model.ts';
import type { Pattern } from './regexp.ts';

/** What `-focus`, `-ignore`, `-hide` and `-show` ask for. */
export interface NamePatterns {
  readonly focus?: Pattern | undefined;
  readonly ignore?: Pattern | undefined;
  readonly hide?: Pattern | undefined;
  readonly show?: Pattern | undefined;
}

/** Which patterns found something. */
export interface NameMatches {
  readonly focus: boolean;
  readonly ignore: boolean;
  readonly hide: boolean;
  readonly show: boolean;
}

const NEUTRAL = 0;
const FOCUSED = 1;
const IGNORED = 2;

/**
 * A profile with only the samples that pass a focused location and no ignored one, without hidden lines.
 * Names of functions, files and mapped files are matched.
 *
 * @see https://github.com/google/pprof/blob/main/profile/filter.go
 */
export function filterByName(profile: Profile, patterns: NamePatterns): { profile: Profile; matches: NameMatches } {
  const { focus, ignore, hide, show } = patterns;
  const matches = { focus: false, ignore: false, hide: false, show: false };
  if (!focus && !ignore && !hide && !show) return { profile, matches: { ...matches, focus: true } };
  const verdicts = new Uint8Array(profile.locations.length);
  const locations = profile.locations.map((location, index) => {
    verdicts[index] = judge(profile, location, patterns, matches);
    return hideLines(profile, location, patterns, matches);
  });
  const hidden = locations.map(
    ({ lines }, i) => lines.length === 0 && isHidden(profile, profile.locations[i]!, patterns),
  );
  const samples = keepSamples(profile, verdicts, hidden.includes(true) ? hidden : undefined);
  return { profile: { ...profile, locations, samples }, matches };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function judge(
  profile: Profile,
  location: Location,
  { focus, ignore }: NamePatterns,
  matches: Mutable<NameMatches>,
): number {
  if (ignore && matchesName(profile, location, ignore)) {
    matches.ignore = true;
    return IGNORED;
  }
  if (focus && !matchesName(profile, location, focus)) return NEUTRAL;
  matches.focus = true;
  return FOCUSED;
}

function hideLines(
  profile: Profile,
  location: Location,
  { hide, show }: NamePatterns,
  matches: Mutable<NameMatches>,
): Location {
  let { lines } = location;
  if (hide && matchesName(profile, location, hide)) {
    matches.hide = true;
    lines = matchesMapping(profile, location, hide) ? [] : lines.filter((line) => !matchesLine(profile, line, hide));
  }
  if (show) {
    if (!matchesMapping(profile, location, show)) lines = lines.filter((line) => matchesLine(profile, line, show));
    if (lines.length > 0) matches.show = true;
  }
  return lines === location.lines ? location : { ...location, lines };
}

/** A location without lines is hidden only when a pattern took or would take them. */
function isHidden(profile: Profile, before: Location, { hide, show }: NamePatterns): boolean {
  return show !== undefined || (hide !== undefined && matchesName(profile, before, hide));
}

function keepSamples(
  profile: Profile,
  verdicts: Uint8Array,
  hidden: readonly boolean[] | undefined,
): readonly Sample[] {
  const samples: Sample[] = [];
  for (const sample of profile.samples) {
    if (!isKept(sample, verdicts)) continue;
    if (hidden === undefined) {
      samples.push(sample);
      continue;
    }
    const stack = sample.stack.filter((index) => hidden[index] !== true);
    if (stack.length > 0) samples.push({ ...sample, stack });
  }
  return samples;
}

function isKept({ stack }: Sample, verdicts: Uint8Array): boolean {
  let focused = false;
  for (const index of stack) {
    if (verdicts[index] === IGNORED) return false;
    if (verdicts[index] === FOCUSED) focused = true;
  }
  return focused;
}

function matchesName(profile: Profile, location: Location, pattern: Pattern): boolean {
  return (
    location.lines.some((line) => matchesLine(profile, line, pattern)) || matchesMapping(profile, location, pattern)
  );
}

function matchesLine(profile: Profile, line: Line, pattern: Pattern): boolean {
  const func = profile.functions[line.func];
  return func !== undefined && (pattern.matches(func.name) || pattern.matches(func.filename));
}

function matchesMapping(profile: Profile, location: Location, pattern: Pattern): boolean {
  return location.mapping >= 0 && pattern.matches(mappingFileOf(profile, location));
}

/** A profile whose stacks start at the outermost frame that matches; samples without one go. */
export function showFrom(profile: Profile, pattern: Pattern): { profile: Profile; matched: boolean } {
  const matched = new Uint8Array(profile.locations.length);
  const locations = profile.locations.map((location, index) => {
    if (matchesMapping(profile, location, pattern)) {
      matched[index] = 1;
      return location;
    }
    const last = location.lines.findLastIndex((line) => matchesLine(profile, line, pattern));
    if (last < 0) return location;
    matched[index] = 1;
    return { ...location, lines: location.lines.slice(0, last + 1) };
  });
  const samples: Sample[] = [];
  for (const sample of profile.samples) {
    const outermost = sample.stack.findLastIndex((index) => matched[index] === 1);
    if (outermost >= 0) samples.push({ ...sample, stack: sample.stack.slice(0, outermost + 1) });
  }
  return { profile: { ...profile, locations, samples }, matched: matched.includes(1) };
}

/** Names that hold a bracket without having arguments. */
const RESERVED = ['(anonymous namespace)', 'operator()'];

/** A function's name without its arguments. */
export function withoutArguments(name: string): string {
  const simple = name.startsWith('.') ? name.slice(1) : name;
  let from = 0;
  for (;;) {
    const reserved = RESERVED.map((word) => ({ word, at: simple.indexOf(word, from) })).filter(({ at }) => at >= 0);
    const bracket = simple.indexOf('(', from);
    if (bracket < 0) return simple;
    const skip = reserved.find(({ word, at }) => at <= bracket && bracket < at + word.length);
    if (skip === undefined) return simple.slice(0, bracket);
    from = skip.at + skip.word.length;
  }
}

/**
 * A profile without the frames that `drop` names and `keep` does not, and without all beneath them. Frames outside the
 * outermost frame of the program's own stay.
 *
 * @see https://github.com/google/pprof/blob/main/profile/prune.go
 */
export function pruneFrames(profile: Profile, drop: Pattern, keep: Pattern | undefined): Profile {
  const dropped = profile.functions.map(({ name }) => {
    const simple = withoutArguments(name);
    return name !== '' && drop.matches(simple) && !keep?.matches(simple);
  });
  const whole = new Uint8Array(profile.locations.length);
  const beneath = new Uint8Array(profile.locations.length);
  const locations = profile.locations.map((location, index) => {
    const last = location.lines.findLastIndex((line) => dropped[line.func] === true);
    if (last < 0) return location;
    beneath[index] = 1;
    if (last < location.lines.length - 1) return { ...location, lines: location.lines.slice(last + 1) };
    whole[index] = 1;
    return location;
  });
  const samples = profile.samples.map((sample) => prunedSample(sample, whole, beneath));
  return { ...profile, locations, samples };
}

function prunedSample(sample: Sample, whole: Uint8Array, beneath: Uint8Array): Sample {
  const { stack } = sample;
  const outermostOwn = stack.findLastIndex((index) => beneath[index] !== 1);
  for (let i = outermostOwn - 1; i >= 0; i--) {
    const index = stack[i] ?? -1;
    if (whole[index] === 1) return { ...sample, stack: stack.slice(i + 1) };
    if (beneath[index] === 1) return { ...sample, stack: stack.slice(i) };
  }
  return sample;
}

/** A profile without the frames beneath the innermost one that matches, which stays. */
export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const matched = new Uint8Array(profile.locations.length);
  const matches = profile.functions.map(({ name }) => name !== '' && pattern.matches(withoutArguments(name)));
  const locations = profile.locations.map((location, index) => {
    const first = location.lines.findIndex((line) => matches[line.func] === true);
    if (first < 0) return location;
    matched[index] = 1;
    return { ...location, lines: location.lines.slice(first) };
  });
  const samples = profile.samples.map((sample) => {
    const innermost = sample.stack.findIndex((index) => matched[index] === 1);
    return innermost > 0 ? { ...sample, stack: sample.stack.slice(innermost) } : sample;
  });
  return { ...profile, locations, samples };
}
