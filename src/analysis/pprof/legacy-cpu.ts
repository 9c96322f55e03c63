import { decodeText } from './bytes.ts';
import { addAddress, fromSignedWords, fromWords, multiply } from './int64.ts';
import type { Int64 } from './int64.ts';
import { withoutRepeatedLeaf } from './legacy-counts.ts';
import { readJavaLocations } from './legacy-java.ts';
import { readMemoryMap, withMappings } from './legacy-maps.ts';
import { LegacyBuilder, LINE_TOO_LONG, UNRECOGNIZED } from './legacy-profile.ts';
import type { Legacy } from './legacy-profile.ts';
import { LineScanner } from './line-scanner.ts';
import type { Profile, Sample, ValueType } from './model.ts';

/**
 * Binary CPU profiles: words of 4 or 8 bytes, in either byte order.
 *
 *   header   0  3  kind(0, or 1 for Java)  period in microseconds  0
 *   sample   count  frames  address…                               leaf first
 *   end      0  1  0                                               then the memory map as text, or Java's symbols
 */

interface Words {
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
}

const LAYOUTS: readonly Words[] = [
  { size: 4, littleEndian: true },
  { size: 4, littleEndian: false },
  { size: 8, littleEndian: true },
  { size: 8, littleEndian: false },
];

const TYPES: readonly ValueType[] = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];

class WordReader {
  readonly #view: DataView;
  readonly #words: Words;
  at = 0;
  /** A word was asked for and there was none; it read as 0, and so does what follows. */
  failed = false;

  constructor(bytes: Uint8Array, words: Words) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#words = words;
  }

  get left(): number {
    return this.#view.byteLength - this.at;
  }

  next(): Int64 {
    const { size, littleEndian } = this.#words;
    if (this.left < size) {
      this.failed = true;
      this.at = this.#view.byteLength;
      return 0;
    }
    const first = this.#view.getUint32(this.at, littleEndian);
    const second = size === 8 ? this.#view.getUint32(this.at + 4, littleEndian) : 0;
    this.at += size;
    if (size === 4) return first;
    return littleEndian ? fromWords(first, second) : fromWords(second, first);
  }
}

/** Reads a binary CPU profile. */
export function parseCpu(bytes: Uint8Array): Legacy {
  for (const words of LAYOUTS) {
    const reader = new WordReader(bytes, words);
    const header = [reader.next(), reader.next(), reader.next(), reader.next(), reader.next()];
    const [zero, three, kind, periodMicros = 0, padding] = header;
    const fits = !reader.failed && zero === 0 && three === 3 && periodMicros > 0 && padding === 0;
    if (fits && kind === 0) return parseSamples(bytes, reader, periodMicros, false);
    if (fits && kind === 1) return parseSamples(bytes, reader, periodMicros, true);
  }
  return UNRECOGNIZED;
}

function parseSamples(bytes: Uint8Array, reader: WordReader, periodMicros: Int64, java: boolean): Legacy {
  const builder = new LegacyBuilder();
  const period = multiply(asSigned(periodMicros), 1000);
  if (!readSamples(builder, reader, period, !java)) return UNRECOGNIZED;
  const text = decodeText(bytes.subarray(reader.at));
  const head = { sampleTypes: TYPES, periodType: { type: 'cpu', unit: 'nanoseconds' }, period };
  const profile = builder.build(head, []);
  if (java) return { profile: readJavaLocations(text, profile) };
  const scanner = new LineScanner(text);
  const mapped = withMappings(withoutSignalFrames(profile), readMemoryMap(scanner));
  if (scanner.tooLong) return LINE_TOO_LONG;
  return { profile: withoutRepeatedLeaf(mapped) };
}

function asSigned(word: Int64): Int64 {
  return typeof word === 'number' ? word : fromSignedWords(Number(word & 0xffffffffn), Number(word >> 32n));
}

function readSamples(builder: LegacyBuilder, reader: WordReader, period: Int64, adjust: boolean): boolean {
  while (reader.left > 0) {
    const count = reader.next();
    const frames = reader.next();
    if (reader.failed || frames > reader.left / 4) return false;
    const addresses: Int64[] = [];
    for (let i = 0; i < frames; i++) addresses.push(reader.next());
    if (count === 0 && frames === 1 && addresses[0] === 0) return true;
    const stack = addresses.map((address, i) =>
      builder.locationAt(adjust && i > 0 ? addAddress(address, -1) : address),
    );
    const samples = asSigned(count);
    builder.sample([samples, multiply(samples, period)], stack);
  }
  return true;
}

/** When nearly all samples have the same second frame, a signal handler put it there: up to two such frames go. */
function withoutSignalFrames(profile: Profile): Profile {
  let { samples } = profile;
  const margin = Math.trunc(samples.length / 32);
  for (let round = 0; round < 2; round++) {
    const counts = new Map<number, number>();
    for (const { stack } of samples) {
      const second = stack[1];
      if (second !== undefined) counts.set(second, (counts.get(second) ?? 0) + 1);
    }
    const [common] = [...counts].find(([, count]) => count >= samples.length - margin) ?? [];
    if (common !== undefined) samples = samples.map((sample) => withoutSecond(sample, common));
  }
  return { ...profile, samples };
}

function withoutSecond(sample: Sample, frame: number): Sample {
  const [leaf, second, ...rest] = sample.stack;
  return leaf === undefined || second !== frame ? sample : { ...sample, stack: [leaf, ...rest] };
}
