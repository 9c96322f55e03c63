import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../src/toolchain/files/index.ts';
import { createCapture, createLocalPorts, createPipe, createProcessTable } from '../../src/toolchain/process/index.ts';
import type { Pipe, Process } from '../../src/toolchain/process/index.ts';
import type { RunCommand, RunReport } from '../../src/sandbox/messages.ts';
import { createProgramRunner } from '../../src/sandbox/program-runner.ts';
import type { RunWorker } from '../../src/sandbox/program-runner.ts';

/** A worker whose side of the talk the test speaks. */
class FakeWorker implements RunWorker {
  readonly got: RunCommand[] = [];
  isTerminated = false;
  readonly #listeners: { readonly type: string; readonly listener: (event: never) => void }[] = [];

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.push({ type, listener });
  }

  postMessage(message: RunCommand): void {
    this.got.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: RunReport): void {
    this.#tell('message', { data });
  }

  breakDown(message: string): void {
    this.#tell('error', { message });
  }

  #tell(type: string, event: object): void {
    for (const one of this.#listeners) if (one.type === type) one.listener(event as never);
  }

  kinds(): readonly string[] {
    return this.got.map(({ kind }) => kind);
  }
}

interface Scene {
  readonly workers: readonly FakeWorker[];
  readonly process: Process;
  readonly input: Pipe;
  readonly output: () => string;
  readonly files: ReturnType<typeof createFileSystem>;
  readonly ports: ReturnType<typeof createLocalPorts>;
}

const turn = (millis = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

async function start(busyMillis = 60_000): Promise<Scene> {
  const workers: FakeWorker[] = [];
  const ports = createLocalPorts();
  const startWorker = (): RunWorker => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const runner = createProgramRunner(startWorker, ports, { memoryBytes: 1, outputBytes: 16 * 1024 * 1024, busyMillis });
  const files = createFileSystem({ base: [['/lab/in.txt', 'in']] });
  const [input, output] = [createPipe({ isTerminal: true }), createCapture()];
  const command = {
    name: 'p',
    summary: '',
    run: (context: Parameters<typeof runner.run>[1]) => runner.run({ name: './p', module: new Uint8Array(8) }, context),
  };
  const process = createProcessTable().start(command, {
    args: ['-x'],
    env: {},
    cwd: '/lab',
    files,
    stdin: input,
    stdout: output,
    stderr: output,
  });
  await turn();
  return { workers, process, input, output: () => output.text(), files, ports };
}

describe('a program in a worker', () => {
  it('starts with its files and words, and ends with its status; the next worker is ready', async () => {
    const { workers, process, output } = await start();
    const [worker] = workers;
    expect(worker?.got[0]).toMatchObject({ kind: 'start', name: './p', args: ['-x'], cwd: '/lab' });
    expect(worker?.got[0]?.kind === 'start' && worker.got[0].files.map(({ path }) => path)).toEqual([
      '/lab',
      '/lab/in.txt',
    ]);
    worker?.say({ kind: 'output', stream: 'stdout', bytes: new TextEncoder().encode('hi\n') });
    worker?.say({ kind: 'ended', status: 3, memoryBytes: 0 });
    expect(await process.ended).toEqual({ code: 3 });
    expect(output()).toBe('hi\n');
    expect([worker?.isTerminated, workers.length]).toEqual([true, 2]);
  });

  it('gets what is typed, and the end of it', async () => {
    const { workers, input } = await start();
    input.write('a');
    await turn();
    input.close();
    await turn();
    expect(workers[0]?.kinds()).toEqual(['start', 'ports', 'input', 'input-end']);
  });

  it('shares files both ways without echo', async () => {
    const { workers, files } = await start();
    files.writeFile('/lab/new.txt', 'n');
    await turn();
    const sent = workers[0]?.got.find(({ kind }) => kind === 'files');
    expect(sent).toMatchObject({ changes: [{ kind: 'file', path: '/lab/new.txt' }] });
    workers[0]?.say({
      kind: 'files',
      changes: [{ kind: 'file', path: '/lab/out.txt', contents: new Uint8Array([33]) }],
    });
    await turn();
    expect(files.readText('/lab/out.txt')).toBe('!');
    expect(workers[0]?.kinds().filter((kind) => kind === 'files')).toHaveLength(1);
  });

  it('answers signals itself, or ends by them', async () => {
    const { workers, process } = await start();
    expect(process.signal('QUIT')).toBe(true);
    workers[0]?.say({ kind: 'signal', signal: 'QUIT', handled: true });
    expect(process.status).toBeUndefined();
    process.signal('INT');
    workers[0]?.say({ kind: 'signal', signal: 'INT', handled: false });
    expect((await process.ended).code).toBe(130);
  });

  it('that is busy is told apart at QUIT, and ended at INT', async () => {
    const { process, output } = await start();
    process.signal('QUIT');
    await turn(500);
    expect(output()).toContain('The program is busy');
    process.signal('INT');
    expect((await process.ended).code).toBe(130);
  });

  it('is killed at once', async () => {
    const { workers, process } = await start();
    process.signal('KILL');
    expect(await process.ended).toEqual({ code: 137, signal: 'KILL' });
    await turn();
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it.each<[RunReport, number, string]>([
    [{ kind: 'limit', what: 'output' }, 137, '\n[Stopped: more than 16 MB of output.]\n'],
    [{ kind: 'broken', message: 'no memory' }, 1, '[The program could not run: no memory.]\n'],
  ])('ends with a sentence after %j', async (report, code, text) => {
    const { workers, process, output } = await start();
    workers[0]?.say(report);
    expect((await process.ended).code).toBe(code);
    expect(output()).toBe(text);
  });

  it('ends with a sentence when its worker breaks down', async () => {
    const { workers, process, output } = await start();
    workers[0]?.breakDown('out of memory');
    expect((await process.ended).code).toBe(1);
    expect(output()).toContain('worker broke down: out of memory');
  });

  it('that never waits is stopped after its time', async () => {
    const { process, output } = await start(10);
    expect((await process.ended).code).toBe(137);
    expect(output()).toContain('without waiting');
  });

  it('listens on the lab’s ports until it ends', async () => {
    const { workers, process, ports } = await start();
    const [worker] = workers;
    worker?.say({ kind: 'listen', port: 6060 });
    const connection = ports.connect(6060);
    connection?.output.write('ping');
    await turn();
    expect(worker?.kinds().slice(-2)).toEqual(['connect', 'data']);
    worker?.say({ kind: 'data', connection: 2, bytes: new TextEncoder().encode('pong') });
    await connection?.input.ready();
    expect(new TextDecoder().decode(connection?.input.take())).toBe('pong');
    worker?.say({ kind: 'ended', status: 0, memoryBytes: 0 });
    await process.ended;
    await turn();
    expect(ports.listening()).toEqual([]);
    expect(connection?.input.take()).toBeUndefined();
  });
});
