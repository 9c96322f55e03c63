/**
 * The package path of a function as a traceback prints it; '' where the name has none (`panic`, a C function).
 * The path ends at the first dot after its last slash; slashes inside type arguments do not count.
 * @see cmd/internal/objabi.PathToPrefix, which escapes dots of the last element as %2e
 * @example packageOf('gopkg.in/yaml%2ev3.handleErr') // 'gopkg.in/yaml.v3'
 */
export function packageOf(func: string): string {
  const dot = packageEnd(func);
  if (dot < 0) return '';
  const path = func.slice(0, dot);
  return path.includes('%') ? unescapePackage(path) : path;
}

/**
 * The function as people say it: the package shortened to its last element, the rest as printed.
 * @example shortName('example.com/web/store.(*DB).Get') // 'store.(*DB).Get'
 */
export function shortName(func: string): string {
  const dot = packageEnd(func);
  const slash = func.lastIndexOf('/', dot < 0 ? func.length : dot);
  return func.slice(slash + 1);
}

/** True for a wrapper that the compiler wrote: `gowrap1`, `deferwrap2`, `·dwrap·3`, a method value's `-fm`. */
export function isWrapperName(func: string): boolean {
  if (func.endsWith('-fm')) return true;
  const end = trailingNumber(func);
  if (end === func.length) return false;
  return func.endsWith('.gowrap', end) || func.endsWith('.deferwrap', end) || func.endsWith('·dwrap·', end);
}

function packageEnd(func: string): number {
  let limit = func.length;
  for (let i = 0; i < func.length; i++) {
    const code = func.charCodeAt(i);
    if (code === 91 || code === 40) {
      limit = i;
      break;
    }
  }
  const slash = func.lastIndexOf('/', limit - 1);
  const dot = func.indexOf('.', slash + 1);
  return dot <= limit ? dot : -1;
}

function unescapePackage(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function trailingNumber(func: string): number {
  let end = func.length;
  while (end > 0 && func.charCodeAt(end - 1) >= 48 && func.charCodeAt(end - 1) <= 57) end--;
  return end;
}
