import { goImports } from './go-imports.ts';
import { GoValues } from './go-values.ts';

/** A program that Go built for js/wasm, and what it runs with. */
export interface GoProgram {
  readonly module: WebAssembly.Module;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the program sees as the global object: `fs`, `process` and `path` of Node's shape. The real one stays untouched. */
  readonly global: Readonly<Record<string, unknown>>;
  /** Takes what the runtime itself writes, such as a fatal error. */
  readonly write: (descriptor: number, bytes: Uint8Array) => void;
  /** Ends the program from outside; it gets no chance to clean up. */
  readonly abort: AbortSignal;
}

/** The exit status of a program that was ended from outside. */
const ABORTED = 137;
/** Go's linker keeps the memory up to here free for arguments. @see cmd/link/internal/ld/data.go, wasmMinDataAddr */
const ARGS_FROM = 4096;
const ARGS_TO = 4096 + 8192;

interface Exports {
  readonly mem: WebAssembly.Memory;
  readonly run: (argc: number, argv: number) => void;
  readonly resume: () => void;
  readonly getsp: () => number;
}

/**
 * Runs a Go program for js/wasm and resolves with its exit status; rejects where the module is not one, or traps.
 * @see runtime/rt0_js_wasm.s
 * @example await runGoProgram({ module, args: ['dlv', 'version'], env: {}, global, write, abort })
 */
export async function runGoProgram(program: GoProgram): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const run = new GoRun(program, resolve, reject);
  await run.start();
  return promise;
}

/** What Go finds in `_pendingEvent` when a callback wakes it. */
interface PendingEvent {
  readonly id: number;
  readonly this: unknown;
  readonly args: readonly unknown[];
  result?: unknown;
}

class GoRun {
  /** Go reads and clears it by this name. @see syscall/js/func.go, handleEvent */
  _pendingEvent: PendingEvent | null = null;
  readonly #program: GoProgram;
  readonly #resolve: (status: number) => void;
  readonly #reject: (error: unknown) => void;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextTimer = 1;
  #exports: Exports | undefined;

  constructor(program: GoProgram, resolve: (status: number) => void, reject: (error: unknown) => void) {
    this.#program = program;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  async start(): Promise<void> {
    const { module, abort, global } = this.#program;
    const values = new GoValues({ ...GLOBALS, ...global }, this);
    const imports = goImports({
      values,
      view: () => new DataView(this.#running().mem.buffer),
      stackPointer: () => this.#running().getsp() >>> 0,
      exit: (status) => this.#end(status),
      write: this.#program.write,
      setTimer: (millis) => this.#setTimer(millis),
      clearTimer: (number) => this.#clearTimer(number),
    });
    const instance = await WebAssembly.instantiate(module, { gojs: imports });
    this.#exports = instance.exports as unknown as Exports;
    if (abort.aborted) return this.#end(ABORTED);
    abort.addEventListener('abort', () => this.#end(ABORTED), { once: true });
    const { argc, argv } = this.#writeArguments();
    this.#enter(() => this.#running().run(argc, argv));
  }

  /** Go makes its callbacks by this name. @see syscall/js/func.go, FuncOf */
  _makeFuncWrapper(id: number): (...args: unknown[]) => unknown {
    const call = (self: unknown, args: readonly unknown[]) => {
      const event: PendingEvent = { id, this: self, args };
      this._pendingEvent = event;
      this.#resume();
      return event.result;
    };
    return function (this: unknown, ...args: unknown[]) {
      return call(this, args);
    };
  }

  #resume(): void {
    const exports = this.#exports;
    if (exports !== undefined) this.#enter(() => exports.resume());
  }

  /** Everything that runs Go goes through here: a trap ends the program with its error. */
  #enter(call: () => void): void {
    try {
      call();
    } catch (error) {
      if (this.#exports === undefined) return;
      this.#exports = undefined;
      this.#reject(error);
    }
  }

  #running(): Exports {
    if (this.#exports === undefined) throw new Error('the program has ended');
    return this.#exports;
  }

  #end(status: number): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#exports = undefined;
    this.#resolve(status);
  }

  #setTimer(millis: number): number {
    const number = this.#nextTimer++;
    const wake = (): void => {
      this.#resume();
      // Go clears the timer when it has seen it; where it has not, it is woken again.
      if (this.#timers.has(number)) this.#timers.set(number, setTimeout(wake, 1));
    };
    this.#timers.set(number, setTimeout(wake, millis));
    return number;
  }

  #clearTimer(number: number): void {
    const timer = this.#timers.get(number);
    if (timer !== undefined) clearTimeout(timer);
    this.#timers.delete(number);
  }

  #writeArguments(): { argc: number; argv: number } {
    const { args, env } = this.#program;
    const memory = new Uint8Array(this.#running().mem.buffer);
    const encoder = new TextEncoder();
    let at = ARGS_FROM;
    const write = (text: string): number => {
      const from = at;
      const bytes = encoder.encode(`${text}\0`);
      at += Math.ceil(bytes.length / 8) * 8;
      if (at > ARGS_TO) throw new RangeError(`arguments and environment take more than ${ARGS_TO - ARGS_FROM} bytes`);
      memory.set(bytes, from);
      return from;
    };
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const pointers = [...args.map(write), 0, ...variables.sort().map(write), 0];
    const argv = at;
    if (argv + pointers.length * 8 > ARGS_TO) throw new RangeError('too many arguments');
    const view = new DataView(memory.buffer);
    pointers.forEach((pointer, i) => view.setBigUint64(argv + i * 8, BigInt(pointer), true));
    return { argc: args.length, argv };
  }
}

/** The constructors that Go's standard library looks up. @see syscall/js/js.go, syscall/fs_js.go, time/zoneinfo_js.go */
const GLOBALS = { Object, Array, Uint8Array, Uint8ClampedArray, Date, Error, Promise, crypto };
