import type { Embedded } from './embed.ts';
import { findEmbedded } from './embed.ts';
import type { GoModule } from './go-mod.ts';
import { findModule } from './go-mod.ts';
import type { StdSet } from './manifest.ts';
import type { BuildContext, GoPackage, SourceFile } from './package.ts';
import { importPosition, LoadError, readPackage } from './package.ts';

/** Where an import leads. */
export type Import =
  { readonly kind: 'std'; readonly path: string } | { readonly kind: 'local'; readonly package: GoPackage };

/** Finds packages by import path and reads each folder once. */
export interface Loader {
  /** The module of the working directory. */
  readonly module: GoModule | undefined;
  /** @throws LoadError with what the go command would print. */
  folder(directory: string): GoPackage;
  /**
   * The packages that some files import, each path once.
   * @throws LoadError when one cannot be had.
   */
  imports(of: GoPackage, files: readonly SourceFile[]): ReadonlyMap<string, Import>;
  /** @throws LoadError when a `//go:embed` line names nothing. */
  embedded(directory: string, files: readonly SourceFile[]): Embedded;
  /** @throws LoadError when packages import each other, at any depth. */
  checkCycles(root: GoPackage): void;
}

/** What a loader looks in besides the file system. */
export interface LoaderOptions extends BuildContext {
  readonly cwd: string;
  readonly std: StdSet;
  /** Import paths of std that are not shipped. */
  readonly leftOut: readonly string[];
}

/** Returns a loader for commands given in `options.cwd`. */
export function createLoader(options: LoaderOptions): Loader {
  const module = findModule(options.files, options.cwd);
  const folders = new Map<string, GoPackage>();
  const folder = (directory: string): GoPackage => {
    const known = folders.get(directory);
    if (known !== undefined) return known;
    const read = readPackage(options, directory, importPathOf(directory, module), module);
    folders.set(directory, read);
    return read;
  };
  const resolve = (from: GoPackage, file: SourceFile, path: string): Import => {
    if (options.std[path] !== undefined || path === 'unsafe') return { kind: 'std', path };
    const position = importPosition(options.cwd, file, path);
    if (path === 'C') throw new LoadError(`${position}: cgo is not available in the page`);
    const directory = localDirectory(options, module, path);
    if (directory === undefined) throw new LoadError(`${position}: ${whyMissing(options, module, path)}`);
    return { kind: 'local', package: localPackage(folder, directory, position, from, path) };
  };
  const loader: Loader = {
    module,
    folder,
    imports(of, files) {
      const found = new Map<string, Import>();
      const messages = new Set<string>();
      for (const file of files) {
        for (const { path } of file.imports) {
          if (found.has(path)) continue;
          const resolved = attemptImport(() => resolve(of, file, path));
          if (typeof resolved === 'string') messages.add(resolved);
          else found.set(path, resolved);
        }
      }
      if (messages.size > 0) throw new LoadError([...messages].join('\n'));
      return found;
    },
    embedded: (directory, files) => findEmbedded(options.files, directory, files, options.cwd),
    checkCycles: (root) => checkCycles(loader, root, []),
  };
  return loader;
}

/** Of several imports that cannot be had, each is told. */
function attemptImport(resolve: () => Import): Import | string {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof LoadError) return error.message;
    throw error;
  }
}

function importPathOf(directory: string, module: GoModule | undefined): string {
  if (module === undefined) throw new LoadError(noModule);
  if (directory === module.directory) return module.path;
  const prefix = module.directory === '/' ? '/' : `${module.directory}/`;
  if (!directory.startsWith(prefix)) {
    throw new LoadError(`directory ${directory} outside main module or its selected dependencies`);
  }
  return `${module.path}/${directory.slice(prefix.length)}`;
}

const noModule = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'";

function localDirectory(options: LoaderOptions, module: GoModule | undefined, path: string): string | undefined {
  if (module === undefined) return undefined;
  if (path !== module.path && !path.startsWith(`${module.path}/`)) return undefined;
  const directory = module.directory + path.slice(module.path.length);
  const entries = options.files.list(directory) ?? [];
  return entries.some((entry) => entry.name.endsWith('.go')) ? directory : undefined;
}

function whyMissing(options: LoaderOptions, module: GoModule | undefined, path: string): string {
  if (options.leftOut.includes(path)) {
    return `package ${path} is in std but not shipped with the page: ${describeSet(options)}`;
  }
  if (!path.split('/')[0]?.includes('.')) return `package ${path} is not in std (/usr/local/go/src/${path})`;
  if (module === undefined) {
    return `no required module provides package ${path}: go.mod file not found in current directory or any parent directory; see 'go help modules'`;
  }
  const isOwn = path === module.path || path.startsWith(`${module.path}/`);
  const note = isOwn ? '' : '\n\t(the page has no network: only std and packages of this module can be built)';
  return `no required module provides package ${path}; to add it:\n\tgo get ${path}${note}`;
}

/** Names the packages that can be imported, so that a learner who meets the limit sees all of it. */
function describeSet(options: LoaderOptions): string {
  const left = options.leftOut.join(', ');
  const count = Object.keys(options.std).filter((path) => !/(?:^|\/)internal(?:\/|$)|^vendor\//.test(path)).length;
  return `it has ${count} packages of ${options.release}, all but ${left}`;
}

function localPackage(
  folder: (directory: string) => GoPackage,
  directory: string,
  position: string,
  from: GoPackage,
  path: string,
): GoPackage {
  const found = readFor(folder, directory, position);
  if (found.files.length === 0) throw new LoadError(`${path}: no non-test Go files in ${directory}`);
  if (found.name === 'main' && found.importPath !== from.importPath) {
    throw new LoadError(`${position}: import "${path}" is a program, not an importable package`);
  }
  if (!mayImport(from.importPath, path))
    throw new LoadError(`${position}: use of internal package ${path} not allowed`);
  return found;
}

function readFor(folder: (directory: string) => GoPackage, directory: string, position: string): GoPackage {
  try {
    return folder(directory);
  } catch (error) {
    throw error instanceof LoadError ? new LoadError(`${position}: ${error.message}`) : error;
  }
}

/** A package beneath `internal` may be imported from the folder that holds `internal` and from beneath it. */
function mayImport(from: string, path: string): boolean {
  const at = `/${path}/`.lastIndexOf('/internal/');
  if (at < 0) return true;
  const parent = path.slice(0, Math.max(0, at - 1));
  return from === 'command-line-arguments' || from === parent || from.startsWith(`${parent}/`);
}

function checkCycles(loader: Loader, one: GoPackage, above: readonly { path: string; file: string }[]): void {
  for (const file of one.files) {
    for (const { path } of file.imports) {
      const chain = [...above, { path: one.importPath, file: file.name }];
      if (chain.some((link) => link.path === path)) throw new LoadError(describeCycle(chain, path));
      const found = loader.imports(one, [file]).get(path);
      if (found?.kind === 'local') checkCycles(loader, found.package, chain);
    }
  }
}

function describeCycle(chain: readonly { path: string; file: string }[], closing: string): string {
  const [first, ...rest] = chain;
  const lines = [...rest.map((link) => link.path), closing].map(
    (path, index) => `\timports ${path} from ${chain[index]?.file}`,
  );
  return `package ${first?.path}\n${lines.join('\n')}: import cycle not allowed`;
}
