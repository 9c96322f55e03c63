import { encodeProfile } from './encode.ts';
import type { CommandLine } from './flags.ts';
import { packGzip } from './gzip.ts';
import { messageOf, PprofError, say } from './io.ts';
import type { PprofIO } from './io.ts';
import { newMapping } from './legacy-maps.ts';
import type { Profile } from './model.ts';
import { parseProfile } from './parse.ts';
import { baseName, joinPath } from './paths.ts';
import type { Result } from './sample-types.ts';
import { addProfiles, subtractProfile } from './subtract.ts';
import { symbolize } from './symbolize.ts';
import { withoutUninteresting } from './tidy.ts';

interface Fetched {
  readonly profile: Profile;
  readonly isRemote: boolean;
}

/**
 * The profile that a command line names: all its sources summed, the base taken away, names tidied.
 * Sources that cannot be read are named on standard error; none at all is an error.
 */
export async function fetchProfile(line: CommandLine, io: PprofIO): Promise<Profile> {
  const executable = await findExecutable(line.sources, io);
  const sources = executable === undefined ? line.sources : line.sources.slice(1);
  const found = await fetchAll(sources, line, executable, io);
  const base = await fetchAll(line.base, line, executable, io);
  if (found.length === 0) throw new PprofError('failed to fetch any source profiles');
  if (base.length === 0 && line.base.length > 0) throw new PprofError('failed to fetch any base profiles');
  if (found.length < sources.length) say(io, `Fetched ${found.length} source profiles out of ${sources.length}`);
  const source = orFail(addProfiles(found.map(({ profile }) => profile)), 'problem fetching source profiles: ');
  const merged = base.length === 0 ? source : subtractBase(source, base, line);
  const tidy = await withoutUninteresting(symbolize(merged, line.symbolize, (message) => say(io, message)));
  const profile = { ...tidy, comments: line.comment === '' ? tidy.comments : [...tidy.comments, line.comment] };
  if ([...found, ...base].some(({ isRemote }) => isRemote)) await saveCopy(profile, io);
  return profile;
}

function orFail<T>(result: Result<T>, prefix = ''): T {
  if ('error' in result) throw new PprofError(prefix + result.error);
  return result.value;
}

function subtractBase(source: Profile, base: readonly Fetched[], line: CommandLine): Profile {
  const combined = orFail(addProfiles(base.map(({ profile }) => profile)), 'problem fetching base profiles: ');
  const { normalize } = line.config;
  return orFail(subtractProfile(source, combined, { isDiffBase: line.isDiffBase, normalize }));
}

async function fetchAll(
  sources: readonly string[],
  line: CommandLine,
  executable: string | undefined,
  io: PprofIO,
): Promise<readonly Fetched[]> {
  const results = await Promise.all(sources.map((source) => fetchOne(source, line, executable, io)));
  return results.flatMap((result, i) => {
    if (!('error' in result)) return [result];
    say(io, `${sources[i]}: ${result.error}`);
    return [];
  });
}

async function fetchOne(
  source: string,
  line: CommandLine,
  executable: string | undefined,
  io: PprofIO,
): Promise<Fetched | { error: string }> {
  const read = await readSourceFile(source, line, io);
  if ('error' in read) return read;
  const parsed = parseProfile(read.bytes);
  if ('error' in parsed) return parsed;
  return { profile: withExecutable(parsed.profile, executable, line.buildId), isRemote: read.isRemote };
}

