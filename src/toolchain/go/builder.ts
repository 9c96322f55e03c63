import { displayPath } from '../files/index.ts';
import { embedConfig } from './embed.ts';
import { debugDefaults } from './debug-defaults.ts';
import type { GoModule } from './go-mod.ts';
import type { Manifest } from './manifest.ts';
import { stdClosure } from './manifest.ts';
import { exportPath, objectPath, printed } from './tool.ts';
import type { RunTool } from './tool.ts';
import type { Unit } from './unit.ts';
import { unitKey, unitsInOrder } from './unit.ts';

/** Flags of the go command that change what the compiler and the linker do. */
export interface BuildFlags {
  readonly race: boolean;
  /** `-gcflags` by pattern: '' means the packages named on the command line, 'all' all of the learner's. */
  readonly compilerFlags: readonly { readonly pattern: string; readonly flags: readonly string[] }[];
  readonly linkerFlags: readonly string[];
}

/** What came of a package: its archive, or nothing, and what the compiler printed. */
export interface Compiled {
  readonly archive: Uint8Array | undefined;
  /** With its `# path` line; '' when nothing was printed. */
  readonly output: string;
}

/** What came of a program. */
export interface Linked {
  readonly module: Uint8Array | undefined;
  readonly output: string;
}

/** Compiles and links, and keeps archives of what has not changed. */
export interface Builder {
  compile(unit: Unit, flags: BuildFlags): Promise<Compiled>;
  /** Compiles everything that `main` needs and links it. `output` has the messages of all packages that failed. */
  link(main: Unit, flags: BuildFlags, options: LinkOptions): Promise<Linked>;
}

/** What the linker is told besides its input. */
export interface LinkOptions {
  readonly cwd: string;
  readonly module: GoModule | undefined;
  /** `//go:debug` directives of the main package. */
  readonly debugSettings: readonly string[];
}

const archiveCount = 200;

/** Returns a builder that shares one cache of archives between all commands of a lab. */
export function createBuilder(runTool: RunTool, manifest: Manifest): Builder {
  const archives = new Map<string, Compiled>();
  const builder: Builder = {
    async compile(unit, flags) {
      const keys = new Map<Unit, string>();
      const keyOf = (one: Unit): string => {
        const known = keys.get(one) ?? unitKey(one, compileArgs(one, flags), keyOf);
        keys.set(one, known);
        return known;
      };
      const cached = archives.get(keyOf(unit));
      if (cached !== undefined) return cached;
      const below = new Map<string, Uint8Array>();
      for (const [path, one] of unit.local) {
        const { archive } = await builder.compile(one, flags);
        if (archive === undefined) return { archive, output: '' };
        below.set(path, archive);
      }
      const compiled = await compileUnit(runTool, unit, flags, below);
      if (archives.size >= archiveCount) archives.delete(archives.keys().next().value ?? '');
      archives.set(keyOf(unit), compiled);
      return compiled;
    },
    async link(main, flags, options) {
      const units = unitsInOrder(main);
      const parts: { readonly unit: Unit; readonly archive: Uint8Array }[] = [];
      const output: string[] = [];
      for (const unit of units) {
        const compiled = await builder.compile(unit, flags);
        output.push(describeOutput(unit, compiled.output, options.cwd));
        if (compiled.archive !== undefined) parts.push({ unit, archive: compiled.archive });
      }
      if (parts.length < units.length) return { module: undefined, output: output.join('') };
      const linked = await linkParts(runTool, manifest, parts, main, flags, options);
      return { module: linked.module, output: output.join('') + describeOutput(main, linked.output, options.cwd) };
    },
  };
  return builder;
}

/** Calls the compiler; `below` has the archives of the local packages that the unit imports. */
async function compileUnit(
  runTool: RunTool,
  unit: Unit,
  flags: BuildFlags,
  below: ReadonlyMap<string, Uint8Array>,
): Promise<Compiled> {
  const files = unit.files.map((file) => [file.path, file.contents] as const);
  const archivesBelow = [...below].map(([path, archive], index) => ({
    path,
    archive,
    file: `/work/import/${index}.a`,
  }));
  const importConfig = [
    ...unit.std.map((path) => `packagefile ${path}=${exportPath(path)}`),
    ...archivesBelow.map(({ path, file }) => `packagefile ${path}=${file}`),
  ];
  const result = await runTool({
    tool: 'compile',
    args: [...compileArgs(unit, flags), ...unit.files.map((file) => file.path)],
    cwd: unit.directory,
    files: [
      ...files,
      ['/work/importcfg', `${importConfig.join('\n')}\n`],
      ...embedFiles(unit),
      ...archivesBelow.map(({ file, archive }) => [file, archive] as const),
    ],
    exports: unit.std,
    objects: [],
    race: flags.race,
    outputs: ['/work/package.a'],
  });
  const archive = result.status === 0 ? result.outputs[0] : undefined;
  return { archive, output: printed(result) };
}

