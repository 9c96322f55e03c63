/**
 * The submissions inside a zip file. Nothing is ever written by its names: they are labels.
 *
 * A zip is read by the directory at its end. Where that is missing, because the file was cut, what can be told from the
 * entries' own headers is read instead.
 *
 * @see APPNOTE.TXT 6.3.10 of PKWARE: local file header 4.3.7, central directory 4.3.12, its end 4.3.16
 */
import { Inflate, Unzip, UnzipInflate } from 'fflate';
import type { ClassFile, Refused } from './grade-class.ts';
import { maxSubmissionBytes } from './submission.ts';

/** What a zip may hold in all: a class of thousands, and no bomb. */
const limits = { files: 20_000, bytes: 2_000_000_000, nesting: 2, swollenBytes: 100_000_000 };

/** What grows more than this is read while it is little in all: a paste repeated in every attempt packs as well as a bomb. */
const swell = { from: 1_000_000, times: 100 };

/** Compressed bytes that are unpacked between two looks at the size: at most 1,032 times as many come out. */
const chunkBytes = 16_384;

/** Entries that operating systems add and nobody handed in. */
const isClutter = (name: string) =>
  name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|\._)/.test(name);

const problems = {
  damaged: 'damaged inside the zip',
  method: 'packed or encrypted in a way that is not read here: pack it again as a plain zip',
  size: `unpacks to more than ${maxSubmissionBytes / 1e6} MB, which no submission does`,
  swollen: `unpacks to more than ${swell.times} times its size, as bombs do`,
  total: `the zip unpacks to more than ${limits.bytes / 1e9} GB, and this was left out`,
  nested: 'a zip inside a zip inside a zip: unpack it first',
  cut: 'a damaged zip: what came before the damage was read',
  over: `the zip holds more than ${limits.files} files; this and the rest were left out`,
};

/** The files of a zip and what of it could not be read. */
export interface ReadZip {
  readonly files: readonly ClassFile[];
  readonly refused: readonly Refused[];
}

/**
 * Returns the text files of a zip, zips inside it unpacked too (two levels deep). `source` is put before their names. A
 * damaged zip gives what can be read of it. Unpacking stops at 64 MB a file, 20,000 files, 2 GB in all, and 100 MB in all
 * of what grows a hundredfold.
 *
 * @example readZip('class.zip', bytes).files
 */
export function readZip(source: string, bytes: Uint8Array): ReadZip {
  const state: State = { files: [], refused: [], bytes: 0, swollenBytes: 0 };
  unpack(source, bytes, 0, state);
  return { files: state.files, refused: state.refused };
}

/**
 * True for the bytes of a zip file.
 *
 * @example isZip(new Uint8Array([0x50, 0x4b, 3, 4])) // true
 */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

interface State {
  readonly files: ClassFile[];
  readonly refused: Refused[];
  /** Unpacked so far, and what of it grew more than text does. */
  bytes: number;
  swollenBytes: number;
}

/** An entry of the directory. */
interface Entry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: Uint8Array;
}

function unpack(source: string, bytes: Uint8Array, depth: number, state: State): void {
  const entries = readDirectory(bytes);
  if (entries === undefined) return salvage(source, bytes, depth, state);
  for (const entry of entries) {
    if (isClutter(entry.name)) continue;
    const name = `${source}/${entry.name}`;
    if (isOverFull(name, state)) return;
    const content = inflateEntry(entry, state);
    if (typeof content === 'string') state.refused.push({ source: name, problem: content });
    else keep(name, content, depth, state);
  }
}

/** The files of a zip as its directory names them; undefined where the directory is missing or makes no sense. */
function readDirectory(bytes: Uint8Array): readonly Entry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const entry = readEntry(view, bytes, at);
    if (entry === undefined) return undefined;
    entries.push(entry);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The end of the directory stands before a comment of at most 64 kB. */
function findEnd(view: DataView): number | undefined {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at--) if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}

function readEntry(view: DataView, bytes: Uint8Array, at: number): Entry | undefined {
  const flags = view.getUint16(at + 8, true);
  const packedBytes = view.getUint32(at + 20, true);
  const header = view.getUint32(at + 42, true);
  if (header + 30 > bytes.length || view.getUint32(header, true) !== 0x04034b50) return undefined;
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (from + packedBytes > bytes.length) return undefined;
  const name = bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true));
  return {
    name: decodeName(name),
    isEncrypted: (flags & 1) === 1,
    method: view.getUint16(at + 10, true),
    packed: bytes.subarray(from, from + packedBytes),
  };
}

/** Names are UTF-8, whether or not the flag says so; from old programs they are in a code page, and then only labels. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** The bytes of an entry, or why there are none. */
function inflateEntry({ method, isEncrypted, packed }: Entry, state: State): Uint8Array | string {
  if (isEncrypted || (method !== 0 && method !== 8)) return problems.method;
  const content = method === 0 ? packed : inflate(packed, state);
  if (typeof content === 'string') return content;
  const problem = excess(content.length, packed.length, state);
  if (problem !== undefined) return problem;
  state.bytes += content.length;
  if (isSwollen(content.length, packed.length)) state.swollenBytes += content.length;
  return content;
}

/** Unpacks no further than what is read. */
function inflate(packed: Uint8Array, state: State): Uint8Array | string {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += chunkBytes) {
      stream.push(packed.subarray(at, at + chunkBytes), at + chunkBytes >= packed.length);
      const problem = excess(size, at + chunkBytes, state);
      if (problem !== undefined) return problem;
    }
  } catch {
    return problems.damaged;
  }
  return join(chunks, size);
}

/** Why so much from so little is not read, if it isn't. */
function excess(size: number, packedSize: number, state: State): string | undefined {
  if (size > maxSubmissionBytes) return problems.size;
  if (state.bytes + size > limits.bytes) return problems.total;
  return isSwollen(size, packedSize) && state.swollenBytes + size > limits.swollenBytes ? problems.swollen : undefined;
}

function isSwollen(size: number, packedSize: number): boolean {
  return size > swell.from && size > swell.times * packedSize;
}

function isOverFull(source: string, state: State): boolean {
  const isFull = state.files.length + state.refused.length >= limits.files;
  if (isFull) state.refused.push({ source, problem: problems.over });
  return isFull;
}

function keep(source: string, bytes: Uint8Array, depth: number, state: State): void {
  if (!isZip(bytes)) state.files.push({ source, content: new TextDecoder().decode(bytes) });
  else if (depth + 1 < limits.nesting) unpack(source, bytes, depth + 1, state);
  else state.refused.push({ source, problem: problems.nested });
}

/** Reads a zip without a directory from its start, as far as it goes. */
function salvage(source: string, bytes: Uint8Array, depth: number, state: State): void {
  const unzip = new Unzip((file) => {
    const name = `${source}/${file.name}`;
    if (isClutter(file.name)) return;
    const chunks: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, chunk, isLast) => {
      if (error !== null || size > maxSubmissionBytes || state.bytes > limits.bytes) return;
      chunks.push(chunk);
      size += chunk.length;
      state.bytes += chunk.length;
      if (isLast && size <= maxSubmissionBytes) keep(name, join(chunks, size), depth, state);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      unzip.push(bytes.subarray(at, at + chunkBytes), false);
      if (state.bytes > limits.swollenBytes && isSwollen(state.bytes, at + chunkBytes)) break;
    }
  } catch {
    // What was read before the damage is kept; the zip itself is named below.
  }
  state.refused.push({ source, problem: problems.cut });
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
