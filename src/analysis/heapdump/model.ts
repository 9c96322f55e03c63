/**
 * What `debug.WriteHeapDump` writes, as data. Object contents are never copied: they are ranges of `bytes`.
 * Addresses are numbers: user space of every supported machine ends below 2^48, and the reader refuses more than 2^53.
 */
export interface HeapDump {
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly params: DumpParams;
  readonly objects: ObjectTable;
  /** The program's data and BSS segments, which hold its package variables. */
  readonly segments: readonly Segment[];
  readonly goroutines: readonly DumpedGoroutine[];
  /** Addresses of the runtime's records of operating system threads. */
  readonly threads: readonly number[];
  readonly finalizers: readonly Finalizer[];
  readonly otherRoots: readonly OtherRoot[];
  /** Names of the types that an interface table mentions, by address. */
  readonly typeNames: ReadonlyMap<number, string>;
  /** Addresses of interface tables and the type each stands for. */
  readonly itabTypes: ReadonlyMap<number, number>;
  readonly buckets: readonly Bucket[];
  readonly memStats?: MemStats;
  /** False where the file ends, or stops making sense, before its last record. */
  readonly complete: boolean;
}

export interface DumpParams {
  readonly isLittleEndian: boolean;
  readonly pointerBytes: 4 | 8;
  readonly arenaFrom: number;
  readonly arenaTo: number;
  /** GOARCH. */
  readonly arch: string;
  /** As `runtime.Version()` gives it: `go1.26.8`, `go1.25.0 X:greenteagc`. */
  readonly goVersion: string;
  readonly cpus: number;
}

/** The heap's objects, ascending by address; index = object. Free slots are not in a dump. */
export interface ObjectTable {
  readonly count: number;
  readonly address: Float64Array;
  /** Bytes of the size class, not those that the program asked for. */
  readonly sizeBytes: Uint32Array;
  /** Offset of the contents in the file; the list of pointer fields follows them. */
  readonly contentFrom: Uint32Array;
  /** Index into `buckets`, or -1 where the allocation was not sampled. */
  readonly bucket: Int32Array;
  /** Sum of `sizeBytes`. */
  readonly totalBytes: number;
  /** Pointer fields of all objects together. */
  readonly fieldCount: number;
}

export interface Segment {
  readonly kind: 'data' | 'bss';
  readonly address: number;
  readonly sizeBytes: number;
  readonly contentFrom: number;
  /** Offset in the file of the list of pointer fields. */
  readonly fieldsFrom: number;
}

export interface DumpedGoroutine {
  /** Address of the runtime's record of it. */
  readonly address: number;
  readonly id: number;
  /** Program counter of the `go` statement that started it. */
  readonly creationPc: number;
  /** The runtime's own status number. */
  readonly status: number;
  readonly isSystem: boolean;
  readonly waitReason: string;
  /** The closure that is passed when it next runs; 0 where there is none. */
  readonly context: number;
  /** Innermost first. */
  readonly frames: readonly DumpedFrame[];
  readonly defers: readonly Defer[];
  readonly panics: readonly Panic[];
}

export interface DumpedFrame {
  /** Lowest address of the frame. */
  readonly sp: number;
  readonly sizeBytes: number;
  readonly contentFrom: number;
  /** Offset in the file of the list of pointer fields. */
  readonly fieldsFrom: number;
  readonly pc: number;
  readonly func: string;
}

export interface Defer {
  readonly address: number;
  /** Stack pointer of the function that deferred. */
  readonly sp: number;
  readonly pc: number;
  /** The closure, and the code that it runs; 0 where the compiler keeps them in the frame. */
  readonly closure: number;
  readonly code: number;
}

export interface Panic {
  readonly address: number;
  readonly valueType: number;
  readonly value: number;
}

export interface Finalizer {
  readonly object: number;
  readonly closure: number;
  readonly code: number;
  /** The object is unreachable already and the finalizer waits to run. */
  readonly isQueued: boolean;
}

export interface OtherRoot {
  readonly description: string;
  readonly target: number;
}

/** One allocation stack and size of the memory profile. */
export interface Bucket {
  readonly sizeBytes: number;
  /** Innermost first, the runtime's own frames included. */
  readonly stack: readonly BucketFrame[];
  readonly allocs: number;
  readonly frees: number;
}

/**
 * One frame of an allocation stack. For an inlined call the runtime names the function that it was inlined into,
 * while file and line are those of the inlined body.
 */
export interface BucketFrame {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}

/** The part of runtime.MemStats that tells how the dump relates to the collector. Byte counts, nanoseconds, Unix nanoseconds. */
export interface MemStats {
  readonly heapAllocBytes: number;
  readonly heapSysBytes: number;
  readonly heapIdleBytes: number;
  readonly heapInuseBytes: number;
  readonly heapReleasedBytes: number;
  readonly heapObjects: number;
  readonly stackInuseBytes: number;
  readonly nextGcBytes: number;
  readonly lastGcUnixNanos: number;
  readonly pauseTotalNanos: number;
  readonly numGc: number;
}
