import { pruneFrames } from './frames.ts';
import { parseHex } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Func, Line, Location, Profile } from './model.ts';
import type { Pattern } from './regexp.ts';

/**
 * Symbol lines of the runtime's own texts, which pprof takes for comments:
 *
 *   #\t0x4e86fa\tmain.save+0xda\t\t/srv/orders/main.go:134      address of the call, function and offset, place
 *
 * Several lines of one address are inlined calls, the innermost first. The runtime leaves out its own frames at the leaf,
 * and runtime.goexit at the root.
 */

interface Symbol {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** The names in a text by address, innermost first. */
function readSymbols(text: string): ReadonlyMap<Int64, readonly Symbol[]> {
  const symbols = new Map<Int64, readonly Symbol[]>();
  let block = new Map<Int64, Symbol[]>();
  for (const line of text.split('\n')) {
    const found = parseSymbolLine(line);
    if (found === undefined) {
      block = new Map();
      continue;
    }
    const list = block.get(found.address) ?? [];
    list.push(found.symbol);
    block.set(found.address, list);
    symbols.set(found.address, list);
  }
  return symbols;
}

function parseSymbolLine(line: string): { address: Int64; symbol: Symbol } | undefined {
  const [mark, addressText = '', nameText = '', ...rest] = line
    .trimEnd()
    .split('\t')
    .filter((part, i) => i === 0 || part !== '');
  const address = mark === '#' && addressText.startsWith('0x') ? parseHex(addressText.slice(2)) : undefined;
  const place = rest.join('\t');
  const colon = place.lastIndexOf(':');
  const plus = nameText.lastIndexOf('+0x');
  if (address === undefined || plus < 0 || colon < 0) return undefined;
  return {
    address,
    symbol: { name: nameText.slice(0, plus), file: place.slice(0, colon), line: Number(place.slice(colon + 1)) },
  };
}

/** A profile with names, and whether frames at the leaf had none and were left out. */
export interface Symbolized {
  readonly profile: Profile;
  readonly isLeafElided: boolean;
}

/**
 * The profile of a text, with the functions and lines that the text's symbol lines give. What pprof prints of the text does
 * not change by this: it is for evidence and views.
 */
export function withSymbolLines(profile: Profile, text: string): Symbolized {
  const symbols = readSymbols(text);
  const functions: Func[] = [];
  const indexes = new Map<string, number>();
  const locations = profile.locations.map((location): Location => {
    const lines = (symbols.get(location.address) ?? []).map((symbol): Line => {
      return { func: internFunction(symbol, functions, indexes), line: symbol.line, column: 0 };
    });
    return { ...location, lines };
  });
  const named = withoutUnnamedEnds({ ...profile, locations, functions });
  const isLeafElided = named.samples.some(({ stack }, i) => stack[0] !== profile.samples[i]?.stack[0]);
  // A runtime frame that is named by another stack hides unnamed ones above it.
  return { profile: withoutUnnamedEnds(pruned(named)), isLeafElided };
}

/** Stacks from the first to the last frame with a name; those without any stay. */
function withoutUnnamedEnds(profile: Profile): Profile {
  const isNamed = (index: number) => (profile.locations[index]?.lines.length ?? 0) > 0;
  const samples = profile.samples.map((sample) => {
    const [first, last] = [sample.stack.findIndex(isNamed), sample.stack.findLastIndex(isNamed)];
    return first < 0 ? sample : { ...sample, stack: sample.stack.slice(first, last + 1) };
  });
  return { ...profile, samples };
}

function internFunction({ name, file }: Symbol, functions: Func[], indexes: Map<string, number>): number {
  const key = `${name}\0${file}`;
  let index = indexes.get(key);
  if (index === undefined) {
    index = functions.length;
    indexes.set(key, index);
    functions.push({ id: index + 1, name, systemName: name, filename: file, startLine: 0 });
  }
  return index;
}

/** Drops allocator and lock frames. The expressions are our own and mean the same in JavaScript. */
function pruned(profile: Profile): Profile {
  const { dropFrames, keepFrames } = profile;
  if (dropFrames === '') return profile;
  return pruneFrames(profile, jsPattern(dropFrames), keepFrames === '' ? undefined : jsPattern(keepFrames));
}

function jsPattern(source: string): Pattern {
  const expression = new RegExp(`^(?:${source})$`);
  return { source, matches: (text) => expression.test(text) };
}
