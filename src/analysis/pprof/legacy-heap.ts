import { divide, fromFloat, parseDecimal, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import {
  hexAddresses,
  isMemoryMapSentinel,
  LegacyBuilder,
  LINE_TOO_LONG,
  skipToMemoryMap,
  UNRECOGNIZED,
} from './legacy-profile.ts';
import type { Legacy } from './legacy-profile.ts';
import { readMemoryMap, withMappings } from './legacy-maps.ts';
import { isDigitCode, isLowerHexCode, isSpaceOrComment, LineScanner, Matcher } from './line-scanner.ts';
import type { ValueType } from './model.ts';

/**
 * Heap text, as `/debug/pprof/heap?debug=1` prints it:
 *
 *   header  heap profile: 3: 4096 [7: 8192] @ heap/1048576      in use: objects: bytes [allocated], twice the sampling rate
 *   sample  1: 1024 [2: 2048] @ 0x47a1c5 0x47b2d6               counts as sampled, return addresses leaf first
 *   #       0x47a1c4 main.f+0x24 /src/main.go:12                a comment to pprof; symbols.ts reads it
 *   map     --- Memory map: --- or MAPPED_LIBRARIES:            then the mapped files
 */

interface Header {
  readonly sampled: boolean;
  readonly period: Int64;
  readonly hasAlloc: boolean;
}

const ALLOC_AND_INUSE: readonly ValueType[] = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
const INUSE: readonly ValueType[] = [
  { type: 'objects', unit: 'count' },
  { type: 'space', unit: 'bytes' },
];

/** Reads a heap, growth or fragmentation text. */
export function parseHeap(text: string): Legacy {
  const scanner = new LineScanner(text);
  if (!scanner.next()) return scanner.tooLong ? LINE_TOO_LONG : UNRECOGNIZED;
  const header = findHeader(scanner.line);
  if (header === undefined) return UNRECOGNIZED;
  const builder = new LegacyBuilder();
  while (scanner.next()) {
    const line = scanner.line.trim();
    if (isSpaceOrComment(line)) continue;
    if (isMemoryMapSentinel(line)) break;
    const error = addSample(builder, line, header);
    if (error !== undefined) return { error };
  }
  skipToMemoryMap(scanner);
  const mappings = readMemoryMap(scanner);
  if (scanner.tooLong) return LINE_TOO_LONG;
  const sampleTypes = header.hasAlloc ? ALLOC_AND_INUSE : INUSE;
  const profile = builder.build(
    { sampleTypes, period: header.period, periodType: { type: 'space', unit: 'bytes' } },
    [],
  );
  return { profile: withMappings(profile, mappings) };
}

function findHeader(line: string): Header | undefined {
  for (let at = line.indexOf('heap profile:'); at >= 0; at = line.indexOf('heap profile:', at + 1)) {
    const header = headerAt(line, at + 'heap profile:'.length);
    if (header !== undefined) return header;
  }
  return undefined;
}

function headerAt(line: string, at: number): Header | undefined {
  const match = new Matcher(line, at);
  const counts = matchCounts(match);
  match.literal(']');
  const strict = match.text.startsWith(' @ ', match.at);
  match.spaces();
  match.literal('@');
  match.spaces();
  if (match.failed) return undefined;
  const word = match.take((code) => isDigitCode(code) || code === 95 || (code >= 97 && code <= 122));
  if (strict && (word.startsWith('growth') || word.startsWith('fragmentation'))) {
    return { sampled: false, period: 1, hasAlloc: false };
  }
  if (!word.startsWith('heap')) return undefined;
  if (match.text[match.at] === '/') match.at++;
  return heapHeader(word, match.take(isDigitCode), counts);
}

/** `in-use objects: in-use bytes [objects: bytes`, all unsigned. */
function matchCounts(match: Matcher): readonly string[] {
  match.spaces();
  const objects = match.digits();
  match.literal(':');
  match.spaces();
  const bytes = match.digits();
  match.spaces();
  match.literal('[');
  match.spaces();
  const allocObjects = match.digits();
  match.literal(':');
  match.spaces();
  const allocBytes = match.digits();
  match.spaces();
  return [objects, bytes, allocObjects, allocBytes];
}

function heapHeader(kind: string, rate: string, counts: readonly string[]): Header | undefined {
  const period = rate === '' ? 0 : parseDecimal(rate);
  if (period === undefined) return undefined;
  const [objects, bytes, allocObjects, allocBytes] = counts;
  const differs = (alloc: string | undefined, inuse: string | undefined) => alloc !== inuse && alloc !== '0';
  const hasAlloc = differs(allocObjects, objects) || differs(allocBytes, bytes);
  if (kind === 'heapz_v2' || kind === 'heap_v2') return { sampled: true, period, hasAlloc };
  if (kind === 'heapprofile') return { sampled: false, period: 1, hasAlloc };
  return kind === 'heap' ? { sampled: true, period: divide(period, 2), hasAlloc } : undefined;
}

/** Counts and addresses of a sample line. Counts in use may be negative. */
function matchSample(line: string): { readonly counts: readonly string[]; readonly addresses: string } | undefined {
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (!isDigitCode(code) && code !== 45) continue;
    const match = new Matcher(line, at);
    const counts = sampleCounts(match);
    if (!match.failed) {
      return { counts, addresses: match.take((c) => isLowerHexCode(c) || c === 32 || c === 120) };
    }
    while (isDigitCode(line.charCodeAt(at + 1))) at++;
  }
  return undefined;
}

