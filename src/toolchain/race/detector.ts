/**
 * A happens-before race detector for Go programs in WebAssembly: the host side of the runtime's race hooks
 * (go/race/runtime/race_wasm.go). Every access and every synchronisation of the program arrives here as one call.
 *
 * Two accesses race when they share a byte, at least one writes, not both are atomic, and the later goroutine's vector
 * clock does not know the epoch of the earlier access.
 */
import type { DataRace, RaceAccess, RaceCreation, RaceEvent, SymbolFrame } from './model.ts';
import { Goroutines, type TrackedGoroutine } from './goroutines.ts';
import type { RaceOptions } from './options.ts';
import { ProgramMemory } from './program-memory.ts';
import { formatRace } from './report.ts';
import { ATOMIC, Shadow, WRITE, type StoredAccess } from './shadow.ts';
import { StackTree } from './stack-tree.ts';
import { SymbolTable } from './symbols.ts';
import { SyncObjects } from './sync-objects.ts';

/** The operations of `atomic`, as race_wasm.go numbers them. */
const atomicOps = { load: 0, store: 1, readModifyWrite: 2, failedCompare: 3 };

/** Entries of the program's filter, 8 bytes each. @see go/overlay/race/runtime/race_wasm.go (racerecent) */
const filterEntries = 1 << 15;

/** The hooks that a goroutine calls for itself; channels also act for the goroutine that they wake. */
const ownHook = /^(?:runtime\.race|runtime\.Race|runtime\.internalRace|internal\/race\.)/;

/** Above this many stacks, those that nothing refers to are dropped. */
const stackLimit = 1 << 20;

/** Thrown out of the program's next hook when `halt_on_error` is set: the host ends it with `status`. */
export class RaceExit extends Error {
  override readonly name = 'RaceExit';
  readonly status: number;

  constructor(status: number) {
    super(`ended by the race detector with status ${status}`);
    this.status = status;
  }
}

export interface DetectorHost {
  /** The program's memory as it stands: it moves when it grows. */
  readonly memory: () => ArrayBufferLike;
  readonly options: RaceOptions;
  /** Where reports go. */
  readonly write: (text: string) => void;
  readonly onRace?: (race: DataRace) => void;
  /** Called for each step that a frame accepted by `isTraced` makes. Slow: for the teaching view only. */
  readonly onEvent?: (event: RaceEvent) => void;
  readonly isTraced?: (frame: SymbolFrame) => boolean;
  /** Called at each entry of an instrumented function, with the goroutine's context. */
  readonly onCall?: (context: number) => void;
}

/** The functions of the import module `race` of a program built for it. All numbers are unsigned 32-bit words. */
export type RaceImports = Readonly<Record<string, (...words: number[]) => number | undefined>>;

export class Detector {
  readonly #host: DetectorHost;
  readonly #memory: ProgramMemory;
  readonly #stacks = new StackTree();
  readonly #shadow = new Shadow(this.#stacks, (address) => this.#forgetFilter(address));
  readonly #sync = new SyncObjects();
  readonly #goroutines: Goroutines;
  readonly #reported = new Set<string>();
  #symbols: SymbolTable | undefined;
  #stackLimit = stackLimit;
  /** Where the program's filter of repeated accesses is, as an index of words; before the program starts it has none. */
  #filter = -1;
  #raceCount = 0;
  /** Who was last told of an event of its own: when the runtime acts for a sleeping goroutine, this one runs. */
  #running = 0;

  constructor(host: DetectorHost) {
    this.#host = host;
    this.#memory = new ProgramMemory(host.memory);
    this.#goroutines = new Goroutines(this.#memory);
  }

  /** Races reported so far. */
  get raceCount(): number {
    return this.#raceCount;
  }

