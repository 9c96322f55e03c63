/*
 * A Go program for wasm carries its function tables in its data, as any other; a module has no section for them.
 * Grammar (numbers LEB128): section 11 = count segment{count}; segment = 0 (i32.const address end) size bytes
 */
import { Cursor, MalformedDump } from './cursor.ts';
import type { FunctionNames } from './function-names.ts';
import { readPclntab } from './pclntab.ts';

const I32_CONST = 0x41;
const END = 0x0b;
/** The linker places a program's data below this; more would be no program of Go. */
const MAX_DATA_BYTES = 1 << 28;

/** Words of runtime.moduledata whose places are the same in every version. @see runtime/symtab.go */
const TEXT_WORD = 22;
const FIRST_PC_WORD = 20;
/** A program counter of wasm is the function's number times this, plus the number of a block in it. */
const WASM_STEP = 0x10000;
const PCLNTABLE_WORD = 13;
/** `gofunc` to Go 1.26. */
const FUNC_DATA_WORD = 40;
const MAX_ALIGNMENT = 64;
const LAST_WORD = 56;

/**
 * The function tables of a Go program for wasm, given the payload of its data section; absent where they are not found.
 * @throws MalformedDump or RangeError where the data is damaged
 */
export function readWasmFunctions(dataSection: Uint8Array): FunctionNames | undefined {
  const memory = memoryOf(dataSection);
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const table = findTable(memory);
  if (table === undefined) return undefined;
  const word = (at: number) => Number(view.getBigUint64(at, true));
  const module = findModule(view, table, table + word(table + 8 + 3 * 8));
  if (module === undefined) return undefined;
  const end = word(module + PCLNTABLE_WORD * 8) + word(module + (PCLNTABLE_WORD + 1) * 8);
  const funcData = findFuncData(word, module, end);
  if (funcData >= memory.length) return undefined;
  const textFrom = word(module + TEXT_WORD * 8);
  const firstPc = word(module + FIRST_PC_WORD * 8);
  const firstEntry = view.getUint32(table + word(table + 8 + 7 * 8), true);
  return readPclntab({
    bytes: memory.subarray(table),
    isLittleEndian: true,
    textFrom,
    entryStep: firstEntry + textFrom === firstPc ? 1 : WASM_STEP,
    text: new Uint8Array(),
    allocators: new Set(),
    funcData: memory.subarray(funcData),
  });
}

/** The program's memory as it is before the first instruction. */
function memoryOf(section: Uint8Array): Uint8Array {
  const segments: { readonly address: number; readonly bytes: Uint8Array }[] = [];
  const cursor = new Cursor(section);
  for (let left = cursor.varint(); left > 0; left--) {
    if (cursor.varint() !== 0 || cursor.varint() !== I32_CONST) break;
    const address = signed(cursor);
    if (cursor.varint() !== END) break;
    const size = cursor.skipBytes('a data segment');
    segments.push({ address, bytes: section.subarray(cursor.offset - size, cursor.offset) });
  }
  const end = segments.reduce((most, { address, bytes }) => Math.max(most, address + bytes.length), 0);
  if (end > MAX_DATA_BYTES || segments.some(({ address }) => address < 0))
    throw new MalformedDump('data beyond 256 MB', 0);
  const memory = new Uint8Array(end);
  for (const { address, bytes } of segments) memory.set(bytes, address);
  return memory;
}

/** A signed LEB128 number of at most 32 bits. */
function signed(cursor: Cursor): number {
  const from = cursor.offset;
  const value = cursor.varint();
  const bits = (cursor.offset - from) * 7;
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

/** f1 ff ff ff 00 00, instructions of one byte, pointers of eight. */
const TABLE_START = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8];

function findTable(memory: Uint8Array): number | undefined {
  for (let at = memory.indexOf(0xf1); at >= 0; at = memory.indexOf(0xf1, at + 1)) {
    if (at % 8 === 0 && TABLE_START.every((byte, i) => memory[at + i] === byte)) return at;
  }
  return undefined;
}

/** The module's record starts with the address of the table, and then that of the function names. */
function findModule(view: DataView, table: number, names: number): number | undefined {
  for (let at = 0; at + LAST_WORD * 8 <= view.byteLength; at += 8) {
    if (view.getUint32(at, true) === table && view.getUint32(at + 8, true) === names) return at;
  }
  return undefined;
}

/** Since Go 1.26 it lies right behind the table, wherever its word stands; before, its word has one place. */
function findFuncData(word: (at: number) => number, module: number, tableEnd: number): number {
  for (let i = FUNC_DATA_WORD - 3; i < LAST_WORD; i++) {
    const address = word(module + i * 8);
    if (address >= tableEnd && address < tableEnd + MAX_ALIGNMENT) return address;
  }
  return word(module + FUNC_DATA_WORD * 8);
}
