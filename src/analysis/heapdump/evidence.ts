import type { Confidence, Diagnostic, EvidenceBase, Parsed } from '../text/index.ts';
import type { Goroutine, Site } from '../trace/index.ts';
import { withoutWrapper } from './names.ts';
import { heapFacts } from './facts.ts';
import type { HeapFacts } from './facts.ts';
import type { HolderGroup, PathStep } from './holders.ts';
import { holderGroups, pathTo } from './holders.ts';
import type { DumpedGoroutine, MemStats } from './model.ts';
import { parseHeapDump } from './parse.ts';
import type { ProgramNames } from './program.ts';
import { NO_NAMES } from './program.ts';
import { UNREACHED } from './reach.ts';
import type { RootKind } from './roots.ts';
import { nameRoot } from './root-text.ts';

/** A heap dump as evidence: what is in use, and who holds it. Byte counts are those of size classes. */
export interface HeapdumpEvidence extends Omit<EvidenceBase, 'go'> {
  readonly kind: 'heapdump';
  /** The Go version that wrote the dump, as `runtime.Version()` gives it. */
  readonly go: string;
  readonly arch: string;
  /** Objects in use, and their bytes. */
  readonly objects: number;
  readonly bytes: number;
  /** Largest first. */
  readonly holders: readonly Holder[];
  /** Rows left out of `holders`, the smallest. */
  readonly holdersElided?: { readonly rows: number; readonly objects: number; readonly bytes: number };
  readonly goroutines: readonly Goroutine[];
  readonly goroutineCount: number;
  /** Objects that no root in the dump reaches: garbage, or held by what the runtime does not write. */
  readonly unreachable: Unreachable;
  /** Objects whose allocation stack is known. */
  readonly sampledObjects: number;
  /** The collector at the moment of the dump. */
  readonly collector?: MemStats;
}

/** Objects of one allocation site that one root holds by chains of one shape. */
export interface Holder {
  /** For people and for comparing: `main.cache`, `deferred calls of main.importAll in goroutine 1`, `runtime timer`. */
  readonly root: string;
  readonly rootKind: RootKind;
  /** The variable or function that the root is named by, alone. */
  readonly rootName: string;
  /** How many goroutines hold such objects, and why they wait, where all wait for the same reason. */
  readonly goroutines?: number;
  readonly waitReason?: string;
  /** A shortest chain from the root: the objects before the held one, and where in each the pointer to the next stands. */
  readonly path: readonly PathStep[];
  /** The line of the program's own code that allocates them; absent where none of them was sampled. */
  readonly allocatedAt?: Site;
  /** The library function that allocates on behalf of that line. */
  readonly allocatedThrough?: string;
  readonly count: number;
  readonly bytes: number;
  readonly retainedBytes: number;
  readonly subslice?: HolderGroup['subslice'] & { readonly confidence: Confidence };
  readonly confidence?: Confidence;
}

/** What hangs on no root of the dump, and the lines that allocated most of it. */
export interface Unreachable {
  readonly objects: number;
  readonly bytes: number;
  readonly sites: readonly { readonly allocatedAt: Site; readonly count: number; readonly bytes: number }[];
}

/** What `readHeapdump` finds: the evidence, and the facts that views and comparisons need. */
export interface HeapdumpReading {
  readonly evidence: HeapdumpEvidence;
  readonly facts: HeapFacts;
  readonly groups: readonly HolderGroup[];
}

const MAX_HOLDERS = 1000;
const MAX_GOROUTINES = 1000;

/**
 * A heap dump read, with its holders named by the program given. A damaged file gives what stands before the damage,
 * `complete: false`, and an error with the byte offset.
 * @example readHeapdump(dump, parseProgram(exe).value).value.evidence.holders[0]?.root
 */
export function readHeapdump(bytes: Uint8Array, names: ProgramNames = NO_NAMES): Parsed<HeapdumpReading> {
  const { value: dump, diagnostics } = parseHeapDump(bytes);
  const facts = heapFacts(dump, names);
  const groups = holderGroups(facts);
  const evidence = evidenceOf(facts, groups);
  return {
    value: { evidence, facts, groups },
    diagnostics: [...diagnostics, ...advise(facts, evidence)],
  };
}

function evidenceOf(facts: HeapFacts, groups: readonly HolderGroup[]): HeapdumpEvidence {
  const { params, objects, goroutines, memStats, complete } = facts.dump;
  const elided = groups.slice(MAX_HOLDERS);
  return {
    kind: 'heapdump',
    span: { from: 0, to: 0 },
    complete,
    go: params.goVersion,
    arch: params.arch,
    objects: objects.count,
    bytes: objects.totalBytes,
    holders: groups.slice(0, MAX_HOLDERS).map((group) => holderOf(facts, group)),
    ...(elided.length === 0 ? {} : { holdersElided: { rows: elided.length, ...sumOf(elided) } }),
    goroutines: goroutines.slice(0, MAX_GOROUTINES).map((goroutine) => goroutineOf(facts, goroutine)),
    goroutineCount: goroutines.length,
    unreachable: unreachableOf(facts),
    sampledObjects: objects.bucket.reduce((sum, bucket) => sum + Number(bucket >= 0), 0),
    ...(memStats === undefined ? {} : { collector: memStats }),
  };
}

