import type { FileErrorCode, FileHandle, FileStat, FileSystem } from '../files/index.ts';
import { fileErrorText, resolvePath } from '../files/index.ts';
import type { InputStream, OutputStream } from '../process/index.ts';

/** What stands behind a program's files and descriptors. */
export interface NodeFilesOptions {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Told when the program waits for a line: its prompt is open. */
  readonly onWait?: () => void;
}

type Callback = (error: Error | null, result?: unknown) => void;

interface OpenFile {
  readonly handle?: FileHandle;
  readonly path: string;
  readonly isAppending: boolean;
  offset: number;
}

const WRITE_ONLY = 1;
const READ_WRITE = 2;
const CREATE = 64;
const EXCLUSIVE = 128;
const TRUNCATE = 512;
const APPEND = 1024;
const DIRECTORY = 65536;
const FIRST_DESCRIPTOR = 10;

/**
 * `fs`, `process` and `path` in the shape that Go's js/wasm runtime asks Node for, over a file system in memory. Standard
 * input is asynchronous: a read waits until bytes come, which is how a terminal knows that the prompt is open.
 * @see syscall/fs_js.go
 */
export function nodeFiles(options: NodeFilesOptions): Readonly<Record<'fs' | 'process' | 'path', object>> {
  const host = new NodeFiles(options);
  return {
    fs: host.fs(),
    process: host.process(),
    path: { resolve: (...parts: string[]) => host.resolve(parts.join('/')) },
  };
}

class NodeFiles {
  readonly #options: NodeFilesOptions;
  readonly #open = new Map<number, OpenFile>();
  #cwd: string;
  #next = FIRST_DESCRIPTOR;

  constructor(options: NodeFilesOptions) {
    this.#options = options;
    this.#cwd = options.cwd;
  }

  resolve(path: string): string {
    return resolvePath(this.#cwd, path);
  }

  process(): object {
    const zero = () => 0;
    const ids = { getuid: zero, getgid: zero, geteuid: zero, getegid: zero, getgroups: () => [] };
    return {
      ...ids,
      pid: 1,
      ppid: 0,
      umask: () => 0o022,
      cwd: () => this.#cwd,
      chdir: (path: string) => {
        if (this.#stat(path).kind !== 'directory') throw failure('ENOTDIR');
        this.#cwd = this.resolve(path);
      },
    };
  }

  fs(): object {
    const { files } = this.#options;
    const nothing = () => undefined;
    const stat = (path: string) => nodeStat(this.#stat(path));
    const answered = {
      open: (path: string, flags: number, mode: number) => this.#openFile(path, flags, mode),
      close: (descriptor: number) => void this.#open.delete(descriptor),
      stat,
      lstat: stat,
      fstat: (descriptor: number) => this.#statDescriptor(descriptor),
      readdir: (path: string) => this.#list(path),
      mkdir: (path: string) => check(files.makeDirectory(this.resolve(path))),
      unlink: (path: string) => check(files.removeFile(this.resolve(path))),
      rmdir: (path: string) => check(files.removeDirectory(this.resolve(path))),
      rename: (from: string, to: string) => check(files.rename(this.resolve(from), this.resolve(to))),
      truncate: (path: string, length: number) => check(this.#handle(path).resize(length)),
      ftruncate: (descriptor: number, length: number) => check(this.#file(descriptor).handle?.resize(length)),
      chmod: (path: string, mode: number) => check(files.setMode(this.resolve(path), mode & 0o777)),
      readlink: () => {
        throw failure('EINVAL');
      },
      chown: nothing,
      fchown: nothing,
      lchown: nothing,
      fchmod: nothing,
      fsync: nothing,
      utimes: nothing,
    };
    return {
      constants: CONSTANTS,
      ...Object.fromEntries(Object.entries(answered).map(([name, call]) => [name, withCallback(call)])),
      writeSync: (descriptor: number, bytes: Uint8Array) => this.#write(descriptor, bytes.slice()),
      write: withCallback(
        (descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number | null) =>
          this.#write(descriptor, bytes.slice(offset, offset + length), position),
      ),
      read: (...call: Parameters<NodeFiles['read']>) => this.read(...call),
    };
  }

  read(
    descriptor: number,
    into: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
    done: Callback,
  ): void {
    const target = into.subarray(offset, offset + length);
    if (descriptor === 0) return void this.#readInput(target, done);
    withCallback(() => {
      const file = this.#file(descriptor);
      if (file.handle === undefined) throw failure('EISDIR');
      const count = file.handle.read(position ?? file.offset, target);
      if (position === null || position === undefined) file.offset += count;
      return count;
    })(done);
  }

  async #readInput(target: Uint8Array, done: Callback): Promise<void> {
    const { stdin, onWait } = this.#options;
    for (let waits = false; ; waits = true) {
      const bytes = stdin.take(target.length);
      if (bytes === undefined) return done(null, 0);
      if (bytes.length > 0) {
        target.set(bytes);
        return done(null, bytes.length);
      }
      if (!waits) onWait?.();
      await stdin.ready();
    }
  }

  #write(descriptor: number, bytes: Uint8Array, position?: number | null): number {
    const { stdout, stderr } = this.#options;
    if (descriptor === 1 || descriptor === 2) {
      (descriptor === 1 ? stdout : stderr).write(bytes);
      return bytes.length;
    }
    const file = this.#file(descriptor);
    if (file.handle === undefined) throw failure('EBADF');
    const at = file.isAppending ? file.handle.stat().sizeBytes : (position ?? file.offset);
    check(file.handle.write(at, bytes));
    if (position === null || position === undefined) file.offset = at + bytes.length;
    return bytes.length;
  }

  #openFile(path: string, flags: number, mode: number): number {
    const { files } = this.#options;
    const absolute = this.resolve(path);
    const isDirectory = files.stat(absolute)?.kind === 'directory';
    if (isDirectory && (flags & (WRITE_ONLY | READ_WRITE)) !== 0) throw failure('EISDIR');
    if (!isDirectory && (flags & DIRECTORY) !== 0) throw failure('ENOTDIR');
    const handle = isDirectory ? undefined : this.#handle(path, flags, mode);
    const descriptor = this.#next++;
    const base = { path: absolute, isAppending: (flags & APPEND) !== 0, offset: 0 };
    this.#open.set(descriptor, handle === undefined ? base : { ...base, handle });
    return descriptor;
  }

  #handle(path: string, flags = 0, mode = 0o644): FileHandle {
    const handle = this.#options.files.open(this.resolve(path), {
      create: (flags & CREATE) !== 0,
      exclusive: (flags & EXCLUSIVE) !== 0,
      truncate: (flags & TRUNCATE) !== 0,
      mode: mode & 0o777,
    });
    if (typeof handle === 'string') throw failure(handle);
    return handle;
  }

  #file(descriptor: number): OpenFile {
    const file = this.#open.get(descriptor);
    if (file === undefined) throw failure('EBADF');
    return file;
  }

  #stat(path: string): FileStat {
    const stat = this.#options.files.stat(this.resolve(path));
    if (stat === undefined) throw failure('ENOENT');
    return stat;
  }

  #statDescriptor(descriptor: number): object {
    if (descriptor < 3) return TERMINAL_STAT;
    const file = this.#file(descriptor);
    return nodeStat(file.handle === undefined ? this.#stat(file.path) : file.handle.stat());
  }

  #list(path: string): readonly string[] {
    const entries = this.#options.files.list(this.resolve(path));
    if (entries === undefined) throw failure(this.#stat(path).kind === 'file' ? 'ENOTDIR' : 'ENOENT');
    return entries.map(({ name }) => name);
  }
}

