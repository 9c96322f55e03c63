import type { DumpParams, ObjectTable } from './model.ts';

/** The records of objects and samples as the file gives them: by span, in no order of addresses. */
export interface ObjectRecords {
  readonly bytes: Uint8Array;
  readonly params: DumpParams;
  readonly addresses: Float64Array;
  readonly sizes: Uint32Array;
  readonly contents: Uint32Array;
  readonly fieldCount: number;
  /** Pairs: address of a sampled object, address of its bucket. */
  readonly sampleObjects: Float64Array;
  readonly sampleBuckets: Float64Array;
  readonly bucketIndex: ReadonlyMap<number, number>;
}

/** The objects in ascending order of address, with their allocation buckets, without the runtime's own slots. */
export function tableOfObjects(records: ObjectRecords): ObjectTable {
  const order = withoutReservedSlots(records, orderByAddress(records.addresses));
  const count = order.length;
  const table = {
    count,
    address: new Float64Array(count),
    sizeBytes: new Uint32Array(count),
    contentFrom: new Uint32Array(count),
    bucket: new Int32Array(count).fill(-1),
    totalBytes: 0,
    fieldCount: records.fieldCount,
  };
  for (let i = 0; i < count; i++) {
    const from = order[i] ?? 0;
    const size = records.sizes[from] ?? 0;
    table.address[i] = records.addresses[from] ?? 0;
    table.sizeBytes[i] = size;
    table.contentFrom[i] = records.contents[from] ?? 0;
    table.totalBytes += size;
  }
  assignBuckets(table, records);
  return table;
}

/**
 * Indexes of the addresses in ascending order. The runtime writes span after span, each ascending, so whole runs are
 * sorted; overlapping runs, which only a damaged file has, are sorted item by item.
 */
function orderByAddress(addresses: Float64Array): Uint32Array {
  const runs: { from: number; to: number }[] = [];
  for (let i = 0; i < addresses.length; i++) {
    const run = runs.at(-1);
    if (run !== undefined && (addresses[i] ?? 0) > (addresses[i - 1] ?? 0)) run.to = i + 1;
    else runs.push({ from: i, to: i + 1 });
  }
  runs.sort((a, b) => (addresses[a.from] ?? 0) - (addresses[b.from] ?? 0));
  const order = new Uint32Array(addresses.length);
  let at = 0;
  for (const { from, to } of runs) for (let i = from; i < to; i++) order[at++] = i;
  return isAscending(addresses, order) ? order : order.sort((a, b) => (addresses[a] ?? 0) - (addresses[b] ?? 0));
}

function isAscending(addresses: Float64Array, order: Uint32Array): boolean {
  for (let i = 1; i < order.length; i++) {
    if ((addresses[order[i] ?? 0] ?? 0) <= (addresses[order[i - 1] ?? 0] ?? 0)) return false;
  }
  return true;
}

const PAGE_BYTES = 8192;
const INLINE_MARK_BYTES = 128;

/**
 * Since Go 1.22 the last bytes of a span of small objects hold the collector's own bits, and WriteHeapDump writes those
 * slots as if objects stood there. They are told by where they lie, and left out.
 * @see runtime/mheap.go, (*mspan).initSpan, and the number of slots that runtime/heapdump.go dumpobjs counts
 */
function withoutReservedSlots(records: ObjectRecords, order: Uint32Array): Uint32Array {
  const { addresses, sizes, contents, bytes, params } = records;
  const version = minorVersion(params.goVersion);
  if (version < 22) return order;
  const hasInlineMarks = usesGreenTea(params.goVersion, version);
  const bitmapBytes = PAGE_BYTES / params.pointerBytes / 8;
  const largest = largestWithoutHeader(params);
  const hasFields = (record: number) => bytes[(contents[record] ?? 0) + (sizes[record] ?? 0)] !== 0;
  let kept = 0;
  for (let from = 0; from < order.length;) {
    const first = order[from] ?? 0;
    const page = Math.floor((addresses[first] ?? 0) / PAGE_BYTES);
    const size = sizes[first] ?? 0;
    let to = from + 1;
    while (to < order.length && Math.floor((addresses[order[to] ?? 0] ?? 0) / PAGE_BYTES) === page) to++;
    let reserved = 0;
    if (size <= largest) {
      if (hasInlineMarks && size >= 16) reserved += INLINE_MARK_BYTES;
      if (hasFields(first)) reserved += bitmapBytes;
    }
    const limit = (page + 1) * PAGE_BYTES - reserved;
    for (; from < to; from++) {
      const record = order[from] ?? 0;
      if ((addresses[record] ?? 0) + (sizes[record] ?? 0) <= limit || reserved === 0) order[kept++] = record;
    }
  }
  return order.subarray(0, kept);
}

