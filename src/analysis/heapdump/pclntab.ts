/*
 * Grammar (the table from program counters to functions and lines, since Go 1.20):
 *   table     = header … function names … units … files … values … functab functions
 *   header    = magic f1ffffff, 0 0, instruction unit, pointer size, functions, files, text start, offsets of the five tables
 *   functab   = (entry, offset of the function){functions}, offsets from the start of the text and of functab
 *   function  = entry name args deferreturn pcsp pcfile pcln npcdata unit startLine id flag 0 nfuncdata pcdata{} funcdata{}
 *   values    = pairs (signed difference of value, difference of program counter), varints, until a difference of 0
 *   call      = id 0 0 0 name parentPc startLine            one entry of a function's tree of inlined calls
 */
import { Cursor } from './cursor.ts';
import type { FunctionNames, SourcePlace } from './function-names.ts';

export interface PclntabInput {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  readonly textFrom: number;
  /** Program counters per step of functab: 1, or 65,536 for wasm since Go 1.26, where functab counts functions. */
  readonly entryStep: number;
  /** The machine code from `textFrom`; empty where it is not of an x86 machine. */
  readonly text: Uint8Array;
  /** Addresses of the runtime's functions that allocate. */
  readonly allocators: ReadonlySet<number>;
  /** The bytes from the symbol `go:func.*`, where the trees of inlined calls lie. */
  readonly funcData: Uint8Array;
}

const MAGIC = 0xffff_fff1;
const PCDATA_INLINE_TREE = 2;
const FUNCDATA_INLINE_TREE = 3;
const CALL_BYTES = 16;
const FUNCTION_BYTES = 44;
/** Inlining is never as deep; a damaged table could go round. */
const MAX_INLINED = 1000;
const CALL_CODE = 0xe8;
const CALL_CODE_BYTES = 5;
const NO_OFFSET = 0xffff_ffff;

/**
 * The functions that lines and program counters of a program belong to, inlined ones told; absent where the table is not
 * of Go 1.20 or newer.
 * @throws RangeError where a table ends beyond the file
 * @see runtime/symtab.go, types pcHeader, _func; runtime/symtabinl.go, type inlinedCall; cmd/link/internal/ld/pcln.go
 */
