import { inodeBytes, isDirectory, resizeInode, sameBytes, statOf, visit, writeInode } from './inode.ts';
import type { Directory, Inode, Quota } from './inode.ts';
import type {
  DirectoryEntry,
  FileChange,
  FileErrorCode,
  FileEvent,
  FileHandle,
  FileStat,
  FileSystem,
  OpenOptions,
} from './model.ts';
import { baseName, directoryOf, resolvePath } from './path.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const defaultCapacityBytes = 512 * 1024 * 1024;
const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Options of {@link createFileSystem}. */
export interface FileSystemOptions {
  /** The lower layer: absolute path → content. */
  readonly base?: Iterable<readonly [string, Uint8Array | string]>;
  /** All that the upper layer may hold, in bytes; 512 MiB when absent. */
  readonly capacityBytes?: number;
  /** The clock for modification times, in milliseconds since 1970; the host's when absent. */
  readonly now?: () => number;
}

/**
 * Returns a new tree that holds the files of `options.base` as its lower layer.
 * Failures come back as {@link FileErrorCode}; nothing throws.
 *
 * @example createFileSystem({ base: [['/home/gopher/main.go', 'package main']] }).readText('/home/gopher/main.go')
 */
export function createFileSystem(options: FileSystemOptions = {}): FileSystem {
  return new Tree(options);
}

class Tree implements FileSystem {
  readonly #now: () => number;
  readonly #quota: Quota;
  readonly #base = new Map<string, Uint8Array>();
  readonly #baseDirectories = new Set<string>(['/']);
  readonly #listeners = new Set<(event: FileEvent) => void>();
  readonly #root: Directory;
  #nextIno = 1;

  constructor(options: FileSystemOptions) {
    this.#now = options.now ?? (() => Date.now());
    this.#quota = { usedBytes: 0, capacityBytes: options.capacityBytes ?? defaultCapacityBytes };
    this.#root = this.#newDirectory();
    for (const [path, contents] of options.base ?? []) {
      this.addBase(path, typeof contents === 'string' ? encoder.encode(contents) : contents);
    }
  }

  stat(path: string): FileStat | undefined {
    const node = this.#find(resolvePath('/', path));
    return node && statOf(node);
  }

  readFile(path: string): Uint8Array | undefined {
    const node = this.#find(resolvePath('/', path));
    return node && !isDirectory(node) ? inodeBytes(node) : undefined;
  }

  readText(path: string): string | undefined {
    const bytes = this.readFile(path);
    return bytes && decoder.decode(bytes);
  }

  writeFile(path: string, contents: Uint8Array | string, mode?: number): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    const failed = this.makeDirectories(directoryOf(at));
    if (failed) return failed;
    const inode = this.#openInode(at, { create: true });
    if (typeof inode === 'string') return inode;
    const bytes = typeof contents === 'string' ? encoder.encode(contents) : contents;
    const usedBytes = this.#quota.usedBytes + bytes.length - inode.sizeBytes;
    if (usedBytes > this.#quota.capacityBytes) return 'ENOSPC';
    this.#quota.usedBytes = usedBytes;
    Object.assign(inode, { buffer: bytes, sizeBytes: bytes.length, shared: true });
    if (mode !== undefined) inode.mode = mode;
    this.#touch(inode);
    return undefined;
  }

  open(path: string, options: OpenOptions = {}): FileHandle | FileErrorCode {
    const inode = this.#openInode(resolvePath('/', path), options);
    if (typeof inode === 'string') return inode;
    if (options.truncate && inode.sizeBytes > 0) {
      resizeInode(inode, 0, this.#quota);
      this.#touch(inode);
    }
    return {
      stat: () => statOf(inode),
      read: (offset, into) => {
        const from = inodeBytes(inode).subarray(offset, offset + into.length);
        into.set(from);
        return from.length;
      },
      write: (offset, bytes) => this.#afterWrite(inode, writeInode(inode, offset, bytes, this.#quota)),
      resize: (sizeBytes) => this.#afterWrite(inode, resizeInode(inode, sizeBytes, this.#quota)),
    };
  }

  list(path: string): readonly DirectoryEntry[] | undefined {
    const node = this.#find(resolvePath('/', path));
    if (!isDirectory(node)) return undefined;
    return [...node.children]
      .map(([name, child]): DirectoryEntry => ({ name, kind: isDirectory(child) ? 'directory' : 'file' }))
      .sort(byName);
  }

  walk(path: string): readonly string[] {
    const at = resolvePath('/', path);
    const files: string[] = [];
    visit(at === '/' ? '' : at, this.#find(at), (file, node) => {
      if (!isDirectory(node)) files.push(file);
    });
    return files.sort();
  }

