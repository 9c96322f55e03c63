/** A value that Go holds: anything of JavaScript. */
export type Held = unknown;

/** The bits of a reference are a NaN: this high half, the kind of the value, and its number in the low half. */
const NAN_HEAD = 0x7ff80000;
const KINDS: Readonly<Record<string, number>> = { object: 1, string: 2, symbol: 3, function: 4 };
/** Numbers that stand for values known to both sides: NaN, 0, null, true, false, the global object, the program. */
const FIXED_VALUES = 7;

/**
 * The values that Go holds, by number. Go keeps 64 bits of each: a float is itself, all else a NaN with a number in it.
 * @see syscall/js/js.go, type ref
 */
export class GoValues {
  readonly #values: Held[];
  readonly #numbers: Map<Held, number>;
  readonly #counts: number[];
  readonly #free: number[] = [];

  constructor(global: object, program: object) {
    this.#values = [Number.NaN, 0, null, true, false, global, program];
    this.#numbers = new Map(this.#values.slice(1).map((value, i) => [value, i + 1]));
    this.#counts = Array.from({ length: FIXED_VALUES }, () => Infinity);
  }

  /** The value whose bits stand at an address. */
  load(view: DataView, at: number): Held {
    const float = view.getFloat64(at, true);
    if (float === 0) return undefined;
    return Number.isNaN(float) ? this.#values[view.getUint32(at, true)] : float;
  }

  /** Writes a value's bits, and counts that Go holds it once more. */
  store(view: DataView, at: number, value: Held): void {
    if (value === undefined) view.setFloat64(at, 0, true);
    else if (typeof value === 'number' && value !== 0 && !Number.isNaN(value)) view.setFloat64(at, value, true);
    else {
      const isNaN = typeof value === 'number' && value !== 0;
      const kind = value === null ? 0 : (KINDS[typeof value] ?? 0);
      view.setUint32(at, isNaN ? 0 : this.#hold(value), true);
      view.setUint32(at + 4, NAN_HEAD | kind, true);
    }
  }

  /** Go let one reference to a value go. */
  release(number: number): void {
    const left = (this.#counts[number] ?? 0) - 1;
    this.#counts[number] = left;
    if (left > 0) return;
    this.#numbers.delete(this.#values[number]);
    this.#values[number] = undefined;
    this.#free.push(number);
  }

  #hold(value: Held): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#free.pop() ?? this.#values.length;
      this.#values[number] = value;
      this.#numbers.set(value, number);
      this.#counts[number] = 0;
    }
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
    return number;
  }
}
