import type { LocalConnection } from '../toolchain/process/index.ts';

/** What of a connection crosses between a worker and the page. */
export type ConnectionMessage =
  | { readonly kind: 'data'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly connection: number };

/** Carries connections over a channel of messages: each side holds one end and calls `receive` for what comes. */
export interface ConnectionBridge {
  attach(connection: number, local: LocalConnection): void;
  receive(message: ConnectionMessage): void;
  /** Ends every connection, as when the other side is gone. */
  closeAll(): void;
}

/** Returns a bridge that sends by `send`. */
export function createConnectionBridge(send: (message: ConnectionMessage) => void): ConnectionBridge {
  const open = new Map<number, LocalConnection>();
  return {
    attach(connection, local) {
      open.set(connection, local);
      void pump(connection, local, send);
    },
    receive(message) {
      const local = open.get(message.connection);
      if (message.kind === 'data') return local?.output.write(message.bytes);
      local?.output.close();
      open.delete(message.connection);
    },
    closeAll() {
      for (const local of open.values()) local.output.close();
      open.clear();
    },
  };
}

async function pump(
  connection: number,
  { input }: LocalConnection,
  send: (message: ConnectionMessage) => void,
): Promise<void> {
  for (;;) {
    await input.ready();
    const bytes = input.take();
    if (!bytes) return send({ kind: 'closed', connection });
    if (bytes.length > 0) send({ kind: 'data', connection, bytes });
  }
}
