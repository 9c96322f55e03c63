import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import type { FileSystem } from '../../../src/toolchain/files/index.ts';
import { createLocalPorts, createPipe, inputOf } from '../../../src/toolchain/process/index.ts';
import type { LocalPorts } from '../../../src/toolchain/process/index.ts';
import { hostClock } from '../../../src/toolchain/wasi/clock.ts';
import { descriptorCalls } from '../../../src/toolchain/wasi/descriptor-calls.ts';
import { createDescriptorTable } from '../../../src/toolchain/wasi/descriptor-table.ts';
import { directoryDescriptor, inputDescriptor, outputDescriptor } from '../../../src/toolchain/wasi/descriptor.ts';
import type { Host } from '../../../src/toolchain/wasi/host.ts';
import { createGuestMemory } from '../../../src/toolchain/wasi/memory.ts';
import { pathCalls } from '../../../src/toolchain/wasi/path-calls.ts';
import { suspendingPoll } from '../../../src/toolchain/wasi/poll.ts';
import { createPendingSignals } from '../../../src/toolchain/wasi/signals.ts';
import { hostSocketCalls, wasiSocketCalls } from '../../../src/toolchain/wasi/socket-calls.ts';

type Call = (...words: (number | bigint)[]) => number;

/** A host with a memory of its own, and its calls by name; `at(n)` are scratch addresses. */
function startHost(files: FileSystem = createFileSystem(), ports: LocalPorts = createLocalPorts()) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const guest = createGuestMemory(() => memory);
  const [stdin, stdout] = [createPipe(), createPipe()];
  const descriptors = createDescriptorTable([
    inputDescriptor(stdin, 4, true),
    outputDescriptor(stdout),
    outputDescriptor(stdout),
    directoryDescriptor(files, '/'),
  ]);
  const signals = createPendingSignals();
  const host: Host = {
    memory: guest,
    files,
    descriptors,
    rootDescriptor: 3,
    clock: hostClock(),
    signals,
    ports,
    canWait: true,
    checkStopped: () => undefined,
    random: (bytes) => void crypto.getRandomValues(bytes),
  };
  const calls = {
    ...descriptorCalls(host),
    ...pathCalls(host),
    ...wasiSocketCalls(host),
    ...hostSocketCalls(host),
  } as unknown as Readonly<Record<string, Call>>;
  const call = (name: string, ...words: (number | bigint)[]): number => {
    const found = calls[name];
    if (found === undefined) throw new Error(`no call ${name}`);
    return found(...words);
  };
  const put = (at: number, text: string): number => {
    const bytes = new TextEncoder().encode(text);
    guest.bytes(at, bytes.length).set(bytes);
    return bytes.length;
  };
  /** One iovec at 64 that names `length` bytes at `at`. */
  const vector = (at: number, length: number): number => {
    guest.setUint32(64, at);
    guest.setUint32(68, length);
    return 64;
  };
  const word = (at: number): number => guest.view().getUint32(at, true);
  const open = (path: string, flags = 0, descriptorFlags = 0): { errno: number; fd: number } => {
    const length = put(1000, path);
    const errno = call('path_open', 3, 0, 1000, length, flags, 64n, 0n, descriptorFlags, 0);
    return { errno, fd: word(0) };
  };
  const write = (fd: number, text: string): number => call('fd_write', fd, vector(2000, put(2000, text)), 1, 4);
  const read = (fd: number, length: number): { errno: number; text: string } => {
    const errno = call('fd_read', fd, vector(3000, length), 1, 4);
    return { errno, text: errno === 0 ? guest.text(3000, word(4)) : '' };
  };
  return { host, guest, stdin, stdout, signals, call, put, word, open, write, read };
}

describe('files of a program', () => {
  it('are written, sought, read and cut', () => {
    const { open, write, read, call, host } = startHost();
    const { errno, fd } = open('new.txt', 1);
    expect([errno, write(fd, 'hello world')]).toEqual([0, 0]);
    call('fd_seek', fd, 6n, 0, 8);
    expect(read(fd, 100).text).toBe('world');
    expect(call('fd_filestat_set_size', fd, 3n)).toBe(0);
    expect(host.files.readText('/new.txt')).toBe('hel');
    expect(call('fd_close', fd)).toBe(0);
    expect(call('fd_close', fd)).toBe(8);
  });

  it('are appended to wherever another descriptor left them', () => {
    const files = createFileSystem({ base: [['/log', 'one\n']] });
    const { open, write, host } = startHost(files);
    write(open('log', 0, 1).fd, 'two\n');
    expect(host.files.readText('/log')).toBe('one\ntwo\n');
  });

  it('fail as on Unix', () => {
    const files = createFileSystem({ base: [['/dir/file', 'x']] });
    const { open, call, put } = startHost(files);
    expect(open('missing').errno).toBe(44);
    expect(open('missing/deeper').errno).toBe(44);
    expect(open('dir/file/deeper').errno).toBe(54);
    expect(open('dir').errno).toBe(31);
    expect(open('dir', 2).errno).toBe(0);
    expect(open('dir/file', 1 | 4).errno).toBe(20);
    expect(call('path_remove_directory', 3, 500, put(500, 'dir'))).toBe(55);
    expect(call('path_unlink_file', 3, 500, put(500, 'dir'))).toBe(31);
  });

  it('are listed in pieces that join without loss', () => {
    const names = Array.from({ length: 40 }, (_, index) => `file-${index}`);
    const files = createFileSystem({ base: names.map((name) => [`/d/${name}`, '']) });
    const { open, call, guest, word } = startHost(files);
    const { fd } = open('d', 2);
    const found: string[] = [];
    for (let cookie = 0n, used = 1; used > 0;) {
      call('fd_readdir', fd, 4000, 100, cookie, 8);
      used = word(8);
      for (let at = 4000; at + 24 <= 4000 + used;) {
        const length = word(at + 16);
        if (at + 24 + length > 4000 + used) break;
        found.push(guest.text(at + 24, length));
        cookie = guest.view().getBigUint64(at, true);
        at += 24 + length;
      }
    }
    expect(found.sort()).toEqual([...names].sort());
  });
});

