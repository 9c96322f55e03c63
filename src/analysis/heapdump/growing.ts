/** A list of unsigned 32-bit integers that grows by doubling. */
export class GrowingUint32 {
  #items: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#items = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = value;
  }

  /** The items, without the spare room; shares memory with the list. */
  items(): Uint32Array {
    return this.#items.subarray(0, this.length);
  }
}

/** A list of doubles, for addresses, that grows by doubling. */
export class GrowingFloat64 {
  #items: Float64Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#items = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = value;
  }

  /** The items, without the spare room; shares memory with the list. */
  items(): Float64Array {
    return this.#items.subarray(0, this.length);
  }
}
