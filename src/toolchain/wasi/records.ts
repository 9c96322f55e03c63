import type { DirectoryEntry, FileStat } from '../files/index.ts';
import { fileType } from './abi.ts';
import type { GuestMemory } from './memory.ts';

const encoder = new TextEncoder();
const direntBytes = 24;

/** Writes a `filestat` record; of a stream, which has no file, only the type is known. */
export function writeFileStat(memory: GuestMemory, at: number, type: number, stat: FileStat | undefined): void {
  const view = memory.view();
  const modifiedNanos = BigInt(Math.round((stat?.mtimeMillis ?? 0) * 1000)) * 1000n;
  view.setBigUint64(at, 0n, true);
  view.setBigUint64(at + 8, BigInt(stat?.ino ?? 0), true);
  view.setBigUint64(at + 16, BigInt(type), true);
  view.setBigUint64(at + 24, 1n, true);
  view.setBigUint64(at + 32, BigInt(stat?.sizeBytes ?? 0), true);
  for (const time of [40, 48, 56]) view.setBigUint64(at + time, modifiedNanos, true);
}

/** The type of what `stat` found. */
export function typeOf(stat: FileStat): number {
  return stat.kind === 'directory' ? fileType.directory : fileType.regularFile;
}

/**
 * Writes `dirent` records from entry `first` on until `into` is full (the last one may be cut: the reader asks again
 * from there), and returns how many bytes were written.
 */
export function writeDirectoryEntries(
  into: Uint8Array,
  entries: readonly DirectoryEntry[],
  first: number,
  inode: (name: string) => number,
): number {
  let used = 0;
  for (let index = first; index < entries.length && used < into.length; index++) {
    const entry = entries[index];
    if (entry === undefined) break;
    const record = directoryRecord(entry, index + 1, inode(entry.name)).subarray(0, into.length - used);
    into.set(record, used);
    used += record.length;
  }
  return used;
}

function directoryRecord(entry: DirectoryEntry, next: number, inode: number): Uint8Array {
  const name = encoder.encode(entry.name);
  const record = new Uint8Array(direntBytes + name.length);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, BigInt(inode), true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, entry.kind === 'directory' ? fileType.directory : fileType.regularFile);
  record.set(name, direntBytes);
  return record;
}
