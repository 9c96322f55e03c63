/** The file ends, or says something impossible, at `offset`. Thrown inside the reader only; callers get a diagnostic. */
export class MalformedDump extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Reads varints and byte strings from a file, front to back. */
export class Cursor {
  readonly bytes: Uint8Array;
  offset: number;
  #decoder = new TextDecoder();

  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** An unsigned varint. Counters above 2^53 lose their low bits. */
  varint(): number {
    const { bytes } = this;
    const from = this.offset;
    let value = 0;
    let scale = 1;
    for (let at = from; at < from + 10; at++) {
      const byte = bytes[at];
      if (byte === undefined) throw new MalformedDump('the file ends inside a number', bytes.length);
      value += (byte & 127) * scale;
      if (byte < 128) {
        this.offset = at + 1;
        return value;
      }
      scale *= 128;
    }
    throw new MalformedDump('a number is longer than ten bytes', from);
  }

  /** A varint that must be an exact integer: an address, a size, an offset. */
  exact(what: string): number {
    const from = this.offset;
    const value = this.varint();
    if (value > Number.MAX_SAFE_INTEGER) throw new MalformedDump(`${what} is beyond 2^53`, from);
    return value;
  }

  flag(): boolean {
    return this.varint() !== 0;
  }

  /** Steps over a byte string and returns its length; its contents end at the new offset. */
  skipBytes(what: string): number {
    const from = this.offset;
    const length = this.varint();
    const left = this.bytes.length - this.offset;
    if (length > left) {
      throw new MalformedDump(`${what} should have ${length} bytes and the file has ${left} more`, from);
    }
    this.offset += length;
    return length;
  }

  text(what: string): string {
    const length = this.skipBytes(what);
    return this.#decoder.decode(this.bytes.subarray(this.offset - length, this.offset));
  }

  /** Steps over a list of pointer fields and returns how many there are. */
  skipFields(): number {
    for (let count = 0; ; count++) {
      if (this.varint() === 0) return count;
      this.varint();
    }
  }
}
