import type { Func } from './model.ts';

/** How much of C++ names is kept: neither arguments nor template parameters, no arguments, everything, or no change. */
export type NameStyle = 'simple' | 'templates' | 'full' | 'none';

/**
 * A function with the name that pprof gives it after symbolization. Mangled C++ names stay as they are; a name that looks
 * like C++ already loses its arguments and template parameters, and so do some of Go's with type parameters.
 *
 * @see https://github.com/google/pprof/blob/main/internal/symbolizer/symbolizer.go
 */
export function withStyledName(func: Func, style: NameStyle): Func {
  if (style === 'none' || (func.name !== '' && func.systemName !== func.name)) return func;
  const name = looksLikeCpp(func.systemName) ? shortened(func.systemName, style) : func.systemName;
  return name === func.name ? func : { ...func, name };
}

function looksLikeCpp(name: string): boolean {
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]/.test(name) || name.includes('::');
}

function shortened(name: string, style: NameStyle): string {
  if (style === 'full') return name;
  const bare = withoutPairs(name, '(', ')');
  return style === 'templates' ? bare : withoutPairs(bare, '<', '>');
}

/** A name without what stands between the outermost pairs of two signs; a sign left over ends it where it is. */
function withoutPairs(name: string, open: string, close: string): string {
  let kept = '';
  let depth = 0;
  let from = 0;
  for (let i = 0; i < name.length; i++) {
    const sign = name[i];
    if (sign === open) {
      if (depth++ === 0) kept += name.slice(from, (from = i));
    } else if (sign === close) {
      if (depth === 0) return kept + name.slice(from);
      if (--depth === 0) from = i + 1;
    }
  }
  return kept + name.slice(from);
}
