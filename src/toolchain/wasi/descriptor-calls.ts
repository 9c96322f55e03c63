import { errno, fileErrno, fileType, seekFrom, timeFlag } from './abi.ts';
import { readAt, writeAt } from './descriptor.ts';
import type { Descriptor, OpenFile } from './descriptor.ts';
import type { Host } from './host.ts';
import { writeDirectoryEntries, writeFileStat } from './records.ts';

type Call = (...words: number[]) => number;
/** Calls with 64-bit arguments mix numbers and bigints. */
type WideCall = (...words: never[]) => number;

/** Returns the host calls on open descriptors (`fd_*`). */
export function descriptorCalls(host: Host): Readonly<Record<string, Call | WideCall>> {
  return { ...transfers(host), ...positions(host), ...descriptions(host), ...directories(host) };
}

/** Runs `call` on a descriptor; an unknown number is EBADF. */
function withDescriptor(host: Host, fd: number, call: (descriptor: Descriptor) => number): number {
  const descriptor = host.descriptors.get(fd);
  return descriptor === undefined ? errno.badFile : call(descriptor);
}

/** Stores how many bytes moved, or passes the errno on. */
function moved(host: Host, count: number, countAt: number): number {
  if (count < 0) return -count;
  host.memory.setUint32(countAt, count);
  return errno.success;
}

function transfers(host: Host): Record<string, Call | WideCall> {
  const { memory } = host;
  return {
    fd_read: (fd: number, vectors: number, count: number, countAt: number) =>
      withDescriptor(host, fd, (one) =>
        one.read ? moved(host, one.read(memory.vectors(vectors, count)), countAt) : errno.badFile,
      ),
    fd_write: (fd: number, vectors: number, count: number, countAt: number) => {
      host.checkStopped();
      return withDescriptor(host, fd, (one) =>
        one.write ? moved(host, one.write(memory.vectors(vectors, count)), countAt) : errno.badFile,
      );
    },
    fd_pread: (fd: number, vectors: number, count: number, offset: bigint, countAt: number) =>
      withDescriptor(host, fd, ({ file }) =>
        file
          ? moved(host, readAt(file.handle, Number(offset), memory.vectors(vectors, count)), countAt)
          : errno.seekPipe,
      ),
    fd_pwrite: (fd: number, vectors: number, count: number, offset: bigint, countAt: number) =>
      withDescriptor(host, fd, ({ file }) =>
        file
          ? moved(host, writeAt(file.handle, Number(offset), memory.vectors(vectors, count)), countAt)
          : errno.seekPipe,
      ),
  };
}

function seekBase(whence: number, file: OpenFile): number | undefined {
  if (whence === seekFrom.start) return 0;
  if (whence === seekFrom.current) return file.position;
  return whence === seekFrom.end ? file.handle.stat().sizeBytes : undefined;
}

function positions(host: Host): Record<string, Call | WideCall> {
  return {
    fd_seek: (fd: number, delta: bigint, whence: number, offsetAt: number) =>
      withDescriptor(host, fd, ({ file }) => {
        if (file === undefined) return errno.seekPipe;
        const from = seekBase(whence, file);
        if (from === undefined || from + Number(delta) < 0) return errno.invalid;
        file.position = from + Number(delta);
        host.memory.setUint64(offsetAt, BigInt(file.position));
        return errno.success;
      }),
    fd_close: (fd: number) => (host.descriptors.close(fd) ? errno.success : errno.badFile),
    fd_renumber: (from: number, to: number) => (host.descriptors.renumber(from, to) ? errno.success : errno.badFile),
    fd_sync: () => errno.success,
    fd_datasync: () => errno.success,
  };
}

function descriptions(host: Host): Record<string, Call | WideCall> {
  const { memory } = host;
  return {
    fd_fdstat_get: (fd: number, at: number) =>
      withDescriptor(host, fd, ({ type, flags }) => {
        memory.bytes(at, 24).fill(0);
        memory.view().setUint8(at, type);
        memory.view().setUint16(at + 2, flags, true);
        memory.bytes(at + 8, 16).fill(0xff);
        return errno.success;
      }),
    fd_fdstat_set_flags: (fd: number, flags: number) =>
      withDescriptor(host, fd, (one) => {
        // Standard streams stay as the host opened them: only it knows whether it can wait for input.
        if (one.type !== fileType.characterDevice) one.flags = flags;
        return errno.success;
      }),
    fd_fdstat_set_rights: () => errno.success,
    fd_filestat_get: (fd: number, at: number) =>
      withDescriptor(host, fd, (one) => {
        const stat = one.file?.handle.stat() ?? (one.path === undefined ? undefined : host.files.stat(one.path));
        writeFileStat(memory, at, one.type, stat);
        return errno.success;
      }),
    fd_filestat_set_size: (fd: number, size: bigint) =>
      withDescriptor(host, fd, ({ file }) => {
        const failed = file?.handle.resize(Number(size));
        return file === undefined ? errno.invalid : failed === undefined ? errno.success : fileErrno[failed];
      }),
    fd_filestat_set_times: (fd: number, _accessed: bigint, modified: bigint, flags: number) =>
      withDescriptor(host, fd, ({ path }) =>
        path === undefined ? errno.invalid : setModified(host, path, modified, flags),
      ),
  };
}

/** Sets the modification time as `fstflags` say; access times are not kept. */
export function setModified(host: Host, path: string, modifiedNanos: bigint, flags: number): number {
  if (!(flags & (timeFlag.modified | timeFlag.modifiedNow))) return errno.success;
  const millis = flags & timeFlag.modifiedNow ? host.clock.wallMillis() : Number(modifiedNanos / 1_000_000n);
  const failed = host.files.setModified(path, millis);
  return failed === undefined ? errno.success : fileErrno[failed];
}

const rootName = '/';

function directories(host: Host): Record<string, Call | WideCall> {
  const { memory } = host;
  const isRoot = (fd: number): boolean => fd === host.rootDescriptor;
  return {
    fd_prestat_get: (fd: number, at: number) => {
      if (!isRoot(fd)) return errno.badFile;
      memory.setUint32(at, 0);
      memory.setUint32(at + 4, rootName.length);
      return errno.success;
    },
    fd_prestat_dir_name: (fd: number, at: number) => {
      if (!isRoot(fd)) return errno.badFile;
      memory.view().setUint8(at, rootName.charCodeAt(0));
      return errno.success;
    },
    fd_readdir: (fd: number, at: number, length: number, cookie: bigint, usedAt: number) =>
      withDescriptor(host, fd, ({ type, path }) => {
        const entries = type === fileType.directory && path !== undefined ? host.files.list(path) : undefined;
        if (entries === undefined || path === undefined) return errno.notDirectory;
        const inode = (name: string): number => host.files.stat(`${path}/${name}`)?.ino ?? 0;
        const used = writeDirectoryEntries(memory.bytes(at, length), entries, Number(cookie), inode);
        memory.setUint32(usedAt, used);
        return errno.success;
      }),
  };
}
