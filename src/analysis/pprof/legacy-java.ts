import { divide, multiply, parseHex } from './int64.ts';
import type { Int64 } from './int64.ts';
import { parseGoInteger } from './legacy-counts.ts';
import { unsample } from './legacy-heap.ts';
import { withMappings } from './legacy-maps.ts';
import { hexAddresses, LegacyBuilder, UNRECOGNIZED } from './legacy-profile.ts';
import type { Legacy } from './legacy-profile.ts';
import { isDigitCode, isLowerHexCode, Matcher, skipWhile } from './line-scanner.ts';
import { NO_NUMBER_LABELS } from './model.ts';
import type { Func, Line, Profile, ValueType } from './model.ts';
import { baseName } from './paths.ts';

/**
 * Java's heap and contention texts:
 *
 *   --- heapz 1 ---                                 or --- contentionz 1 ---
 *   format = java                                   settings
 *   resolution=bytes
 *   7048 32 @ 0x41 0x42                             bytes, objects, frames leaf first
 *   0x41 com.example.Cache.put (Cache.java:12)      what the frames are
 */

interface JavaSettings {
  readonly kind: 'heap' | 'contention';
  sampleTypes: readonly ValueType[];
  periodType: ValueType;
  period: Int64;
  durationNanos: Int64;
}

/** Reads a Java heap or contention text. */
export function parseJava(text: string): Legacy {
  const newline = text.indexOf('\n');
  const heading = text.slice(0, Math.max(newline, 0)).trim();
  const kind = heading === '--- heapz 1 ---' ? 'heap' : heading === '--- contentionz 1 ---' ? 'contention' : undefined;
  if (kind === undefined) return UNRECOGNIZED;
  const settings: JavaSettings = {
    kind,
    sampleTypes: [],
    periodType: { type: '', unit: '' },
    period: 0,
    durationNanos: 0,
  };
  const lines = new FullLines(text, newline + 1);
  while (lines.peek() !== undefined) {
    const line = lines.peek() ?? '';
    const setting = findSetting(line);
    if (line !== '' && setting === undefined) break;
    if (setting && !applySetting(settings, setting.key, setting.value)) return UNRECOGNIZED;
    lines.skip();
  }
  const builder = new LegacyBuilder();
  const error = readSamples(lines, builder, settings);
  if (error !== undefined) return { error };
  const { sampleTypes, periodType, period, durationNanos } = settings;
  const profile = builder.build({ sampleTypes, periodType, period, durationNanos }, []);
  return { profile: readJavaLocations(text.slice(lines.at), profile) };
}

/** Lines that end in a newline, trimmed; what follows the last newline stays unread. */
class FullLines {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  peek(): string | undefined {
    const newline = this.#text.indexOf('\n', this.at);
    return newline < 0 ? undefined : this.#text.slice(this.at, newline).trim();
  }

  skip(): void {
    this.at = this.#text.indexOf('\n', this.at) + 1;
  }
}

function applySetting(settings: JavaSettings, key: string, value: string): boolean {
  const { kind } = settings;
  if (key === 'format') return value === 'java';
  if (key === 'resolution') {
    const [count, amount] = kind === 'heap' ? ['inuse_objects', 'inuse_space'] : ['contentions', 'delay'];
    settings.sampleTypes = [
      { type: count ?? '', unit: 'count' },
      { type: amount ?? '', unit: value },
    ];
    return true;
  }
  const number = kind === 'contention' ? parseGoInteger(value) : undefined;
  if (number === undefined) return false;
  if (key === 'sampling period') {
    settings.period = number;
    settings.periodType = { type: 'contentions', unit: 'count' };
  } else if (key === 'ms since reset') settings.durationNanos = multiply(number, 1_000_000);
  else return false;
  return true;
}

function readSamples(lines: FullLines, builder: LegacyBuilder, settings: JavaSettings): string | undefined {
  for (let line = lines.peek(); line !== undefined; line = lines.peek()) {
    const sample = findSample(line);
    if (line !== '' && sample === undefined) return undefined;
    const error = sample && addSample(builder, sample, settings);
    if (error) return `parsing sample ${line}: ${error}`;
    lines.skip();
  }
  return undefined;
}

interface JavaSample {
  readonly amount: string;
  readonly count: string;
  readonly addresses: string;
}

