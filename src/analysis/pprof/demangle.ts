import type { Func } from './model.ts';

/**
 * A function with the name that pprof gives it after symbolization. Mangled C++ names stay as they are; a name that looks
 * like C++ already loses its arguments and template parameters, and so do some of Go's with type parameters.
 *
 * @see https://github.com/google/pprof/blob/main/internal/symbolizer/symbolizer.go
 */
export function withSimpleName(func: Func): Func {
  if (func.name !== '' && func.systemName !== func.name) return func;
  const name = looksLikeCpp(func.systemName) ? withoutBrackets(func.systemName) : func.systemName;
  return name === func.name ? func : { ...func, name };
}

function looksLikeCpp(name: string): boolean {
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]/.test(name) || name.includes('::');
}

function withoutBrackets(name: string): string {
  return withoutPairs(withoutPairs(name, '(', ')'), '<', '>');
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
