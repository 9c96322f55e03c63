import { findIncompatibility, mergeProfiles } from './merge.ts';
import { BASE_LABEL } from './model.ts';
import type { Profile } from './model.ts';
import { normalizeTo, scaleSamples, withCommonTypes, withCommonUnits } from './sample-types.ts';
import type { Result } from './sample-types.ts';

/** One profile of several, cut to the types that they have in common. */
export function addProfiles(profiles: readonly Profile[]): Result<Profile> {
  const typed = withCommonTypes(profiles);
  if ('error' in typed) return typed;
  const scaled = withCommonUnits(typed.value);
  if ('error' in scaled) return scaled;
  const [only] = scaled.value;
  return scaled.value.length === 1 && only ? { value: only } : mergeProfiles(scaled.value);
}

/** How the base is taken away. */
export interface SubtractOptions {
  /** The base's samples stay apart and are the 100 % (`-diff_base`); otherwise equal stacks add up (`-base`). */
  readonly isDiffBase: boolean;
  readonly normalize: boolean;
}

/** A profile less a base, as `-base` and `-diff_base` make it. Complaints are in the words of pprof. */
export function subtractProfile(profile: Profile, base: Profile, options: SubtractOptions): Result<Profile> {
  const marked = options.isDiffBase ? withBaseLabel(base) : base;
  const error = options.normalize ? findIncompatibility(profile, marked) : undefined;
  if (error !== undefined) return { error };
  const wanted = options.normalize ? normalizeTo(profile, marked) : profile;
  const negative = scaleSamples(
    marked,
    marked.sampleTypes.map(() => -1),
  );
  return addProfiles([wanted, negative]);
}

function withBaseLabel(profile: Profile): Profile {
  const samples = profile.samples.map((sample) => ({
    ...sample,
    labels: new Map([...sample.labels, [BASE_LABEL, ['true']]]),
  }));
  return { ...profile, samples };
}
