/** The memory of a running program as words. It moves when it grows. */
export class ProgramMemory {
  readonly #memory: () => ArrayBufferLike;
  #words: Int32Array = new Int32Array(0);

  /** `memory` gives the buffer as it stands. */
  constructor(memory: () => ArrayBufferLike) {
    this.#memory = memory;
  }

  /** All of it, now; a buffer that the program outgrew has no length. */
  words(): Int32Array {
    if (this.#words.length === 0) {
      const buffer = this.#memory();
      this.#words = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
    }
    return this.#words;
  }
}
