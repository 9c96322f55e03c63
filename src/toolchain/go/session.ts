import type { CommandContext, RunProgram } from '../process/index.ts';
import type { Builder } from './builder.ts';
import { targetArchitecture, targetSystem } from './constraint.ts';
import type { GoModule } from './go-mod.ts';
import { minorOf } from './go-mod.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';
import type { Manifest } from './manifest.ts';
import type { BuildContext } from './package.ts';
import { LoadError } from './package.ts';
import type { RunTool } from './tool.ts';
import type { UnitMaker } from './unit.ts';
import { createUnitMaker } from './unit.ts';
import type { Unit } from './unit.ts';

/** What the go command needs of the host. */
export interface GoHost {
  readonly manifest: Manifest;
  readonly runTool: RunTool;
  readonly runProgram: RunProgram;
}

/** One call of the go command. */
export interface Session {
  readonly host: GoHost;
  readonly builder: Builder;
  readonly context: CommandContext;
  readonly build: BuildContext;
  readonly loader: Loader;
  /** A maker of units, with others in the place of some packages. */
  units(replaced?: ReadonlyMap<string, Unit>): UnitMaker;
}

/** Returns a session for a command given in `context.cwd` with these build tags. */
export function openSession(host: GoHost, builder: Builder, context: CommandContext, tags: readonly string[]): Session {
  const { manifest } = host;
  const { files, cwd } = context;
  const build: BuildContext = { files, release: manifest.release, tags };
  requireTarget(context);
  const loader = createLoader({ ...build, cwd, std: manifest.std, leftOut: manifest.leftOut });
  requireRelease(manifest.release, loader.module);
  const read = (path: string): Uint8Array => files.readFile(path)?.slice() ?? new Uint8Array(0);
  return { host, builder, context, build, loader, units: (replaced) => createUnitMaker(loader, read, replaced) };
}

/** @throws LoadError when the line asks for another system or architecture than the page compiles for. */
function requireTarget({ env }: CommandContext): void {
  for (const [name, target] of Object.entries({ GOOS: targetSystem, GOARCH: targetArchitecture })) {
    const value = env[name];
    if (value !== undefined && value !== '' && value !== target) {
      throw new LoadError(`go: ${name}=${value}: the page builds for ${targetSystem}/${targetArchitecture} only`);
    }
  }
}

/** @throws LoadError when the module's go line is newer than the release. */
function requireRelease(release: string, module: GoModule | undefined): void {
  const wanted = module?.goVersion;
  if (wanted === undefined || minorOf(wanted) <= minorOf(release)) return;
  const running = release.replace(/^go/, '');
  throw new LoadError(`go: go.mod requires go >= ${wanted} (running go ${running}; GOTOOLCHAIN=local)`);
}
