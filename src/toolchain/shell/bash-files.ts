import type { IFileSystem } from 'just-bash/browser';
import { directoryOf, fileErrorText, resolvePath } from '../files/index.ts';
import type { FileErrorCode, FileStat, FileSystem } from '../files/index.ts';
import { bytesOfString, byteStringOf } from './byte-string.ts';

/** The errors that just-bash's commands know how to word: `ENOENT: no such file or directory, open '/x'`. */
function failure(code: FileErrorCode, operation: string, path: string): Error {
  return new Error(`${code}: ${fileErrorText[code]}, ${operation} '${path}'`);
}

function check(code: FileErrorCode | undefined, operation: string, path: string): void {
  if (code) throw failure(code, operation, path);
}

/** The one device there is. */
const nowhere = '/dev/null';

type Options = Parameters<IFileSystem['readFile']>[1];

function encodingOf(options: Options): string {
  return (typeof options === 'string' ? options : options?.encoding) ?? 'utf8';
}

function bytesOf(content: string | Uint8Array, options: Options): Uint8Array {
  if (typeof content !== 'string') return content.slice();
  const encoding = encodingOf(options);
  if (encoding === 'binary' || encoding === 'latin1') return bytesOfString(content);
  return new TextEncoder().encode(content);
}

/**
 * Returns the lab's files as the file system that just-bash asks for. There are no links: making one is an error.
 *
 * @example new Bash({ fs: bashFiles(files) })
 */
export function bashFiles(files: FileSystem): IFileSystem {
  const read = (path: string): Uint8Array => {
    if (path === nowhere) return new Uint8Array(0);
    const contents = files.readFile(path);
    if (!contents) throw failure(files.stat(path) ? 'EISDIR' : 'ENOENT', 'open', path);
    return contents;
  };
  const statOf = (path: string): FileStat => {
    const stat = files.stat(path === nowhere ? '/' : path);
    if (!stat) throw failure('ENOENT', 'stat', path);
    return path === nowhere ? { ...stat, kind: 'file', sizeBytes: 0, mode: 0o666 } : stat;
  };
  const write = (path: string, bytes: Uint8Array): void => {
    if (path === nowhere) return;
    const parent = files.stat(directoryOf(resolvePath('/', path)));
    if (parent?.kind !== 'directory') throw failure(parent ? 'ENOTDIR' : 'ENOENT', 'open', path);
    check(files.writeFile(path, bytes), 'open', path);
  };
  const describe = (path: string): Awaited<ReturnType<IFileSystem['stat']>> => {
    const stat = statOf(path);
    return {
      isFile: stat.kind === 'file',
      isDirectory: stat.kind === 'directory',
      isSymbolicLink: false,
      mode: stat.mode,
      size: stat.sizeBytes,
      mtime: new Date(stat.mtimeMillis),
      ino: stat.ino,
    };
  };
  const noLinks = (path: string): never => {
    throw new Error(`EPERM: operation not permitted (the lab's files have no links), link '${path}'`);
  };
  return {
    readFile: async (path, options) => {
      const binary = ['binary', 'latin1'].includes(encodingOf(options));
      return binary ? byteStringOf(read(path)) : new TextDecoder().decode(read(path));
    },
    readFileBuffer: async (path) => read(path).slice(),
    writeFile: async (path, content, options) => write(path, bytesOf(content, options)),
    appendFile: async (path, content, options) => {
      const before = files.readFile(path) ?? new Uint8Array(0);
      const added = bytesOf(content, options);
      const joined = new Uint8Array(before.length + added.length);
      joined.set(before);
      joined.set(added, before.length);
      write(path, joined);
    },
    exists: async (path) => path === nowhere || files.stat(path) !== undefined,
    stat: async (path) => describe(path),
    lstat: async (path) => describe(path),
    mkdir: async (path, options) => {
      check(options?.recursive ? files.makeDirectories(path) : files.makeDirectory(path), 'mkdir', path);
    },
    readdir: async (path) => entriesOf(files, path).map(({ name }) => name),
    readdirWithFileTypes: async (path) =>
      entriesOf(files, path).map(({ name, kind }) => ({
        name,
        isFile: kind === 'file',
        isDirectory: kind === 'directory',
        isSymbolicLink: false,
      })),
    rm: async (path, options) => remove(files, path, options ?? {}),
    cp: async (from, to, options) => copy(files, from, to, options?.recursive ?? false),
    mv: async (from, to) => check(files.rename(from, to), 'rename', from),
    resolvePath,
    getAllPaths: () => [...files.walk('/')],
    chmod: async (path, mode) => check(files.setMode(path, mode), 'chmod', path),
    symlink: async (_target, path) => noLinks(path),
    link: async (_existing, path) => noLinks(path),
    readlink: async (path) => {
      throw failure('EINVAL', 'readlink', path);
    },
    realpath: async (path) => (statOf(path), resolvePath('/', path)),
    utimes: async (path, _atime, mtime) => check(files.setModified(path, mtime.getTime()), 'utime', path),
  };
}

function entriesOf(files: FileSystem, path: string): NonNullable<ReturnType<FileSystem['list']>> {
  const entries = files.list(path);
  if (!entries) throw failure(files.stat(path) ? 'ENOTDIR' : 'ENOENT', 'scandir', path);
  return entries;
}

function remove(files: FileSystem, path: string, options: { recursive?: boolean; force?: boolean }): void {
  const stat = files.stat(path);
  if (!stat) {
    if (!options.force) throw failure('ENOENT', 'rm', path);
    return;
  }
  if (stat.kind === 'file') return check(files.removeFile(path), 'rm', path);
  if (options.recursive) for (const { name } of files.list(path) ?? []) remove(files, resolvePath(path, name), options);
  check(files.removeDirectory(path), 'rm', path);
}

function copy(files: FileSystem, from: string, to: string, recursive: boolean): void {
  const stat = files.stat(from);
  if (!stat) throw failure('ENOENT', 'cp', from);
  if (stat.kind === 'file')
    return check(files.writeFile(to, (files.readFile(from) ?? new Uint8Array(0)).slice(), stat.mode), 'cp', to);
  if (!recursive) throw failure('EISDIR', 'cp', from);
  check(files.makeDirectories(to), 'cp', to);
  for (const { name } of files.list(from) ?? []) copy(files, resolvePath(from, name), resolvePath(to, name), recursive);
}
