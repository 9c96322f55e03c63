import { decodeText, encodeText } from './bytes.ts';
import { fromSignedWords, fromWords } from './int64.ts';
import type { Int64 } from './int64.ts';

/** Wire type of numbers. */
export const VARINT = 0;
const FIXED64 = 1;
/** Wire type of texts, messages and packed numbers. */
export const BYTES = 2;
const FIXED32 = 5;

/** Why bytes are not the message they should be, and where. Thrown inside the decoder only; it never leaves it. */
export class WireError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads the protocol buffer wire format from `position` up to `end`: a sequence of fields, each a varint tag
 * (number << 3 | type) and a value.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireReader {
  readonly bytes: Uint8Array;
  position = 0;
  end: number;
  /** Of the field last read. */
  field = 0;
  type = 0;
  fieldStart = 0;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** Reads a tag; false at the end of the message. */
  next(): boolean {
    if (this.position >= this.end) return false;
    this.fieldStart = this.position;
    this.#varint();
    this.field = this.#high === 0 ? this.#low >>> 3 : Number.MAX_SAFE_INTEGER;
    this.type = this.#low & 7;
    return true;
  }

  unsigned(): Int64 {
    this.#expect(VARINT);
    return this.packedUnsigned();
  }

  signed(): Int64 {
    this.#expect(VARINT);
    return this.packedSigned();
  }

  bool(): boolean {
    this.#expect(VARINT);
    this.#varint();
    return (this.#low | this.#high) !== 0;
  }

  /** A varint with no tag before it, as in a packed field. */
  packedUnsigned(): Int64 {
    const first = this.bytes[this.position];
    if (first !== undefined && first < 128 && this.position < this.end) {
      this.position++;
      return first;
    }
    this.#varint();
    return fromWords(this.#low, this.#high);
  }

  packedSigned(): Int64 {
    this.#varint();
    return fromSignedWords(this.#low, this.#high);
  }

  text(): string {
    const to = this.enter();
    const text = decodeText(this.bytes.subarray(this.position, to));
    this.position = to;
    return text;
  }

  /** The end of the length-delimited value that starts here. */
  enter(): number {
    this.#expect(BYTES);
    return this.#delimited();
  }

  skip(): void {
    if (this.type === VARINT) this.#varint();
    else if (this.type === BYTES) this.position = this.#delimited();
    else if (this.type === FIXED64) this.#advance(8);
    else if (this.type === FIXED32) this.#advance(4);
    else throw new WireError(`unknown wire type ${this.type}`, this.fieldStart);
  }

  #delimited(): number {
    const at = this.position;
    this.#varint();
    const to = this.position + this.#low;
    if (this.#high !== 0 || to > this.end) throw new WireError('a field is longer than what is left', at);
    return to;
  }

  #advance(size: number): void {
    if (this.position + size > this.end) throw new WireError('a number is cut off', this.position);
    this.position += size;
  }

  #expect(type: number): void {
    if (this.type !== type) throw new WireError(`field ${this.field} has wire type ${this.type}`, this.fieldStart);
  }

  /** Leaves the value in two words. Bits above the 64th are dropped, as Go drops them. */
  #varint(): void {
    const { bytes, end } = this;
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.position >= end) throw new WireError('a varint is cut off', this.position);
      const byte = bytes[this.position++]!;
      const bits = byte & 127;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * i - 32);
      if (byte < 128) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new WireError('a varint is longer than 10 bytes', this.position - 10);
  }
}

/** Writes the wire format. Zero values of singular fields are left out, as proto3 does. */
export class WireWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** What was written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  number(field: number, value: Int64): void {
    if (value === 0) return;
    this.always(field, value);
  }

  always(field: number, value: Int64): void {
    this.#varint(field << 3);
    this.#varint(value);
  }

  bool(field: number, value: boolean): void {
    if (value) this.always(field, 1);
  }

  /** Up to two numbers as fields of their own, more as one packed field. */
  numbers(field: number, values: readonly Int64[]): void {
    if (values.length <= 2) {
      for (const value of values) this.always(field, value);
      return;
    }
    this.message(field, () => {
      for (const value of values) this.#varint(value);
    });
  }

  text(field: number, text: string): void {
    const bytes = encodeText(text);
    this.#varint((field << 3) | BYTES);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A field of what `write` writes, with its length before it. */
  message(field: number, write: () => void): void {
    this.#varint((field << 3) | BYTES);
    const start = this.#length;
    write();
    const size = this.#length - start;
    this.#varint(size);
    const prefix = this.#bytes.slice(start + size, this.#length);
    this.#bytes.copyWithin(start + prefix.length, start, start + size);
    this.#bytes.set(prefix, start);
  }

  #varint(value: Int64): void {
    this.#reserve(10);
    if (typeof value === 'number' && value >= 0) this.#smallVarint(value);
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  #smallVarint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 128n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
