import type { OutputStream } from '../toolchain/process/index.ts';

/** Gathers what a program writes, so that one message carries many small writes. */
export interface OutputBatch {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Sends what is held. */
  flush(): void;
}

/** What a batch is told. */
export interface OutputBatchOptions {
  readonly send: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** Bytes after which `onLimit` is called, once; nothing more is sent then. */
  readonly maxBytes: number;
  readonly onLimit: () => void;
  readonly now: () => number;
}

const batchBytes = 64 * 1024;
/** So many writes in one span go out at once: a program that prints a line and then loops for ever has shown it. */
const immediateWrites = 500;
const spanMillis = 100;

/**
 * Returns streams that send at once while a program writes little, and in pieces of 64 kB while it writes much.
 * Both streams keep their common order.
 */
export function createOutputBatch({ send, maxBytes, onLimit, now }: OutputBatchOptions): OutputBatch {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let heldStream: 'stdout' | 'stderr' = 'stdout';
  let totalBytes = 0;
  let spanStart = 0;
  let writes = 0;
  const flush = (): void => {
    if (heldBytes === 0) return;
    const bytes = new Uint8Array(heldBytes);
    let at = 0;
    for (const part of held) {
      bytes.set(part, at);
      at += part.length;
    }
    [held, heldBytes] = [[], 0];
    send(heldStream, bytes);
  };
  const isImmediate = (): boolean => {
    const time = now();
    if (time - spanStart > spanMillis) [spanStart, writes] = [time, 0];
    return ++writes <= immediateWrites;
  };
  const write = (stream: 'stdout' | 'stderr', data: Uint8Array | string): void => {
    const given = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const bytes = given.subarray(0, Math.max(0, maxBytes - totalBytes));
    if (stream !== heldStream) flush();
    heldStream = stream;
    held.push(bytes);
    heldBytes += bytes.length;
    const hadRoom = totalBytes < maxBytes;
    totalBytes += given.length;
    if (isImmediate() || heldBytes >= batchBytes) flush();
    if (hadRoom && totalBytes >= maxBytes) {
      flush();
      onLimit();
    }
  };
  return {
    stdout: { isTerminal: true, write: (data) => write('stdout', data) },
    stderr: { isTerminal: true, write: (data) => write('stderr', data) },
    flush,
  };
}
