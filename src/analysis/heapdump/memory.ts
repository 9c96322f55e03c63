import type { HeapDump } from './model.ts';
import { objectFinder } from './objects.ts';

/** The contents of a dump as machine words, and which object an address lies in. */
export class Memory {
  readonly dump: HeapDump;
  readonly pointerBytes: number;
  /** Index of the object that contains an address, -1 where there is none. */
  readonly findObject: (address: number) => number;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(dump: HeapDump) {
    this.dump = dump;
    this.pointerBytes = dump.params.pointerBytes;
    this.#isLittle = dump.params.isLittleEndian;
    this.#view = new DataView(dump.bytes.buffer, dump.bytes.byteOffset, dump.bytes.byteLength);
    this.findObject = objectFinder(dump.objects);
  }

  /** The word at an offset of the file, as a number; words above 2^53 lose low bits and are no addresses. */
  word(at: number): number {
    if (this.pointerBytes === 4) return this.#view.getUint32(at, this.#isLittle);
    const first = this.#view.getUint32(at, this.#isLittle);
    const second = this.#view.getUint32(at + 4, this.#isLittle);
    return this.#isLittle ? second * 0x1_0000_0000 + first : first * 0x1_0000_0000 + second;
  }

  /** The word in an object at a byte offset of it; 0 beyond its end. */
  wordOf(object: number, offset: number): number {
    const { contentFrom, sizeBytes } = this.dump.objects;
    if (offset + this.pointerBytes > (sizeBytes[object] ?? 0)) return 0;
    return this.word((contentFrom[object] ?? 0) + offset);
  }

  /** The byte in an object at an offset of it; 0 beyond its end. */
  byteOf(object: number, offset: number): number {
    const { contentFrom, sizeBytes } = this.dump.objects;
    if (offset >= (sizeBytes[object] ?? 0)) return 0;
    return this.dump.bytes[(contentFrom[object] ?? 0) + offset] ?? 0;
  }

  /** Calls `visit` with the offset of each pointer field in a list of the file. */
  eachField(fieldsFrom: number, visit: (offset: number) => void): void {
    const { bytes } = this.dump;
    let at = fieldsFrom;
    while ((bytes[at] ?? 0) !== 0) {
      at++;
      let offset = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++] ?? 0;
        offset += (byte & 127) * scale;
        if (byte < 128) break;
      }
      visit(offset);
    }
  }

  /** As `eachField`, for an object. */
  eachFieldOf(object: number, visit: (offset: number) => void): void {
    const { contentFrom, sizeBytes } = this.dump.objects;
    this.eachField((contentFrom[object] ?? 0) + (sizeBytes[object] ?? 0), visit);
  }

  /**
   * Calls `visit` with each pointer that a range of the file holds and its offset in the range.
   * Fields outside the range, which a damaged file has, are left out.
   */
  eachPointer(
    range: { readonly contentFrom: number; readonly sizeBytes: number; readonly fieldsFrom: number },
    visit: (pointer: number, offset: number) => void,
  ): void {
    const last = range.sizeBytes - this.pointerBytes;
    this.eachField(range.fieldsFrom, (offset) => {
      if (offset > last) return;
      const pointer = this.word(range.contentFrom + offset);
      if (pointer !== 0) visit(pointer, offset);
    });
  }

  /** As `eachPointer`, for an object. */
  eachPointerOf(object: number, visit: (pointer: number, offset: number) => void): void {
    const { contentFrom, sizeBytes } = this.dump.objects;
    const from = contentFrom[object] ?? 0;
    const size = sizeBytes[object] ?? 0;
    this.eachPointer({ contentFrom: from, sizeBytes: size, fieldsFrom: from + size }, visit);
  }

  /** True where an object holds pointers, as far as its type says. */
  hasPointers(object: number): boolean {
    const { contentFrom, sizeBytes } = this.dump.objects;
    return this.dump.bytes[(contentFrom[object] ?? 0) + (sizeBytes[object] ?? 0)] !== 0;
  }
}
