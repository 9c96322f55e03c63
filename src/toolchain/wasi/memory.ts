const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The program's linear memory as host calls read and write it. Views are renewed when the program's memory grew. */
export interface GuestMemory {
  view(): DataView;
  bytes(from: number, length: number): Uint8Array;
  text(from: number, length: number): string;
  /** The buffers of `count` iovec records at `at`. */
  vectors(at: number, count: number): readonly Uint8Array[];
  setUint32(at: number, value: number): void;
  setUint64(at: number, value: bigint): void;
}

/**
 * Returns access to a memory that need not exist yet: it is asked for at each call, since imports are made before it.
 *
 * @example createGuestMemory(() => instance.exports.memory)
 */
export function createGuestMemory(memory: () => WebAssembly.Memory): GuestMemory {
  let current = new DataView(new ArrayBuffer(0));
  const view = (): DataView => {
    const { buffer } = memory();
    if (current.buffer !== buffer) current = new DataView(buffer);
    return current;
  };
  const bytes = (from: number, length: number): Uint8Array => new Uint8Array(view().buffer, from, length);
  return {
    view,
    bytes,
    // Node's decoder refuses views on shared memory; a copy is safe everywhere.
    text: (from, length) => decoder.decode(bytes(from, length).slice()),
    vectors: (at, count) =>
      Array.from({ length: count }, (_, index) =>
        bytes(view().getUint32(at + 8 * index, true), view().getUint32(at + 8 * index + 4, true)),
      ),
    setUint32: (at, value) => view().setUint32(at, value, true),
    setUint64: (at, value) => view().setBigUint64(at, value, true),
  };
}

/** A list of strings as args_get and environ_get hand it over: pointers first, then the texts, each closed by a zero. */
export interface StringTable {
  /** Writes the number of strings and their bytes in all. */
  sizes(countAt: number, bytesAt: number): number;
  get(pointersAt: number, textsAt: number): number;
}

/**
 * Returns the two host calls of a list of strings.
 *
 * @example createStringTable(memory, ['main', '-v'])
 */
export function createStringTable(memory: GuestMemory, strings: readonly string[]): StringTable {
  const texts = strings.map((text) => encoder.encode(`${text}\0`));
  return {
    sizes(countAt, bytesAt) {
      memory.setUint32(countAt, texts.length);
      memory.setUint32(
        bytesAt,
        texts.reduce((sum, text) => sum + text.length, 0),
      );
      return 0;
    },
    get(pointersAt, textsAt) {
      let at = textsAt;
      for (const [index, text] of texts.entries()) {
        memory.setUint32(pointersAt + 4 * index, at);
        memory.bytes(at, text.length).set(text);
        at += text.length;
      }
      return 0;
    },
  };
}
