/** What a lab fetches from the site when it starts, and where it comes from in the content. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectionEntry } from 'astro:content';
import type { RecordedCommand } from '../toolchain/replay/index.ts';

/** `lab.json` of a lesson. */
export interface LabData {
  readonly files: Readonly<Record<string, string>>;
  readonly recordings: readonly RecordedCommand[];
  /** Binary files, beside `lab.json` in `files/`. */
  readonly downloads: readonly { readonly name: string; readonly bytes: number }[];
}

const signals = { QUIT: 'QUIT', ABRT: 'QUIT', INT: 'INT', KILL: 'KILL' } as const;

/** Returns the recordings of a lab's own program as the lines that a terminal plays. */
export function recordedCommandsOf(entries: readonly CollectionEntry<'recordings'>[]): readonly RecordedCommand[] {
  return entries
    .filter(({ data }) => data.program === 'lab')
    .map(({ data }) => ({
      id: data.file,
      line: [...Object.entries(data.env).map(([name, value]) => `${name}=${value}`), data.command].join(' '),
      output: data.text,
      exit: data.exit,
      go: data.go,
      platform: `${data.os}/${data.arch}`,
      ...(data.setup === undefined ? {} : { after: [data.setup] }),
      ...(data.signal === undefined ? {} : { signal: signals[data.signal.name] }),
    }));
}

/** Returns the binary files of a lab, by name, as they lie in the content. */
export async function readBinaryFiles(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = names.map(async (name) => [name, await readFile(join('content/lessons', folder, 'lab', name))] as const);
  return new Map((await Promise.all(read)).filter(([, contents]) => contents.includes(0)));
}
