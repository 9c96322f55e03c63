/**
 * Numbers of WASI preview 1 as a Go program uses them.
 * @see https://github.com/WebAssembly/WASI/blob/a2b96e81c0586125cc4dc79a5be0b78d9a059925/legacy/preview1/docs.md
 */
import type { FileErrorCode } from '../files/index.ts';

/** Results of host calls. */
export const errno = {
  success: 0,
  addrInUse: 3,
  again: 6,
  badFile: 8,
  busy: 10,
  connRefused: 14,
  exist: 20,
  invalid: 28,
  isDirectory: 31,
  noEntry: 44,
  noSpace: 51,
  notDirectory: 54,
  notEmpty: 55,
  notSupported: 58,
  pipe: 64,
  seekPipe: 70,
} as const;

/** The errno of a failure of the file system. */
export const fileErrno: Readonly<Record<FileErrorCode, number>> = {
  ENOENT: errno.noEntry,
  EEXIST: errno.exist,
  EISDIR: errno.isDirectory,
  ENOTDIR: errno.notDirectory,
  ENOTEMPTY: errno.notEmpty,
  EINVAL: errno.invalid,
  EBADF: errno.badFile,
  ENOSPC: errno.noSpace,
  EBUSY: errno.busy,
};

/** What a descriptor or a path is. */
export const fileType = { characterDevice: 2, directory: 3, regularFile: 4, socketStream: 6 } as const;

/** Bits of `oflags` of path_open. */
export const openFlag = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;

/** Bits of `fdflags`. */
export const descriptorFlag = { append: 1, nonBlocking: 4 } as const;

/** The right that tells an open for writing. */
export const rightToWrite = 1n << 6n;

/** `whence` of fd_seek. */
export const seekFrom = { start: 0, current: 1, end: 2 } as const;

/** What a subscription of poll_oneoff waits for. */
export const eventType = { clock: 0, read: 1, write: 2 } as const;

/** Bits of `fstflags`: which times to set, and to what. */
export const timeFlag = { modified: 4, modifiedNow: 8 } as const;

/** poll_oneoff answers this when SIGQUIT came: the program's runtime (go/overlay/std/runtime) then prints every goroutine. */
export const errnoQuit = 4242;

/** The descriptor on which the program's runtime waits for signals. */
export const signalDescriptor = 1 << 30;
