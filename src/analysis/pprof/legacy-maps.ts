import { addAddress, negate, parseHex, subtract } from './int64.ts';
import type { Int64 } from './int64.ts';
import { isDigitCode, isHexCode, skipWhile } from './line-scanner.ts';
import type { LineScanner } from './line-scanner.ts';
import type { Location, Mapping, Profile } from './model.ts';

/**
 * The memory map after a legacy profile: lines of /proc/self/maps, or short ones:
 *
 *   proc    00400000-0052d000 r-xp 00001000 fd:01 913      /bin/server
 *   brief   0x40000-0x80000 /bin/server (@ff00) abc123     file, offset, build id
 *   set     build=/path/to/binary                          `$build` in later lines stands for the path
 */

/** Reads mapped files up to the end; lines that are none are skipped. */
export function readMemoryMap(scanner: LineScanner): readonly Mapping[] {
  const mappings: Mapping[] = [];
  const settings: [string, string][] = [];
  while (scanner.next()) {
    const line = replaceSettings(withoutLogPrefix(scanner.line), settings);
    const mapping = parseMapping(line);
    if (mapping === 'unrecognized') {
      const at = line.indexOf('=');
      if (at >= 0) settings.push([`$${line.slice(0, at).trim()}`, line.slice(at + 1).trim()]);
    } else if (mapping !== 'not executable') mappings.push(mapping);
  }
  return mappings;
}

function replaceSettings(line: string, settings: readonly [string, string][]): string {
  if (settings.length === 0 || !line.includes('$')) return line;
  let out = '';
  for (let i = 0; i < line.length;) {
    const setting = settings.find(([name]) => line.startsWith(name, i));
    out += setting ? setting[1] : (line[i] ?? '');
    i += setting ? setting[0].length : 1;
  }
  return out;
}

/** Drops `file:line] ` in front, which a logger may have put there. */
function withoutLogPrefix(line: string): string {
  const bracket = line.indexOf(']');
  if (bracket < 0 || !/\s/.test(line[bracket + 1] ?? '')) return line;
  const prefix = line.slice(0, bracket);
  const colon = prefix.lastIndexOf(':');
  const isPrefix = colon > 0 && !prefix.includes('[') && /^[0-9]+$/.test(prefix.slice(colon + 1));
  return isPrefix ? line.slice(bracket + 2) : line;
}

interface MapFields {
  start: string;
  end: string;
  perm: string;
  offset: string;
  file: string;
  buildId: string;
}

function parseMapping(line: string): Mapping | 'unrecognized' | 'not executable' {
  const fields = matchProc(line) ?? matchBrief(line);
  if (fields === undefined) return 'unrecognized';
  if (fields.perm !== '' && !fields.perm.includes('x')) return 'not executable';
  const [start, limit, offset] = [parseHex(fields.start), parseHex(fields.end), parseHex(fields.offset || '0')];
  if (start === undefined || limit === undefined || offset === undefined) return 'unrecognized';
  return newMapping({ start, limit, offset, file: fields.file, buildId: fields.buildId });
}

/** A mapped file with these fields and nothing else known. */
export function newMapping(fields: Partial<Mapping>): Mapping {
  const flags = { hasFunctions: false, hasFilenames: false, hasLineNumbers: false, hasInlineFrames: false };
  return { id: 1, start: 0, limit: 0, offset: 0, file: '', buildId: '', ...flags, ...fields };
}

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13 && code !== 11);

/** Moves through a line of fields parted by blanks. */
class Fields {
  readonly line: string;
  at = 0;

  constructor(line: string) {
    this.line = line;
  }

  /** The range that both kinds of line start with. */
  range(): { start: string; end: string } | undefined {
    this.blanks();
    const start = this.hex();
    if (start === '') return undefined;
    const afterStart = this.at;
    if (isBlank(this.line.charCodeAt(this.at)) || this.line[this.at] === '-') this.at++;
    this.blanks();
    const end = this.hex();
    if (end === '') this.at = afterStart;
    if (this.line[this.at] === ':') this.at++;
    if (end !== '') return { start, end };
    // Without a second number the last digit of the first is the end.
    return start.length < 2 ? undefined : { start: start.slice(0, -1), end: start.slice(-1) };
  }

  /** Characters after a blank, as many as `isPart` holds for; with `whole` only when a blank follows. */
  word(isPart: (code: number) => boolean, whole = false): string {
    const from = skipWhile(this.line, this.at, isBlank);
    const to = skipWhile(this.line, from, isPart);
    if (from === this.at || to === from || (whole && !isBlank(this.line.charCodeAt(to)))) return '';
    this.at = to;
    return this.line.slice(from, to);
  }

  blanks(): void {
    this.at = skipWhile(this.line, this.at, isBlank);
  }

  hex(): string {
    const hasPrefix = this.line.startsWith('0x', this.at) && isHexCode(this.line.charCodeAt(this.at + 2));
    const from = this.at + (hasPrefix ? 2 : 0);
    const to = skipWhile(this.line, from, isHexCode);
    if (to > from) this.at = to;
    return this.line.slice(from, to);
  }
}

const isPerm = (code: number): boolean => code === 45 || 'rwxp'.includes(String.fromCharCode(code));
const isHexOrColon = (code: number): boolean => isHexCode(code) || code === 58;
const isWord = (code: number): boolean => !isBlank(code);

