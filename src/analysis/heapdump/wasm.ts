/*
 * Grammar (WebAssembly, the parts that name addresses; numbers are unsigned LEB128):
 *   module    = 00 'asm' 01 00 00 00 section*
 *   section   = id size payload;  id 0 = custom: its payload starts with a name
 *   "name"           = subsection*;  subsection 1 = functions: count (index name){count}
 *   "faultline:data" = count (name address size){count}   the program's variables; only our own link writes it
 */
import type { Diagnostic, Parsed } from '../text/index.ts';
import { Cursor, MalformedDump } from './cursor.ts';
import type { FunctionNames } from './function-names.ts';
import type { ProgramSymbol } from './symbols.ts';
import { readWasmFunctions } from './wasm-functions.ts';

const HEADER_BYTES = 8;
const CUSTOM = 0;
const DATA = 11;
const FUNCTION_NAMES = 1;
/** Go counts program counters of wasm functions from here, in steps of 65,536. */
const FIRST_FUNCTION = 0x1000;
const PC_STEP = 0x10000;

/** What a module names: its symbols, and the functions inlined into others. */
export interface WasmNames {
  readonly symbols: readonly ProgramSymbol[];
  readonly functions?: FunctionNames;
}

/**
 * The variables and functions that a WebAssembly module of Go names. A module linked by stock Go names no variables:
 * then a diagnostic says so.
 * @see cmd/link/internal/wasm/asm.go, writeNameSec and funcValueOffset
 * @example parseWasmSymbols(await readFile('a.wasm')).value.symbols.find(({ name }) => name === 'main.cache')
 */
export function parseWasmSymbols(bytes: Uint8Array): Parsed<WasmNames> {
  let functions: FunctionNames | undefined;
  const symbols: ProgramSymbol[] = [];
  const diagnostics: Diagnostic[] = [];
  let hasVariables = false;
  try {
    for (const { id, payload } of sections(bytes)) {
      if (id === DATA) functions = readWasmFunctions(payload);
      if (id !== CUSTOM) continue;
      const section = new Cursor(payload);
      const name = section.text('the name of a section');
      if (name === 'name') symbols.push(...functionNames(section));
      if (name === 'faultline:data') symbols.push(...variables(section));
      hasVariables ||= name === 'faultline:data';
    }
  } catch (error) {
    if (!(error instanceof MalformedDump || error instanceof RangeError)) throw error;
    const message = `the WebAssembly module is cut or damaged: ${error.message}`;
    diagnostics.push({ severity: 'error', message, hint: 'Give the module that wrote the dump, whole.' });
  }
  if (!hasVariables && diagnostics.length === 0) diagnostics.push(NO_VARIABLES);
  return { value: { symbols, ...(functions === undefined ? {} : { functions }) }, diagnostics };
}

const NO_VARIABLES: Diagnostic = {
  severity: 'warning',
  message: 'the WebAssembly module does not name its package variables',
  hint: 'Stock Go writes no such table for wasm; a module linked in the page has one.',
};

function* sections(bytes: Uint8Array): Generator<Section> {
  const module = new Cursor(bytes, HEADER_BYTES);
  while (module.offset < bytes.length) yield readSection(module);
}

interface Section {
  readonly id: number;
  readonly payload: Uint8Array;
}

function readSection(cursor: Cursor): Section {
  const id = cursor.varint();
  const length = cursor.skipBytes('a section');
  return { id, payload: cursor.bytes.subarray(cursor.offset - length, cursor.offset) };
}

function functionNames(section: Cursor): ProgramSymbol[] {
  const symbols: ProgramSymbol[] = [];
  while (section.offset < section.bytes.length) {
    const { id, payload } = readSection(section);
    if (id !== FUNCTION_NAMES) continue;
    const names = new Cursor(payload);
    let first: number | undefined;
    for (let left = names.varint(); left > 0; left--) {
      const index = names.varint();
      first ??= index;
      const address = (FIRST_FUNCTION + index - first) * PC_STEP;
      symbols.push({ name: names.text('a name'), address, sizeBytes: PC_STEP, isFunction: true });
    }
  }
  return symbols;
}

function variables(section: Cursor): ProgramSymbol[] {
  const symbols: ProgramSymbol[] = [];
  for (let left = section.varint(); left > 0; left--) {
    const name = section.text('a name');
    symbols.push({ name, address: section.varint(), sizeBytes: section.varint(), isFunction: false });
  }
  return symbols;
}