const isWordCode = (code: number): boolean =>
  isDigitCode(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 32;

/** `7048 32 @ 0x41 0x42`, wherever in the line it starts. */
function findSample(line: string): JavaSample | undefined {
  for (let at = 0; at < line.length; at++) {
    if (!isDigitCode(line.charCodeAt(at))) continue;
    const match = new Matcher(line, at);
    const amount = match.digits();
    match.spaces(1);
    const count = match.digits();
    match.spaces(1);
    match.literal('@');
    match.spaces(1);
    if (!match.failed) {
      const addresses = match.take((code) => isLowerHexCode(code) || code === 32 || code === 120);
      return { amount, count, addresses };
    }
    // Starting later in the same digits would fail in the same place.
    while (isDigitCode(line.charCodeAt(at + 1))) at++;
  }
  return undefined;
}

/** `resolution=bytes`: words and blanks on both sides of the first `=` that has them. */
function findSetting(line: string): { readonly key: string; readonly value: string } | undefined {
  for (let at = line.indexOf('='); at >= 0; at = line.indexOf('=', at + 1)) {
    let from = at;
    while (from > 0 && isWordCode(line.charCodeAt(from - 1))) from--;
    const to = skipWhile(line, at + 1, isWordCode);
    if (from < at && to > at + 1) return { key: line.slice(from, at).trim(), value: line.slice(at + 1, to).trim() };
  }
  return undefined;
}

const HEAP_RATE = 524288;

function addSample(builder: LegacyBuilder, sample: JavaSample, settings: JavaSettings): string | undefined {
  const { addresses, bad } = hexAddresses(sample.addresses);
  const amount = parseGoInteger(sample.amount);
  const count = parseGoInteger(sample.count);
  if (bad !== undefined || amount === undefined || count === undefined) return 'value out of range';
  const stack = addresses.map((address) => builder.locationAt(address));
  if (settings.kind === 'heap') {
    if (count === 0) return 'second value must be non-zero';
    const labels = new Map([['bytes', { values: [divide(amount, count)], units: [] }]]);
    builder.sample(unsample(count, amount, HEAP_RATE), stack, labels);
    return undefined;
  }
  const factor = settings.period === 0 ? 1 : settings.period;
  builder.sample([multiply(count, factor), multiply(amount, factor)], stack, NO_NUMBER_LABELS);
  return undefined;
}

/** Names the locations of a profile by the lines `0x41 function (file:line)`; addresses go, so that profiles merge better. */
export function readJavaLocations(text: string, profile: Profile): Profile {
  const indexes = new Map(profile.locations.map((location, index) => [location.address, index]));
  const names = new Map<number, Line>();
  const functions = new Map<string, Func>();
  for (const raw of text.split('\n')) {
    const found = /^0x([0-9a-fA-F]+)\s(.*)$/.exec(raw.trim());
    const index = indexes.get(parseHex(found?.[1] ?? '') ?? -1);
    if (found === null || index === undefined) continue;
    const { name, file, line } = describe((found[2] ?? '').trim());
    let func = functions.get(name);
    if (func === undefined) {
      func = { id: functions.size + 1, name, systemName: name, filename: file, startLine: 0 };
      functions.set(name, func);
    }
    names.set(index, { func: Number(func.id) - 1, line, column: 0 });
  }
  const named = profile.locations.map((location, index) => {
    const line = names.get(index);
    return line ? { ...location, address: 0, lines: [line] } : location;
  });
  const mapped = withMappings({ ...profile, locations: named, functions: [...functions.values()] }, []);
  return { ...mapped, locations: mapped.locations.map((location) => ({ ...location, address: 0 })) };
}

function describe(text: string): { name: string; file: string; line: number } {
  const open = text.lastIndexOf('(');
  if (text.endsWith(')') && open > 0 && /\s/.test(text[open - 1] ?? '')) {
    const name = text.slice(0, open).trimEnd();
    const inside = text.slice(open + 1, -1);
    const colon = inside.lastIndexOf(':');
    const lineText = inside.slice(colon + 1);
    if (colon > 0 && /^-?\d+$/.test(lineText)) {
      return { name, file: inside.slice(0, colon), line: Math.max(0, Number(lineText)) };
    }
    return { name, file: baseName(inside), line: 0 };
  }
  return { name: text.includes('generated stub/JIT') ? 'STUB' : text, file: '', line: 0 };
}
