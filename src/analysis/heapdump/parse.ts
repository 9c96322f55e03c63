/*
 * Grammar. Every integer is an unsigned varint; `text` and `bytes` are a length and that many bytes; `fields` is a list of
 * (kind, offset) pairs that ends with kind 0.
 *
 *   file      = "go1.7 heap dump\n" record* 0
 *   record    = 1  address bytes fields                                   object in use
 *             | 2  text address                                           other root
 *             | 3  address size text isPointer                            type of an interface table
 *             | 4  address sp id creationPc status isSystem isBackground waitSince text context m defer panic
 *             | 5  sp depth childSp bytes entryPc pc continuationPc text fields     frame of the goroutine before it
 *             | 6  isBigEndian pointerSize arenaStart arenaEnd text text cpus       machine, GOARCH, Go version
 *             | 7  object closure code type type                          finalizer
 *             | 8  address type                                           interface table
 *             | 9  address id osId                                        OS thread
 *             | 10 24 counters, 256 pauses, number of collections         runtime.MemStats
 *             | 11 as 7                                                   finalizer that waits to run
 *             | 12 address bytes fields                                   data segment
 *             | 13 address bytes fields                                   BSS segment
 *             | 14 address goroutine sp pc closure code link              deferred call
 *             | 15 address goroutine type value 0 link                    panic
 *             | 16 address size n (text text line){n} allocs frees        allocation bucket: function, file, line
 *             | 17 object bucket                                          sampled object
 *
 * Records follow in the order 6, 3 and 8, 1, 4 with its 5, 14 and 15, 9, 12, 13, 7, 11, 10, 16, 17; the reader asks only
 * that 6 comes before the first object and 4 before its 5, 14 and 15.
 */
import type { Diagnostic, Parsed } from '../text/index.ts';
import { Cursor, MalformedDump } from './cursor.ts';
import { GrowingFloat64, GrowingUint32 } from './growing.ts';
import type {
  Bucket,
  BucketFrame,
  Defer,
  DumpedFrame,
  DumpedGoroutine,
  DumpParams,
  Finalizer,
  HeapDump,
  MemStats,
  OtherRoot,
  Panic,
  Segment,
} from './model.ts';
import { tableOfObjects } from './objects.ts';

const HEADER = 'go1.7 heap dump\n';
const MAX_FILE_BYTES = 2 ** 32 - 1;
const COUNTERS = 24;
const PAUSES = 256;
/** Every frame of a stack takes at least three bytes, so a longer one than this cannot be in a file that has ended. */
const MAX_STACK_FRAMES = 1 << 16;

/** True for a file that `debug.WriteHeapDump` wrote. */
export function isHeapDump(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER.length && [...HEADER].every((char, i) => bytes[i] === char.charCodeAt(0));
}

/**
 * The heap dump in a file, in typed arrays that take less room than the file.
 * A file that is cut or damaged gives what stands before the damage, `complete: false`, and an error with the byte offset;
 * a file of another kind gives an empty dump and an error.
 * @see runtime/heapdump.go of Go 1.21 to 1.27, function mdump
 * @example parseHeapDump(await readFile('after.heapdump')).value.objects.count
 */
export function parseHeapDump(bytes: Uint8Array): Parsed<HeapDump> {
  const reader = new RecordReader(bytes);
  if (!isHeapDump(bytes)) return reader.refuse('this is not a heap dump: its first line is not "go1.7 heap dump"');
  if (bytes.length > MAX_FILE_BYTES) return reader.refuse('the heap dump is larger than 4 GiB');
  return reader.readAll();
}

class RecordReader {
  readonly #cursor: Cursor;
  #params: DumpParams | undefined;
  readonly #addresses = new GrowingFloat64();
  readonly #sizes = new GrowingUint32();
  readonly #contents = new GrowingUint32();
  #fieldCount = 0;
  readonly #sampleObjects = new GrowingFloat64();
  readonly #sampleBuckets = new GrowingFloat64();
  readonly #segments: Segment[] = [];
  readonly #goroutines: (DumpedGoroutine & { frames: DumpedFrame[]; defers: Defer[]; panics: Panic[] })[] = [];
  readonly #threads: number[] = [];
  readonly #finalizers: Finalizer[] = [];
  readonly #otherRoots: OtherRoot[] = [];
  readonly #typeNames = new Map<number, string>();
  readonly #itabTypes = new Map<number, number>();
  readonly #buckets: Bucket[] = [];
  readonly #bucketIndex = new Map<number, number>();
  #memStats: MemStats | undefined;

  constructor(bytes: Uint8Array) {
    this.#cursor = new Cursor(bytes, HEADER.length);
  }

