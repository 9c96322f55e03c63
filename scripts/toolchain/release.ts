import { execFile } from 'node:child_process';
import { mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The one Go release that every tool, archive and lab of the site is built with. CONTRIBUTING says how to move it. */
export const GO_RELEASE = 'go1.26.8';

/** The oldest Go that knows `GOTOOLCHAIN` and so can fetch the pinned release by itself. */
const OLDEST_FETCHING_MINOR = 21;

/** A Go that cannot be used, with what to do about it. */
export interface NoGo {
  readonly reason: string;
}

/** The pinned release on this machine, reached through a link inside the build folder. */
export interface GoInstall {
  readonly release: string;
  /** The link: overlays must not lie beneath the module cache, where a fetched release does. */
  readonly goroot: string;
  readonly go: string;
}

/** Returns the pinned release, fetched by whatever Go is on the path, or why there is none. */
export async function findGo(buildDir: string, release = GO_RELEASE): Promise<GoInstall | NoGo> {
  const found = await versionOnPath();
  if (found === undefined) return { reason: 'no `go` on the PATH' };
  const minor = Number(/^go1\.(\d+)/.exec(found)?.[1] ?? 0);
  if (minor < OLDEST_FETCHING_MINOR) {
    return { reason: `${found} is on the PATH; Go 1.${OLDEST_FETCHING_MINOR} or newer is needed to fetch ${release}` };
  }
  try {
    const { stdout } = await run('go', ['env', 'GOROOT'], { env: { ...process.env, GOTOOLCHAIN: release } });
    return await linkGoroot(buildDir, release, stdout.trim());
  } catch (error) {
    return { reason: `${release} could not be fetched: ${messageOf(error)}` };
  }
}

async function versionOnPath(): Promise<string | undefined> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

async function linkGoroot(buildDir: string, release: string, target: string): Promise<GoInstall> {
  await mkdir(buildDir, { recursive: true });
  const goroot = join(buildDir, 'goroot');
  const current = await readlink(goroot).catch(() => undefined);
  if (current !== target) {
    await rm(goroot, { force: true, recursive: true });
    await symlink(target, goroot);
  }
  return { release, goroot, go: join(goroot, 'bin', 'go') };
}

/** Runs the pinned `go` for wasip1/wasm and returns what it printed; throws with its own messages when it fails. */
export async function runGo(
  install: GoInstall,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const options = {
    // Not inside GOROOT: from there the go command would take std's files past the link, and past the overlay.
    cwd: dirname(install.goroot),
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      GOROOT: install.goroot,
      GOTOOLCHAIN: 'local',
      GOOS: 'wasip1',
      GOARCH: 'wasm',
      CGO_ENABLED: '0',
      GOFLAGS: '-buildvcs=false',
      GOWORK: 'off',
      ...env,
    },
  };
  try {
    return (await run(install.go, [...args], options)).stdout;
  } catch (error) {
    throw new Error(`go ${args[0]} failed:\n${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stderr' in error && error.stderr)
    return String(error.stderr).trim();
  return error instanceof Error ? error.message : String(error);
}
