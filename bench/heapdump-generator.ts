/** Writes heap dumps of any size in the form that debug.WriteHeapDump writes, for benchmarks. */

/** A buffer that grows, with the writers of the format. */
class DumpWriter {
  #bytes = new Uint8Array(1 << 20);
  #length = 0;

  /** Unsigned varint. */
  number(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  numbers(...values: readonly number[]): void {
    for (const value of values) this.number(value);
  }

  text(value: string): void {
    this.content(new TextEncoder().encode(value));
  }

  content(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(room: number): void {
    if (this.#length + room <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + room));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

const HEAP = 0xc000000000;
const SEGMENT = 0x5f0000;
const PAGE = 8192;
const BUCKETS = 399;
/** Elements of each list, all allocated at the same sites. */
const LIST = 1000;

/** Words of each kind of object: every entry is a list element, its key, its value and the value's bytes. */
const ELEMENT = 48;
const VALUE = 64;
const DATA = 128;

/**
 * A dump of `count` objects: a slice of linked lists held by one variable, each element pointing forward, back and at a
 * value that points at bytes; every object has its allocation sample. About 170 bytes of file per object.
 */
export function generateHeapDump(count: number): Uint8Array {
  const writer = new DumpWriter();
  const entries = Math.floor(count / 3);
  const elements = layOut(HEAP, entries, ELEMENT);
  const values = layOut(elements.end, entries, VALUE);
  const data = layOut(values.end, entries, DATA);
  writer.raw(new TextEncoder().encode('go1.7 heap dump\n'));
  writer.numbers(6, 0, 8, HEAP, data.end);
  writer.text('amd64');
  writer.text('go1.21.0');
  writer.number(2);
  writeObjects(writer, elements, (i) => {
    const next = (i + 1) % LIST === 0 || i + 1 === entries ? 0 : elements.at(i + 1);
    return [next, i % LIST === 0 ? 0 : elements.at(i - 1), 0, values.at(i)];
  });
  writeObjects(writer, values, (i) => [data.at(i), DATA, DATA]);
  writeObjects(writer, data, () => []);
  writeSegment(
    writer,
    Array.from({ length: Math.ceil(entries / LIST) }, (_, i) => elements.at(i * LIST)),
  );
  writeSamples(writer, [elements, values, data], entries);
  writer.number(0);
  return writer.finish();
}

interface Block {
  readonly count: number;
  readonly size: number;
  readonly end: number;
  readonly at: (index: number) => number;
}

/** Addresses of equal objects, page after page. */
function layOut(from: number, count: number, size: number): Block {
  const perPage = Math.floor(PAGE / size);
  const at = (index: number) => from + Math.floor(index / perPage) * PAGE + (index % perPage) * size;
  return { count, size, at, end: from + Math.ceil(count / perPage) * PAGE };
}

function writeObjects(writer: DumpWriter, block: Block, words: (index: number) => readonly number[]): void {
  const content = new Uint8Array(block.size);
  const view = new DataView(content.buffer);
  for (let i = 0; i < block.count; i++) {
    const pointers = words(i);
    pointers.forEach((word, w) => view.setBigUint64(w * 8, BigInt(word), true));
    writer.numbers(1, block.at(i));
    writer.content(content);
    pointers.forEach((_, w) => writer.numbers(1, w * 8));
    writer.number(0);
  }
}

function writeSegment(writer: DumpWriter, pointers: readonly number[]): void {
  const content = new Uint8Array(pointers.length * 8);
  const view = new DataView(content.buffer);
  pointers.forEach((pointer, i) => view.setBigUint64(i * 8, BigInt(pointer), true));
  writer.numbers(12, SEGMENT);
  writer.content(content);
  pointers.forEach((_, i) => writer.numbers(1, i * 8));
  writer.number(0);
}

function writeSamples(writer: DumpWriter, blocks: readonly Block[], entries: number): void {
  for (let b = 0; b < BUCKETS; b++) {
    writer.numbers(16, b + 1, blocks[b % 3]?.size ?? 8, 2);
    writer.text(`main.store${b}`);
    writer.text('/home/gopher/app/main.go');
    writer.number(10 + b);
    writer.text('main.main');
    writer.text('/home/gopher/app/main.go');
    writer.numbers(500, entries, 0);
  }
  blocks.forEach(({ at, count }, kind) => {
    for (let i = 0; i < count; i++) {
      const site = Math.floor(i / LIST) % (BUCKETS / 3);
      writer.numbers(17, at(i), 1 + site * 3 + kind);
    }
  });
}
