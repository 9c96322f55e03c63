/**
 * `faultline pprof` starts for each small profile anew, and most of that is Node finding sixty files. The set-up therefore
 * keeps them in one (scripts/setup/bundle-pprof.ts); a changed source makes it stale, and the sources run instead.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { runPprof } from '../analysis/pprof/run.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'build', 'cli');

/** Returns the function that runs pprof, from the bundle where it is there and fresh. */
export async function loadPprof(): Promise<typeof runPprof> {
  const path: string = isFresh() ? join(folder, 'pprof.mjs') : '../analysis/pprof/run.ts';
  const door = (await import(path)) as { readonly runPprof: typeof runPprof };
  return door.runPprof;
}

function isFresh(): boolean {
  try {
    const made = JSON.parse(readFileSync(join(folder, 'pprof.json'), 'utf8')) as Readonly<Record<string, number>>;
    return Object.entries(made).every(([name, time]) => statSync(join(root, name)).mtimeMs === time);
  } catch {
    return false;
  }
}