describe('standard input', () => {
  it('answers "again" until something is there, and nothing at its end', () => {
    const { read, stdin } = startHost();
    expect(read(0, 10).errno).toBe(6);
    stdin.write('typed\n');
    expect(read(0, 3).text).toBe('typ');
    expect(read(0, 10).text).toBe('ed\n');
    stdin.close();
    expect(read(0, 10)).toEqual({ errno: 0, text: '' });
  });
});

describe('waiting', () => {
  /** Subscriptions at 5000: input 0, and a clock when `millis` is given. */
  function subscribe(guest: ReturnType<typeof startHost>['guest'], millis?: number): number {
    guest.bytes(5000, 96).fill(0);
    guest.setUint64(5000, 11n);
    guest.view().setUint8(5008, 1);
    if (millis === undefined) return 1;
    guest.setUint64(5048, 22n);
    guest.setUint32(5064, 1);
    guest.setUint64(5072, BigInt(Math.round(millis * 1e6)));
    return 2;
  }

  it('ends when input comes', async () => {
    const { host, guest, stdin, word } = startHost();
    const poll = suspendingPoll(host);
    const waiting = poll(5000, 6000, subscribe(guest), 8);
    expect(waiting).toBeInstanceOf(Promise);
    stdin.write('x');
    expect(await waiting).toBe(0);
    expect([word(8), guest.view().getBigUint64(6000, true)]).toEqual([1, 11n]);
  });

  it('ends when the time is over', async () => {
    const { host, guest } = startHost();
    expect(await suspendingPoll(host)(5000, 6000, subscribe(guest, 10), 8)).toBe(0);
    expect(guest.view().getBigUint64(6000, true)).toBe(22n);
  });

  it('ends when a signal comes that asks for every goroutine', async () => {
    const { host, guest, signals } = startHost();
    const waiting = suspendingPoll(host)(5000, 6000, subscribe(guest), 8);
    expect(signals.deliver('QUIT')).toBe(true);
    expect(await waiting).toBe(4242);
  });

  it('does not suspend when there is nothing to wait for', () => {
    const { host, guest, stdin } = startHost();
    stdin.write('x');
    expect(suspendingPoll(host)(5000, 6000, subscribe(guest), 8)).toBe(0);
  });
});

describe('signals', () => {
  it('are the program’s own business only where it asked', () => {
    const { signals } = startHost();
    expect(signals.deliver('INT')).toBe(false);
    signals.enable(2, true);
    expect([signals.deliver('INT'), signals.waiting, signals.take(), signals.take()]).toEqual([true, true, 2, 0]);
    signals.enable(2, false);
    expect(signals.deliver('INT')).toBe(false);
  });
});

describe('ports', () => {
  it('join a server and a client of one program, and one outside', async () => {
    const ports = createLocalPorts();
    const { call, word, write, read, guest } = startHost(createFileSystem(), ports);
    expect(call('sock_listen', 8080, 8, 12)).toBe(0);
    const listener = word(12);
    expect(call('sock_listen', 8080, 8, 16)).toBe(3);
    expect(call('sock_connect', 8080, 8, 16)).toBe(0);
    const client = word(16);
    expect(call('sock_accept', listener, 0, 20)).toBe(0);
    const server = word(20);
    expect(call('sock_accept', listener, 0, 24)).toBe(6);
    write(client, 'ping');
    expect(read(server, 10).text).toBe('ping');
    expect(call('sock_shutdown', client, 2)).toBe(0);
    expect(read(server, 10)).toEqual({ errno: 0, text: '' });
    expect(call('sock_peer_port', server)).toBeGreaterThan(1024);

    const outside = ports.connect(8080);
    expect(call('sock_accept', listener, 0, 28)).toBe(0);
    write(word(28), 'hello');
    await outside?.input.ready();
    expect(new TextDecoder().decode(outside?.input.take())).toBe('hello');

    call('fd_close', listener);
    expect(ports.listening()).toEqual([]);
    expect(call('sock_connect', 8080, 8, 16)).toBe(14);
    expect(guest.view().byteLength).toBe(65_536);
  });

  it('are chosen when a server asks for any', () => {
    const { call, word } = startHost();
    call('sock_listen', 0, 8, 12);
    call('sock_listen', 0, 16, 20);
    expect(word(8)).not.toBe(word(16));
    expect(word(8)).toBeGreaterThanOrEqual(32_768);
  });
});

describe('input given before the start', () => {
  it('ends where it ends when nothing can be waited for', () => {
    const input = inputDescriptor(inputOf('ab'), 0, false);
    const into = new Uint8Array(10);
    expect([input.read?.([into]), input.read?.([into])]).toEqual([2, 0]);
    expect(inputDescriptor(createPipe(), 0, false).read?.([into])).toBe(0);
  });
});