function sumOf(groups: readonly HolderGroup[]): { objects: number; bytes: number } {
  return {
    objects: groups.reduce((sum, { count }) => sum + count, 0),
    bytes: groups.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function holderOf(facts: HeapFacts, group: HolderGroup): Holder {
  const { root, allocation, count, bytes, retainedBytes, subslice } = group;
  return {
    root: nameRoot(root),
    rootKind: root.kind,
    rootName: root.name,
    ...(root.goroutines === undefined ? {} : { goroutines: root.goroutines }),
    ...(root.waitReason === undefined ? {} : { waitReason: root.waitReason }),
    path: pathTo(facts, group),
    ...(allocation === undefined ? {} : { allocatedAt: allocation.site }),
    ...(allocation?.through === undefined ? {} : { allocatedThrough: allocation.through }),
    count,
    bytes,
    retainedBytes,
    ...(subslice === undefined ? {} : { subslice: { ...subslice, confidence: 'likely' } }),
    ...(root.isLikely ? { confidence: 'likely' } : {}),
  };
}

/** The runtime's status numbers, for goroutines that do not wait. @see runtime/runtime2.go */
const STATUS = ['idle', 'runnable', 'running', 'syscall', 'waiting', '', 'dead', '', 'copystack', 'preempted'];

function goroutineOf({ names }: HeapFacts, goroutine: DumpedGoroutine): Goroutine {
  const { id, status, waitReason, frames, creationPc } = goroutine;
  const isWaiting = STATUS[status] === 'waiting' && waitReason !== '';
  const creator = names.functions.ofPc(creationPc + 1)[0] ?? names.symbols.at(creationPc)?.symbol.name;
  return {
    id,
    state: isWaiting ? waitReason : (STATUS[status] ?? `status ${status}`),
    frames: frames.flatMap(({ func, pc }) => {
      const inlined = names.functions.ofPc(pc);
      return (inlined.length > 0 ? inlined : [func]).map((name) => ({ func: name }));
    }),
    ...(creator === undefined ? {} : { createdBy: { func: withoutWrapper(creator) } }),
  };
}

const MAX_UNREACHABLE_SITES = 10;

function unreachableOf({ dump, reach, labels }: HeapFacts): Unreachable {
  const { bucket, sizeBytes } = dump.objects;
  const byLabel = new Map<number, { count: number; bytes: number }>();
  let total = 0;
  for (let object = 0; object < dump.objects.count; object++) {
    if (reach.parent[object] !== UNREACHED) continue;
    total += sizeBytes[object] ?? 0;
    if ((bucket[object] ?? -1) < 0) continue;
    const label = labels.own(object);
    const sum = byLabel.get(label) ?? { count: 0, bytes: 0 };
    byLabel.set(label, { count: sum.count + 1, bytes: sum.bytes + (sizeBytes[object] ?? 0) });
  }
  const sites = [...byLabel].flatMap(([label, sum]) => {
    const allocatedAt = labels.all[label]?.allocation?.site;
    return allocatedAt === undefined ? [] : [{ allocatedAt, ...sum }];
  });
  sites.sort((a, b) => b.bytes - a.bytes);
  const objects = dump.objects.count - reach.order.length;
  return { objects, bytes: total, sites: sites.slice(0, MAX_UNREACHABLE_SITES) };
}

/** Unreachable bytes above this part of the heap mean that no collection ran just before the dump. */
const MUCH_GARBAGE = 0.05;

function advise({ dump, names }: HeapFacts, { unreachable }: HeapdumpEvidence): Diagnostic[] {
  if (dump.objects.count === 0) return [];
  const diagnostics: Diagnostic[] = [];
  if (names.symbols.count === 0) {
    diagnostics.push({
      severity: 'warning',
      message: 'package variables have no names: the dump does not hold them',
      hint: 'Give the executable that wrote the dump with --exe.',
    });
  }
  if (dump.buckets.length === 0) {
    diagnostics.push({
      severity: 'warning',
      message: 'no allocation sites: the program did not profile its allocations',
      hint: 'Set runtime.MemProfileRate = 1 first thing in main, or run with GODEBUG=memprofilerate=1 and import runtime/pprof.',
    });
  }
  const { bytes } = unreachable;
  if (bytes > dump.objects.totalBytes * MUCH_GARBAGE) {
    diagnostics.push({
      severity: 'info',
      message: `${Math.round((bytes / dump.objects.totalBytes) * 100)} % of the bytes are reachable from nothing in the dump`,
      hint: 'WriteHeapDump runs no collection: call runtime.GC() before it, or garbage is in the dump.',
    });
  }
  return diagnostics;
}
