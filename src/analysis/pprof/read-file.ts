import { decodeText } from './bytes.ts';
import type { Diagnostic, Parsed } from '../text/index.ts';
import type { ProfileEvidence } from './evidence.ts';
import { profileFacts } from './facts.ts';
import { isGzip, unpackGzip } from './gzip.ts';
import type { Profile } from './model.ts';
import { parseProfile } from './parse.ts';
import type { ParseError } from './parse.ts';
import { withSymbolLines } from './symbol-lines.ts';
import { withoutUninteresting } from './tidy.ts';

/** A profile read for views and comparisons: names from symbol lines filled in, uninteresting frames gone. */
export interface OpenedProfile {
  readonly profile: Profile;
  /** True for a text whose own leaf frames were not printed. */
  readonly isLeafElided: boolean;
}

/**
 * The profile in a file of any format that pprof reads, ready to be shown. Bad input gives nothing and an error that says
 * what is wrong, at which byte, and what to do.
 *
 * @example (await openProfile(bytes)).value?.profile.samples.length
 */
export async function openProfile(file: Uint8Array): Promise<Parsed<OpenedProfile | undefined>> {
  const parsed = parseProfile(file);
  if ('error' in parsed) return { value: undefined, diagnostics: [unreadable(parsed)] };
  if (!parsed.legacy)
    return { value: { profile: await withoutUninteresting(parsed.profile), isLeafElided: false }, diagnostics: [] };
  const unpacked = isGzip(file) ? unpackGzip(file) : { bytes: file };
  const text = 'bytes' in unpacked ? decodeText(unpacked.bytes) : '';
  return { value: withSymbolLines(parsed.profile, text), diagnostics: [] };
}

/**
 * A profile file as evidence.
 *
 * @example (await readProfileFile(bytes)).value?.defaultType // 'inuse_space'
 */
export async function readProfileFile(file: Uint8Array): Promise<Parsed<ProfileEvidence | undefined>> {
  const { value, diagnostics } = await openProfile(file);
  if (value === undefined) return { value: undefined, diagnostics };
  const evidence: ProfileEvidence = {
    kind: 'profile',
    span: { from: 0, to: 0 },
    complete: true,
    ...profileFacts(value.profile),
  };
  return { value: evidence, diagnostics };
}

function unreadable({ error, detail }: ParseError): Diagnostic {
  const where = detail === undefined ? '' : ` (byte ${detail.offset}: ${detail.message})`;
  return { severity: 'error', message: `This is no profile that can be read: ${error}${where}.`, hint: hintFor(error) };
}

function hintFor(error: string): string {
  if (error.includes('unexpected EOF')) return 'The file is cut off. Copy or download it again, whole.';
  if (error.includes('concatenated'))
    return 'Two profiles stand in one file. Keep them apart and give both: pprof adds them up.';
  if (error.includes('empty'))
    return 'The file is empty. Close the file in the program before it exits, and stop the CPU profile.';
  if (error.includes('checksum') || error.includes('corrupt'))
    return 'The file was damaged on the way. Copy it as binary, not as text.';
  if (error.includes('more than'))
    return 'A profile of this size is not read here. Take a shorter one, or use go tool pprof.';
  return 'Give a file that runtime/pprof, net/http/pprof or go test wrote (heap.pb.gz, cpu.out), or the text of ?debug=1.';
}
