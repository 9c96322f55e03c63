import { resolvePath } from '../files/index.ts';
import type { CommandContext } from '../process/index.ts';

/** Returns a file of the lab. Throws an Error with the message that a Go program would print. */
export function readOrExplain({ files, cwd }: CommandContext, path: string): Uint8Array {
  const contents = files.readFile(resolvePath(cwd, path));
  if (contents !== undefined) return contents;
  const isDirectory = files.stat(resolvePath(cwd, path)) !== undefined;
  throw new Error(isDirectory ? `read ${path}: is a directory` : `open ${path}: no such file or directory`);
}
