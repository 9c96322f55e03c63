import type { Diagnostic, Parsed } from '../text/index.ts';
import { MalformedDump } from './cursor.ts';
import { ElfFile } from './elf.ts';
import type { FunctionNames } from './function-names.ts';
import { NO_FUNCTION_NAMES } from './function-names.ts';
import { parseNmText } from './nm.ts';
import { readPclntab } from './pclntab.ts';
import type { ProgramSymbol, SymbolTable } from './symbols.ts';
import { NO_SYMBOLS, tableOfSymbols } from './symbols.ts';
import { parseWasmSymbols } from './wasm.ts';

/** What names the addresses of a dump's program; without it package variables and inlined functions stay nameless. */
export interface ProgramNames {
  readonly symbols: SymbolTable;
  readonly functions: FunctionNames;
}

export const NO_NAMES: ProgramNames = { symbols: NO_SYMBOLS, functions: NO_FUNCTION_NAMES };

/**
 * The names of a program, read from whatever has them: an ELF executable, a WebAssembly module with the section
 * `faultline:data`, or the text that `go tool nm -n` prints. A file without names gives none, and a diagnostic that says
 * what to give instead.
 * @example parseProgram(await readFile('server')).value.symbols.at(0x5c2e80)
 */
export function parseProgram(bytes: Uint8Array): Parsed<ProgramNames> {
  if (startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46])) return parseElf(bytes);
  if (startsWith(bytes, [0x00, 0x61, 0x73, 0x6d])) return parseWasm(bytes);
  const { value, diagnostics } = parseNmText(new TextDecoder().decode(bytes));
  return { value: { symbols: tableOfSymbols(value), functions: NO_FUNCTION_NAMES }, diagnostics };
}

function parseWasm(bytes: Uint8Array): Parsed<ProgramNames> {
  const { value, diagnostics } = parseWasmSymbols(bytes);
  const functions = value.functions === undefined ? NO_FUNCTION_NAMES : guarded(value.functions);
  return { value: { symbols: tableOfSymbols(value.symbols), functions }, diagnostics };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function parseElf(bytes: Uint8Array): Parsed<ProgramNames> {
  const diagnostics: Diagnostic[] = [];
  const read = <T>(what: () => T, otherwise: T): T => {
    try {
      return what();
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof MalformedDump)) throw error;
      const message = `the executable is cut or damaged: ${error.message}, and it has ${bytes.length} bytes`;
      diagnostics.push({ severity: 'error', message, hint: 'Give the executable that wrote the dump, whole.' });
      return otherwise;
    }
  };
  const elf = read(() => new ElfFile(bytes), undefined);
  const symbols = elf && read(() => elf.symbols(), undefined);
  if (elf !== undefined && symbols === undefined && diagnostics.length === 0) diagnostics.push(STRIPPED);
  const names = symbols ?? [];
  const functions = elf && read(() => functionsOf(elf, names), undefined);
  const value = { symbols: tableOfSymbols(names), functions: functions ?? NO_FUNCTION_NAMES };
  return { value, diagnostics };
}

const STRIPPED: Diagnostic = {
  severity: 'warning',
  message: 'the executable has no symbol table (.symtab), so package variables have no names',
  hint: 'Build it without -ldflags=-s and without strip; it must be the very build that wrote the dump.',
};

function functionsOf(elf: ElfFile, symbols: readonly ProgramSymbol[]): FunctionNames | undefined {
  const table = elf.section('.gopclntab');
  const text = symbols.find(({ name }) => name === 'runtime.text');
  const funcData = symbols.find(({ name }) => name === 'go:func.*');
  if (table === undefined || text === undefined || funcData === undefined) return undefined;
  const holder = ['.rodata', '.gopclntab']
    .flatMap((name) => elf.section(name) ?? [])
    .find(({ address, bytes }) => funcData.address >= address && funcData.address < address + bytes.length);
  if (holder === undefined) return undefined;
  const code = elf.isX86 ? elf.section('.text') : undefined;
  const allocators = symbols.filter(({ name, isFunction }) => isFunction && ALLOCATOR.test(name));
  const names = readPclntab({
    bytes: table.bytes,
    isLittleEndian: elf.isLittleEndian,
    textFrom: text.address,
    entryStep: 1,
    text: code?.bytes.subarray(text.address - code.address) ?? new Uint8Array(),
    allocators: new Set(allocators.map(({ address }) => address)),
    funcData: holder.bytes.subarray(funcData.address - holder.address),
  });
  return names && guarded(names);
}

/** The runtime's functions that compiled code calls to allocate. */
const ALLOCATOR =
  /^runtime\.(malloc|new|make|grow|concat|slicebyteto|stringto|slicerune|intstring|conv[TI]|mapassign|raw|reflect_|deferproc)/;

/** A damaged table names nothing, instead of ending the whole report. */
function guarded(names: FunctionNames): FunctionNames {
  const orNothing = <T>(read: () => T, nothing: T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError || error instanceof MalformedDump) return nothing;
      throw error;
    }
  };
  return {
    ofLine: (func, file, line) => orNothing(() => names.ofLine(func, file, line), undefined),
    ofAllocation: (func, file, line) => orNothing(() => names.ofAllocation(func, file, line), undefined),
    ofPc: (pc) => orNothing(() => names.ofPc(pc), []),
  };
}
