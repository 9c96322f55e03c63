import type { GoValues, Held } from './go-values.ts';

/** What the functions that Go imports may touch. */
export interface GoRuntime {
  readonly values: GoValues;
  /** The program's memory as it stands now; it moves when it grows. */
  readonly view: () => DataView<ArrayBuffer>;
  /** The stack pointer as it stands now: it moves when a call into JavaScript called back into Go. */
  readonly stackPointer: () => number;
  readonly exit: (status: number) => void;
  readonly write: (descriptor: number, bytes: Uint8Array) => void;
  /** Wakes the program after some milliseconds; returns the number that `clearTimer` takes. */
  readonly setTimer: (millis: number) => number;
  readonly clearTimer: (number: number) => void;
}

type Import = (stackPointer: number) => void;

/**
 * The functions of module `gojs`. Each takes Go's stack pointer: arguments stand eight bytes above it, results after them.
 * @see runtime/sys_wasm.s, runtime/os_js.go, syscall/js/js.go
 */
export function goImports(runtime: GoRuntime): Record<string, Import> {
  return { ...runtimeImports(runtime), ...valueImports(runtime), ...callImports(runtime), ...bytesImports(runtime) };
}

/** Reads and writes one call's arguments and results. */
class Frame {
  readonly #runtime: GoRuntime;
  readonly #view: DataView<ArrayBuffer>;
  readonly #base: number;

  constructor(runtime: GoRuntime, stackPointer: number) {
    this.#runtime = runtime;
    this.#view = runtime.view();
    this.#base = stackPointer >>> 0;
  }

  int32(offset: number): number {
    return this.#view.getInt32(this.#base + offset, true);
  }

  int64(offset: number): number {
    const at = this.#base + offset;
    return this.#view.getUint32(at, true) + this.#view.getInt32(at + 4, true) * 2 ** 32;
  }

