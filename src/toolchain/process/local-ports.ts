import { createPipe } from './streams.ts';
import type { InputStream, OutputStream, Pipe } from './streams.ts';

/** One end of a connection inside the lab. Closing `output` tells the other end that no more bytes come. */
export interface LocalConnection {
  readonly input: InputStream;
  readonly output: OutputStream & { close(): void };
}

/** The TCP ports of a lab's localhost: programs listen, `curl` and other programs connect. No real network. */
export interface LocalPorts {
  /** Takes a port; the returned function gives it back. Undefined when it is taken: "address already in use". */
  listen(port: number, accept: (connection: LocalConnection) => void): (() => void) | undefined;
  /** Connects to a port; undefined when nobody listens: "connection refused". */
  connect(port: number): LocalConnection | undefined;
  /** Ports that are listened on, ascending. */
  listening(): readonly number[];
}

/**
 * Returns the ports of one lab, none taken.
 *
 * @example createLocalPorts().connect(6060) // undefined: nobody listens
 */
export function createLocalPorts(): LocalPorts {
  const listeners = new Map<number, (connection: LocalConnection) => void>();
  return {
    listen(port, accept) {
      if (listeners.has(port)) return undefined;
      listeners.set(port, accept);
      return () => {
        if (listeners.get(port) === accept) listeners.delete(port);
      };
    },
    connect(port) {
      const accept = listeners.get(port);
      if (!accept) return undefined;
      const [there, back]: [Pipe, Pipe] = [createPipe(), createPipe()];
      accept({ input: there, output: back });
      return { input: back, output: there };
    },
    listening: () => [...listeners.keys()].sort((a, b) => a - b),
  };
}
