import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import {
  createCapture,
  createLocalPorts,
  createPipe,
  createProcessTable,
  inputOf,
  readAll,
} from '../../../src/toolchain/process/index.ts';
import type { Command, CommandContext, ProcessOptions, Signal } from '../../../src/toolchain/process/index.ts';

function command(run: (context: CommandContext) => Promise<number>): Command {
  return { name: 'prog', summary: 'a test program', run };
}

function options(stdout = createCapture()): ProcessOptions {
  const files = createFileSystem();
  return { args: ['-v'], env: {}, cwd: '/', files, stdin: inputOf(''), stdout, stderr: stdout };
}

const never = (): Promise<number> => new Promise(() => undefined);

describe('the process table', () => {
  it('gives each process a pid and reports its exit status', async () => {
    const table = createProcessTable();
    const process = table.start(
      command(() => Promise.resolve(3)),
      options(),
    );
    expect([process.pid, process.line, process.status]).toEqual([100, 'prog -v', undefined]);
    expect(table.running()).toEqual([process]);
    expect(await process.ended).toEqual({ code: 3 });
    expect(table.running()).toEqual([]);
    expect(table.find(100)).toBe(process);
    expect(process.signal('INT')).toBe(false);
  });

  it.each<[Signal, number]>([
    ['INT', 130],
    ['QUIT', 131],
    ['KILL', 137],
    ['TERM', 143],
  ])('ends a process by SIG%s with status %d even when it never notices', async (signal, code) => {
    const process = createProcessTable().start(command(never), options());
    expect(process.signal(signal)).toBe(true);
    expect(await process.ended).toEqual({ code, signal });
  });

  it('lets a process answer a signal itself, except KILL', async () => {
    const process = createProcessTable().start(
      command((context) => {
        context.onSignal((signal) => signal !== 'INT' && (context.stdout.write(signal), true));
        return never();
      }),
      options(),
    );
    await Promise.resolve();
    await Promise.resolve();
    process.signal('QUIT');
    expect(process.status).toBeUndefined();
    process.signal('KILL');
    expect((await process.ended).code).toBe(137);
  });

  it('aborts with the signal as the reason and drops what is written afterwards', async () => {
    const out = createCapture();
    let reason: unknown;
    const process = createProcessTable().start(
      command((context) => {
        context.stdout.write('before');
        return new Promise((resolve) => {
          context.abort.addEventListener('abort', () => {
            reason = context.abort.reason;
            context.stdout.write('after');
            resolve(0);
          });
        });
      }),
      options(out),
    );
    await Promise.resolve();
    await Promise.resolve();
    process.signal('INT');
    expect(await process.ended).toEqual({ code: 130, signal: 'INT' });
    expect([reason, out.text()]).toEqual(['INT', 'before']);
  });

  it('turns a throw into a message and status 1', async () => {
    const out = createCapture();
    const process = createProcessTable().start(
      command(() => Promise.reject(new Error('no memory'))),
      options(out),
    );
    expect(await process.ended).toEqual({ code: 1 });
    expect(out.text()).toBe('prog: no memory\n');
  });

  it('ends everything on request', async () => {
    const table = createProcessTable(7);
    const processes = [table.start(command(never), options()), table.start(command(never), options())];
    table.killAll();
    expect(await Promise.all(processes.map((process) => process.ended))).toEqual([
      { code: 137, signal: 'KILL' },
      { code: 137, signal: 'KILL' },
    ]);
  });
});

describe('streams', () => {
  it('hand bytes over in order, in pieces of the size asked for, then end', async () => {
    const pipe = createPipe();
    expect(pipe.take()).toEqual(new Uint8Array(0));
    setTimeout(() => pipe.write('hello'), 1);
    await pipe.ready();
    expect(new TextDecoder().decode(pipe.take(2))).toBe('he');
    expect(new TextDecoder().decode(pipe.take())).toBe('llo');
    pipe.close();
    pipe.write('late');
    await pipe.ready();
    expect(pipe.take()).toBeUndefined();
  });

  it('capture no more than their cap', () => {
    const capture = createCapture(4);
    capture.write('abc');
    expect(capture.truncated).toBe(false);
    capture.write('def');
    expect([capture.text(), capture.truncated]).toEqual(['abcd', true]);
  });
});

describe('local ports', () => {
  it('connect a client to the program that listens', async () => {
    const ports = createLocalPorts();
    expect(ports.connect(6060)).toBeUndefined();
    const stop = ports.listen(6060, ({ input, output }) => {
      void readAll(input).then((bytes) => {
        output.write(`got ${new TextDecoder().decode(bytes)}`);
        output.close();
      });
    });
    expect(ports.listen(6060, () => undefined)).toBeUndefined();
    expect(ports.listening()).toEqual([6060]);
    const client = ports.connect(6060);
    client?.output.write('ping');
    client?.output.close();
    expect(client && new TextDecoder().decode(await readAll(client.input))).toBe('got ping');
    stop?.();
    expect(ports.listening()).toEqual([]);
  });
});
