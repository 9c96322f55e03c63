import type { FileHandle, FileSystem } from '../files/index.ts';
import type { InputStream, LocalConnection, OutputStream } from '../process/index.ts';
import { errno, fileErrno, fileType } from './abi.ts';

/** An open descriptor. Calls return how many bytes they moved, or a negative errno. What it cannot do is absent. */
export interface Descriptor {
  readonly type: number;
  /** Where a directory or file was opened: paths are resolved against it. */
  readonly path?: string;
  flags: number;
  read?(into: readonly Uint8Array[]): number;
  write?(from: readonly Uint8Array[]): number;
  /** Files only. */
  readonly file?: OpenFile;
  /** Whether `read` (or accept) has something to say now. */
  readable?(): boolean;
  /** Resolves when `readable` may have changed. */
  changed?(): Promise<void>;
  accept?(): Connection | undefined;
  shutdown?(): void;
  close?(): void;
  /** A connected socket. */
  readonly connection?: Connection;
}

/** An open file with its position. */
export interface OpenFile {
  readonly handle: FileHandle;
  position: number;
}

/** A connection with the port that stands for its other end. */
export interface Connection {
  readonly local: LocalConnection;
  readonly peerPort: number;
}

/** Returns a descriptor of an open file. */
export function fileDescriptor(path: string, handle: FileHandle, flags: number): Descriptor {
  const file: OpenFile = { handle, position: 0 };
  return {
    type: fileType.regularFile,
    path,
    flags,
    file,
    read(into) {
      const count = readAt(handle, file.position, into);
      file.position += count;
      return count;
    },
    write(from) {
      if (this.flags & 1) file.position = handle.stat().sizeBytes;
      const count = writeAt(handle, file.position, from);
      if (count > 0) file.position += count;
      return count;
    },
  };
}

/** Fills buffers from `offset`; returns how many bytes there were. */
export function readAt(handle: FileHandle, offset: number, into: readonly Uint8Array[]): number {
  let total = 0;
  for (const buffer of into) {
    const count = handle.read(offset + total, buffer);
    total += count;
    if (count < buffer.length) break;
  }
  return total;
}

/** Writes buffers at `offset`; returns how many bytes, or a negative errno when nothing could be written. */
export function writeAt(handle: FileHandle, offset: number, from: readonly Uint8Array[]): number {
  let total = 0;
  for (const buffer of from) {
    const failed = handle.write(offset + total, buffer);
    if (failed !== undefined) return total > 0 ? total : -fileErrno[failed];
    total += buffer.length;
  }
  return total;
}

/** Returns a descriptor of a directory. */
export function directoryDescriptor(files: FileSystem, path: string): Descriptor {
  return {
    type: fileType.directory,
    path,
    flags: 0,
    read: () => -(files.list(path) ? errno.isDirectory : errno.badFile),
  };
}

/** Returns a descriptor that writes to a stream, a terminal or a pipe. */
export function outputDescriptor(stream: OutputStream): Descriptor {
  return { type: fileType.characterDevice, flags: 0, write: (from) => writeAll(stream, from) };
}

function writeAll(stream: OutputStream, from: readonly Uint8Array[]): number {
  let total = 0;
  for (const buffer of from) {
    if (buffer.length > 0) stream.write(buffer.slice());
    total += buffer.length;
  }
  return total;
}

/**
 * Returns a descriptor that reads a stream. Where the host can wait (`canWait`), reading nothing answers "again" and
 * the program's own poller waits; where it cannot, what is not there yet counts as the end.
 */
export function inputDescriptor(stream: InputStream, flags: number, canWait: boolean): Descriptor {
  return { type: fileType.characterDevice, flags, ...readingOf(stream, canWait) };
}

/** Returns a descriptor of one end of a connection. */
export function socketDescriptor(connection: Connection, flags: number, canWait: boolean): Descriptor {
  const { input, output } = connection.local;
  return {
    type: fileType.socketStream,
    flags,
    connection,
    ...readingOf(input, canWait),
    write: (from) => writeAll(output, from),
    shutdown: () => output.close(),
    close: () => output.close(),
  };
}

type Reading = Required<Pick<Descriptor, 'read' | 'readable' | 'changed'>>;

function readingOf(stream: InputStream, canWait: boolean): Reading {
  let held: Uint8Array | undefined = new Uint8Array(0);
  let pending: Promise<void> | undefined;
  /** Takes what the stream has, so that "readable" can be told without losing it; undefined at the end. */
  const refill = (): Uint8Array | undefined => {
    if (held?.length === 0) held = stream.take();
    return held;
  };
  return {
    readable: () => refill()?.length !== 0,
    changed() {
      pending ??= stream.ready().finally(() => (pending = undefined));
      return pending;
    },
    read(into) {
      let total = 0;
      for (const buffer of into) {
        const there = refill();
        if (there === undefined || there.length === 0) break;
        const part = there.subarray(0, buffer.length);
        buffer.set(part);
        held = there.subarray(part.length);
        total += part.length;
      }
      const nothingYet = total === 0 && held !== undefined;
      return nothingYet && canWait ? -errno.again : total;
    },
  };
}
