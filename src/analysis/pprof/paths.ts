/** The last part of a path, as Go's `filepath.Base` on Unix: `.` for nothing. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last part of a path. */
export function dirName(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

/** The shortest equal path, as Go's `filepath.Clean` on Unix. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  if (isClean(path)) return path;
  const rooted = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (!rooted) out.push('..');
  }
  const joined = out.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}

function isClean(path: string): boolean {
  return (
    !path.includes('//') && !path.includes('./') && !path.endsWith('/') && !path.endsWith('/.') && !path.endsWith('..')
  );
}

/** A path below a directory, cleaned. */
export function joinPath(dir: string, path: string): string {
  return cleanPath(dir === '' ? path : `${dir}/${path}`);
}