  bytes(offset: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer, this.int64(offset), this.int64(offset + 8));
  }

  text(offset: number): string {
    return decoder.decode(this.bytes(offset));
  }

  value(offset: number): Held {
    return this.#runtime.values.load(this.#view, this.#base + offset);
  }

  object(offset: number): object {
    return this.value(offset) as object;
  }

  values(offset: number): Held[] {
    const from = this.int64(offset);
    const length = this.int64(offset + 8);
    return Array.from({ length }, (_, i) => this.#runtime.values.load(this.#view, from + i * 8));
  }

  setInt32(offset: number, value: number): void {
    this.#view.setInt32(this.#base + offset, value, true);
  }

  setInt64(offset: number, value: number): void {
    this.#view.setBigInt64(this.#base + offset, BigInt(Math.floor(value)), true);
  }

  setFlag(offset: number, value: boolean): void {
    this.#view.setUint8(this.#base + offset, value ? 1 : 0);
  }

  setValue(offset: number, value: Held): void {
    this.#runtime.values.store(this.#view, this.#base + offset, value);
  }
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function runtimeImports(runtime: GoRuntime): Record<string, Import> {
  const frame = (sp: number) => new Frame(runtime, sp);
  return {
    'runtime.wasmExit': (sp) => runtime.exit(frame(sp).int32(8)),
    'runtime.wasmWrite': (sp) => {
      const call = frame(sp);
      const from = call.int64(16);
      runtime.write(call.int64(8), new Uint8Array(runtime.view().buffer, from, call.int32(24)));
    },
    // The view is made anew for each call, so that there is nothing to reset.
    'runtime.resetMemoryDataView': () => undefined,
    'runtime.nanotime1': (sp) => frame(sp).setInt64(8, (performance.timeOrigin + performance.now()) * 1e6),
    'runtime.walltime': (sp) => {
      const millis = Date.now();
      const call = frame(sp);
      call.setInt64(8, millis / 1000);
      call.setInt32(16, (millis % 1000) * 1e6);
    },
    'runtime.scheduleTimeoutEvent': (sp) => {
      const call = frame(sp);
      call.setInt32(16, runtime.setTimer(call.int64(8)));
    },
    'runtime.clearTimeoutEvent': (sp) => runtime.clearTimer(frame(sp).int32(8)),
    'runtime.getRandomData': (sp) => void crypto.getRandomValues(frame(sp).bytes(8)),
  };
}

function valueImports(runtime: GoRuntime): Record<string, Import> {
  const frame = (sp: number) => new Frame(runtime, sp);
  return {
    'syscall/js.finalizeRef': (sp) => runtime.values.release(frame(sp).int32(8)),
    'syscall/js.stringVal': (sp) => {
      const call = frame(sp);
      call.setValue(24, call.text(8));
    },
    'syscall/js.valueGet': (sp) => {
      const call = frame(sp);
      const value: Held = Reflect.get(call.object(8), call.text(16));
      frame(runtime.stackPointer()).setValue(32, value);
    },
    'syscall/js.valueSet': (sp) => {
      const call = frame(sp);
      Reflect.set(call.object(8), call.text(16), call.value(32));
    },
    'syscall/js.valueDelete': (sp) => {
      const call = frame(sp);
      Reflect.deleteProperty(call.object(8), call.text(16));
    },
    'syscall/js.valueIndex': (sp) => {
      const call = frame(sp);
      call.setValue(24, Reflect.get(call.object(8), call.int64(16)));
    },
    'syscall/js.valueSetIndex': (sp) => {
      const call = frame(sp);
      Reflect.set(call.object(8), call.int64(16), call.value(24));
    },
    'syscall/js.valueLength': (sp) => {
      const call = frame(sp);
      call.setInt64(16, Number(Reflect.get(call.object(8), 'length')));
    },
    'syscall/js.valueInstanceOf': (sp) => {
      const call = frame(sp);
      const type = call.value(16);
      call.setFlag(24, typeof type === 'function' && call.value(8) instanceof type);
    },
  };
}

function callImports(runtime: GoRuntime): Record<string, Import> {
  /** A call's result, or what it threw, stands at `result`, and whether it returned after that. */
  const answer = (result: number, make: () => Held) => {
    let value: Held;
    let isReturned = true;
    try {
      value = make();
    } catch (error) {
      value = error;
      isReturned = false;
    }
    const call = new Frame(runtime, runtime.stackPointer());
    call.setValue(result, value);
    call.setFlag(result + 8, isReturned);
  };
  type Callable = (...args: Held[]) => Held;
  return {
    'syscall/js.valueCall': (sp) => {
      const call = new Frame(runtime, sp);
      const target = call.object(8);
      const args = call.values(32);
      const method = Reflect.get(target, call.text(16)) as Callable;
      answer(56, () => Reflect.apply(method, target, args));
    },
    'syscall/js.valueInvoke': (sp) => {
      const call = new Frame(runtime, sp);
      const target = call.value(8) as Callable;
      const args = call.values(16);
      answer(40, () => Reflect.apply(target, undefined, args));
    },
    'syscall/js.valueNew': (sp) => {
      const call = new Frame(runtime, sp);
      const target = call.value(8) as new (...args: Held[]) => object;
      const args = call.values(16);
      answer(40, () => Reflect.construct(target, args));
    },
  };
}

function bytesImports(runtime: GoRuntime): Record<string, Import> {
  const frame = (sp: number) => new Frame(runtime, sp);
  const copy = (call: Frame, from: Held, to: Held) => {
    const areBytes = from instanceof Uint8Array && to instanceof Uint8Array;
    if (areBytes) {
      const part = from.subarray(0, to.length);
      to.set(part);
      call.setInt64(40, part.length);
    }
    call.setFlag(48, areBytes);
  };
  return {
    'syscall/js.valuePrepareString': (sp) => {
      const call = frame(sp);
      const bytes = encoder.encode(String(call.value(8)));
      call.setValue(16, bytes);
      call.setInt64(24, bytes.length);
    },
    'syscall/js.valueLoadString': (sp) => {
      const call = frame(sp);
      call.bytes(16).set(call.value(8) as Uint8Array);
    },
    'syscall/js.copyBytesToGo': (sp) => {
      const call = frame(sp);
      copy(call, call.value(32), call.bytes(8));
    },
    'syscall/js.copyBytesToJS': (sp) => {
      const call = frame(sp);
      copy(call, call.bytes(16), call.value(8));
    },
  };
}
