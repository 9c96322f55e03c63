import { pruneFrames } from './frames.ts';
import type { Profile } from './model.ts';
import { loadCompiler } from './regexp.ts';

/** A profile without the frames that it declares uninteresting itself. An expression that does not compile is passed over. */
export async function withoutUninteresting(profile: Profile): Promise<Profile> {
  if (profile.dropFrames === '' || profile.functions.length === 0) return profile;
  const [drop, keep] = [profile.dropFrames, profile.keepFrames].map((source) => (source === '' ? '' : `^(${source})$`));
  const compile = await loadCompiler([drop ?? '', keep ?? '']);
  const dropped = compile(drop ?? '');
  const kept = keep ? compile(keep) : undefined;
  if ('error' in dropped || (kept && 'error' in kept)) return profile;
  return pruneFrames(profile, dropped.pattern, kept?.pattern);
}
