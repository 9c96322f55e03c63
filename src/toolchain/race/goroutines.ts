import { joinClocks, type Clock } from './clock.ts';
import { doubled, type StackTree } from './stack-tree.ts';

/** Clock indexes that rest after their goroutine ended before the next one gets them, so that its last accesses stay told apart. */
const restingIndexes = 64;

const nothing = new Int32Array(0);

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

  /** Return addresses of the stack, from index 1; the tree nodes of the first `#made` of them exist. */
  #pcs: Int32Array = new Int32Array(16);
  #nodes: Int32Array = new Int32Array(16);
  #depth = 0;
  #made = 0;

  constructor(id: number, clockIndex: number, clock: Clock, createdStack: number, createdPc: number) {
    this.id = id;
    this.clockIndex = clockIndex;
    this.firstEpoch = clock[clockIndex]!;
    this.clock = clock;
    this.createdStack = createdStack;
    this.createdPc = createdPc;
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
    return [...this.#pcs.subarray(1, this.#depth + 1)].reverse();
  }

  enter(pc: number): void {
    const depth = ++this.#depth;
    if (depth >= this.#pcs.length) {
      this.#pcs = doubled(this.#pcs);
      this.#nodes = doubled(this.#nodes);
    }
    this.#pcs[depth] = pc;
    if (this.#made >= depth) this.#made = depth - 1;
  }

  exit(): void {
    if (this.#depth > 0 && --this.#depth < this.#made) this.#made = this.#depth;
  }

  /** The stack as a node of the tree; nodes are made only when an access is really stored. */
  stack(tree: StackTree): number {
    while (this.#made < this.#depth) {
      const next = this.#made + 1;
      this.#nodes[next] = tree.push(this.#nodes[this.#made]!, this.#pcs[next]!);
      this.#made = next;
    }
    return this.#nodes[this.#depth]!;
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
    this.#pcs = nothing;
    this.#nodes = nothing;
    this.#depth = this.#made = 0;
  }
}

/** All goroutines of a run, by the context that the runtime passes to each hook: number + 1; 0 is none. */
export class Goroutines {
  readonly #byContext: (TrackedGoroutine | undefined)[] = [undefined];
  /** Who had a clock index, oldest first. */
  readonly #occupants: TrackedGoroutine[][] = [];
  readonly #resting: number[] = [];

  at(context: number): TrackedGoroutine | undefined {
    return this.#byContext[context];
  }

  get started(): number {
    return this.#byContext.length - 1;
  }

  /** Starts a goroutine that knows all that `parent` knows; returns its context. */
  start(parent: TrackedGoroutine | undefined, createdStack: number, createdPc: number): number {
    const index = this.#takeIndex();
    const occupants = this.#occupants[index]!;
    const clock = new Int32Array(Math.max(parent?.clock.length ?? 0, index + 1));
    if (parent !== undefined) clock.set(parent.clock);
    clock[index] = (occupants.at(-1)?.lastEpoch ?? 0) + 1;
    const started = new TrackedGoroutine(this.#byContext.length - 1, index, clock, createdStack, createdPc);
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
