import { isWrapperName, originsBy } from '../trace/index.ts';
import type { Origin } from '../trace/index.ts';
import type { Memory } from './memory.ts';
import type { Segment } from './model.ts';
import type { SymbolTable } from './symbols.ts';

const originOf = originsBy({});

/** Whose code declares a symbol; the compiler's wrappers count with the function that they were made for. */
export function originOfSymbol(name: string): Origin {
  return originOf({ func: withoutWrapper(name) });
}

/** The function that a compiler's wrapper was made in: `main.serve` for `main.serve.gowrap1`. */
export function withoutWrapper(func: string): string {
  return isWrapperName(func) && !func.endsWith('-fm') ? func.slice(0, func.lastIndexOf('.')) : func;
}

/** What a package variable's address is called. */
export interface VariableName {
  readonly name: string;
  /** False where no symbol covers the address and the name only says where it lies. */
  readonly isKnown: boolean;
}

/** A function that names the addresses of the data and BSS segments. */
export type VariableNamer = (segment: Segment, address: number) => VariableName;

/**
 * Names of package variables. For `var p = &T{…}` the compiler keeps the T in a variable of its own, `main..stmp_3`, which
 * most symbol tables leave out: such a stretch is called by the variable that points at it.
 */
export function variableNamer(memory: Memory, symbols: SymbolTable): VariableNamer {
  const owners = ownersOfTemporaries(memory, symbols);
  const nameAt = (address: number, depth: number): string | undefined => {
    const found = symbols.at(address);
    if (found !== undefined && !isTemporary(found.symbol.name)) return found.symbol.name;
    const owner = depth < MAX_DEPTH ? owners(address) : undefined;
    return owner === undefined ? undefined : nameAt(owner, depth + 1);
  };
  return (segment, address) => {
    const name = nameAt(address, 0) ?? symbols.at(address)?.symbol.name;
    if (name !== undefined) return { name, isKnown: true };
    return { name: `${segment.kind}+0x${(address - segment.address).toString(16)}`, isKnown: false };
  };
}

/** Temporaries that hold temporaries: a composite literal inside a composite literal. */
const MAX_DEPTH = 16;

/** True for a variable that the compiler made to hold the value of another. */
function isTemporary(name: string): boolean {
  return name.includes('.stmp_');
}

/**
 * A function that gives, for an address that no declared variable covers, the address of the variable that points at the
 * stretch it lies in: the pointer into the segments that is nearest below it.
 */
function ownersOfTemporaries(memory: Memory, symbols: SymbolTable): (address: number) => number | undefined {
  const pointers: { readonly at: number; readonly target: number }[] = [];
  if (symbols.count === 0) return () => undefined;
  const { segments } = memory.dump;
  const isInside = (address: number) =>
    segments.some((segment) => address >= segment.address && address < segment.address + segment.sizeBytes);
  for (const segment of segments) {
    memory.eachPointer(segment, (target, offset) => {
      if (!isInside(target)) return;
      const symbol = symbols.at(target)?.symbol.name;
      if (symbol === undefined || isTemporary(symbol)) pointers.push({ at: segment.address + offset, target });
    });
  }
  pointers.sort((a, b) => a.target - b.target);
  return (address) => {
    const nearest = pointers.findLast(({ target }) => target <= address);
    if (nearest === undefined || nearest.at === address) return undefined;
    // A declared variable between the two means that the stretch is another one.
    const between = symbols.nearest(address);
    return between !== undefined && between.address > nearest.target ? undefined : nearest.at;
  };
}