function sampleCounts(match: Matcher): readonly string[] {
  const objects = signed(match);
  match.literal(':');
  match.spaces();
  const bytes = signed(match);
  match.spaces();
  match.literal('[');
  match.spaces();
  const allocObjects = match.digits();
  match.literal(':');
  match.spaces();
  const allocBytes = match.digits();
  match.literal('] @');
  return [objects, bytes, allocObjects, allocBytes];
}

function signed(match: Matcher): string {
  const sign = match.text[match.at] === '-' ? '-' : '';
  match.at += sign.length;
  return sign + match.digits();
}

function addSample(builder: LegacyBuilder, line: string, header: Header): string | undefined {
  const found = matchSample(line);
  if (found === undefined) return 'unexpected number of sample values: got 0, want 6';
  const [objects = '', bytes = '', allocObjects = '', allocBytes = ''] = found.counts;
  const alloc = header.hasAlloc ? readPair(line, allocObjects, allocBytes, 'allocation', header) : undefined;
  if (typeof alloc === 'string') return alloc;
  const inuse = readPair(line, objects, bytes, 'inuse', header);
  if (typeof inuse === 'string') return inuse;
  const { addresses, bad } = hexAddresses(found.addresses);
  if (bad !== undefined) return `malformed sample: ${line}: failed to parse as hex 64-bit number: ${bad}`;
  const blockSize = inuse.blockSize ?? alloc?.blockSize ?? 0;
  const labels = new Map([['bytes', { values: [blockSize], units: [] }]]);
  builder.sample([...(alloc?.values ?? []), ...inuse.values], builder.callers(addresses), labels);
  return undefined;
}

interface Pair {
  readonly values: readonly Int64[];
  readonly blockSize?: Int64;
}

function readPair(line: string, countText: string, sizeText: string, label: string, header: Header): Pair | string {
  const count = parseDecimal(countText);
  const size = parseDecimal(sizeText);
  if (count === undefined || size === undefined) return `malformed sample: ${line}: value out of range`;
  if (count === 0) return size === 0 ? { values: [0, 0] } : `${label} count was 0 but ${label} bytes was ${size}`;
  const values = header.sampled ? unsample(count, size, header.period) : [count, size];
  return { values, blockSize: divide(size, count) };
}

/**
 * Objects and bytes as they were before sampling: each sampled object of mean size S stands for 1 / (1 - e^(-S/rate)).
 * A rate of 1 or less leaves them as they are.
 *
 * @see golang/go src/runtime/pprof/protomem.go scaleHeapSample
 */
export function unsample(count: Int64, size: Int64, rate: Int64): readonly Int64[] {
  if (count === 0 || size === 0) return [0, 0];
  if (rate <= 1) return [count, size];
  const meanSize = toFloat(size) / toFloat(count);
  const scale = 1 / (1 - Math.exp(-meanSize / toFloat(rate)));
  return [fromFloat(toFloat(count) * scale), fromFloat(toFloat(size) * scale)];
}