export function readPclntab(input: PclntabInput): FunctionNames | undefined {
  const view = viewOf(input.bytes);
  if (view.getUint32(0, input.isLittleEndian) !== MAGIC) return undefined;
  const table = new FunctionTable(input, view);
  return {
    ofLine: (func, file, line) => table.ofLine(func, file, line),
    ofAllocation: (func, file, line) => table.ofAllocation(func, file, line),
    ofPc: (pc) => table.ofPc(pc),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class FunctionTable {
  readonly #input: PclntabInput;
  readonly #view: DataView;
  readonly #funcData: DataView;
  readonly #unit: number;
  readonly #count: number;
  readonly #names: number;
  readonly #units: number;
  readonly #files: number;
  readonly #values: number;
  readonly #functab: number;
  #byName: Map<string, number> | undefined;
  readonly #lines = new Map<number, ReadonlyMap<string, string>>();

  constructor(input: PclntabInput, view: DataView) {
    this.#input = input;
    this.#view = view;
    this.#funcData = viewOf(input.funcData);
    this.#unit = view.getUint8(6);
    const pointerBytes = view.getUint8(7);
    if (pointerBytes !== 4 && pointerBytes !== 8) throw new RangeError(`pointers of ${pointerBytes} bytes`);
    const word = (index: number) => {
      const at = 8 + index * pointerBytes;
      return pointerBytes === 8 ? Number(view.getBigUint64(at, input.isLittleEndian)) : this.#int(view, at);
    };
    this.#count = word(0);
    this.#names = word(3);
    this.#units = word(4);
    this.#files = word(5);
    this.#values = word(6);
    this.#functab = word(7);
  }

  /** The inlined function, or the function itself, whose body has this line. */
  ofLine(func: string, file: string, line: number): string | undefined {
    const at = this.#indexByName().get(func);
    if (at === undefined) return undefined;
    let lines = this.#lines.get(at);
    if (lines === undefined) this.#lines.set(at, (lines = this.#linesOf(at)));
    return lines.get(`${file}:${line}`);
  }

  /** The one place where the function calls an allocator and the code after the call belongs to this line. */
  ofAllocation(func: string, file: string, line: number): SourcePlace | undefined {
    const at = this.#indexByName().get(func);
    if (at === undefined) return undefined;
    const places = this.#placesOf(at);
    const found = new Map<string, SourcePlace>();
    for (const offset of this.#allocatingCalls(at)) {
      const after = places(offset);
      if (after.line !== line || after.file !== file) continue;
      const call = places(offset - 1);
      found.set(`${call.file}:${call.line}`, call);
    }
    const [only] = found.values();
    return found.size === 1 ? only : undefined;
  }

  /** Offsets in a function where a call of an allocator returns to: E8 and a 32-bit distance stand before them. */
  #allocatingCalls(at: number): readonly number[] {
    const { text, textFrom, allocators } = this.#input;
    const entry = this.#int(this.#view, at);
    const end = Math.min(text.length, this.#endOf(entry));
    const code = viewOf(text);
    const returns: number[] = [];
    for (let i = entry; i + CALL_CODE_BYTES <= end; i++) {
      const next = i + CALL_CODE_BYTES;
      if (text[i] !== CALL_CODE || !allocators.has(textFrom + next + code.getInt32(i + 1, true))) continue;
      returns.push(next - entry);
    }
    return returns;
  }

  /** Offset in the text where the function after one that starts at `entry` starts. */
  #endOf(entry: number): number {
    return this.#int(this.#view, this.#functab + this.#countUpTo(entry) * 8);
  }

  /** The functions at a return address, innermost first; one of them unless calls were inlined there. */
  ofPc(pc: number): readonly string[] {
    const { textFrom, entryStep } = this.#input;
    const offset = pc - 1 - textFrom;
    const at = this.#find(offset / entryStep);
    if (at === undefined) return [];
    const names: string[] = [];
    const inlined = this.#ranges(this.#pcdata(at, PCDATA_INLINE_TREE));
    let target = offset - this.#int(this.#view, at) * entryStep;
    while (names.length < MAX_INLINED) {
      const call = this.#inlinedCall(at, valueIn(inlined, target));
      if (call === undefined) break;
      names.push(call.name);
      target = call.parentOffset;
    }
    return [...names, this.#nameOf(at)];
  }

  #indexByName(): ReadonlyMap<string, number> {
    if (this.#byName !== undefined) return this.#byName;
    this.#byName = new Map();
    for (let i = 0; i < this.#count; i++) {
      const at = this.#function(i);
      this.#byName.set(this.#nameOf(at), at);
    }
    return this.#byName;
  }

  /** For each file and line of a compiled function, the name of the function that was written there. */
  #linesOf(at: number): ReadonlyMap<string, string> {
    const lines = new Map<string, string>();
    const places = this.#placesOf(at);
    for (const { from } of this.#ranges(this.#int(this.#view, at + 24))) {
      const { func, file, line } = places(from);
      const key = `${file}:${line}`;
      if (!lines.has(key)) lines.set(key, func);
    }
    return lines;
  }

  /** A function from offsets in a compiled function to places in the source. */
  #placesOf(at: number): (offset: number) => SourcePlace {
    const files = this.#ranges(this.#int(this.#view, at + 20));
    const lines = this.#ranges(this.#int(this.#view, at + 24));
    const inlined = this.#ranges(this.#pcdata(at, PCDATA_INLINE_TREE));
    return (offset) => ({
      func: this.#inlinedCall(at, valueIn(inlined, offset))?.name ?? this.#nameOf(at),
      file: this.#file(at, valueIn(files, offset)),
      line: valueIn(lines, offset),
    });
  }

  #inlinedCall(at: number, index: number): { readonly name: string; readonly parentOffset: number } | undefined {
    const tree = index < 0 ? undefined : this.#inlineTree(at);
    if (tree === undefined) return undefined;
    const call = tree + index * CALL_BYTES;
    return { name: this.#name(this.#int(this.#funcData, call + 4)), parentOffset: this.#int(this.#funcData, call + 8) };
  }

  #find(offset: number): number | undefined {
    const index = this.#countUpTo(offset) - 1;
    return index >= 0 && offset < this.#endOf(offset) ? this.#function(index) : undefined;
  }

  /** How many functions start at or before an offset of the text. */
  #countUpTo(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#int(this.#view, this.#functab + middle * 8) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Offset of a function's record. */
  #function(index: number): number {
    return this.#functab + this.#int(this.#view, this.#functab + index * 8 + 4);
  }

  #nameOf(at: number): string {
    return this.#name(this.#int(this.#view, at + 4));
  }

  #name(offset: number): string {
    return this.#text(this.#names + offset);
  }

  #file(at: number, file: number): string {
    if (file < 0) return '?';
    const unit = this.#int(this.#view, at + 32);
    return this.#text(this.#files + this.#int(this.#view, this.#units + (unit + file) * 4));
  }

  #inlineTree(at: number): number | undefined {
    const pcdataCount = this.#int(this.#view, at + 28);
    if (this.#view.getUint8(at + 43) <= FUNCDATA_INLINE_TREE) return undefined;
    const offset = this.#int(this.#view, at + FUNCTION_BYTES + (pcdataCount + FUNCDATA_INLINE_TREE) * 4);
    return offset === NO_OFFSET ? undefined : offset;
  }

  #pcdata(at: number, kind: number): number {
    const count = this.#int(this.#view, at + 28);
    return kind < count ? this.#int(this.#view, at + FUNCTION_BYTES + kind * 4) : 0;
  }

  /** The stretches of a table of values: each value holds from its offset in the function to the next one's. */
  #ranges(table: number): readonly Range[] {
    if (table === 0) return [];
    const ranges: Range[] = [];
    const cursor = new Cursor(this.#input.bytes, this.#values + table);
    let value = -1;
    for (let offset = 0; ;) {
      const difference = cursor.varint();
      if (difference === 0 && ranges.length > 0) return ranges;
      value += difference % 2 === 0 ? difference / 2 : -(difference + 1) / 2;
      ranges.push({ from: offset, value });
      offset += cursor.varint() * this.#unit;
    }
  }

  #text(from: number): string {
    const { bytes } = this.#input;
    let to = from;
    while (to < bytes.length && bytes[to] !== 0) to++;
    return decoder.decode(bytes.subarray(from, to));
  }

  #int(view: DataView, at: number): number {
    return view.getUint32(at, this.#input.isLittleEndian);
  }
}

interface Range {
  readonly from: number;
  readonly value: number;
}

function valueIn(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1]?.value ?? -1;
}

const decoder = new TextDecoder();
