import { addAddress, fromFloat, multiply, parseDecimal, parseHex, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { readMemoryMap, withMappings } from './legacy-maps.ts';
import {
  hexAddresses,
  isMemoryMapSentinel,
  LegacyBuilder,
  LINE_TOO_LONG,
  MALFORMED,
  skipToMemoryMap,
  UNRECOGNIZED,
} from './legacy-profile.ts';
import type { Legacy } from './legacy-profile.ts';
import { isDigitCode, isSpaceOrComment, LineScanner, skipWhile } from './line-scanner.ts';
import type { Profile, ValueType } from './model.ts';

/**
 * Texts that count stacks:
 *
 *   goroutine profile: total 7                      or threadcreate, or any name
 *   3 @ 0x43b5a5 0x44c2d1                           count, return addresses leaf first
 *
 *   --- contention:                                 or --- mutex:, --- contentionz 1 ---
 *   cycles/second=2000000000                        settings
 *   9000 2 @ 0x47b1c5 0x46e2a1                      cycles, contentions, return addresses
 *
 *   --- threadz 1 ---                               or straight to the threads
 *   --- Thread 7f2e (name: worker/12) stack: ---
 *     PC: 0x40a1c5 main                             addresses anywhere in the lines
 *     [same as previous thread]
 */

function finish(
  scanner: LineScanner,
  builder: LegacyBuilder,
  head: Partial<Profile> & { sampleTypes: readonly ValueType[] },
): Legacy {
  skipToMemoryMap(scanner);
  const mappings = readMemoryMap(scanner);
  if (scanner.tooLong) return LINE_TOO_LONG;
  return { profile: withMappings(builder.build(head, []), mappings) };
}

/** Reads a goroutine, threadcreate or custom count text. */
export function parseCounts(text: string): Legacy {
  const scanner = new LineScanner(text);
  while (scanner.next() && isSpaceOrComment(scanner.line));
  if (scanner.tooLong) return LINE_TOO_LONG;
  const name = /^(\S+) profile: total \d+$/.exec(scanner.line)?.[1];
  if (name === undefined) return UNRECOGNIZED;
  const builder = new LegacyBuilder();
  while (scanner.next()) {
    if (isSpaceOrComment(scanner.line)) continue;
    if (scanner.line.startsWith('---')) break;
    if (!addCount(builder, scanner.line)) return MALFORMED;
  }
  const type = { type: name, unit: 'count' };
  return finish(scanner, builder, { sampleTypes: [type], periodType: type, period: 1 });
}

/** Adds `3 @ 0x1 0x2`; the line must be just that. */
function addCount(builder: LegacyBuilder, line: string): boolean {
  const [countText = '', sign, ...words] = line.split(' ');
  if (sign !== '@' || words.length === 0 || !/^\d+$/.test(countText)) return false;
  const count = parseGoInteger(countText);
  const addresses = words.map((word) => (/^0x[0-9a-f]+$/.test(word) ? parseHex(word.slice(2)) : undefined));
  if (count === undefined || addresses.includes(undefined)) return false;
  builder.sample([count], builder.callers(addresses as Int64[]));
  return true;
}

/** An integer in Go's own spelling: a leading 0 makes it octal, `0x` hexadecimal. */
export function parseGoInteger(text: string): Int64 | undefined {
  const sign = /^[+-]/.test(text) ? text.slice(0, 1) : '';
  const digits = text.slice(sign.length);
  if (/^0[xX]/.test(digits)) return signedHex(sign, digits.slice(2));
  if (/^0[0-7]+$/.test(digits)) return parseDecimal(sign + BigInt(`0o${digits.slice(1)}`).toString());
  return /^0\d/.test(digits) ? undefined : parseDecimal(text);
}

function signedHex(sign: string, digits: string): Int64 | undefined {
  const value = parseHex(digits);
  return value === undefined ? undefined : parseDecimal(`${sign}${value}`);
}

const CONTENTION_TYPES: readonly ValueType[] = [
  { type: 'contentions', unit: 'count' },
  { type: 'delay', unit: 'nanoseconds' },
];

interface ContentionSettings {
  cyclesPerSecond: Int64;
  period: Int64;
  durationNanos: Int64;
}

/** Reads a block or mutex text. */
export function parseContention(text: string): Legacy {
  const scanner = new LineScanner(text);
  scanner.next();
  if (scanner.tooLong) return LINE_TOO_LONG;
  if (!/^--- (contentionz |mutex:|contention:)/.test(scanner.line)) return UNRECOGNIZED;
  const settings: ContentionSettings = { cyclesPerSecond: 0, period: 1, durationNanos: 0 };
  if (!readSettings(scanner, settings)) return UNRECOGNIZED;
  const builder = new LegacyBuilder();
  do {
    const line = scanner.line.trim();
    if (line.startsWith('---')) break;
    if (isSpaceOrComment(line)) continue;
    const error = addContention(builder, line, settings);
    if (error !== undefined) return { error };
  } while (scanner.next());
  const { period, durationNanos } = settings;
  const periodType = { type: 'contentions', unit: 'count' };
  return finish(scanner, builder, { sampleTypes: CONTENTION_TYPES, periodType, period, durationNanos });
}

/** Reads `attribute = value` lines up to the first other one, which stays the scanner's line. */
function readSettings(scanner: LineScanner, settings: ContentionSettings): boolean {
  while (scanner.next()) {
    const line = scanner.line.trim();
    if (isSpaceOrComment(line)) continue;
    const at = line.indexOf('=');
    if (line.startsWith('---') || at < 0) return true;
    if (!applySetting(settings, line.slice(0, at).trim(), line.slice(at + 1).trim())) return false;
  }
  return true;
}

function applySetting(settings: ContentionSettings, key: string, value: string): boolean {
  if (key === 'discarded samples') return true;
  const number = parseGoInteger(value);
  if (number === undefined) return false;
  if (key === 'cycles/second') settings.cyclesPerSecond = number;
  else if (key === 'sampling period') settings.period = number;
  else if (key === 'ms since reset') settings.durationNanos = multiply(number, 1_000_000);
  else return false;
  return true;
}

/** Adds `cycles contentions @ addresses`, found anywhere in the line. */
function addContention(builder: LegacyBuilder, line: string, settings: ContentionSettings): string | undefined {
  const found = findContention(line);
  if (found === undefined) return 'unrecognized profile format';
  const [cycles, contentions] = [parseDecimal(found.cycles), parseDecimal(found.contentions)];
  if (cycles === undefined || contentions === undefined) return `malformed sample: ${line}: value out of range`;
  const { addresses, bad } = hexAddresses(found.addresses);
  if (bad !== undefined) return `malformed sample: ${line}: failed to parse as hex 64-bit number: ${bad}`;
  const { period, cyclesPerSecond } = settings;
  const scaled = period > 0;
  const delay = scaled && cyclesPerSecond > 0 ? cyclesToNanos(cycles, settings) : cycles;
  builder.sample([scaled ? multiply(contentions, period) : contentions, delay], builder.callers(addresses));
  return undefined;
}

function cyclesToNanos(cycles: Int64, { period, cyclesPerSecond }: ContentionSettings): Int64 {
  return fromFloat((toFloat(cycles) * toFloat(period)) / (toFloat(cyclesPerSecond) / 1e9));
}

function findContention(line: string): { cycles: string; contentions: string; addresses: string } | undefined {
  const at = line.indexOf(' @');
  let to = at;
  while (to > 0 && isDigitCode(line.charCodeAt(to - 1))) to--;
  const contentions = line.slice(to, Math.max(at, to));
  const before = line.slice(0, to).trimEnd();
  let from = before.length;
  while (from > 0 && isDigitCode(before.charCodeAt(from - 1))) from--;
  const cycles = before.slice(from);
  if (cycles === '' || contentions === '') return splitDigits(contentions, line, at);
  return { cycles, contentions, addresses: addressRun(line, at + 2) };
}

/** One run of digits reads as two numbers, the second of one digit. */
function splitDigits(digits: string, line: string, at: number): ReturnType<typeof findContention> {
  if (digits.length < 2) return undefined;
  return { cycles: digits.slice(0, -1), contentions: digits.slice(-1), addresses: addressRun(line, at + 2) };
}

function addressRun(line: string, from: number): string {
  return line.slice(
    from,
    skipWhile(line, from, (c) => isDigitCode(c) || (c >= 97 && c <= 102) || c === 32 || c === 120),
  );
}

const THREAD = /^--- Thread [0-9a-fA-F]+ \(name: .*\/\d+\) stack: ---/;

/** Reads a threadz text. */
export function parseThreads(text: string): Legacy {
  const scanner = new LineScanner(text);
  while (scanner.next() && isSpaceOrComment(scanner.line));
  if (/--- threadz \d+ ---/.test(scanner.line)) {
    while (scanner.next() && !isMemoryMapSentinel(scanner.line) && !scanner.line.startsWith('-'));
  } else if (!THREAD.test(scanner.line)) return UNRECOGNIZED;
  const builder = new LegacyBuilder();
  while (!isMemoryMapSentinel(scanner.line) && !scanner.line.startsWith('---- no stack trace for')) {
    if (!THREAD.test(scanner.line)) return UNRECOGNIZED;
    const error = addThread(builder, scanner);
    if (error !== undefined) return { error };
  }
  const type = { type: 'thread', unit: 'count' };
  const legacy = finish(scanner, builder, { sampleTypes: [type], periodType: type, period: 1 });
  return 'profile' in legacy ? { profile: withoutRepeatedLeaf(legacy.profile) } : legacy;
}

/** Reads a thread's lines and leaves the scanner at the next heading. A thread like the one before counts for that one. */
function addThread(builder: LegacyBuilder, scanner: LineScanner): string | undefined {
  const addresses: Int64[] = [];
  let same = false;
  while (scanner.next()) {
    const line = scanner.line.trim();
    if (line.startsWith('---')) break;
    if (line.includes('same as previous thread')) {
      same = true;
      continue;
    }
    const found = hexAddresses(line);
    if (found.bad !== undefined) return `malformed sample: ${line}: failed to parse as hex 64-bit number: ${found.bad}`;
    addresses.push(...found.addresses);
  }
  const last = builder.samples.at(-1);
  if (!same && addresses.length > 0) {
    builder.sample(
      [1],
      addresses.map((address, i) => builder.locationAt(i > 0 ? addAddress(address, -1) : address)),
    );
  } else if (last) {
    builder.samples[builder.samples.length - 1] = { ...last, values: last.values.map((value) => Number(value) + 1) };
  }
  return undefined;
}

/** A leaf may be there twice, once moved back onto a call that it is not. */
export function withoutRepeatedLeaf(profile: Profile): Profile {
  const addressOf = (index: number | undefined) => profile.locations[index ?? -1]?.address ?? 0;
  const samples = profile.samples.map((sample) => {
    const [leaf, next, ...rest] = sample.stack;
    if (leaf === undefined || next === undefined) return sample;
    return addressOf(leaf) === addAddress(addressOf(next), 1) ? { ...sample, stack: [leaf, ...rest] } : sample;
  });
  return { ...profile, samples };
}
