/** What a lab fetches from the site when it starts, and where it comes from in the content. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedCommand } from '../toolchain/replay/index.ts';

/** `lab.json` of a lesson. */
export interface LabData {
  readonly files: Readonly<Record<string, string>>;
  readonly recordings: readonly RecordedCommand[];
  /** Binary files, beside `lab.json` in `files/`. */
  readonly downloads: readonly { readonly name: string; readonly bytes: number }[];
}

/** Returns the binary files of a lab, by name, as they lie in the content. */
export async function readBinaryFiles(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = names.map(async (name) => [name, await readFile(join('content/lessons', folder, 'lab', name))] as const);
  return new Map((await Promise.all(read)).filter(([, contents]) => contents.includes(0)));
}
