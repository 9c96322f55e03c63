import { decodeText } from './bytes.ts';
import { decodeProfile } from './decode.ts';
import { isGzip, MAX_UNPACKED_BYTES, unpackGzip } from './gzip.ts';
import { parseContention, parseCounts, parseThreads } from './legacy-counts.ts';
import { parseCpu } from './legacy-cpu.ts';
import { parseHeap } from './legacy-heap.ts';
import { parseJava } from './legacy-java.ts';
import { legacyFrames } from './legacy-frames.ts';
import type { Profile } from './model.ts';
import { findFault } from './validate.ts';

/** Why a file is no profile. */
export interface ParseError {
  /** In the words of pprof, without the file's name. */
  readonly error: string;
  /** Where profile.proto bytes stop making sense, and why. */
  readonly detail?: { readonly message: string; readonly offset: number };
}

/** A profile and what it was read from, or why there is none. */
export type ParsedProfile = { readonly profile: Profile; readonly legacy: boolean } | ParseError;

/**
 * The profile in a file: profile.proto, packed with gzip or not, or one of the older formats (heap, count, contention and
 * thread texts, binary CPU profiles, Java's). Tried in pprof's order. Never throws.
 *
 * @see https://github.com/google/pprof/blob/main/profile/profile.go
 * @example parseProfile(await readFile('heap.pb.gz'))
 */
export function parseProfile(file: Uint8Array, maxBytes = MAX_UNPACKED_BYTES): ParsedProfile {
  const unpacked = isGzip(file) ? unpackGzip(file, maxBytes) : { bytes: file };
  if ('error' in unpacked) return { error: `decompressing profile: ${unpacked.error}` };
  const { bytes } = unpacked;
  if (bytes.length === 0) return { error: 'parsing profile: empty input file' };
  const decoded = decodeProfile(bytes);
  if ('profile' in decoded) return checked(decoded.profile, false);
  const detail = { message: decoded.error, offset: decoded.offset };
  if (decoded.concatenated) return { error: `parsing profile: ${decoded.error}`, detail };
  const legacy = parseLegacy(bytes);
  return 'profile' in legacy ? checked(legacy.profile, true) : { error: `parsing profile: ${legacy.error}`, detail };
}

function checked(profile: Profile, legacy: boolean): ParsedProfile {
  const fault = findFault(profile);
  return fault === undefined ? { profile, legacy } : { error: `malformed profile: ${fault}` };
}

const TEXT_FORMATS = [parseHeap, parseCounts, parseThreads, parseContention, parseJava];

function parseLegacy(bytes: Uint8Array): { readonly profile: Profile } | { readonly error: string } {
  const cpu = parseCpu(bytes);
  if ('profile' in cpu) return { profile: { ...cpu.profile, ...legacyFrames(cpu.profile) } };
  const text = decodeText(bytes);
  for (const parse of TEXT_FORMATS) {
    const result = parse(text);
    if ('profile' in result) return { profile: { ...result.profile, ...legacyFrames(result.profile) } };
    if (result.error !== 'unrecognized profile format') return result;
  }
  return cpu;
}