  /** What the run has cost: pages of 64 kB shadow, stacks kept, goroutines started. */
  get usage(): { readonly shadowPages: number; readonly stacks: number; readonly goroutines: number } {
    return { shadowPages: this.#shadow.pagesUsed, stacks: this.#stacks.count, goroutines: this.#goroutines.started };
  }

  /** The import module `race` for the program's instance. */
  imports(): RaceImports {
    return {
      init: (module, record, filter, tellCalls) => this.#init(module!, record!, filter!, tellCalls!),
      fini: () => this.#finish(),
      errors: () => this.#raceCount,
      read: (context, address, pc) => this.#byte(context!, address!, 0, pc!),
      write: (context, address, pc) => this.#byte(context!, address!, WRITE, pc!),
      readrange: (context, address, size, pc) => this.#bytes(context!, address!, size!, 0, pc!),
      writerange: (context, address, size, pc) => this.#bytes(context!, address!, size!, WRITE, pc!),
      call: (context) => void this.#host.onCall?.(context!),
      acquire: this.#synchronising('acquire', (by, at) => this.#sync.acquire(by, at)),
      release: this.#synchronising('release', (by, at) => this.#sync.release(by, at)),
      releaseacquire: this.#synchronising('exchange', (by, at) => this.#sync.releaseAcquire(by, at)),
      releasemerge: this.#synchronising('release', (by, at) => this.#sync.releaseMerge(by, at)),
      malloc: (address, size) => this.#renew(address!, size!),
      free: (address, size) => void (size! > 0 && this.#sync.clear(address! >>> 0, size! >>> 0)),
      gostart: (context, pc, record) => this.#start(context!, pc!, record!),
      goend: (context) => this.#end(context!),
      fingo: (context) => this.#afterAll(context!),
      atomic: (context, address, op, size, pc) => this.#atomic(context!, address!, op!, size!, pc!),
    };
  }

  /** Calls are counted in the program itself, unless somebody wants to hear of each. */
  #init(module: number, record: number, filter: number, tellCalls: number): number {
    this.#symbols = new SymbolTable(this.#host.memory, module >>> 0);
    this.#filter = filter >>> 2;
    if (this.#host.onCall !== undefined) this.#memory.words()[tellCalls >>> 2] = 1;
    return this.#goroutines.start(undefined, 0, 0, record);
  }

  #finish(): number {
    if (this.#raceCount === 0) return 0;
    this.#host.write(`Found ${this.#raceCount} data race(s)\n`);
    return this.#host.options.exitCode;
  }

  #start(parent: number, pc: number, record: number): number {
    const by = this.#goroutines.at(parent);
    const context = this.#goroutines.start(by, by?.stack(this.#stacks) ?? 0, pc, record);
    if (by !== undefined) this.#tell('start', by, context - 1, pc);
    return context;
  }

  #end(context: number): undefined {
    const by = this.#goroutines.at(context);
    if (by !== undefined) this.#goroutines.end(by);
  }

  #afterAll(context: number): undefined {
    const by = this.#goroutines.at(context);
    if (by === undefined) return;
    this.#goroutines.joinAll(by);
    // Everybody is in a new epoch.
    if (this.#filter >= 0) this.#memory.words().fill(0, this.#filter, this.#filter + 2 * filterEntries);
  }

