/** Why a file operation failed, by the name that Unix gives it. */
export type FileErrorCode =
  'ENOENT' | 'EEXIST' | 'EISDIR' | 'ENOTDIR' | 'ENOTEMPTY' | 'EINVAL' | 'EBADF' | 'ENOSPC' | 'EBUSY';

/** The text that Go's and libc's messages use for a failed file operation. */
export const fileErrorText: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file exists',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EINVAL: 'invalid argument',
  EBADF: 'bad file descriptor',
  ENOSPC: 'no space left on device',
  EBUSY: 'device or resource busy',
};

/** What `stat` says of a path. */
export interface FileStat {
  readonly kind: 'file' | 'directory';
  readonly ino: number;
  readonly sizeBytes: number;
  /** Permission bits only, such as 0o644. */
  readonly mode: number;
  readonly mtimeMillis: number;
}

/** One name in a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}

/** How a file is opened. Without `create`, a missing file is ENOENT. */
export interface OpenOptions {
  readonly create?: boolean;
  /** With `create`: an existing path is EEXIST. */
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  /** Permission bits of a file that is created; 0o644 when absent. */
  readonly mode?: number;
}

/** An open file. It goes on working after the file was renamed or removed. */
export interface FileHandle {
  stat(): FileStat;
  /** Copies bytes from `offset` into `into`; returns how many there were. */
  read(offset: number, into: Uint8Array): number;
  /** Writes at `offset` (a gap is filled with zeros); undefined when done. */
  write(offset: number, bytes: Uint8Array): FileErrorCode | undefined;
  resize(sizeBytes: number): FileErrorCode | undefined;
}

/** Something happened to one path. A rename is a `removed` and a `written` (or `made`). */
export interface FileEvent {
  readonly kind: 'written' | 'made' | 'removed';
  readonly path: string;
}

/** One difference between the tree and the layer below it: new content, a directory of the learner's, or a removal. */
export type FileChange =
  | { readonly kind: 'file'; readonly path: string; readonly contents: Uint8Array; readonly mode?: number }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'removed'; readonly path: string };

/**
 * A synchronous tree of files in memory, of two layers: what it was given (the lab's files, the standard library) below,
 * and what was changed since above. All paths are absolute; they are normalized, so `/a/../b` is `/b`.
 */
export interface FileSystem {
  stat(path: string): FileStat | undefined;
  /** The bytes as they stand now, not to be written to; undefined when there is no such file. */
  readFile(path: string): Uint8Array | undefined;
  /** The file as UTF-8 text; undefined when there is no such file. */
  readText(path: string): string | undefined;
  /** Replaces or makes a file, with the directories above it. Bytes are kept, not copied: don't write to them later. */
  writeFile(path: string, contents: Uint8Array | string, mode?: number): FileErrorCode | undefined;
  open(path: string, options?: OpenOptions): FileHandle | FileErrorCode;
  /** The names in a directory in byte order; undefined when it is none. */
  list(path: string): readonly DirectoryEntry[] | undefined;
  /** The paths of all files at or beneath `path`, sorted. */
  walk(path: string): readonly string[];
  /** Makes one directory (its parent must exist). */
  makeDirectory(path: string): FileErrorCode | undefined;
  /** Makes a directory and all above it. */
  makeDirectories(path: string): FileErrorCode | undefined;
  /** Removes a file. */
  removeFile(path: string): FileErrorCode | undefined;
  /** Removes an empty directory. */
  removeDirectory(path: string): FileErrorCode | undefined;
  /** Moves a file or a directory with all beneath it; a file or an empty directory in the way is replaced. */
  rename(from: string, to: string): FileErrorCode | undefined;
  setMode(path: string, mode: number): FileErrorCode | undefined;
  setModified(path: string, mtimeMillis: number): FileErrorCode | undefined;

  /** Puts a file into the lower layer, unless the upper one has it; shared, never copied. */
  addBase(path: string, contents: Uint8Array): void;
  /** The lower layer's bytes of a path. */
  readBase(path: string): Uint8Array | undefined;
  /** What stands in the upper layer, sorted by path; `apply` on a fresh tree with the same base restores it. */
  changes(): readonly FileChange[];
  /** Puts changes in place; returns the first that could not be. */
  apply(changes: readonly FileChange[]): FileErrorCode | undefined;
  /** Brings one path, or everything, back to the lower layer. */
  reset(path?: string): void;
  /** Calls `listener` after each change; the returned function ends that. */
  subscribe(listener: (event: FileEvent) => void): () => void;
}
