import type { CommandContext, RunProgram } from '../process/index.ts';
import type { Builder } from './builder.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';
import type { Manifest } from './manifest.ts';
import type { BuildContext } from './package.ts';
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
  const loader = createLoader({ ...build, cwd, std: manifest.std, leftOut: manifest.leftOut });
  const read = (path: string): Uint8Array => files.readFile(path)?.slice() ?? new Uint8Array(0);
  return { host, builder, context, build, loader, units: (replaced) => createUnitMaker(loader, read, replaced) };
}
