/** The places that a trace prints, each with where it stands: what a learner can point at. */
import { shortName, type Goroutine, type Site } from '../analysis/trace/index.ts';

/** A printed place, the goroutine it is printed under, and the index of its frame there; creators have no index. */
export interface PrintedSite {
  readonly site: Site;
  readonly goroutine: Goroutine;
  readonly frame?: number;
}

/** Returns every place printed under the goroutines, in the order printed. */
export function findPrintedSites(goroutines: readonly Goroutine[]): readonly PrintedSite[] {
  return goroutines.flatMap((goroutine) => {
    const frames = goroutine.frames.map((site, frame) => ({ site, goroutine, frame }));
    const creator = goroutine.createdBy;
    return creator === undefined ? frames : [...frames, { site: creator, goroutine }];
  });
}

/** What a learner pointed at: a line of code, or a line of the paste. */
export type Pointer =
  | { readonly kind: 'code'; readonly file: string; readonly line: number }
  | { readonly kind: 'paste'; readonly at: number };

/**
 * Returns what the answer text points at: `@7` is line 7 of the paste, `store.go:41` a line of code; text around
 * `FILE:LINE` (a whole copied frame line) is ignored. Undefined where it points at nothing.
 *
 * @example parsePointer('/lab/store.go:41 +0x1d') // { kind: 'code', file: '/lab/store.go', line: 41 }
 */
export function parsePointer(answer: string): Pointer | undefined {
  const text = answer.trim().slice(0, 2000);
  const pasted = /^@(\d{1,7})$/.exec(text);
  if (pasted) return { kind: 'paste', at: Number(pasted[1]) };
  const code = /([^\s:]+\.(?:go|s)):(\d{1,7})(?!\d)/.exec(text);
  return code ? { kind: 'code', file: (code[1] ?? '').replaceAll('\\', '/'), line: Number(code[2]) } : undefined;
}

/**
 * True where the printed site is the one pointed at. A file may be given by any tail of its path. In the paste, a site
 * stands at the line of its file and covers the one before it, with the function.
 */
export function isPointedAt(site: Site, pointer: Pointer): boolean {
  if (pointer.kind === 'paste') {
    const functionLine = site.file === undefined ? site.at : (site.at ?? 0) - 1;
    return pointer.at === site.at || pointer.at === functionLine;
  }
  return site.line === pointer.line && site.file !== undefined && hasTail(site.file, pointer.file);
}

function hasTail(path: string, tail: string): boolean {
  const whole = path.replaceAll('\\', '/');
  const clean = tail.replace(/^\.?\//, '');
  return whole === clean || whole.endsWith(`/${clean}`) || baseName(whole) === clean;
}

/** Returns the last part of a path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** True where both sites are the same line of the same file. */
export function isSameLine(a: Site | undefined, b: Site | undefined): boolean {
  return a !== undefined && b !== undefined && a.line !== undefined && a.line === b.line && a.file === b.file;
}

/** Returns `store.go:41`, or the function's name where no line is known. */
export function formatPlace(site: Site): string {
  return site.file === undefined || site.line === undefined ? site.func : `${baseName(site.file)}:${site.line}`;
}

/**
 * Returns the function as declared in its source, without package, type arguments and closures.
 *
 * @example declaredName('example.com/shop/cart.(*Cart).Add.func1') // '(*Cart).Add'
 */
export function declaredName(func: string): string {
  const short = withoutTypeArguments(shortName(func.replace(/ \((?:partial-)?inline\)$/, '')));
  const local = short.startsWith('(') ? short : short.slice(short.indexOf('.') + 1);
  const method = /^\(\*?[^)]{1,200}\)\.[^.]{1,200}/.exec(local);
  if (method) return method[0];
  const [first = '', second] = local.split('.');
  const isMethod = second !== undefined && !/^(?:func\d|gowrap\d|deferwrap\d|init\d|\d)/.test(second);
  return isMethod && second !== first ? `${first}.${second.replace(/-fm$/, '')}` : first;
}

function withoutTypeArguments(func: string): string {
  const open = func.indexOf('[');
  const close = func.lastIndexOf(']');
  return open === -1 || close < open ? func : func.slice(0, open) + func.slice(close + 1);
}
