import { readFile } from 'node:fs/promises';
import { splitArchive } from './archive.ts';
import type { Overlay } from './overlay.ts';
import { runGo } from './release.ts';
import type { GoInstall } from './release.ts';

/** One std package as the Go release built it, before it is hashed and compressed. */
export interface BuiltPackage {
  readonly path: string;
  readonly imports: readonly string[];
  readonly exportData: Uint8Array;
  readonly object: Uint8Array;
}

/** The std packages of a release, and those of them that are left out of the page. */
export interface StdSelection {
  readonly shipped: readonly string[];
  readonly leftOut: readonly string[];
}

/** Packages about Go's own tools and object files: large, and of no use in a program that is debugged in a page. */
const LEFT_OUT =
  /^(?:debug\/(?!pprof)|go\/|plugin$|runtime\/(?:race|coverage|cgo)$|log\/syslog$|crypto\/mlkem\/mlkemtest$|testing\/cryptotest$)/;
/** `runtime/debug` and the packages beneath `internal` and `vendor` come in as dependencies. */
const PRIVATE = /(?:^|\/)internal(?:\/|$)|^vendor\//;
/** What a generated test main imports. */
const TEST_MAIN_IMPORTS = ['testing/internal/testdeps'];

/** Returns which public packages of std are shipped and which are not. */
export async function selectStd(go: GoInstall): Promise<StdSelection> {
  const all = (await runGo(go, ['list', 'std'])).split('\n').filter((path) => path !== '' && !PRIVATE.test(path));
  return {
    shipped: all.filter((path) => !LEFT_OUT.test(path)),
    leftOut: all.filter((path) => LEFT_OUT.test(path)),
  };
}

interface ListedPackage {
  readonly ImportPath: string;
  readonly Export?: string;
  readonly Imports?: readonly string[];
}

/** Builds the packages and everything they need, and returns them split for the compiler and the linker. */
export async function buildStd(
  go: GoInstall,
  overlay: Overlay,
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly BuiltPackage[]> {
  const fields = '-json=ImportPath,Export,Imports';
  const args = ['list', '-overlay', overlay.file, ...flags, '-export', '-deps', fields, ...packages];
  const listed = parseJsonStream<ListedPackage>(await runGo(go, [...args, ...TEST_MAIN_IMPORTS]));
  return Promise.all(listed.filter((one) => one.Export !== undefined).map(readPackage));
}

async function readPackage(listed: ListedPackage): Promise<BuiltPackage> {
  const archive = splitArchive(await readFile(listed.Export ?? ''));
  const imports = (listed.Imports ?? []).filter((path) => path !== 'unsafe' && path !== 'C').sort();
  return { path: listed.ImportPath, imports, ...archive };
}

/** `go list -json` prints one object after another, each closed by a brace at the start of a line. */
function parseJsonStream<T>(text: string): readonly T[] {
  return text
    .split('\n}\n')
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(`${part}\n}`) as T);
}
