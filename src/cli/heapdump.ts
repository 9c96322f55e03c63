import { readFile } from 'node:fs/promises';
import { heapdumpUsage, runHeapdump } from '../analysis/heapdump/index.ts';
import type { CliIO } from './io.ts';

export const summary = 'who holds what in a heap dump: groups by allocation site and holder, retained sizes';
export const usage = `faultline ${heapdumpUsage}`;

/** Runs `faultline heapdump` and returns its exit status. */
export function run(args: readonly string[], io: CliIO): Promise<number> {
  return runHeapdump(args, { readFile: readBytes, stdout: io.stdout, stderr: io.stderr });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`open ${path}: ${REASONS[code ?? ''] ?? 'it cannot be read'}`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
};
