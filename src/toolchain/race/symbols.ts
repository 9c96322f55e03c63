/**
 * Functions, files and lines of a running wasm program, read from the tables that Go's runtime keeps in its memory.
 *
 * A pc of wasm is function number × 65536 + block. A pc-value table is (value delta, pc delta) pairs of varints, the
 * value zigzag-coded. An inlined call is an entry of the function's inline tree; its parent is looked up at `parentPc`.
 *
 * @see src/runtime/symtab.go (moduledata, pcvalue), runtime2.go (_func) and symtabinl.go of Go 1.26
 */
import type { SymbolFrame } from './model.ts';

/** `abi.CurrentPCLnTabMagic`: the layout below belongs to it. */
const tableMagic = 0xfffffff1;

/** Offsets in `moduledata`; pointers are 8 bytes wide, of which wasm uses 4, and a slice is 24. */
const moduledata = {
  header: 0,
  names: 8,
  units: 32,
  files: 56,
  pcTables: 80,
  functions: 104,
  index: 128,
  indexLength: 136,
  text: 176,
  funcData: 320,
};
/** Offsets in `_func`. */
const func = {
  name: 4,
  pcsp: 16,
  pcFile: 20,
  pcLine: 24,
  pcDataCount: 28,
  unit: 32,
  startLine: 36,
  funcDataCount: 43,
  tables: 44,
};
/** Offsets in `inlinedCall`. */
const inlined = { funcId: 0, name: 4, parentPc: 8, size: 16 };

const pcDataInlineTree = 2;
const funcDataInlineTree = 3;
const funcIdWrapper = 23;
const blockSize = 65536;
const noOffset = 0xffffffff;

const unknownFrame = (offset: number): SymbolFrame => ({ func: '??', file: '-', line: 0, offset });

