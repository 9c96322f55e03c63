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

/** Where Go lies on most machines. */
const USUAL_GOROOT = '/usr/local/go';

interface ListedPackage {
  readonly ImportPath: string;
  readonly Export?: string;
  readonly Imports?: readonly string[];
}

/** How a set of std packages is built. */
export interface StdBuild {
  readonly go: GoInstall;
  readonly overlay: Overlay;
  readonly packages: readonly string[];
  /** With the hooks of the race detector: the program of {@link buildRaceCompiler}. */
  readonly raceCompiler?: string;
}

/** Builds the packages and everything they need, and returns them split for the compiler and the linker. */
export async function buildStd({ go, overlay, packages, raceCompiler }: StdBuild): Promise<readonly BuiltPackage[]> {
  const race = raceCompiler === undefined ? [] : ['-tags=race', `-toolexec=${raceCompiler}`];
  const compilerFlags = [usualPaths(go, overlay), ...(raceCompiler === undefined ? [] : ['-race'])].join(' ');
  const args = ['list', '-overlay', overlay.file, `-gcflags=all=${compilerFlags}`, ...race, '-export', '-deps'];
  const fields = '-json=ImportPath,Export,Imports';
  const text = await runGo(go, [...args, fields, ...packages, ...TEST_MAIN_IMPORTS]);
  const listed = parseJsonStream<ListedPackage>(text);
  return Promise.all(listed.filter((one) => one.Export !== undefined).map(readPackage));
}

/** Files of std, changed or not, have the paths in traces that they have on most machines. */
function usualPaths(go: GoInstall, overlay: Overlay): string {
  const changed = [...overlay.files].map(([path, file]) => `${file}=>${USUAL_GOROOT}/src/${path}`);
  return `-trimpath=${[...changed, `${go.goroot}=>${USUAL_GOROOT}`].join(';')}`;
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
