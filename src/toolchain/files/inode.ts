import type { FileStat } from './model.ts';

/** Counts the bytes that all files of a tree hold together, so that a runaway program meets "no space left". */
export interface Quota {
  usedBytes: number;
  readonly capacityBytes: number;
}

/** The content of one file. Open handles keep it alive after its name is gone, as on any Unix. */
export interface Inode {
  readonly ino: number;
  /** The bytes; only the first `sizeBytes` count, the rest is room to grow. */
  buffer: Uint8Array;
  sizeBytes: number;
  mode: number;
  mtimeMillis: number;
  /** True while `buffer` belongs to somebody else (a lower layer, a caller): copied before the first write. */
  shared: boolean;
  /** Where it stands in the tree; undefined once removed. */
  path: string | undefined;
}

/** A directory of the tree. */
export interface Directory {
  readonly ino: number;
  readonly children: Map<string, Directory | Inode>;
  mode: number;
  mtimeMillis: number;
}

/** Tells a directory from a file. */
export function isDirectory(node: Directory | Inode | undefined): node is Directory {
  return node !== undefined && 'children' in node;
}

/** Makes sure that `inode` owns a buffer of at least `neededBytes`; false when the quota forbids it. */
function reserve(inode: Inode, neededBytes: number, quota: Quota): boolean {
  const growth = Math.max(0, neededBytes - inode.sizeBytes);
  if (quota.usedBytes + growth > quota.capacityBytes) return false;
  if (inode.shared || inode.buffer.length < neededBytes) {
    const room = neededBytes > inode.buffer.length ? Math.max(neededBytes, inode.buffer.length * 2, 256) : neededBytes;
    const grown = new Uint8Array(Math.max(room, inode.sizeBytes));
    grown.set(inode.buffer.subarray(0, inode.sizeBytes));
    inode.buffer = grown;
    inode.shared = false;
  }
  quota.usedBytes += growth;
  return true;
}

/** Writes `bytes` at `offset`, filling a gap with zeros; false when there is no space. */
export function writeInode(inode: Inode, offset: number, bytes: Uint8Array, quota: Quota): boolean {
  const end = offset + bytes.length;
  if (!reserve(inode, Math.max(end, inode.sizeBytes), quota)) return false;
  // A file cut short earlier may have old bytes in the gap.
  if (offset > inode.sizeBytes) inode.buffer.fill(0, inode.sizeBytes, offset);
  inode.buffer.set(bytes, offset);
  inode.sizeBytes = Math.max(end, inode.sizeBytes);
  return true;
}

/** Cuts or zero-extends to `sizeBytes`; false when there is no space. */
export function resizeInode(inode: Inode, sizeBytes: number, quota: Quota): boolean {
  if (sizeBytes > inode.sizeBytes) {
    if (!reserve(inode, sizeBytes, quota)) return false;
    inode.buffer.fill(0, inode.sizeBytes, sizeBytes);
  } else {
    quota.usedBytes -= inode.sizeBytes - sizeBytes;
  }
  inode.sizeBytes = sizeBytes;
  return true;
}

/** The bytes of the file as they stand: a view, good until the next write. */
export function inodeBytes(inode: Inode): Uint8Array {
  return inode.buffer.subarray(0, inode.sizeBytes);
}

/** What `stat` says of a node. */
export function statOf(node: Directory | Inode): FileStat {
  const { ino, mode, mtimeMillis } = node;
  return isDirectory(node)
    ? { kind: 'directory', ino, sizeBytes: 4096, mode, mtimeMillis }
    : { kind: 'file', ino, sizeBytes: node.sizeBytes, mode, mtimeMillis };
}

/** Whether two contents are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array | undefined): boolean {
  if (b === undefined || a.length !== b.length) return false;
  // The common case costs nothing: an untouched file shares its bytes with the layer below.
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true;
  return a.every((byte, at) => byte === b[at]);
}

/** Calls `see` for a node and everything beneath it, parents first. */
export function visit(
  path: string,
  node: Directory | Inode | undefined,
  see: (path: string, node: Directory | Inode) => void,
): void {
  if (!node) return;
  see(path === '' ? '/' : path, node);
  if (isDirectory(node)) for (const [name, child] of node.children) visit(`${path}/${name}`, child, see);
}
