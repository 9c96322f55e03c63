import { Gunzip, gzipSync } from 'fflate';
import { concatBytes } from './bytes.ts';

/** What `-proto` writes and what a profile may be packed in. Beyond this a file is refused instead of filling memory. */
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

const CHUNK_BYTES = 64 * 1024;
const TRAILER_BYTES = 8;

/** Unpacked bytes, or why there are none, in the words of Go's reader. */
export type Unpacked = { readonly bytes: Uint8Array } | { readonly error: string };

/** True for bytes that start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A gzip file without name and time, the same for the same bytes. */
export function packGzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { mtime: 0 });
}

/**
 * The content of a gzip file, all members one after the other, each checked against its checksum and size.
 * A damaged or cut file, trailing bytes and more than `maxBytes` of content are errors.
 *
 * @see RFC 1952
 * @example unpackGzip(bytes)
 */
export function unpackGzip(packed: Uint8Array, maxBytes = MAX_UNPACKED_BYTES): Unpacked {
  const parts: Uint8Array[] = [];
  let size = 0;
  let memberStart = 0;
  const member = { crc: 0, size: 0 };
  let damage: string | undefined;
  const stream = new Gunzip((part) => {
    size += part.length;
    if (size > maxBytes) throw new RangeError(`more than ${maxBytes} bytes of content`);
    member.crc = crc32(part, member.crc);
    member.size = (member.size + part.length) >>> 0;
    parts.push(part);
  });
  stream.onmember = (offset) => {
    damage ??= trailerDamage(packed.subarray(memberStart, offset), member);
    memberStart = offset;
    member.crc = 0;
    member.size = 0;
  };
  try {
    for (let at = 0; at < packed.length; at += CHUNK_BYTES) {
      stream.push(packed.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= packed.length);
    }
  } catch (error) {
    return { error: gzipError(error) };
  }
  damage ??= trailerDamage(packed.subarray(memberStart), member);
  return damage === undefined ? { bytes: concatBytes(parts) } : { error: damage };
}

/** A member ends in its checksum and size, little-endian. */
function trailerDamage(member: Uint8Array, seen: { crc: number; size: number }): string | undefined {
  if (member.length < 10 + TRAILER_BYTES) return 'unexpected EOF';
  const at = member.length - TRAILER_BYTES;
  const view = new DataView(member.buffer, member.byteOffset + at, TRAILER_BYTES);
  if (view.getUint32(0, true) === seen.crc && view.getUint32(4, true) === seen.size) return undefined;
  return 'gzip: invalid checksum';
}

function gzipError(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 0) return 'unexpected EOF';
  return code === 6 ? 'gzip: invalid header' : 'flate: corrupt input';
}

let crcTables: readonly Int32Array[] | undefined;

/** Four tables, so that four bytes are taken at a time. */
function makeCrcTables(): readonly Int32Array[] {
  const first = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    first[n] = c;
  }
  const tables = [first];
  for (let t = 1; t < 4; t++) {
    const before = tables[t - 1] ?? first;
    tables.push(before.map((c) => (c >>> 8) ^ (first[c & 255] ?? 0)));
  }
  return tables;
}

/** The checksum of gzip over `bytes`, going on from `seed`. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  crcTables ??= makeCrcTables();
  const [t0, t1, t2, t3] = crcTables as readonly [Int32Array, Int32Array, Int32Array, Int32Array];
  let c = ~seed;
  let i = 0;
  for (const last = bytes.length - 3; i < last; i += 4) {
    c ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    c = t3[c & 255]! ^ t2[(c >>> 8) & 255]! ^ t1[(c >>> 16) & 255]! ^ t0[c >>> 24]!;
  }
  for (; i < bytes.length; i++) c = t0[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}
