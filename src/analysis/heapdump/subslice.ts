import type { Memory } from './memory.ts';
import type { Reach } from './reach.ts';

/** A slice or string that uses a small part of the object it points into, and so keeps all of it. */
export interface Subslice {
  /** In elements, as the header says; a string has no capacity. */
  readonly length: number;
  readonly capacity?: number;
  /** Bytes from the start of the object to where the slice begins. */
  readonly offset: number;
  /** Bytes of the size class of the object. */
  readonly objectBytes: number;
  /** Bytes of the object that slices and strings reach by their lengths. */
  readonly usedBytes: number;
}

/** Finds the sub-slices of a dump. */
export interface SubsliceFinder {
  /** Present where every reference to the object is a slice or a string and together they use at most a quarter of it. */
  readonly of: (object: number) => Subslice | undefined;
}

/** Smaller objects are not worth a word. */
const MIN_OBJECT_BYTES = 256;
const MAX_USED_PART = 1 / 4;
const WHOLE = 0xffff_ffff;

/** A reference as it stands in memory: the pointer, and where in the file it stands. */
interface Reference {
  readonly pointer: number;
  /** Offset in the file. */
  readonly at: number;
  /** Offset in the file where the variable or object that holds it ends. */
  readonly end: number;
}

/**
 * Looks at every reference into a large object from one that a root reaches. The dump has no types: a pointer followed by a length and a capacity that
 * fit the object is taken for a slice, one followed by a fitting length for a string, any other for the whole object.
 */
export function findSubslices(memory: Memory, reach: Reach): SubsliceFinder {
  const { objects, segments, goroutines } = memory.dump;
  const usedFrom = new Uint32Array(objects.count).fill(WHOLE);
  const usedTo = new Uint32Array(objects.count);
  const headerAt = new Uint32Array(objects.count);
  const headerWords = new Uint8Array(objects.count);
  const note = (reference: Reference) => {
    const object = memory.findObject(reference.pointer);
    if (object < 0 || (objects.sizeBytes[object] ?? 0) < MIN_OBJECT_BYTES) return;
    const range = usedRange(memory, object, reference);
    usedFrom[object] = Math.min(usedFrom[object] ?? WHOLE, range.from);
    usedTo[object] = Math.max(usedTo[object] ?? 0, range.to);
    headerAt[object] = reference.at;
    headerWords[object] = range.words;
  };
  for (const holder of reach.order) {
    const from = objects.contentFrom[holder] ?? 0;
    const end = from + (objects.sizeBytes[holder] ?? 0);
    memory.eachPointerOf(holder, (pointer, offset) => note({ pointer, at: from + offset, end }));
  }
  const frames = goroutines.flatMap((goroutine) => goroutine.frames);
  for (const range of [...segments, ...frames]) {
    const end = range.contentFrom + range.sizeBytes;
    memory.eachPointer(range, (pointer, offset) => note({ pointer, at: range.contentFrom + offset, end }));
  }
  return {
    of: (object) => {
      const objectBytes = objects.sizeBytes[object] ?? 0;
      const from = usedFrom[object] ?? WHOLE;
      const usedBytes = (usedTo[object] ?? 0) - from;
      if (from === WHOLE || usedBytes > objectBytes * MAX_USED_PART) return undefined;
      const at = headerAt[object] ?? 0;
      const end = at + (headerWords[object] ?? 0) * memory.pointerBytes;
      return describe(memory, object, { pointer: memory.word(at), at, end }, usedBytes);
    },
  };
}

/** The bytes of an object that a reference reaches, and of how many words its header is: 1 for a plain pointer. */
function usedRange(memory: Memory, object: number, reference: Reference) {
  const { address, sizeBytes } = memory.dump.objects;
  const size = sizeBytes[object] ?? 0;
  const from = reference.pointer - (address[object] ?? 0);
  const room = size - from;
  const header = readHeader(memory, reference, room, memory.hasPointers(object));
  if (header === undefined) return { from: 0, to: size, words: 1 };
  return { from, to: from + header.usedBytes, words: header.capacity === undefined ? 2 : 3 };
}

interface SliceHeader {
  readonly length: number;
  readonly capacity?: number;
  readonly usedBytes: number;
}

function readHeader(
  memory: Memory,
  { at, end }: Reference,
  room: number,
  hasPointers: boolean,
): SliceHeader | undefined {
  const word = memory.pointerBytes;
  if (at + 2 * word > end) return undefined;
  const length = memory.word(at + word);
  if (at + 3 * word <= end) {
    const capacity = memory.word(at + 2 * word);
    const elementBytes = capacity > 0 ? elementSize(room / capacity, hasPointers ? word : 1) : 0;
    if (length <= capacity && elementBytes > 0) return { length, capacity, usedBytes: length * elementBytes };
  }
  const isString = !hasPointers && length > 0 && length <= room;
  return isString ? { length, usedBytes: length } : undefined;
}

/** Bytes per element, at most: what a slice whose capacity ends where its object ends would have, in whole units. */
function elementSize(most: number, unit: number): number {
  if (unit > 1) return Math.floor(most / unit) * unit;
  return most >= 8 ? 8 : most >= 4 ? 4 : most >= 2 ? 2 : most >= 1 ? 1 : 0;
}

function describe(memory: Memory, object: number, reference: Reference, usedBytes: number): Subslice | undefined {
  const { address, sizeBytes } = memory.dump.objects;
  const objectBytes = sizeBytes[object] ?? 0;
  const offset = reference.pointer - (address[object] ?? 0);
  const header = readHeader(memory, reference, objectBytes - offset, memory.hasPointers(object));
  if (header === undefined) return undefined;
  const { length, capacity } = header;
  return { length, ...(capacity === undefined ? {} : { capacity }), offset, objectBytes, usedBytes };
}
