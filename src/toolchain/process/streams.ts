/** Where a command reads its input. */
export interface InputStream {
  /** True for the terminal's keyboard. */
  readonly isTerminal: boolean;
  /** Bytes that are there now, at most `maxBytes`; an empty array when there are none yet; undefined at the end. */
  take(maxBytes?: number): Uint8Array | undefined;
  /** Resolves once `take` has something to say (bytes or the end). */
  ready(): Promise<void>;
}

/** Where a command writes. Writing never fails and never waits; what a reader no longer wants is dropped. */
export interface OutputStream {
  readonly isTerminal: boolean;
  /** Takes over the bytes: don't change them later. */
  write(data: Uint8Array | string): void;
}

/** Both ends of a queue of bytes. */
export interface Pipe extends InputStream, OutputStream {
  /** No more bytes will come: the reader sees the end after those that wait. */
  close(): void;
}

const encoder = new TextEncoder();

/**
 * Returns a queue of bytes: what is written can be read, in order. Writes after `close` are dropped.
 *
 * @example const pipe = createPipe(); pipe.write('hi'); pipe.close();
 */
export function createPipe(options: { readonly isTerminal?: boolean } = {}): Pipe {
  const queue: Uint8Array[] = [];
  let closed = false;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  return {
    isTerminal: options.isTerminal ?? false,
    take(maxBytes = Infinity) {
      const first = queue.shift();
      if (!first) return closed ? undefined : new Uint8Array(0);
      if (first.length <= maxBytes) return first;
      queue.unshift(first.subarray(maxBytes));
      return first.subarray(0, maxBytes);
    },
    ready: () => (queue.length > 0 || closed ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    write(data) {
      const bytes = typeof data === 'string' ? encoder.encode(data) : data;
      if (closed || bytes.length === 0) return;
      queue.push(bytes);
      wake();
    },
    close() {
      closed = true;
      wake();
    },
  };
}

/**
 * Returns an input that holds `contents` and then ends.
 *
 * @example inputOf('one\ntwo\n')
 */
export function inputOf(contents: Uint8Array | string): InputStream {
  const pipe = createPipe();
  pipe.write(contents);
  pipe.close();
  return pipe;
}

/** An output that keeps what it was given, up to a cap. */
export interface Capture extends OutputStream {
  bytes(): Uint8Array;
  text(): string;
  /** True when bytes beyond the cap were dropped. */
  readonly truncated: boolean;
}

/**
 * Returns an output that keeps the first `capBytes` bytes it is given.
 *
 * @example createCapture(1024)
 */
export function createCapture(capBytes = Infinity): Capture {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  let truncated = false;
  const bytes = (): Uint8Array => joinBytes(parts);
  return {
    isTerminal: false,
    write(data) {
      const given = typeof data === 'string' ? encoder.encode(data) : data;
      const kept = given.subarray(0, Math.max(0, capBytes - sizeBytes));
      if (kept.length < given.length) truncated = true;
      if (kept.length === 0) return;
      parts.push(kept);
      sizeBytes += kept.length;
    },
    bytes,
    text: () => new TextDecoder().decode(bytes()),
    get truncated() {
      return truncated;
    },
  };
}

/**
 * Returns one array with the bytes of all parts.
 *
 * @example joinBytes([new Uint8Array([1]), new Uint8Array([2])]) // Uint8Array [1, 2]
 */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * Returns all bytes of an input, once it ends.
 *
 * @example await readAll(inputOf('x'))
 */
export async function readAll(input: InputStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    await input.ready();
    const bytes = input.take();
    if (!bytes) return joinBytes(parts);
    parts.push(bytes);
  }
}
