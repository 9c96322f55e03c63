/*
 * Grammar (WebAssembly, the parts that name addresses; numbers are unsigned LEB128):
 *   module    = 00 'asm' 01 00 00 00 section*
 *   section   = id size payload;  id 0 = custom: its payload starts with a name
 *   "name"           = subsection*;  subsection 1 = functions: count (index name){count}
 *   "faultline:data" = count (name address size){count}   the program's variables; only our own link writes it
 */
import type { Diagnostic, Parsed } from '../text/index.ts';
import { Cursor, MalformedDump } from './cursor.ts';
import type { ProgramSymbol } from './symbols.ts';

const HEADER_BYTES = 8;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;
/** Go counts program counters of wasm functions from here, in steps of 65,536. */
const FIRST_FUNCTION = 0x1000;
const PC_STEP = 0x10000;

/**
 * The variables and functions that a WebAssembly module of Go names. A module linked by stock Go names no variables:
 * then a diagnostic says so.
 * @see cmd/link/internal/wasm/asm.go, writeNameSec and funcValueOffset
 * @example parseWasmSymbols(await readFile('a.wasm')).value.find(({ name }) => name === 'main.cache')
 */
export function parseWasmSymbols(bytes: Uint8Array): Parsed<readonly ProgramSymbol[]> {
  const symbols: ProgramSymbol[] = [];
  const diagnostics: Diagnostic[] = [];
  let hasVariables = false;
  try {
    for (const section of customSections(bytes)) {
      const name = section.text('the name of a section');
      if (name === 'name') symbols.push(...functionNames(section));
      if (name === 'faultline:data') symbols.push(...variables(section));
      hasVariables ||= name === 'faultline:data';
    }
  } catch (error) {
    if (!(error instanceof MalformedDump)) throw error;
    const message = `WebAssembly module, byte ${error.offset} of its section: ${error.message}`;
    diagnostics.push({ severity: 'error', message, hint: 'Give the module that wrote the dump, whole.' });
  }
  if (!hasVariables && diagnostics.length === 0) diagnostics.push(NO_VARIABLES);
  return { value: symbols, diagnostics };
}

const NO_VARIABLES: Diagnostic = {
  severity: 'warning',
  message: 'the WebAssembly module does not name its package variables',
  hint: 'Stock Go writes no such table for wasm; a module linked in the page has one.',
};

/** The payload of every custom section. */
function* customSections(bytes: Uint8Array): Generator<Cursor> {
  const module = new Cursor(bytes, HEADER_BYTES);
  while (module.offset < bytes.length) {
    const payload = payloadOf(module);
    if (payload.id === CUSTOM) yield new Cursor(payload.bytes);
  }
}

function payloadOf(cursor: Cursor): { id: number; bytes: Uint8Array } {
  const id = cursor.varint();
  const length = cursor.skipBytes('a section');
  return { id, bytes: cursor.bytes.subarray(cursor.offset - length, cursor.offset) };
}

function functionNames(section: Cursor): ProgramSymbol[] {
  const symbols: ProgramSymbol[] = [];
  while (section.offset < section.bytes.length) {
    const { id, bytes } = payloadOf(section);
    if (id !== FUNCTION_NAMES) continue;
    const names = new Cursor(bytes);
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
