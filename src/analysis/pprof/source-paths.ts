import type { Profile } from './model.ts';
import { baseName, dirName, joinPath } from './paths.ts';

const splitList = (list: string): readonly string[] => (list === '' ? [] : list.split(':'));

const BUILD_PREFIXES = ['/proc/self/cwd/./', '/proc/self/cwd/'];

/**
 * A source path without the prefixes to trim. Without any given, what stands before the name of a search directory is
 * guessed to be one.
 *
 * @see https://github.com/google/pprof/blob/main/internal/report/source.go trimPath
 */
export function trimSourcePath(path: string, trimPath: string, searchPath: string): string {
  if (trimPath === '') {
    for (const dir of splitList(searchPath)) {
      const wanted = `/${baseName(dir)}/`;
      const at = path.indexOf(wanted);
      if (at >= 0) return path.slice(at + wanted.length);
    }
  }
  for (const prefix of [...splitList(trimPath), ...BUILD_PREFIXES]) {
    const dir = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (path.startsWith(dir)) return path.slice(dir.length);
  }
  return path;
}

/** A profile whose functions have trimmed source paths. */
export function withTrimmedPaths(profile: Profile, trimPath: string, searchPath: string): Profile {
  let changed = false;
  const functions = profile.functions.map((func) => {
    const filename = trimSourcePath(func.filename, trimPath, searchPath);
    if (filename === func.filename) return func;
    changed = true;
    return { ...func, filename };
  });
  return changed ? { ...profile, functions } : profile;
}

/** Where a source file may be: itself when absolute, else under each search directory and its parents. */
export function sourceCandidates(path: string, searchPath: string, trimPath: string): readonly string[] {
  const trimmed = trimSourcePath(path, trimPath, searchPath);
  if (trimmed.startsWith('/')) return [trimmed];
  const candidates: string[] = [];
  for (const start of splitList(searchPath)) {
    for (let dir = start; ; dir = dirName(dir)) {
      candidates.push(joinPath(dir, trimmed));
      if (dirName(dir) === dir) break;
    }
  }
  return candidates;
}