  makeDirectory(path: string): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    if (this.#find(at)) return 'EEXIST';
    const parent = this.#parentOf(at);
    if (typeof parent === 'string') return parent;
    parent.children.set(baseName(at), this.#newDirectory());
    parent.mtimeMillis = this.#now();
    this.#emit({ kind: 'made', path: at });
    return undefined;
  }

  makeDirectories(path: string): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    const node = this.#find(at);
    if (node) return isDirectory(node) ? undefined : 'ENOTDIR';
    return this.makeDirectories(directoryOf(at)) ?? this.makeDirectory(at);
  }

  removeFile(path: string): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    const node = this.#find(at);
    if (!node) return 'ENOENT';
    return isDirectory(node) ? 'EISDIR' : this.#detach(at);
  }

  removeDirectory(path: string): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    const node = this.#find(at);
    if (!node) return 'ENOENT';
    if (!isDirectory(node)) return 'ENOTDIR';
    if (node === this.#root) return 'EBUSY';
    return node.children.size > 0 ? 'ENOTEMPTY' : this.#detach(at);
  }

  rename(from: string, to: string): FileErrorCode | undefined {
    const [source, target] = [resolvePath('/', from), resolvePath('/', to)];
    const node = this.#find(source);
    if (!node) return 'ENOENT';
    if (source === target) return undefined;
    if (source === '/' || target.startsWith(`${source}/`)) return 'EINVAL';
    const parent = this.#parentOf(target);
    if (typeof parent === 'string') return parent;
    const inTheWay = this.#clearTarget(target, node);
    if (inTheWay) return inTheWay;
    this.#detach(source, true);
    parent.children.set(baseName(target), node);
    visit(target, node, (path, child) => {
      if (!isDirectory(child)) child.path = path;
      this.#emit({ kind: isDirectory(child) ? 'made' : 'written', path });
    });
    return undefined;
  }

  setMode(path: string, mode: number): FileErrorCode | undefined {
    return this.#amend(path, { mode: mode & 0o777 });
  }

  setModified(path: string, mtimeMillis: number): FileErrorCode | undefined {
    return this.#amend(path, { mtimeMillis });
  }

  addBase(path: string, contents: Uint8Array): void {
    const at = resolvePath('/', path);
    this.#base.set(at, contents);
    if (this.#find(at)) return;
    const parent = this.#baseDirectory(directoryOf(at));
    parent?.children.set(baseName(at), this.#newInode(at, contents));
    this.#quota.usedBytes += contents.length;
  }

  readBase(path: string): Uint8Array | undefined {
    return this.#base.get(resolvePath('/', path));
  }

  changes(): readonly FileChange[] {
    const found: FileChange[] = [];
    visit('', this.#root, (path, node) => {
      if (isDirectory(node)) {
        if (!this.#baseDirectories.has(path)) found.push({ kind: 'directory', path });
      } else if (!sameBytes(inodeBytes(node), this.#base.get(path))) {
        const contents = inodeBytes(node).slice();
        found.push({ kind: 'file', path, contents, ...(node.mode === 0o644 ? {} : { mode: node.mode }) });
      }
    });
    for (const path of [...this.#baseDirectories, ...this.#base.keys()]) {
      if (!this.#find(path)) found.push({ kind: 'removed', path });
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  apply(changes: readonly FileChange[]): FileErrorCode | undefined {
    let first: FileErrorCode | undefined;
    for (const change of changes) {
      const node = this.#find(resolvePath('/', change.path));
      // A file that became a directory, or the reverse, first makes room.
      const inTheWay = node && change.kind !== (isDirectory(node) ? 'directory' : 'file');
      const failed = inTheWay ? this.#removeTree(change.path) : undefined;
      first ??= failed ?? this.#put(change);
    }
    return first;
  }

  reset(path?: string): void {
    const below = path === undefined ? '/' : resolvePath('/', path);
    const within = (candidate: string): boolean =>
      below === '/' || candidate === below || candidate.startsWith(`${below}/`);
    // What was added goes first, deepest first, so that it is out of the way of what comes back.
    for (const change of [...this.changes()].reverse()) {
      if (!within(change.path) || change.kind === 'removed') continue;
      if (change.kind === 'directory') this.removeDirectory(change.path);
      else if (!this.#base.has(change.path)) this.removeFile(change.path);
    }
    for (const directory of this.#baseDirectories) if (within(directory)) this.makeDirectories(directory);
    for (const [file, contents] of this.#base) if (within(file)) this.#restore(file, contents);
  }

  subscribe(listener: (event: FileEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(event: FileEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #find(path: string): Directory | Inode | undefined {
    let node: Directory | Inode | undefined = this.#root;
    if (path === '/') return node;
    for (const segment of path.slice(1).split('/')) {
      if (!isDirectory(node)) return undefined;
      node = node.children.get(segment);
    }
    return node;
  }

  #parentOf(path: string): Directory | FileErrorCode {
    const parent = this.#find(directoryOf(path));
    if (!parent) return 'ENOENT';
    return isDirectory(parent) ? parent : 'ENOTDIR';
  }

  #openInode(path: string, options: OpenOptions): Inode | FileErrorCode {
    const node = this.#find(path);
    if (isDirectory(node)) return 'EISDIR';
    if (node) return options.create && options.exclusive ? 'EEXIST' : node;
    const parent = this.#parentOf(path);
    if (typeof parent === 'string') return parent;
    if (!options.create) return 'ENOENT';
    const inode = this.#newInode(path, new Uint8Array(0));
    inode.mode = options.mode ?? 0o644;
    parent.children.set(baseName(path), inode);
    parent.mtimeMillis = inode.mtimeMillis;
    this.#emit({ kind: 'written', path });
    return inode;
  }

  #newInode(path: string, contents: Uint8Array): Inode {
    const ino = this.#nextIno++;
    const mtimeMillis = this.#now();
    return { ino, buffer: contents, sizeBytes: contents.length, mode: 0o644, mtimeMillis, shared: true, path };
  }

  #newDirectory(): Directory {
    return { ino: this.#nextIno++, children: new Map(), mode: 0o755, mtimeMillis: this.#now() };
  }

  /** The directory at `path` for a file of the lower layer, made where it is missing; undefined when a file is in the way. */
  #baseDirectory(path: string): Directory | undefined {
    this.#baseDirectories.add(path);
    const found = this.#find(path);
    if (found) {
      if (path !== '/') this.#baseDirectory(directoryOf(path));
      return isDirectory(found) ? found : undefined;
    }
    const directory = this.#newDirectory();
    this.#baseDirectory(directoryOf(path))?.children.set(baseName(path), directory);
    return directory;
  }

  #touch(inode: Inode): void {
    inode.mtimeMillis = this.#now();
    if (inode.path !== undefined) this.#emit({ kind: 'written', path: inode.path });
  }

  #afterWrite(inode: Inode, done: boolean): FileErrorCode | undefined {
    if (!done) return 'ENOSPC';
    this.#touch(inode);
    return undefined;
  }

  #amend(path: string, change: { mode: number } | { mtimeMillis: number }): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    const node = this.#find(at);
    if (!node) return 'ENOENT';
    Object.assign(node, change);
    this.#emit({ kind: isDirectory(node) ? 'made' : 'written', path: at });
    return undefined;
  }

  /** Takes a name out of its directory; `moving` keeps the content's account and its handles' path. */
  #detach(path: string, moving = false): undefined {
    const node = this.#find(path);
    const parent = this.#find(directoryOf(path));
    if (!node || !isDirectory(parent)) return undefined;
    visit(path, node, (child, inode) => {
      if (!moving && !isDirectory(inode)) {
        this.#quota.usedBytes -= inode.sizeBytes;
        inode.path = undefined;
      }
      if (child !== path) this.#emit({ kind: 'removed', path: child });
    });
    parent.children.delete(baseName(path));
    parent.mtimeMillis = this.#now();
    this.#emit({ kind: 'removed', path });
    return undefined;
  }

  /** Removes what a rename replaces, by the rules of rename(2). */
  #clearTarget(target: string, moved: Directory | Inode): FileErrorCode | undefined {
    const old = this.#find(target);
    if (!old) return undefined;
    if (isDirectory(old)) {
      if (!isDirectory(moved)) return 'EISDIR';
      return old.children.size > 0 ? 'ENOTEMPTY' : this.#detach(target);
    }
    return isDirectory(moved) ? 'ENOTDIR' : this.#detach(target);
  }

  #removeTree(path: string): FileErrorCode | undefined {
    const at = resolvePath('/', path);
    if (at === '/') return 'EBUSY';
    return this.#find(at) ? this.#detach(at) : undefined;
  }

  #put(change: FileChange): FileErrorCode | undefined {
    if (change.kind === 'file') return this.writeFile(change.path, change.contents, change.mode);
    return change.kind === 'directory' ? this.makeDirectories(change.path) : undefined;
  }

  #restore(path: string, contents: Uint8Array): void {
    const now = this.readFile(path);
    if (!now || !sameBytes(now, contents)) this.writeFile(path, contents, 0o644);
  }
}
