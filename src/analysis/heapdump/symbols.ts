/** One name of the program's symbol table. */
export interface ProgramSymbol {
  readonly name: string;
  readonly address: number;
  /** 0 where the table does not say. */
  readonly sizeBytes: number;
  readonly isFunction: boolean;
}

/** The names of addresses in a program. */
export interface SymbolTable {
  /** The symbol that covers an address and how far in it lies; absent where none does. */
  readonly at: (address: number) => { readonly symbol: ProgramSymbol; readonly offset: number } | undefined;
  /** The last symbol that starts at or below an address, whether it covers it or not. */
  readonly nearest: (address: number) => ProgramSymbol | undefined;
  readonly count: number;
}

/** Longest stretch that a symbol without a size is believed to cover. */
const MAX_UNSIZED_BYTES = 1 << 24;

/** A table that answers by bisection. Of several symbols at one address the first that has a size is kept. */
export function tableOfSymbols(symbols: readonly ProgramSymbol[]): SymbolTable {
  const sorted = symbols
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.address - b.address || Number(b.sizeBytes > 0) - Number(a.sizeBytes > 0));
  const kept = sorted.filter((symbol, i) => i === 0 || symbol.address !== sorted[i - 1]?.address);
  return {
    count: kept.length,
    nearest: (address) => kept[lastAtOrBelow(kept, address)],
    at: (address) => {
      const symbol = kept[lastAtOrBelow(kept, address)];
      if (symbol === undefined) return undefined;
      const offset = address - symbol.address;
      return offset < (symbol.sizeBytes || MAX_UNSIZED_BYTES) ? { symbol, offset } : undefined;
    },
  };
}

function lastAtOrBelow(symbols: readonly ProgramSymbol[], address: number): number {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((symbols[middle]?.address ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const NO_SYMBOLS: SymbolTable = tableOfSymbols([]);