  #renew(address: number, size: number): undefined {
    if (size === 0) return;
    this.#shadow.clear(address >>> 0, size >>> 0);
    this.#sync.clear(address >>> 0, size >>> 0);
  }

  #synchronising(
    kind: 'acquire' | 'release' | 'exchange',
    change: (by: TrackedGoroutine, at: number) => void,
  ): RaceImports[string] {
    return (context, address, pc, sp) => {
      const by = this.#goroutines.at(context!);
      if (by === undefined) return;
      change(by, address!);
      if (this.#host.onEvent !== undefined && pc !== 0) this.#tell(kind, by, address!, pc!, sp!);
    };
  }

  #atomic(context: number, address: number, op: number, size: number, pc: number): undefined {
    const by = this.#goroutines.at(context);
    if (by === undefined) return;
    const isLoad = op === atomicOps.load;
    // The order of the native runtime: a load first learns what was released, any other operation first accesses.
    if (isLoad) this.#sync.acquire(by, address);
    this.#access(by, address, size, isLoad ? ATOMIC : ATOMIC | WRITE, pc);
    if (op === atomicOps.readModifyWrite || op === atomicOps.failedCompare) this.#sync.acquire(by, address);
    if (op === atomicOps.store || op === atomicOps.readModifyWrite) this.#sync.release(by, address);
  }

  /** The most frequent hook: an access of up to 8 bytes, of which the first stands for all. */
  #byte(context: number, address: number, kind: number, pc: number): undefined {
    const by = this.#goroutines.at(context);
    if (by === undefined) return;
    if (this.#host.onEvent !== undefined) this.#tellAccess(by, address, kind, pc);
    const earlier = this.#shadow.access(by, address, 1 << (address & 7), kind, pc);
    if (earlier !== undefined) this.#report(by, address >>> 0, kind, pc, earlier);
    if (this.#stacks.count > this.#stackLimit) this.#dropStacks();
  }

  #bytes(context: number, address: number, size: number, kind: number, pc: number): undefined {
    const by = this.#goroutines.at(context);
    if (by !== undefined) this.#access(by, address, size, kind, pc);
  }

  /** An access to `size` bytes, granule by granule; it is reported once at the most. */
  #access(by: TrackedGoroutine, address: number, size: number, kind: number, pc: number): void {
    if (this.#host.onEvent !== undefined) this.#tellAccess(by, address, kind, pc);
    const start = address >>> 0;
    const end = start + (size >>> 0);
    for (let at = start; at < end;) {
      const stop = Math.min(at - (at % 8) + 8, end);
      const bytes = ((1 << (stop - at)) - 1) << (at & 7);
      const earlier = this.#shadow.access(by, at, bytes, kind, pc);
      if (earlier !== undefined) {
        this.#report(by, at, kind, pc, earlier);
        break;
      }
      at = stop;
    }
    if (this.#stacks.count > this.#stackLimit) this.#dropStacks();
  }

  #report(by: TrackedGoroutine, address: number, kind: number, pc: number, earlier: StoredAccess): void {
    const stack = by.stack(this.#stacks);
    const key = [this.#stackKey(stack, pc), this.#stackKey(earlier.stack, earlier.pc)].sort().join('|');
    if (this.#host.options.isDeduplicated && this.#reported.has(key)) return;
    this.#reported.add(key);
    const other = this.#goroutines.owner(earlier.clockIndex, earlier.epoch);
    const race: DataRace = {
      current: this.#describe(by, address, (kind & WRITE) !== 0, (kind & ATOMIC) !== 0, stack, pc),
      previous: this.#describe(
        other,
        address - (address % 8) + lowestBit(earlier.bytes),
        earlier.isWrite,
        earlier.isAtomic,
        earlier.stack,
        earlier.pc,
      ),
      created: [...new Set([by, other])].filter(({ id }) => id > 1).map((goroutine) => this.#creation(goroutine)),
    };
    this.#raceCount++;
    this.#host.write(formatRace(race, this.#host.options.stripPathPrefix));
    this.#host.onRace?.(race);
    if (this.#host.options.haltOnError) throw new RaceExit(this.#host.options.exitCode);
  }

  #describe(
    by: TrackedGoroutine,
    address: number,
    isWrite: boolean,
    isAtomic: boolean,
    stack: number,
    pc: number,
  ): RaceAccess {
    return { op: isWrite ? 'write' : 'read', isAtomic, address, goroutine: by.id, stack: this.#frames(stack, pc) };
  }

  #creation(goroutine: TrackedGoroutine): RaceCreation {
    return {
      goroutine: goroutine.id,
      state: goroutine.isRunning ? 'running' : 'finished',
      stack: this.#frames(goroutine.createdStack, goroutine.createdPc),
    };
  }

  /** A stack with the access on top. Its outermost frame is always the runtime's (main, goexit) and is not printed. */
  #frames(stack: number, pc: number): SymbolFrame[] {
    const frames = [pc, ...this.#stacks.list(stack)].flatMap((call) => this.#symbols?.frames(call) ?? []);
    return frames.length > 1 ? frames.slice(0, -1) : frames;
  }

  #stackKey(stack: number, pc: number): string {
    return [pc, ...this.#stacks.list(stack)].join(' ');
  }

  /** Repeated accesses are filtered inside the program; those of a granule that is forgotten must come here again. */
  #forgetFilter(address: number): void {
    if (this.#filter < 0) return;
    const words = this.#memory.words();
    for (let byte = 0; byte < 8; byte++) {
      const entry = ((address >>> 3) ^ (byte << 12)) & (filterEntries - 1);
      words[this.#filter + 2 * entry] = 0;
    }
  }

  #dropStacks(): void {
    const renumbered = this.#stacks.collect((keep) => {
      this.#shadow.eachStack(keep);
      this.#goroutines.each((goroutine) => keep(goroutine.createdStack));
    });
    this.#shadow.renumber(renumbered);
    this.#goroutines.each((goroutine) => {
      goroutine.createdStack = renumbered[goroutine.createdStack]!;
      goroutine.forgetStacks();
    });
    this.#stackLimit = Math.max(stackLimit, this.#stacks.count * 2);
  }

  #tellAccess(by: TrackedGoroutine, address: number, kind: number, pc: number): void {
    const word = (kind & WRITE) !== 0 ? 'write' : 'read';
    // Nearly every access has a frame of its own that counts; for the others the callers are looked at.
    const isOwn = this.#symbols?.frames(pc).some((frame) => this.#host.isTraced?.(frame) ?? true);
    this.#emit((kind & ATOMIC) !== 0 ? `atomic ${word}` : word, by, address, isOwn ? [pc] : [pc, ...by.callers()]);
  }

  #tell(kind: RaceEvent['kind'], by: TrackedGoroutine, address: number, pc: number, sp?: number): void {
    if (this.#host.onEvent === undefined) return;
    this.#emit(kind, by, address, sp === undefined ? [pc] : (this.#symbols?.unwind(pc, sp) ?? []));
  }

  #emit(kind: RaceEvent['kind'], by: TrackedGoroutine, address: number, calls: readonly number[]): void {
    const frames = calls.flatMap((call) => this.#symbols?.frames(call) ?? []);
    const isForOther =
      (kind === 'acquire' || kind === 'release' || kind === 'exchange') && !ownHook.test(frames[0]?.func ?? '');
    if (!isForOther) this.#running = by.id;
    const site = frames.find((frame) => this.#host.isTraced?.(frame) ?? true);
    if (site === undefined) return;
    const event = { kind, goroutine: by.id, address: address >>> 0, own: by.clockIndex, clock: [...by.clock], site };
    this.#host.onEvent?.(isForOther && this.#running !== by.id ? { ...event, by: this.#running } : event);
  }
}

/** The number of the lowest byte in a mask of bytes. */
function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