  refuse(message: string): Parsed<HeapDump> {
    const hint = 'Write one with debug.WriteHeapDump(file.Fd()) from package runtime/debug and give that file.';
    return { value: this.#dump(false), diagnostics: [{ severity: 'error', message, hint }] };
  }

  readAll(): Parsed<HeapDump> {
    const diagnostics: Diagnostic[] = [];
    let isComplete = false;
    try {
      while (this.#readRecord());
      isComplete = true;
    } catch (error) {
      if (!(error instanceof MalformedDump)) throw error;
      diagnostics.push(describeDamage(error, this.#cursor.bytes.length));
    }
    return { value: this.#dump(isComplete), diagnostics };
  }

  #dump(complete: boolean): HeapDump {
    const params = this.#params ?? UNKNOWN_MACHINE;
    const objects = tableOfObjects({
      bytes: this.#cursor.bytes,
      params,
      addresses: this.#addresses.items(),
      sizes: this.#sizes.items(),
      contents: this.#contents.items(),
      fieldCount: this.#fieldCount,
      sampleObjects: this.#sampleObjects.items(),
      sampleBuckets: this.#sampleBuckets.items(),
      bucketIndex: this.#bucketIndex,
    });
    return {
      bytes: this.#cursor.bytes,
      params,
      objects,
      segments: this.#segments,
      goroutines: this.#goroutines,
      threads: this.#threads,
      finalizers: this.#finalizers,
      otherRoots: this.#otherRoots,
      typeNames: this.#typeNames,
      itabTypes: this.#itabTypes,
      buckets: this.#buckets,
      ...(this.#memStats === undefined ? {} : { memStats: this.#memStats }),
      complete,
    };
  }

  /** Reads one record; false at the end mark. */
  #readRecord(): boolean {
    const from = this.#cursor.offset;
    const tag = this.#cursor.varint();
    if (tag === 0) return false;
    const read = READERS[tag];
    if (read === undefined) throw new MalformedDump(`there is no record of kind ${tag}`, from);
    read(this, from);
    return true;
  }

  readObject(from: number): void {
    if (this.#params === undefined) throw new MalformedDump('an object comes before the record of the machine', from);
    const cursor = this.#cursor;
    const address = cursor.exact('an address');
    const size = cursor.skipBytes('an object');
    if (size === 0) throw new MalformedDump('an object of 0 bytes', from);
    const contentFrom = cursor.offset - size;
    this.#fieldCount += cursor.skipFields();
    this.#addresses.push(address);
    this.#sizes.push(size);
    this.#contents.push(contentFrom);
  }

  readOtherRoot(): void {
    const description = this.#cursor.text('the name of a root');
    this.#otherRoots.push({ description, target: this.#cursor.exact('an address') });
  }

  readType(): void {
    const address = this.#cursor.exact('an address');
    this.#cursor.varint();
    this.#typeNames.set(address, this.#cursor.text('the name of a type'));
    this.#cursor.varint();
  }

  readGoroutine(): void {
    const cursor = this.#cursor;
    const address = cursor.exact('an address');
    cursor.varint();
    const id = cursor.varint();
    const creationPc = cursor.exact('a program counter');
    const status = cursor.varint();
    const isSystem = cursor.flag();
    cursor.flag();
    cursor.varint();
    const waitReason = cursor.text('a wait reason');
    const context = cursor.exact('an address');
    for (let i = 0; i < 3; i++) cursor.varint();
    const lists = { frames: [], defers: [], panics: [] };
    this.#goroutines.push({ address, id, creationPc, status, isSystem, waitReason, context, ...lists });
  }

  readFrame(from: number): void {
    const cursor = this.#cursor;
    const sp = cursor.exact('a stack pointer');
    cursor.varint();
    cursor.varint();
    const sizeBytes = cursor.skipBytes('a stack frame');
    const contentFrom = cursor.offset - sizeBytes;
    cursor.varint();
    const pc = cursor.exact('a program counter');
    cursor.varint();
    // The list of pointer fields follows the name, so `contentFrom + sizeBytes` is not where it starts.
    const func = cursor.text('the name of a function');
    const fieldsFrom = cursor.offset;
    cursor.skipFields();
    this.#ownerOf(from).frames.push({ sp, sizeBytes, contentFrom, fieldsFrom, pc, func });
  }

  readParams(from: number): void {
    const cursor = this.#cursor;
    const isLittleEndian = !cursor.flag();
    const pointerBytes = cursor.varint();
    if (pointerBytes !== 4 && pointerBytes !== 8) throw new MalformedDump(`pointers of ${pointerBytes} bytes`, from);
    const arenaFrom = cursor.exact('an address');
    const arenaTo = cursor.exact('an address');
    const arch = cursor.text('GOARCH');
    const goVersion = cursor.text('the Go version');
    this.#params = { isLittleEndian, pointerBytes, arenaFrom, arenaTo, arch, goVersion, cpus: cursor.varint() };
  }

  readFinalizer(isQueued: boolean): void {
    const object = this.#cursor.exact('an address');
    const closure = this.#cursor.exact('an address');
    const code = this.#cursor.exact('a program counter');
    this.#skip(2);
    this.#finalizers.push({ object, closure, code, isQueued });
  }

  readItab(): void {
    const address = this.#cursor.exact('an address');
    this.#itabTypes.set(address, this.#cursor.exact('an address'));
  }

  readThread(): void {
    this.#threads.push(this.#cursor.exact('an address'));
    this.#skip(2);
  }

  readMemStats(): void {
    const counters = Array.from({ length: COUNTERS }, () => this.#cursor.varint());
    this.#skip(PAUSES);
    this.#memStats = memStatsOf(counters, this.#cursor.varint());
  }

  readSegment(kind: Segment['kind']): void {
    const address = this.#cursor.exact('an address');
    const sizeBytes = this.#cursor.skipBytes(`the ${kind} segment`);
    const fieldsFrom = this.#cursor.offset;
    this.#segments.push({ kind, address, sizeBytes, contentFrom: fieldsFrom - sizeBytes, fieldsFrom });
    this.#cursor.skipFields();
  }

  readDefer(from: number): void {
    const cursor = this.#cursor;
    const address = cursor.exact('an address');
    cursor.varint();
    const sp = cursor.exact('a stack pointer');
    const pc = cursor.exact('a program counter');
    const closure = cursor.exact('an address');
    const code = cursor.exact('a program counter');
    cursor.varint();
    this.#ownerOf(from).defers.push({ address, sp, pc, closure, code });
  }

  readPanic(from: number): void {
    const cursor = this.#cursor;
    const address = cursor.exact('an address');
    cursor.varint();
    const valueType = cursor.exact('an address');
    const value = cursor.exact('an address');
    this.#skip(2);
    this.#ownerOf(from).panics.push({ address, valueType, value });
  }

  readBucket(from: number): void {
    const cursor = this.#cursor;
    const address = cursor.exact('an address');
    const sizeBytes = cursor.varint();
    const depth = cursor.varint();
    if (depth > MAX_STACK_FRAMES) throw new MalformedDump(`an allocation stack of ${depth} frames`, from);
    const stack: BucketFrame[] = [];
    for (let i = 0; i < depth; i++) {
      const func = cursor.text('the name of a function');
      const file = cursor.text('the name of a file');
      stack.push({ func, file, line: cursor.varint() });
    }
    this.#bucketIndex.set(address, this.#buckets.length);
    this.#buckets.push({ sizeBytes, stack, allocs: cursor.varint(), frees: cursor.varint() });
  }

  readSample(): void {
    this.#sampleObjects.push(this.#cursor.exact('an address'));
    this.#sampleBuckets.push(this.#cursor.exact('an address'));
  }

  #skip(numbers: number): void {
    for (let i = 0; i < numbers; i++) this.#cursor.varint();
  }

  /** The goroutine that a frame, a defer or a panic belongs to: the one before it. */
  #ownerOf(from: number) {
    const owner = this.#goroutines.at(-1);
    if (owner === undefined) throw new MalformedDump('a stack frame comes before any goroutine', from);
    return owner;
  }
}

/** What reads a record, by its tag. */
const READERS: readonly (((reader: RecordReader, from: number) => void) | undefined)[] = [
  undefined,
  (reader, from) => reader.readObject(from),
  (reader) => reader.readOtherRoot(),
  (reader) => reader.readType(),
  (reader) => reader.readGoroutine(),
  (reader, from) => reader.readFrame(from),
  (reader, from) => reader.readParams(from),
  (reader) => reader.readFinalizer(false),
  (reader) => reader.readItab(),
  (reader) => reader.readThread(),
  (reader) => reader.readMemStats(),
  (reader) => reader.readFinalizer(true),
  (reader) => reader.readSegment('data'),
  (reader) => reader.readSegment('bss'),
  (reader, from) => reader.readDefer(from),
  (reader, from) => reader.readPanic(from),
  (reader, from) => reader.readBucket(from),
  (reader) => reader.readSample(),
];

const UNKNOWN_MACHINE: DumpParams = {
  isLittleEndian: true,
  pointerBytes: 8,
  arenaFrom: 0,
  arenaTo: 0,
  arch: '',
  goVersion: '',
  cpus: 0,
};

/** The counters in the order of runtime.MemStats. */
function memStatsOf(counters: readonly number[], numGc: number): MemStats {
  const at = (index: number) => counters[index] ?? 0;
  return {
    heapAllocBytes: at(6),
    heapSysBytes: at(7),
    heapIdleBytes: at(8),
    heapInuseBytes: at(9),
    heapReleasedBytes: at(10),
    heapObjects: at(11),
    stackInuseBytes: at(12),
    nextGcBytes: at(21),
    lastGcUnixNanos: at(22),
    pauseTotalNanos: at(23),
    numGc,
  };
}

function describeDamage(error: MalformedDump, fileBytes: number): Diagnostic {
  const isCut = error.message.includes('file ends') || error.message.includes('more');
  return {
    severity: 'error',
    message: `at byte ${error.offset} of ${fileBytes}: ${error.message}`,
    hint: isCut
      ? 'The file looks cut: copy it again, and let the program finish writing before it exits.'
      : 'The file looks damaged: copy it in binary mode, or write the dump again.',
  };
}
