import { displayPath, resolvePath } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';

/** One element of a pattern segment: a character, `?`, `*` or a set of characters. */
type Token = { readonly kind: 'one'; readonly accepts: (char: string) => boolean } | { readonly kind: 'any' };

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    const end = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (char === '*') tokens.push({ kind: 'any' });
    else if (char === '?') tokens.push({ kind: 'one', accepts: () => true });
    else if (char === '\\' && at + 1 < pattern.length) tokens.push(literal(pattern[++at] ?? ''));
    else if (end > 0) {
      tokens.push({ kind: 'one', accepts: setOf(pattern.slice(at + 1, end)) });
      at = end;
    } else tokens.push(literal(char));
  }
  return tokens;
}

function literal(wanted: string): Token {
  return { kind: 'one', accepts: (char) => char === wanted };
}

function setOf(text: string): (char: string) => boolean {
  const negated = text[0] === '!' || text[0] === '^';
  const members = negated ? text.slice(1) : text;
  const contains = (char: string): boolean => {
    for (let at = 0; at < members.length; at++) {
      const [from, to] = [members[at] ?? '', members[at + 1] === '-' ? members[at + 2] : undefined];
      if (to === undefined ? char === from : char >= from && char <= to) return true;
      if (to !== undefined) at += 2;
    }
    return false;
  };
  return (char) => contains(char) !== negated;
}

/** Greedy match with one point to come back to: linear in name × pattern at worst. */
function matches(tokens: readonly Token[], name: string): boolean {
  let [at, token, starToken, starAt] = [0, 0, -1, 0];
  while (at < name.length) {
    const now = tokens[token];
    if (now?.kind === 'any') {
      [starToken, starAt] = [token++, at];
    } else if (now?.accepts(name[at] ?? '')) {
      at++;
      token++;
    } else if (starToken >= 0) {
      token = starToken + 1;
      at = ++starAt;
    } else return false;
  }
  while (tokens[token]?.kind === 'any') token++;
  return token === tokens.length;
}

/**
 * Returns the paths that match a pattern with `*`, `?` and `[…]`, sorted, in the form the pattern has (relative to
 * `cwd`, or absolute). A backslash makes the next character literal. Names with a leading dot match only where the
 * pattern has the dot. No match gives an empty array.
 *
 * @example expandGlob(files, '/home/gopher/lab', '*.go') // ['main.go', 'main_test.go']
 */
export function expandGlob(files: FileSystem, cwd: string, pattern: string): readonly string[] {
  const absolute = pattern.startsWith('/');
  const dotted = pattern.startsWith('./') ? './' : '';
  let found = [absolute ? '/' : cwd];
  for (const segment of pattern.split('/').filter((part) => part !== '' && part !== '.')) {
    found = found.flatMap((directory) => step(files, directory, segment));
  }
  return found.map((path) => (absolute ? path : dotted + displayPath(cwd, path))).sort();
}

function step(files: FileSystem, directory: string, segment: string): string[] {
  if (segment === '..') return [resolvePath(directory, '..')];
  const tokens = tokensOf(segment);
  return (files.list(directory) ?? [])
    .filter(({ name }) => segment.startsWith('.') || !name.startsWith('.'))
    .filter(({ name }) => matches(tokens, name))
    .map(({ name }) => resolvePath(directory, name));
}
