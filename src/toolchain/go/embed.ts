import { displayPath } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';
import type { SourceFile } from './package.ts';
import { LoadError } from './package.ts';

/** What `//go:embed` lines of a package's files name: files by pattern, as paths beneath the package. */
export type Embedded = ReadonlyMap<string, readonly string[]>;

/**
 * Returns the files that each pattern of the `//go:embed` lines names, sorted. A folder means all files beneath it,
 * without those that start with a dot or an underscore unless the pattern starts with `all:`.
 *
 * @throws LoadError when a pattern matches nothing.
 * @see https://pkg.go.dev/embed
 */
export function findEmbedded(
  files: FileSystem,
  directory: string,
  sources: readonly SourceFile[],
  cwd: string,
): Embedded {
  const found = new Map<string, readonly string[]>();
  const below = files.walk(directory).map((path) => path.slice(directory.length + 1));
  for (const source of sources) {
    for (const pattern of source.embeds.flatMap(patternsOf)) {
      const matches = matching(below, pattern);
      if (matches.length === 0) {
        throw new LoadError(`${displayPath(cwd, source.path)}: pattern ${pattern}: no matching files found`);
      }
      found.set(pattern, matches);
    }
  }
  return found;
}

/** Patterns with blanks between; those with blanks in them are quoted. */
function patternsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|`([^`]*)`|(\S+)/g)].map(
    ([, double, back, plain]) => double ?? back ?? plain ?? '',
  );
}

function matching(below: readonly string[], pattern: string): readonly string[] {
  const all = pattern.startsWith('all:');
  const glob = globMatcher((all ? pattern.slice('all:'.length) : pattern).split('/'));
  return below.filter((path) => {
    const parts = path.split('/');
    const depth = glob.length;
    if (parts.length < depth || !glob.every((matches, index) => matches(parts[index] ?? ''))) return false;
    return all || parts.slice(depth).every((part) => !part.startsWith('.') && !part.startsWith('_'));
  });
}

/** One matcher for each segment; `.` is the package itself. */
function globMatcher(segments: readonly string[]): readonly ((name: string) => boolean)[] {
  if (segments.length === 1 && segments[0] === '.') return [];
  return segments.map((segment) => {
    const source = segment
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    const regex = new RegExp(`^${source.replaceAll('[\\^', '[^')}$`, 'u');
    return (name) => regex.test(name);
  });
}

/** The text of the compiler's `-embedcfg` file. */
export function embedConfig(embedded: Embedded, directory: string): string {
  const names = [...new Set([...embedded.values()].flat())];
  return JSON.stringify({
    Patterns: Object.fromEntries(embedded),
    Files: Object.fromEntries(names.map((name) => [name, `${directory}/${name}`])),
  });
}
