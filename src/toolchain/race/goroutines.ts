import { joinClocks, type Clock } from './clock.ts';
import type { ProgramMemory } from './program-memory.ts';
import { doubled, type StackTree } from './stack-tree.ts';

/** Clock indexes that rest after their goroutine ended before the next one gets them, so that its last accesses stay told apart. */
const restingIndexes = 64;

const nothing = new Int32Array(0);

/** Words of a goroutine's own record in the program's memory. @see go/overlay/race/runtime/race_wasm.go (racerecord) */
const recordWord = { depth: 3, least: 4, calls: 6 };

interface GoroutineStart {
  readonly id: number;
  readonly clockIndex: number;
  readonly clock: Clock;
  readonly createdStack: number;
  readonly createdPc: number;
  readonly memory: ProgramMemory;
  /** The address of its record there. */
  readonly record: number;
}

/** A goroutine as the detector sees it. */
export class TrackedGoroutine {
  /** Its number in reports: 1 is main. */
  readonly id: number;
  /** Its entry in vector clocks, reused after it ended: `[firstEpoch, lastEpoch]` is its life there. */
  readonly clockIndex: number;
  readonly firstEpoch: number;
  lastEpoch = 0x7fffffff;
  clock: Clock;
  isRunning = true;
  createdStack: number;
  readonly createdPc: number;

  readonly #memory: ProgramMemory;
  /** Index of its record among the words of the memory. */
  readonly #record: number;
  /** The tree nodes of its stack, from index 1; the first `#made` of them hold as long as the calls below stay. */
  #nodes: Int32Array = new Int32Array(16);
  #made = 0;

  constructor(start: GoroutineStart) {
    this.id = start.id;
    this.clockIndex = start.clockIndex;
    this.firstEpoch = start.clock[start.clockIndex]!;
    this.clock = start.clock;
    this.createdStack = start.createdStack;
    this.createdPc = start.createdPc;
    this.#memory = start.memory;
    this.#record = start.record >>> 2;
  }

  get epoch(): number {
    return this.clock[this.clockIndex]!;
  }

  /** Starts a new epoch: what follows is not known to whoever took the clock before. */
  tick(): void {
    this.clock[this.clockIndex]!++;
  }

  /** The return addresses of the calls, innermost first. */
  callers(): readonly number[] {
    if (!this.isRunning) return [];
    const words = this.#memory.words();
    const first = words[this.#record + recordWord.calls]! >>> 2;
    return [...words.subarray(first, first + words[this.#record + recordWord.depth]!)].reverse();
  }

  /** The stack as a node of the tree; nodes are made only when an access is really stored. */
  stack(tree: StackTree): number {
    if (!this.isRunning) return 0;
    const words = this.#memory.words();
    const depth = words[this.#record + recordWord.depth]!;
    const least = words[this.#record + recordWord.least]!;
    if (least < this.#made) this.#made = least;
    if (this.#made < depth) this.#makeNodes(tree, words, depth);
    words[this.#record + recordWord.least] = depth;
    return this.#nodes[depth]!;
  }

  #makeNodes(tree: StackTree, words: Int32Array, depth: number): void {
    while (depth >= this.#nodes.length) this.#nodes = doubled(this.#nodes);
    const calls = words[this.#record + recordWord.calls]! >>> 2;
    for (let made = this.#made; made < depth; made++)
      this.#nodes[made + 1] = tree.push(this.#nodes[made]!, words[calls + made]!);
    this.#made = depth;
  }

  /** Calls `visit` for each stack that it holds. */
  eachStack(visit: (node: number) => void): void {
    for (let depth = 1; depth <= this.#made; depth++) visit(this.#nodes[depth]!);
  }

  /** Forgets the nodes made so far: the tree was renumbered. */
  forgetStacks(): void {
    this.#made = 0;
  }

  end(): void {
    this.isRunning = false;
    this.lastEpoch = this.epoch;
    this.clock = nothing;
    this.#nodes = nothing;
    this.#made = 0;
  }
}

/** All goroutines of a run, by the context that the runtime passes to each hook: number + 1; 0 is none. */
export class Goroutines {
  readonly #byContext: (TrackedGoroutine | undefined)[] = [undefined];
  /** Who had a clock index, oldest first. */
  readonly #occupants: TrackedGoroutine[][] = [];
  readonly #resting: number[] = [];
  readonly #memory: ProgramMemory;

  constructor(memory: ProgramMemory) {
    this.#memory = memory;
  }

  at(context: number): TrackedGoroutine | undefined {
    return this.#byContext[context];
  }

  get started(): number {
    return this.#byContext.length - 1;
  }

  /** Starts a goroutine that knows all that `parent` knows; returns its context. `record` is where it keeps its stack. */
  start(parent: TrackedGoroutine | undefined, createdStack: number, createdPc: number, record: number): number {
    const clockIndex = this.#takeIndex();
    const occupants = this.#occupants[clockIndex]!;
    const clock = new Int32Array(Math.max(parent?.clock.length ?? 0, clockIndex + 1));
    if (parent !== undefined) clock.set(parent.clock);
    clock[clockIndex] = (occupants.at(-1)?.lastEpoch ?? 0) + 1;
    const id = this.#byContext.length - 1;
    const memory = this.#memory;
    const started = new TrackedGoroutine({ id, clockIndex, clock, createdStack, createdPc, memory, record });
    occupants.push(started);
    parent?.tick();
    return this.#byContext.push(started) - 1;
  }

  end(goroutine: TrackedGoroutine): void {
    goroutine.end();
    this.#resting.push(goroutine.clockIndex);
  }

  /** Who made the access that a slot remembers. */
  owner(clockIndex: number, epoch: number): TrackedGoroutine {
    const occupants = this.#occupants[clockIndex]!;
    for (let i = occupants.length - 1; i > 0; i--) if (epoch >= occupants[i]!.firstEpoch) return occupants[i]!;
    return occupants[0]!;
  }

  /** Orders all that was done so far before what `goroutine` does next: a finalizer sees a finished world. */
  joinAll(goroutine: TrackedGoroutine): void {
    const known = new Int32Array(this.#occupants.length);
    this.#occupants.forEach((occupants, index) => {
      const last = occupants.at(-1)!;
      known[index] = last.isRunning ? last.epoch : last.lastEpoch;
      if (last.isRunning && last !== goroutine) last.tick();
    });
    goroutine.clock = joinClocks(goroutine.clock, known);
  }

  each(visit: (goroutine: TrackedGoroutine) => void): void {
    for (const goroutine of this.#byContext) if (goroutine !== undefined) visit(goroutine);
  }

  #takeIndex(): number {
    if (this.#resting.length > restingIndexes) return this.#resting.shift()!;
    return this.#occupants.push([]) - 1;
  }
}