/** The minor version in `go1.26.8` or `devel go1.27-…`; 0 where there is none. */
export function minorVersion(goVersion: string): number {
  return Number(/go1\.(\d{1,3})/.exec(goVersion)?.[1] ?? 0);
}

function usesGreenTea(goVersion: string, minor: number): boolean {
  if (goVersion.includes('nogreenteagc')) return false;
  return minor >= 26 || goVersion.includes('greenteagc');
}

/** Objects up to this size keep their pointer bits in the span (or before Go 1.22 elsewhere), not a type before them. */
export function largestWithoutHeader({ pointerBytes }: DumpParams): number {
  return pointerBytes * pointerBytes * 8;
}

type FilledTable = Omit<ObjectTable, 'bucket'> & { readonly bucket: Int32Array };

/** Samples come in the order of objects, span by span, so the next sample is nearly always a few objects ahead. */
function assignBuckets(table: FilledTable, { sampleObjects, sampleBuckets, bucketIndex }: ObjectRecords): void {
  let near = 0;
  for (let i = 0; i < sampleObjects.length; i++) {
    const bucket = bucketIndex.get(sampleBuckets[i] ?? 0);
    const object = findNear(table, sampleObjects[i] ?? 0, near);
    if (object < 0) continue;
    near = object;
    // A tiny-object block can hold several samples: the first names the block.
    if (bucket !== undefined && table.bucket[object] === -1) table.bucket[object] = bucket;
  }
}

const NEAR_OBJECTS = 8;

function findNear(table: ObjectTable, address: number, near: number): number {
  for (let i = near; i < near + NEAR_OBJECTS && i < table.count; i++) {
    const from = table.address[i] ?? 0;
    if (address < from) break;
    if (address < from + (table.sizeBytes[i] ?? 0)) return i;
  }
  return findByBisection(table, address, 0, table.count);
}

/** Index of the object that contains the address, among those from `low` up to `high`; -1 where there is none. */
function findByBisection(table: ObjectTable, address: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table.address[middle] ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  const object = low - 1;
  return object >= 0 && address < (table.address[object] ?? 0) + (table.sizeBytes[object] ?? 0) ? object : -1;
}

/**
 * A function that finds the object containing an address, -1 where there is none; interior pointers count.
 * One step and a short bisection: addresses are cut into about as many equal stretches as there are objects.
 */
export function objectFinder(table: ObjectTable): (address: number) => number {
  const { count, address } = table;
  if (count === 0) return () => -1;
  const lowest = address[0] ?? 0;
  const top = (address[count - 1] ?? 0) + (table.sizeBytes[count - 1] ?? 0);
  const stretch = Math.max(1, (top - lowest) / count);
  const firstAfter = new Uint32Array(count + 1);
  for (let i = 0, at = 0; i <= count; i++) {
    const start = lowest + i * stretch;
    while (at < count && (address[at] ?? 0) <= start) at++;
    firstAfter[i] = at;
  }
  return (pointer) => {
    if (pointer < lowest || pointer >= top) return -1;
    const i = Math.min(count - 1, Math.floor((pointer - lowest) / stretch));
    // Both ends are one stretch wider, so that rounding cannot leave the object out.
    const low = Math.max(0, (firstAfter[Math.max(0, i - 1)] ?? 0) - 1);
    return findByBisection(table, pointer, low, firstAfter[Math.min(count, i + 2)] ?? count);
  };
}
