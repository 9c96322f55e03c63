import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Embedded } from './embed.ts';
import { languageOf, defaultLanguage } from './go-mod.ts';
import type { Loader } from './loader.ts';
import { commandLinePath } from './package.ts';
import type { GoPackage, SourceFile } from './package.ts';

/** One call of the compiler: some files of one package, with the packages they import. */
export interface Unit {
  /** What the compiler and linker call the package (`-p`). */
  readonly path: string;
  /** What the go command calls it in `# path` lines. */
  readonly label: string;
  readonly directory: string;
  readonly files: readonly UnitFile[];
  /** What its `//go:embed` lines name, and the files themselves. */
  readonly embedded: Embedded;
  readonly embeddedFiles: readonly UnitFile[];
  readonly language: string | undefined;
  /** Std packages that the files import. */
  readonly std: readonly string[];
  /** Other units by import path. */
  readonly local: ReadonlyMap<string, Unit>;
  /** Whether it was named on the command line: `-gcflags` without a pattern mean those. */
  readonly isNamed: boolean;
}

/** A file as the compiler sees it. */
export interface UnitFile {
  readonly path: string;
  readonly contents: Uint8Array | string;
}

/** Which files of a package a unit has, and under which name. */
export interface UnitSpec {
  readonly path: string;
  readonly label: string;
  readonly files: readonly SourceFile[];
  readonly isNamed: boolean;
}

/** Makes units of packages, each once, with units for everything local that they import. */
export interface UnitMaker {
  /** The unit of a package as others import it. */
  ofPackage(one: GoPackage, isNamed?: boolean): Unit;
  /** A unit of certain files of a package. */
  make(one: GoPackage, spec: UnitSpec): Unit;
}

/** Reads the bytes of a file of the learner's. */
export type ReadSource = (path: string) => Uint8Array;

/**
 * Returns a maker of units. `replaced` puts other units in the place of packages: of the package under test, when its
 * external tests and what they import are compiled.
 */
export function createUnitMaker(
  loader: Loader,
  read: ReadSource,
  replaced: ReadonlyMap<string, Unit> = new Map(),
): UnitMaker {
  const made = new Map<string, Unit>(replaced);
  const maker: UnitMaker = {
    ofPackage(one, isNamed = false) {
      const known = made.get(one.importPath);
      if (known !== undefined) return known;
      const path = one.name === 'main' ? 'main' : one.importPath;
      const unit = maker.make(one, { path, label: one.importPath, files: one.files, isNamed });
      made.set(one.importPath, unit);
      return unit;
    },
    make(one, { path, label, files, isNamed }) {
      const imports = [...loader.imports(one, files)];
      const std = imports.flatMap(([, found]) => (found.kind === 'std' && found.path !== 'unsafe' ? [found.path] : []));
      const local = imports.flatMap(([name, found]) =>
        found.kind === 'local' ? [[name, maker.ofPackage(found.package)] as const] : [],
      );
      // Files named on the command line are in no module to the compiler, and so in its newest language.
      const isInModule = one.importPath !== commandLinePath;
      const language = isInModule ? one.module && languageOf(one.module.goVersion ?? defaultLanguage) : undefined;
      const contents = files.map((file) => ({ path: file.path, contents: read(file.path) }));
      const { directory } = one;
      const embedded = loader.embedded(directory, files);
      const embeddedFiles = [...new Set([...embedded.values()].flat())].map((name) => {
        return { path: `${directory}/${name}`, contents: read(`${directory}/${name}`) };
      });
      const sources = { files: contents, embedded, embeddedFiles };
      return { path, label, directory, ...sources, language, std, local: new Map(local), isNamed };
    },
  };
  return maker;
}

/** Returns all units that a program is linked from, what is imported before what imports it, each once. */
export function unitsInOrder(root: Unit): readonly Unit[] {
  const found = new Set<Unit>();
  const visit = (unit: Unit): void => {
    if (found.has(unit)) return;
    for (const below of unit.local.values()) visit(below);
    found.add(unit);
  };
  visit(root);
  return [...found];
}

/** A hash of all that a unit's archive depends on besides the release. */
export function unitKey(unit: Unit, flags: readonly string[], keyOf: (unit: Unit) => string): string {
  const hash = sha256.create();
  const add = (text: string | Uint8Array): void => {
    hash.update(typeof text === 'string' ? new TextEncoder().encode(`${text}\0`) : text);
  };
  for (const text of [unit.path, unit.label, unit.directory, unit.language ?? '', ...flags]) add(text);
  for (const file of [...unit.files, ...unit.embeddedFiles]) {
    add(`${file.path} ${file.contents.length}`);
    add(file.contents);
  }
  for (const [path, below] of unit.local) add(`${path} ${keyOf(below)}`);
  return bytesToHex(hash.digest());
}