function compileArgs(unit: Unit, flags: BuildFlags): readonly string[] {
  const chosen = flags.compilerFlags.filter(({ pattern }) => matchesPattern(unit, pattern)).at(-1);
  return [
    '-o',
    '/work/package.a',
    '-trimpath',
    '/work=>',
    '-p',
    unit.path,
    ...(unit.language === undefined ? [] : [`-lang=${unit.language}`]),
    '-complete',
    '-pack',
    '-c=1',
    '-importcfg',
    '/work/importcfg',
    ...(flags.race ? ['-race'] : []),
    ...(unit.embedded.size > 0 ? ['-embedcfg', '/work/embedcfg'] : []),
    ...(chosen?.flags ?? []),
  ];
}

function embedFiles(unit: Unit): readonly (readonly [string, Uint8Array | string])[] {
  if (unit.embedded.size === 0) return [];
  const files = unit.embeddedFiles.map((file) => [file.path, file.contents] as const);
  return [...files, ['/work/embedcfg', embedConfig(unit.embedded, unit.directory)]];
}

function matchesPattern(unit: Unit, pattern: string): boolean {
  if (pattern === '') return unit.isNamed;
  if (pattern === 'all') return true;
  const [path = ''] = unit.label.split(' ');
  return pattern.endsWith('/...')
    ? path === pattern.slice(0, -4) || path.startsWith(pattern.slice(0, -3))
    : path === pattern;
}

async function linkParts(
  runTool: RunTool,
  manifest: Manifest,
  parts: readonly { readonly unit: Unit; readonly archive: Uint8Array }[],
  main: Unit,
  flags: BuildFlags,
  options: LinkOptions,
): Promise<{ module: Uint8Array | undefined; output: string }> {
  const set = (flags.race ? manifest.race : manifest.std) ?? {};
  const objects = stdClosure(
    set,
    parts.flatMap(({ unit }) => unit.std),
  );
  const local = parts.map(({ unit, archive }, index) => ({ unit, archive, file: `/work/link/${index}.a` }));
  const mainPart = local.find(({ unit }) => unit === main);
  const importConfig = [
    ...objects.map((path) => `packagefile ${path}=${objectPath(path)}`),
    ...local.map(({ unit, file }) => `packagefile ${unit.path}=${file}`),
  ];
  const defaults = debugDefaults(manifest, options.module, options.debugSettings);
  const result = await runTool({
    tool: 'link',
    args: [
      '-o',
      '/work/a.wasm',
      '-importcfg',
      '/work/importcfg.link',
      '-buildmode=exe',
      '-w',
      ...(defaults === '' ? [] : [`-X=runtime.godebugDefault=${defaults}`]),
      ...flags.linkerFlags,
      mainPart?.file ?? '',
    ],
    cwd: '/work',
    files: [
      ...local.map(({ file, archive }) => [file, archive] as const),
      ['/work/importcfg.link', `${importConfig.join('\n')}\n`],
    ],
    exports: [],
    objects,
    race: flags.race,
    outputs: ['/work/a.wasm'],
  });
  return { module: result.status === 0 ? result.outputs[0] : undefined, output: printed(result) };
}

/** What the go command prints of a tool's messages: under the package's path, files as seen from the working directory. */
export function describeOutput(unit: { label: string; directory: string }, output: string, cwd: string): string {
  return output === '' ? '' : `# ${unit.label}\n${shortenPaths(output, unit.directory, cwd)}`;
}

/** Rewrites a package's folder at the start of paths: `./main.go` in the working directory, `sub/x.go` beneath it. */
export function shortenPaths(output: string, directory: string, cwd: string): string {
  const short = directory === cwd ? '.' : displayPath(cwd, directory);
  const replaced = output
    .split('\n')
    .map((line) => line.replaceAll(`\t${directory}/`, `\t${short}/`).replaceAll(` ${directory}/`, ` ${short}/`))
    .map((line) => (line.startsWith(`${directory}/`) ? short + line.slice(directory.length) : line));
  return replaced.join('\n');
}
