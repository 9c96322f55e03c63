import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePprof } from './bundle-pprof.ts';
import { dist, root } from './paths.ts';
import { isThere, run } from './run.ts';

const inputs = ['src', 'content', 'public', 'scripts/site', 'astro.config.mjs', 'package-lock.json'];

/** Builds the sandbox's tools when Go is there, unless they are up to date. Without Go the labs replay recordings. */
export function ensureToolchain(): void {
  if (!isThere('go', ['version'])) {
    console.log('No Go on the path: the labs will replay recorded sessions. Install Go 1.21 or newer for live ones.');
    return;
  }
  if (run('npm', ['run', '--silent', 'toolchain']) !== 0) {
    console.error('The tools of the sandbox could not be built (see above): the labs will replay recordings.');
  }
}

/** Builds the command's bundle, and the site unless `dist` is newer than all that it is made from. Exits on failure. */
export async function ensureSite(): Promise<void> {
  await bundlePprof();
  if (isFresh()) return;
  const status = run('astro', ['build', '--silent']);
  if (status !== 0) process.exit(status);
}

function isFresh(): boolean {
  const built = join(dist, 'index.html');
  if (!existsSync(built)) return false;
  const at = statSync(built).mtimeMs;
  return inputs.every((input) => newest(join(root, input)) < at);
}

function newest(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
