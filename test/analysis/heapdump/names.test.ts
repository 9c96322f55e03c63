import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../../src/analysis/heapdump/index.ts';

const text = (value: string) => new TextEncoder().encode(value);
const bytesOf = (...parts: (string | readonly number[])[]) =>
  parts.flatMap((part) => (typeof part === 'string' ? [...text(part)] : part));
const sized = (content: readonly number[]) => [content.length, ...content];

describe('names from go tool nm', () => {
  it('cover their size, or the stretch up to the next', () => {
    const { symbols } = parseProgram(
      text('  5f8ec0       8 D main.reports\n  5f8f00 B main.cache\n         U _cgo\n'),
    ).value;
    expect(symbols.at(0x5f8ec4)).toMatchObject({ symbol: { name: 'main.reports' }, offset: 4 });
    expect(symbols.at(0x5f8ec8)).toBeUndefined();
    expect(symbols.at(0x5f8f40)?.symbol.name).toBe('main.cache');
    expect(symbols.at(1)).toBeUndefined();
  });

  it('may hold blanks', () => {
    const { symbols } = parseProgram(
      text('  401000      64 T main.(*Bus[go.shape.struct { x int }]).Subscribe\n'),
    ).value;
    expect(symbols.at(0x401010)?.symbol.name).toBe('main.(*Bus[go.shape.struct { x int }]).Subscribe');
  });

  it('are missing from a file of another kind, which is said with what to give', () => {
    const { value, diagnostics } = parseProgram(text('hello\n'));
    expect(value.symbols.count).toBe(0);
    expect(diagnostics[0]?.hint).toContain('go tool nm -n');
  });
});

describe('names from ELF', () => {
  it('are missing from a stripped executable, which is said', () => {
    const elf = new Uint8Array(64);
    elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
    expect(parseProgram(elf).diagnostics[0]?.message).toContain('no symbol table');
  });

  it('are read from .symtab, 32 bit and 64 bit', () => {
    for (const wide of [false, true]) {
      const { symbols } = parseProgram(smallElf(wide)).value;
      expect(symbols.at(0x5003)).toMatchObject({ symbol: { name: 'main.x', sizeBytes: 8 }, offset: 3 });
    }
  });

  it('end with an error where a table ends beyond the file', () => {
    for (const wide of [false, true]) {
      const elf = smallElf(wide);
      const { value, diagnostics } = parseProgram(elf.subarray(0, elf.length - 4));
      expect(value.symbols.count).toBe(0);
      expect(diagnostics[0]?.message).toContain('cut or damaged');
    }
  });
});

/** Sections: none, symbols, strings. The file ends with the symbols. */
function smallElf(wide: boolean): Uint8Array {
  const [headerBytes, sectionBytes, symbolBytes] = wide ? [64, 64, 24] : [52, 40, 16];
  const stringsFrom = headerBytes + 3 * sectionBytes;
  const symbolsFrom = stringsFrom + 8;
  const elf = new Uint8Array(symbolsFrom + symbolBytes);
  const view = new DataView(elf.buffer);
  const word = (at: number, value: number) =>
    wide ? view.setBigUint64(at, BigInt(value), true) : view.setUint32(at, value, true);
  elf.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, 1]);
  word(wide ? 0x28 : 0x20, headerBytes);
  view.setUint16(wide ? 0x3a : 0x2e, sectionBytes, true);
  view.setUint16(wide ? 0x3c : 0x30, 3, true);
  const section = (index: number, type: number, from: number, size: number, link: number) => {
    const at = headerBytes + index * sectionBytes;
    view.setUint32(at + 4, type, true);
    word(at + (wide ? 0x18 : 0x10), from);
    word(at + (wide ? 0x20 : 0x14), size);
    view.setUint32(at + (wide ? 0x28 : 0x18), link, true);
  };
  section(1, 2, symbolsFrom, symbolBytes, 2);
  section(2, 3, stringsFrom, 8, 0);
  elf.set(text('\0main.x\0'), stringsFrom);
  view.setUint32(symbolsFrom, 1, true);
  view.setUint8(symbolsFrom + (wide ? 4 : 12), 1);
  word(symbolsFrom + (wide ? 8 : 4), 0x5000);
  word(symbolsFrom + (wide ? 16 : 8), 8);
  return elf;
}

describe('names from WebAssembly', () => {
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const custom = (name: string, ...payload: (string | readonly number[])[]) => [
    0,
    ...sized(bytesOf(sized([...text(name)]), ...payload)),
  ];

  it('are those of the section faultline:data and of the functions', () => {
    const variables = custom('faultline:data', [1], sized([...text('main.x')]), [0x80, 0x20, 8]);
    const functions = custom('name', [1], sized(bytesOf([1, 5], sized([...text('main.main')]))));
    const { value, diagnostics } = parseProgram(Uint8Array.from([...magic, ...functions, ...variables]));
    expect(diagnostics).toEqual([]);
    expect(value.symbols.at(0x1004)?.symbol.name).toBe('main.x');
    expect(value.symbols.at(0x1000_0003)?.symbol).toMatchObject({ name: 'main.main', isFunction: true });
  });

  it('are missing from a module of stock Go, which is said', () => {
    expect(parseProgram(Uint8Array.from(magic)).diagnostics[0]?.message).toContain(
      'does not name its package variables',
    );
  });

  it('end with an error in a cut module', () => {
    const { diagnostics } = parseProgram(Uint8Array.from([...magic, 0, 100, 1]));
    expect(diagnostics[0]).toMatchObject({ severity: 'error' });
  });
});
