import { displayPath } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';
import { constraintHolds, nameMatches, tagMatcher } from './constraint.ts';
import type { GoModule } from './go-mod.ts';
import { minorOf } from './go-mod.ts';
import { scanGoFile } from './scan.ts';
import type { GoFile } from './scan.ts';

/** A Go file of the learner's with what was read of it. */
export interface SourceFile extends GoFile {
  readonly path: string;
  readonly name: string;
}

/** The Go files of one folder (or those named on the command line), sorted into package and tests. */
export interface GoPackage {
  readonly importPath: string;
  readonly name: string;
  readonly directory: string;
  readonly module: GoModule | undefined;
  readonly files: readonly SourceFile[];
  readonly testFiles: readonly SourceFile[];
  /** Those of the external test package. */
  readonly externalTestFiles: readonly SourceFile[];
}

/** Why packages cannot be built; the message is what the go command prints. */
export class LoadError extends Error {}

/** What decides which files belong to a build. */
export interface BuildContext {
  readonly files: FileSystem;
  /** Such as "go1.26.8". */
  readonly release: string;
  readonly tags: readonly string[];
}

/** The import path of a package that is made of files named on the command line. */
export const commandLinePath = 'command-line-arguments';

/**
 * Returns the package of a folder.
 *
 * @throws LoadError when it holds no Go files that count here, or files of several packages.
 */
export function readPackage(
  context: BuildContext,
  directory: string,
  importPath: string,
  module: GoModule | undefined,
): GoPackage {
  const names = (context.files.list(directory) ?? []).filter((entry) => entry.kind === 'file' && isGoName(entry.name));
  const all = names.map((entry) => readSource(context.files, `${directory}/${entry.name}`));
  const used = all.filter((file) => isUsed(context, file));
  if (used.length === 0) throw new LoadError(nothingHere(all, directory, importPath));
  return sorted(used, directory, importPath, module);
}

/**
 * Returns the package of files named on the command line.
 *
 * @throws LoadError when a file is missing or the files are of several packages.
 */
export function readFilesPackage(
  context: BuildContext,
  paths: readonly string[],
  directory: string,
  module: GoModule | undefined,
): GoPackage {
  const files = paths.map((path) => {
    if (context.files.stat(path) === undefined) throw new LoadError(`no required module provides package ${path}`);
    return readSource(context.files, path);
  });
  return sorted(files, directory, commandLinePath, module);
}

function readSource(files: FileSystem, path: string): SourceFile {
  return { ...scanGoFile(files.readText(path) ?? ''), path, name: path.slice(path.lastIndexOf('/') + 1) };
}

function isGoName(name: string): boolean {
  return name.endsWith('.go') && !name.startsWith('.') && !name.startsWith('_');
}

function isUsed(context: BuildContext, file: SourceFile): boolean {
  if (!nameMatches(file.name)) return false;
  if (file.constraint === undefined) return file.packageName !== 'documentation';
  return constraintHolds(file.constraint, tagMatcher(minorOf(context.release), context.tags));
}

function nothingHere(all: readonly SourceFile[], directory: string, importPath: string): string {
  if (all.length === 0) return `no Go files in ${directory}`;
  return `package ${importPath}: build constraints exclude all Go files in ${directory}`;
}

const isTestName = (file: SourceFile): boolean => file.name.endsWith('_test.go');

function sorted(
  used: readonly SourceFile[],
  directory: string,
  importPath: string,
  module: GoModule | undefined,
): GoPackage {
  const isExternal = (file: SourceFile): boolean => isTestName(file) && file.packageName.endsWith('_test');
  const files = used.filter((file) => !isTestName(file));
  const testFiles = used.filter((file) => isTestName(file) && !isExternal(file));
  const externalTestFiles = used.filter(isExternal);
  const own = [...files, ...testFiles];
  const first = own[0];
  const other = own.find((file) => file.packageName !== first?.packageName && file.packageName !== '');
  if (first !== undefined && other !== undefined) {
    const names = `${first.packageName} (${first.name}) and ${other.packageName} (${other.name})`;
    throw new LoadError(`found packages ${names} in ${directory}`);
  }
  const name = first?.packageName ?? externalTestFiles[0]?.packageName.replace(/_test$/, '') ?? '';
  return { importPath, name, directory, module, files, testFiles, externalTestFiles };
}

/** `main.go:4:2` of an import, as seen from the working directory. */
export function importPosition(cwd: string, file: SourceFile, path: string): string {
  const found = file.imports.find((one) => one.path === path);
  return `${displayPath(cwd, file.path)}:${found?.line ?? 1}:${found?.column ?? 1}`;
}