function matchProc(line: string): MapFields | undefined {
  const fields = new Fields(line);
  const range = fields.range();
  if (range === undefined) return undefined;
  const perm = fields.word(isPerm, true);
  const offset = fields.word(isHexCode, true);
  const device = fields.word(isHexOrColon, true);
  const inode = fields.word(isDigitCode);
  if (!/^[0-9a-fA-F]+:[0-9a-fA-F]+$/.test(device) || inode === '') return undefined;
  return { ...range, perm, offset, file: fields.word(isWord), buildId: '' };
}

function matchBrief(line: string): MapFields | undefined {
  const fields = new Fields(line);
  const range = fields.range();
  if (range === undefined) return undefined;
  const perm = fields.word(isPerm);
  const file = fields.word(isWord);
  return { ...range, perm, file, ...matchOffset(fields), buildId: fields.word(isHexCode) };
}

/** `(@ff00)`, or nothing. */
function matchOffset(fields: Fields): { readonly offset: string } {
  const before = fields.at;
  const found = /^\(@([0-9a-fA-F]+)\)/.exec(fields.word(isWord));
  fields.at = found ? fields.line.indexOf(found[0], before) + found[0].length : before;
  return { offset: found?.[1] ?? '' };
}

/** A profile with its mapped files put in order, and each location told to which it belongs. */
export function withMappings(profile: Profile, found: readonly Mapping[]): Profile {
  const used = usedLocations(profile);
  const { mappings, locations } = assign(mainStart(withoutHugePage(mainFirst(joinAdjacent(found)))), used.locations);
  return {
    ...profile,
    samples: used.samples,
    locations,
    mappings: mappings.map((mapping, i) => ({ ...mapping, id: i + 1 })),
  };
}

/** Locations in the order in which samples name them; the rest go. */
function usedLocations(profile: Profile): Pick<Profile, 'samples' | 'locations'> {
  const order = new Map<number, number>();
  for (const { stack } of profile.samples) {
    for (const index of stack) if (!order.has(index)) order.set(index, order.size);
  }
  const locations: Location[] = [];
  for (const [index, position] of order) {
    const location = profile.locations[index];
    if (location) locations.push({ ...location, id: position + 1 });
  }
  const samples = profile.samples.map((sample) => ({ ...sample, stack: sample.stack.map((i) => order.get(i) ?? -1) }));
  return { samples, locations };
}

function joinAdjacent(found: readonly Mapping[]): readonly Mapping[] {
  const joined: Mapping[] = [];
  for (const mapping of found) {
    const last = joined.at(-1);
    if (last && isAdjacent(last, mapping)) {
      const [file, buildId] = [mapping.file || last.file, mapping.buildId || last.buildId];
      joined[joined.length - 1] = { ...last, limit: mapping.limit, file, buildId };
    } else joined.push(mapping);
  }
  return joined;
}

function isAdjacent(a: Mapping, b: Mapping): boolean {
  const differ = (x: string, y: string) => x !== '' && y !== '' && x !== y;
  if (differ(a.file, b.file) || differ(a.buildId, b.buildId) || a.limit !== b.start) return false;
  if (a.offset === 0 || b.offset === 0) return true;
  return addAddress(a.offset, subtract(a.limit, a.start)) === b.offset;
}

/** The first file that looks like a program goes to the front. */
export function mainFirst(mappings: readonly Mapping[]): readonly Mapping[] {
  const main = mappings.findIndex(({ file }) => {
    const name = file.replaceAll('(deleted)', '').trim();
    return name !== '' && !name.startsWith('[') && !/\.so$|\.so[._][0-9]+/.test(name);
  });
  if (main <= 0) return mappings;
  const swapped = [...mappings];
  [swapped[0], swapped[main]] = [swapped[main]!, swapped[0]!];
  return swapped;
}

function withoutHugePage(mappings: readonly Mapping[]): readonly Mapping[] {
  const [first, second] = mappings;
  return first?.file.startsWith('/anon_hugepage') && first.limit === second?.start ? mappings.slice(1) : mappings;
}

const USUAL_START = 0x400000;

function mainStart(mappings: readonly Mapping[]): readonly Mapping[] {
  const [first, ...rest] = mappings;
  if (first === undefined || addAddress(first.start, negate(first.offset)) !== USUAL_START) return mappings;
  return [{ ...first, start: USUAL_START, offset: 0 }, ...rest];
}

/** Finds the mapping of every address; those in none get one that covers everything. */
function assign(found: readonly Mapping[], locations: readonly Location[]): Pick<Profile, 'mappings' | 'locations'> {
  const mappings = [...found];
  const assigned = locations.map((location) => {
    const { address } = location;
    if (address === 0) return location;
    let mapping = mappings.findIndex((m) => m.start <= address && address < m.limit);
    if (mapping < 0) mapping = stretch(mappings, address);
    if (mapping < 0) mapping = mappings.push(newMapping({ limit: (1n << 64n) - 1n })) - 1;
    return { ...location, mapping };
  });
  return { mappings, locations: assigned };
}

/** Some handlers leave out the first part of a split mapping: it starts at its offset then. */
function stretch(mappings: Mapping[], address: Int64): number {
  const index = mappings.findIndex((m) => {
    if (m.offset === 0) return false;
    return addAddress(m.start, negate(m.offset)) <= address && address < m.start;
  });
  const mapping = mappings[index];
  if (mapping) mappings[index] = { ...mapping, start: addAddress(mapping.start, negate(mapping.offset)), offset: 0 };
  return index;
}