async function readSourceFile(
  source: string,
  line: CommandLine,
  io: PprofIO,
): Promise<{ bytes: Uint8Array; isRemote: boolean } | { error: string }> {
  const url = profileUrl(source, line.seconds);
  try {
    if (!/^https?:/.test(source)) return { bytes: await io.readFile(source), isRemote: false };
  } catch (error) {
    if (url === undefined) return { error: messageOf(error).replace(/^open /, 'stat ') };
  }
  if (url === undefined) return { error: `stat ${source}: no such file or directory` };
  say(io, `Fetching profile over HTTP from ${url}`);
  if (line.seconds > 0) say(io, `Please wait... (${line.seconds}s)`);
  try {
    return { bytes: await io.readFile(url), isRemote: true };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/** The address that a source stands for, `localhost:6060` included, or nothing for a file. */
function profileUrl(source: string, seconds: number): string | undefined {
  const text = /^https?:\/\//.test(source)
    ? source
    : /^[^/\s:]+:\d+(\/|$)/.test(source)
      ? `http://${source}`
      : undefined;
  if (text === undefined) return undefined;
  try {
    const url = new URL(text);
    const path = url.pathname === '/' || url.pathname === '' ? '/debug/pprof/profile' : url.pathname;
    const query = url.search
      .replace(/^\?/, '')
      .split('&')
      .filter((part) => part !== '' && !(seconds > 0 && part.startsWith('seconds=')));
    if (seconds > 0) query.push(`seconds=${seconds}`);
    return `${url.protocol}//${url.host}${path}${query.length > 0 ? `?${query.sort().join('&')}` : ''}`;
  } catch {
    return undefined;
  }
}

/** A first argument that is a program names the binary. */
async function findExecutable(sources: readonly string[], io: PprofIO): Promise<string | undefined> {
  const [first] = sources;
  if (first === undefined || sources.length < 2 || profileUrl(first, -1) !== undefined) return undefined;
  try {
    return isObjectFile(await io.readFile(first)) ? first : undefined;
  } catch {
    return undefined;
  }
}

/** Starts of ELF, Mach-O, PE, XCOFF, Plan 9 and Go object files. */
const OBJECT_FILES = [
  [0x7f, 0x45, 0x4c, 0x46],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0x4d, 0x5a],
  [0x01, 0xf7],
  [0x00, 0x00, 0x8a, 0x97],
  [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e, 0x0a],
];

function isObjectFile(bytes: Uint8Array): boolean {
  return OBJECT_FILES.some((start) => bytes.length > 64 && start.every((byte, i) => bytes[i] === byte));
}

/** A profile without mapped files gets one for everything; the first is the program. */
function withExecutable(profile: Profile, executable: string | undefined, buildId: string): Profile {
  const isBare = profile.mappings.length === 0;
  const mappings = isBare ? [newMapping({})] : [...profile.mappings];
  const locations = isBare ? profile.locations.map((location) => ({ ...location, mapping: 0 })) : profile.locations;
  const [main] = mappings;
  if (main) mappings[0] = { ...main, file: executable ?? main.file, buildId: main.buildId || buildId };
  return { ...profile, mappings, locations };
}

/** What came over the network is kept in a file. */
async function saveCopy(profile: Profile, io: PprofIO): Promise<void> {
  const { PPROF_TMPDIR: tmp, HOME: home } = io.env;
  const dir = tmp || (home ? joinPath(home, 'pprof') : '/tmp');
  const [main] = profile.mappings;
  const program = main && main.file !== '' ? `${baseName(main.file)}.` : '';
  const name = `pprof.${program}${profile.sampleTypes.map(({ type }) => `${type}.`).join('')}`;
  try {
    const path = await freePath(io, `${dir}/${name}`, '.pb.gz');
    await io.writeFile(path, packGzip(encodeProfile(profile)));
    say(io, `Saved profile in ${path}`);
  } catch (error) {
    say(io, `Could not save profile: ${messageOf(error)}`);
  }
}

/** The first of `prefix001suffix`, `prefix002suffix`… that does not exist. */
export async function freePath(io: PprofIO, prefix: string, suffix: string): Promise<string> {
  for (let i = 1; i < 10000; i++) {
    const path = `${prefix}${String(i).padStart(3, '0')}${suffix}`;
    try {
      await io.readFile(path);
    } catch {
      return path;
    }
  }
  throw new PprofError(`could not create file of the form ${prefix}001${suffix}`);
}
