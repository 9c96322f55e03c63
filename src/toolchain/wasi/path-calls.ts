import { directoryOf, resolvePath } from '../files/index.ts';
import type { FileErrorCode } from '../files/index.ts';
import { errno, fileErrno, openFlag, rightToWrite } from './abi.ts';
import { directoryDescriptor, fileDescriptor } from './descriptor.ts';
import { setModified } from './descriptor-calls.ts';
import type { Host } from './host.ts';
import { typeOf, writeFileStat } from './records.ts';

type PathCall = (...words: never[]) => number;

const done = (failed: FileErrorCode | undefined): number => (failed === undefined ? errno.success : fileErrno[failed]);

/** Returns the host calls on paths (`path_*`). There are no links of any kind. */
export function pathCalls(host: Host): Readonly<Record<string, PathCall>> {
  const { files } = host;
  const at = (fd: number, path: number, length: number): string => pathAt(host, fd, path, length);
  return {
    path_open: (...words: never[]) => openPath(host, words),
    path_filestat_get: (fd: number, _follow: number, path: number, length: number, statAt: number) => {
      const stat = files.stat(at(fd, path, length));
      if (stat === undefined) return missing(host, at(fd, path, length));
      writeFileStat(host.memory, statAt, typeOf(stat), stat);
      return errno.success;
    },
    path_filestat_set_times: (
      fd: number,
      _follow: number,
      path: number,
      length: number,
      _accessed: bigint,
      modified: bigint,
      flags: number,
    ) => setModified(host, at(fd, path, length), modified, flags),
    path_create_directory: (fd: number, path: number, length: number) =>
      done(files.makeDirectory(at(fd, path, length))),
    path_unlink_file: (fd: number, path: number, length: number) => done(files.removeFile(at(fd, path, length))),
    path_remove_directory: (fd: number, path: number, length: number) =>
      done(files.removeDirectory(at(fd, path, length))),
    path_rename: (fd: number, path: number, length: number, toFd: number, toPath: number, toLength: number) =>
      done(files.rename(at(fd, path, length), at(toFd, toPath, toLength))),
    path_link: () => errno.notSupported,
    path_symlink: () => errno.notSupported,
    path_readlink: () => errno.invalid,
  };
}

function pathAt(host: Host, fd: number, path: number, length: number): string {
  return resolvePath(host.descriptors.get(fd)?.path ?? '/', host.memory.text(path, length));
}

/** A path below a file is "not a directory", any other missing one "no such file or directory". */
function missing(host: Host, path: string): number {
  for (let above = directoryOf(path); above !== '/'; above = directoryOf(above)) {
    const stat = host.files.stat(above);
    if (stat !== undefined) return stat.kind === 'file' ? errno.notDirectory : errno.noEntry;
  }
  return errno.noEntry;
}

function openPath(host: Host, words: readonly never[]): number {
  const [fd, , path, length, flags, rights, , descriptorFlags, fdAt] = words as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    bigint,
    bigint,
    number,
    number,
  ];
  const target = pathAt(host, fd, path, length);
  const stat = host.files.stat(target);
  if (stat === undefined && !(flags & openFlag.create)) return missing(host, target);
  const opened =
    stat?.kind === 'directory'
      ? openDirectory(host, target, flags, rights)
      : openFile(host, target, flags, descriptorFlags);
  if (opened < 0) return -opened;
  host.memory.setUint32(fdAt, opened);
  return errno.success;
}

/** Returns the new descriptor's number, or a negative errno. */
function openDirectory(host: Host, path: string, flags: number, rights: bigint): number {
  if (flags & openFlag.create && flags & openFlag.exclusive) return -errno.exist;
  if (rights & rightToWrite && !(flags & openFlag.directory)) return -errno.isDirectory;
  return host.descriptors.add(directoryDescriptor(host.files, path));
}

function openFile(host: Host, path: string, flags: number, descriptorFlags: number): number {
  if (flags & openFlag.directory) return -errno.notDirectory;
  const handle = host.files.open(path, {
    create: (flags & openFlag.create) !== 0,
    exclusive: (flags & openFlag.exclusive) !== 0,
    truncate: (flags & openFlag.truncate) !== 0,
  });
  if (typeof handle === 'string') return -fileErrno[handle];
  return host.descriptors.add(fileDescriptor(path, handle, descriptorFlags));
}
