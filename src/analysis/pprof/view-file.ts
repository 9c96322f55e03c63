import { encodeProfile } from './encode.ts';
import { packGzip } from './gzip.ts';
import type { Profile } from './model.ts';

/**
 * The bytes of a `.pb.gz` file that holds the profile, for what reads files: reports, downloads.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 * @example packProfile(profile).slice(0, 2) // 0x1f, 0x8b
 */
export function packProfile(profile: Profile): Uint8Array {
  return packGzip(encodeProfile(profile));
}
