import type { Func, Line, Location, Profile } from './model.ts';

/** What a node may stand for, from functions to single addresses. */
export const GRANULARITIES = ['functions', 'filefunctions', 'files', 'lines', 'addresses'] as const;
/** One of `GRANULARITIES`. */
export type Granularity = (typeof GRANULARITIES)[number];

interface Kept {
  readonly name: boolean;
  readonly file: boolean;
  readonly line: boolean;
  readonly address: boolean;
}

const KEPT: Readonly<Record<Granularity, Kept>> = {
  functions: { name: true, file: false, line: false, address: false },
  filefunctions: { name: true, file: true, line: false, address: false },
  files: { name: false, file: true, line: false, address: false },
  lines: { name: true, file: true, line: true, address: false },
  addresses: { name: true, file: true, line: true, address: true },
};

/**
 * A profile that keeps of each frame only what the granularity tells apart. Without inlines a location is its outermost
 * function; columns go unless they are asked for.
 */
export function aggregate(
  profile: Profile,
  by: Granularity,
  options: { noInlines: boolean; columns: boolean },
): Profile {
  if (by === 'addresses' && !options.noInlines) return profile;
  const kept = KEPT[by];
  const functions =
    kept.name && kept.file ? profile.functions : profile.functions.map((func) => blankFunction(func, kept));
  const locations = profile.locations.map((location) => blankLocation(location, kept, options));
  const mappings = profile.mappings.map((mapping) => ({
    ...mapping,
    hasInlineFrames: mapping.hasInlineFrames && !options.noInlines,
    hasFunctions: mapping.hasFunctions && kept.name,
    hasFilenames: mapping.hasFilenames && kept.file,
    hasLineNumbers: mapping.hasLineNumbers && kept.line,
  }));
  return { ...profile, functions, locations, mappings };
}

function blankFunction(func: Func, kept: Kept): Func {
  const names = kept.name ? {} : { name: '', systemName: '' };
  return { ...func, ...names, filename: kept.file ? func.filename : '' };
}

function blankLocation(location: Location, kept: Kept, options: { noInlines: boolean; columns: boolean }): Location {
  const outermost = options.noInlines && location.lines.length > 1 ? location.lines.slice(-1) : location.lines;
  const lines = outermost.map(({ func, line, column }): Line => {
    return { func, line: kept.line ? line : 0, column: kept.line && options.columns ? column : 0 };
  });
  return { ...location, lines, address: kept.address ? location.address : 0 };
}