export class SymbolTable {
  readonly #memory: () => ArrayBufferLike;
  readonly #cache = new Map<number, readonly SymbolFrame[]>();
  readonly #decoder = new TextDecoder();
  readonly #at: Readonly<Record<Exclude<keyof typeof moduledata, 'header'>, number>>;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /**
   * `memory` gives the buffer as it stands (it moves when it grows); `module` is the address of `runtime.firstmoduledata`.
   * @throws RangeError when the tables are of a layout that this reader does not know.
   */
  constructor(memory: () => ArrayBufferLike, module: number) {
    this.#memory = memory;
    this.#refresh();
    const word = (offset: number) => this.#u32(module + offset);
    const magic = this.#u32(word(moduledata.header));
    if (magic !== tableMagic) throw new RangeError(`line tables of an unknown layout (magic 0x${magic.toString(16)})`);
    this.#at = {
      names: word(moduledata.names),
      units: word(moduledata.units),
      files: word(moduledata.files),
      pcTables: word(moduledata.pcTables),
      functions: word(moduledata.functions),
      index: word(moduledata.index),
      indexLength: word(moduledata.indexLength) - 1,
      text: word(moduledata.text),
      funcData: word(moduledata.funcData),
    };
  }

  /** The frames of a call by its return address: innermost first, inlined calls expanded; never empty. */
  frames(returnPc: number): readonly SymbolFrame[] {
    const known = this.#cache.get(returnPc);
    if (known !== undefined) return known;
    this.#refresh();
    const frames = this.#expand((returnPc >>> 0) - 1);
    this.#cache.set(returnPc, frames);
    return frames;
  }

  /**
   * The calls of a goroutine's real stack as return addresses, innermost first: `pc` in a function whose stack pointer is
   * `sp`. The runtime's own functions are not instrumented, so only this finds who called them.
   */
  unwind(pc: number, sp: number, most = 32): number[] {
    this.#refresh();
    const calls: number[] = [];
    for (let at = pc >>> 0, stack = sp >>> 0; at !== 0 && calls.length < most;) {
      calls.push(at);
      const number = Math.floor((at - 1) / blockSize) - this.#at.text;
      if (number < 0) break;
      const size = this.#pcValue(this.#u32(this.#findFunction(number) + func.pcsp), (at - 1) % blockSize);
      if (size < 0 || stack + size + 8 > this.#bytes.length) break;
      at = this.#u32(stack + size);
      stack += size + 8;
    }
    return calls;
  }

  #expand(pc: number): SymbolFrame[] {
    const number = Math.floor(pc / blockSize) - this.#at.text;
    if (number < 0) return [unknownFrame(pc)];
    const fn = this.#findFunction(number);
    const tree = this.#inlineTree(fn);
    const first = pc % blockSize;
    const frames: SymbolFrame[] = [];
    for (let offset = first; ;) {
      const call = tree === 0 ? -1 : this.#pcValue(this.#u32(fn + func.tables + 4 * pcDataInlineTree), offset);
      const file = this.#file(fn, this.#pcValue(this.#u32(fn + func.pcFile), offset));
      if (call < 0) {
        // The very start of a function stands for the function itself: a goroutine was created to run it.
        const isStart = offset === 0 && first === 0 && frames.length === 0;
        const line = isStart ? this.#i32(fn + func.startLine) : this.#pcValue(this.#u32(fn + func.pcLine), offset);
        frames.push({ func: this.#name(this.#i32(fn + func.name)), file, line, offset: first });
        return frames;
      }
      const line = this.#pcValue(this.#u32(fn + func.pcLine), offset);
      const entry = tree + call * inlined.size;
      if (this.#bytes[entry + inlined.funcId] !== funcIdWrapper) {
        frames.push({ func: this.#name(this.#i32(entry + inlined.name)), file, line, offset: first });
      }
      offset = this.#i32(entry + inlined.parentPc);
    }
  }

  /** The address of the function's inline tree, or 0. */
  #inlineTree(fn: number): number {
    const pcDataCount = this.#u32(fn + func.pcDataCount);
    if (pcDataCount <= pcDataInlineTree || this.#bytes[fn + func.funcDataCount]! <= funcDataInlineTree) return 0;
    const offset = this.#u32(fn + func.tables + 4 * (pcDataCount + funcDataInlineTree));
    return offset === noOffset ? 0 : this.#at.funcData + offset;
  }

  /** The address of the `_func` of a function number: the last entry of the index that starts at or below it. */
  #findFunction(number: number): number {
    let low = 0;
    let high = this.#at.indexLength - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#u32(this.#at.index + 8 * middle) <= number) low = middle;
      else high = middle - 1;
    }
    return this.#at.functions + this.#u32(this.#at.index + 8 * low + 4);
  }

  /** The value of a pc-value table at a block of its function; -1 where there is none. */
  #pcValue(table: number, offset: number): number {
    if (table === 0) return -1;
    let at = this.#at.pcTables + table;
    const next = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.#bytes[at++]!;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value >>> 0;
      }
    };
    let value = -1;
    for (let pc = 0, isFirst = true; ; isFirst = false) {
      const delta = next();
      if (delta === 0 && !isFirst) return -1;
      value += (delta & 1) !== 0 ? ~(delta >>> 1) : delta >>> 1;
      pc += next();
      if (offset < pc) return value;
    }
  }

  #file(fn: number, number: number): string {
    if (number < 0) return '?';
    const offset = this.#u32(this.#at.units + 4 * (this.#u32(fn + func.unit) + number));
    return offset === noOffset ? '?' : this.#text(this.#at.files + offset);
  }

  #name(offset: number): string {
    return this.#text(this.#at.names + offset);
  }

  /** A zero-terminated string; copied first, as a decoder may refuse shared memory. */
  #text(at: number): string {
    return this.#decoder.decode(this.#bytes.slice(at, this.#bytes.indexOf(0, at)));
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  #i32(at: number): number {
    return this.#view.getInt32(at, true);
  }

  #refresh(): void {
    const buffer = this.#memory();
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
