/*
 * Grammar (ELF, the parts that name addresses):
 *   file    = header section* … section-header{shnum}
 *   header  = 7f 'ELF' class(1 = 32 bit, 2 = 64 bit) data(1 = little, 2 = big endian) …
 *   symtab  = section of type 2; its link names the string table; entries of 16 (32 bit) or 24 bytes
 */
import type { ProgramSymbol } from './symbols.ts';

export interface ElfSection {
  readonly name: string;
  readonly address: number;
  readonly bytes: Uint8Array;
}

interface SectionHeader {
  readonly nameOffset: number;
  readonly type: number;
  readonly address: number;
  readonly from: number;
  readonly size: number;
  readonly link: number;
}

const X86_MACHINES: ReadonlySet<number> = new Set([3, 62]);
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const STT_OBJECT = 1;
const STT_FUNC = 2;
/** Sections of a Go executable are a few dozen. */
const MAX_SECTIONS = 4096;

/**
 * An ELF executable. Its methods throw RangeError where a table ends beyond the file, as DataView does.
 * @see the System V ABI, chapter "Object Files"; cmd/link/internal/ld/elf.go
 */
export class ElfFile {
  readonly isLittleEndian: boolean;
  /** True for 386 and amd64. */
  readonly isX86: boolean;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #is64: boolean;
  readonly #headers: readonly SectionHeader[];
  readonly #names: SectionHeader | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#is64 = this.#view.getUint8(4) === 2;
    this.isLittleEndian = this.#view.getUint8(5) === 1;
    this.isX86 = X86_MACHINES.has(this.#half(0x12));
    const from = this.#word(this.#is64 ? 0x28 : 0x20);
    const entrySize = this.#half(this.#is64 ? 0x3a : 0x2e);
    const count = this.#half(this.#is64 ? 0x3c : 0x30);
    if (count > MAX_SECTIONS) throw new RangeError(`${count} sections`);
    this.#headers = Array.from({ length: count }, (_, i) => this.#header(from + i * entrySize));
    this.#names = this.#headers[this.#half(this.#is64 ? 0x3e : 0x32)];
  }

  /** A section by its name; absent where the file has none or it takes no room in the file. */
  section(name: string): ElfSection | undefined {
    const header = this.#headers.find((each) => each.type !== SHT_NOBITS && this.#nameOf(each) === name);
    return header && { name, address: header.address, bytes: this.#content(header) };
  }

  /** The functions and variables of `.symtab`; absent where the executable is stripped. */
  symbols(): readonly ProgramSymbol[] | undefined {
    const table = this.#headers.find(({ type }) => type === SHT_SYMTAB);
    const strings = table && this.#headers[table.link];
    if (table === undefined || strings === undefined) return undefined;
    const end = table.from + this.#content(table).length;
    const size = this.#is64 ? 24 : 16;
    const symbols: ProgramSymbol[] = [];
    for (let at = table.from; at + size <= end; at += size) {
      const type = this.#view.getUint8(at + (this.#is64 ? 4 : 12)) & 15;
      const address = this.#word(at + (this.#is64 ? 8 : 4));
      if ((type !== STT_OBJECT && type !== STT_FUNC) || address === 0) continue;
      const name = this.#string(strings, this.#int(at));
      const sizeBytes = this.#word(at + (this.#is64 ? 16 : 8));
      symbols.push({ name, address, sizeBytes, isFunction: type === STT_FUNC });
    }
    return symbols;
  }

  #nameOf(header: SectionHeader): string {
    return this.#names === undefined ? '' : this.#string(this.#names, header.nameOffset);
  }

  #header(at: number): SectionHeader {
    const wide = this.#is64;
    return {
      nameOffset: this.#int(at),
      type: this.#int(at + 4),
      address: this.#word(at + (wide ? 0x10 : 0x0c)),
      from: this.#word(at + (wide ? 0x18 : 0x10)),
      size: this.#word(at + (wide ? 0x20 : 0x14)),
      link: this.#int(at + (wide ? 0x28 : 0x18)),
    };
  }

  #content({ from, size }: SectionHeader): Uint8Array {
    if (from + size > this.#bytes.length) throw new RangeError(`a section ends at byte ${from + size}`);
    return this.#bytes.subarray(from, from + size);
  }

  #string(table: SectionHeader, offset: number): string {
    const from = table.from + offset;
    const limit = Math.min(table.from + table.size, this.#bytes.length);
    let to = from;
    while (to < limit && this.#bytes[to] !== 0) to++;
    return decoder.decode(this.#bytes.subarray(from, to));
  }

  #half(at: number): number {
    return this.#view.getUint16(at, this.isLittleEndian);
  }

  #int(at: number): number {
    return this.#view.getUint32(at, this.isLittleEndian);
  }

  #word(at: number): number {
    return this.#is64 ? Number(this.#view.getBigUint64(at, this.isLittleEndian)) : this.#int(at);
  }
}

const decoder = new TextDecoder();
