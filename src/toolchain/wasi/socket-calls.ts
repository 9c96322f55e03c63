import type { LocalConnection, LocalPorts } from '../process/index.ts';
import { descriptorFlag, errno, fileType } from './abi.ts';
import type { Connection, Descriptor } from './descriptor.ts';
import { socketDescriptor } from './descriptor.ts';
import type { Host } from './host.ts';

type SocketCall = (...words: never[]) => number;

/** Where ports that nobody chose are taken from, as on Linux. */
const firstEphemeralPort = 32_768;
const lastEphemeralPort = 60_999;

let lastEphemeral = firstEphemeralPort - 1;

/** Returns ports for the far ends of connections and for servers on port 0, one after another. */
function nextEphemeralPort(): number {
  lastEphemeral = lastEphemeral >= lastEphemeralPort ? firstEphemeralPort : lastEphemeral + 1;
  return lastEphemeral;
}

/** Returns WASI's own socket calls. Only accept and shutdown exist there; the rest is in {@link hostSocketCalls}. */
export function wasiSocketCalls(host: Host): Readonly<Record<string, SocketCall>> {
  return {
    sock_accept: (fd: number, flags: number, fdAt: number) => {
      const listener = host.descriptors.get(fd);
      if (listener?.accept === undefined) return errno.badFile;
      const connection = listener.accept();
      if (connection === undefined) return errno.again;
      host.memory.setUint32(fdAt, host.descriptors.add(socketDescriptor(connection, flags, host.canWait)));
      return errno.success;
    },
    sock_shutdown: (fd: number, how: number) => {
      const socket = host.descriptors.get(fd);
      if (socket === undefined) return errno.badFile;
      if (how & 2) socket.shutdown?.();
      return errno.success;
    },
    sock_recv: () => errno.notSupported,
    sock_send: () => errno.notSupported,
  };
}

/** Returns the calls by which our build of package net uses the ports of the lab (go/overlay/std/net). */
export function hostSocketCalls(host: Host): Readonly<Record<string, SocketCall>> {
  const { memory, ports } = host;
  return {
    sock_listen: (port: number, portAt: number, fdAt: number) => {
      const listener = ports && listen(ports, port);
      if (listener === undefined) return errno.addrInUse;
      memory.setUint32(portAt, listener.port);
      memory.setUint32(fdAt, host.descriptors.add(listener.descriptor));
      return errno.success;
    },
    sock_connect: (port: number, portAt: number, fdAt: number) => {
      const local = ports?.connect(port);
      if (local === undefined) return errno.connRefused;
      const connection = { local, peerPort: port };
      memory.setUint32(portAt, nextEphemeralPort());
      memory.setUint32(
        fdAt,
        host.descriptors.add(socketDescriptor(connection, descriptorFlag.nonBlocking, host.canWait)),
      );
      return errno.success;
    },
    sock_peer_port: (fd: number) => host.descriptors.get(fd)?.connection?.peerPort ?? 0,
  };
}

/** Takes a port (any free one for 0) and returns the descriptor that accepts on it; undefined when it is taken. */
function listen(ports: LocalPorts, wanted: number): { port: number; descriptor: Descriptor } | undefined {
  const queue: Connection[] = [];
  let wake: () => void = () => undefined;
  const enqueue = (local: LocalConnection): void => {
    queue.push({ local, peerPort: nextEphemeralPort() });
    wake();
  };
  const port = wanted === 0 ? freePort(ports) : wanted;
  const giveBack = ports.listen(port, enqueue);
  if (giveBack === undefined) return undefined;
  const descriptor: Descriptor = {
    type: fileType.socketStream,
    flags: descriptorFlag.nonBlocking,
    accept: () => queue.shift(),
    readable: () => queue.length > 0,
    changed: () => (queue.length > 0 ? Promise.resolve() : new Promise((resolve) => (wake = resolve))),
    close: () => {
      giveBack();
      for (const { local } of queue) local.output.close();
    },
  };
  return { port, descriptor };
}

function freePort(ports: LocalPorts): number {
  const taken = new Set(ports.listening());
  let port = nextEphemeralPort();
  while (taken.has(port)) port = nextEphemeralPort();
  return port;
}
