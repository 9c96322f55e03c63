/**
 * Returns the absolute path, without `.`, `..`, doubled or trailing slashes, that `path` names when seen from `from`.
 * `..` above the root stays at the root. The result starts with `/` and ends with `/` only when it is the root itself.
 * Any string is accepted.
 *
 * @example resolvePath('/home/gopher', '../x.go') // '/home/x.go'
 */
export function resolvePath(from: string, path: string): string {
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

/**
 * Returns the directory that holds an absolute path; the root holds itself.
 *
 * @example directoryOf('/a/b.go') // '/a'
 */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/**
 * Returns the last segment of a path, or `''` for the root.
 *
 * @example baseName('/a/b.go') // 'b.go'
 */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Returns the absolute path `path` as seen from the directory `from` when it lies in it, else `path` itself.
 *
 * @example displayPath('/a', '/a/b/c.go') // 'b/c.go'
 */
export function displayPath(from: string, path: string): string {
  const prefix = from === '/' ? '/' : `${from}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
