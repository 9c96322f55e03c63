import { spawnSync } from 'node:child_process';
import { root } from './paths.ts';

/** Runs a program with its output passed through and returns its exit status (127 when it cannot be started). */
export function run(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): number {
  const result = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  return result.error ? 127 : (result.status ?? 1);
}

/** Whether a program answers to `--version` (or the words given instead). */
export function isThere(command: string, args: readonly string[] = ['--version']): boolean {
  const result = spawnSync(command, args, { stdio: 'ignore' });
  return !result.error && result.status === 0;
}
