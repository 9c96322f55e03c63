import { directoryOf, displayPath, resolvePath } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';
import type { Loader } from './loader.ts';
import type { BuildContext, GoPackage } from './package.ts';
import { LoadError, readFilesPackage } from './package.ts';

/** A package that a command line names, or why it cannot be had. */
export type Target =
  | { readonly kind: 'package'; readonly package: GoPackage }
  /** `name` is the package as the go command calls it in its `# name` lines. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

/**
 * Returns the packages that the words of a command line mean: folders (`.`, `./store`), import paths of the module,
 * patterns with `...`, or Go files that together make one package. No words mean the working directory.
 */
export function findTargets(
  context: BuildContext,
  loader: Loader,
  cwd: string,
  words: readonly string[],
): readonly Target[] {
  if (words.length > 0 && words.every((word) => word.endsWith('.go'))) {
    return [fileTarget(context, loader, cwd, words)];
  }
  return (words.length === 0 ? ['.'] : words).flatMap((word) =>
    word.includes('...') ? patternTargets(context.files, loader, cwd, word) : [wordTarget(context, loader, cwd, word)],
  );
}

function fileTarget(context: BuildContext, loader: Loader, cwd: string, words: readonly string[]): Target {
  const paths = words.map((word) => resolvePath(cwd, word));
  return attempt('command-line-arguments', () => {
    const missing = words.find((_, index) => context.files.stat(paths[index] ?? '') === undefined);
    if (missing !== undefined) throw new LoadError(missingFile(missing, cwd));
    return readFilesPackage(context, paths, directoryOf(paths[0] ?? cwd), loader.module);
  });
}

/** A bare name could be an import path, and is taken for one. */
function missingFile(word: string, cwd: string): string {
  if (word.startsWith('.') || word.startsWith('/')) return `no required module provides package ${word}`;
  return `no required module provides package ${displayPath(cwd, word)}; to add it:\n\tgo get ${word}`;
}

function wordTarget(context: BuildContext, loader: Loader, cwd: string, word: string): Target {
  const { module } = loader;
  if (word.startsWith('.') || word.startsWith('/')) {
    const directory = resolvePath(cwd, word);
    return attempt(word, () => {
      if (context.files.stat(directory) === undefined) throw new LoadError(`stat ${directory}: directory not found`);
      return loader.folder(directory);
    });
  }
  const isOwn = module !== undefined && (word === module.path || word.startsWith(`${module.path}/`));
  const directory = isOwn ? module.directory + word.slice(module.path.length) : undefined;
  return attempt(word, () => {
    if (directory === undefined || context.files.stat(directory) === undefined) throw new LoadError(notFound(word));
    return loader.folder(directory);
  });
}

function notFound(word: string): string {
  return word.split('/')[0]?.includes('.')
    ? `no required module provides package ${word}; to add it:\n\tgo get ${word}`
    : `package ${word} is not in std (/usr/local/go/src/${word})`;
}

/** `./...`, `./store/...`, `example.com/lab/...`, `all`: every folder beneath with Go files, in order of path. */
function patternTargets(files: FileSystem, loader: Loader, cwd: string, word: string): readonly Target[] {
  const root = patternRoot(loader, cwd, word.slice(0, word.indexOf('...')));
  if (root === undefined) return [{ kind: 'error', name: word, message: `${word}: matched no packages` }];
  const folders = new Set(
    files
      .walk(root)
      .filter((path) => path.endsWith('.go') && isSearched(path.slice(root.length)))
      .map(directoryOf),
  );
  return [...folders].sort().flatMap((folder) => {
    const target = attempt(pathOf(loader, folder), () => loader.folder(folder));
    // A folder with no files for this system is left out of patterns without a word.
    return target.kind === 'error' && target.message.includes('build constraints exclude') ? [] : [target];
  });
}

function patternRoot(loader: Loader, cwd: string, prefix: string): string | undefined {
  if (prefix.startsWith('.') || prefix.startsWith('/')) return resolvePath(cwd, prefix);
  const { module } = loader;
  const path = prefix.replace(/\/$/, '');
  if (module === undefined || (path !== module.path && !path.startsWith(`${module.path}/`))) return undefined;
  return resolvePath(module.directory, `./${path.slice(module.path.length)}`);
}

/** The import path of a folder of the module, by which the go command calls it even when it cannot be read. */
function pathOf({ module }: Loader, folder: string): string {
  return module !== undefined && folder.startsWith(module.directory)
    ? module.path + folder.slice(module.directory.length)
    : folder;
}

/** `testdata`, and names that start with a dot or an underscore, are not searched. */
function isSearched(relative: string): boolean {
  return !relative
    .split('/')
    .slice(0, -1)
    .some((part) => part === 'testdata' || part.startsWith('.') || part.startsWith('_'));
}

function attempt(name: string, find: () => GoPackage): Target {
  try {
    return { kind: 'package', package: find() };
  } catch (error) {
    if (error instanceof LoadError) return { kind: 'error', name, message: error.message };
    throw error;
  }
}
