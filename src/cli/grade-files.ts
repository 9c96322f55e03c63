/** The files of a class as they lie on a disk. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isZip,
  maxSubmissionBytes,
  readClassFile,
  refuseLarge,
  type ClassFile,
  type ReadFiles,
  type Refused,
} from '../gradebook/index.ts';
import type { Shard } from './grade-merge.ts';

/** What the paths name, folders walked and zips opened. A shard reads its own files only, and of a zip its entries. */
export async function collectFiles(paths: readonly string[], { index, of }: Shard): Promise<ReadFiles> {
  const files: ClassFile[] = [];
  const refused: Refused[] = [];
  let count = 0;
  const isMine = () => count++ % of === index - 1;
  for await (const path of filesBelow(paths, (one) => void (isMine() && refused.push(one)))) {
    const isShared = await isZipFile(path);
    if (!isShared && !isMine()) continue;
    const inside = await readOne(path);
    files.push(...inside.files.filter(() => !isShared || isMine()));
    refused.push(...inside.refused.filter(() => !isShared || isMine()));
  }
  return { files, refused };
}

/** The files that the paths name, in an order that is the same everywhere. */
async function* filesBelow(paths: readonly string[], refuse: (one: Refused) => void): AsyncGenerator<string> {
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) {
        yield path;
        continue;
      }
      const entries = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
      yield* filesBelow(
        entries.map((name) => join(path, name)),
        refuse,
      );
    } catch (error) {
      refuse({ source: path, problem: messageOf(error) });
    }
  }
}

async function isZipFile(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    const { buffer } = await file.read(new Uint8Array(4), 0, 4);
    return isZip(buffer);
  } catch {
    return false;
  }
}

async function readOne(path: string): Promise<ReadFiles> {
  try {
    const { size } = await stat(path);
    if (size > maxSubmissionBytes && !(await isZipFile(path))) return { files: [], refused: [refuseLarge(path, size)] };
    return readClassFile(path, await readFile(path));
  } catch (error) {
    return { files: [], refused: [{ source: path, problem: messageOf(error) }] };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