const CONSTANTS = {
  O_WRONLY: WRITE_ONLY,
  O_RDWR: READ_WRITE,
  O_CREAT: CREATE,
  O_EXCL: EXCLUSIVE,
  O_TRUNC: TRUNCATE,
  O_APPEND: APPEND,
  O_DIRECTORY: DIRECTORY,
};

const DIRECTORY_MODE = 0o040000;
const FILE_MODE = 0o100000;
const TERMINAL_MODE = 0o020000;
const BLOCK_BYTES = 4096;

/**
 * One time for all files: Delve warns of sources newer than their executable, and when a file came into this tree says
 * nothing of that.
 */
const FILE_TIME_MILLIS = Date.UTC(2026, 0, 2);

function nodeStat({ kind, ino, sizeBytes, mode }: FileStat): object {
  const isDirectory = kind === 'directory';
  return {
    dev: 1,
    ino,
    mode: (isDirectory ? DIRECTORY_MODE : FILE_MODE) | mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: sizeBytes,
    blksize: BLOCK_BYTES,
    blocks: Math.ceil(sizeBytes / 512),
    atimeMs: FILE_TIME_MILLIS,
    mtimeMs: FILE_TIME_MILLIS,
    ctimeMs: FILE_TIME_MILLIS,
    isDirectory: () => isDirectory,
  };
}

const TERMINAL_STAT = {
  ...nodeStat({ kind: 'file', ino: 0, sizeBytes: 0, mode: 0o600, mtimeMillis: 0 }),
  mode: TERMINAL_MODE | 0o600,
};

function failure(code: FileErrorCode): Error {
  return Object.assign(new Error(fileErrorText[code]), { code });
}

function check(code: FileErrorCode | undefined): void {
  if (code !== undefined) throw failure(code);
}

/** A call that takes Node's callback last and answers at once. */
function withCallback(call: (...args: never[]) => unknown): (...all: unknown[]) => void {
  return (...all) => {
    const done = all.pop() as Callback;
    let result: unknown;
    try {
      result = call(...(all as never[]));
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, result);
  };
}
