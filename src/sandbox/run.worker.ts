/** Runs one Go program and ends. The page starts a fresh worker for each, so that stopping one is always possible. */
import { createFileSystem, createMirror } from '../toolchain/files/index.ts';
import type { FileSystem, Mirror } from '../toolchain/files/index.ts';
import { createLocalPorts, createPipe } from '../toolchain/process/index.ts';
import type { LocalPorts, Pipe } from '../toolchain/process/index.ts';
import { limitMemory, raceImports, runProgram } from '../toolchain/wasi/index.ts';
import type { PendingSignals } from '../toolchain/wasi/index.ts';
import { createConnectionBridge } from './connection-bridge.ts';
import type { ConnectionBridge } from './connection-bridge.ts';
import type { RunCommand, RunReport, RunStart } from './messages.ts';
import { loadedUrls } from './offline.ts';
import { createOutputBatch } from './output-batch.ts';
import type { OutputBatch } from './output-batch.ts';

/** What the worker holds while its program runs. */
interface Running {
  readonly stdin: Pipe;
  readonly bridge: ConnectionBridge;
  readonly mirror: Mirror;
  /** The ports of this program alone. */
  readonly own: LocalPorts;
  others: ReadonlySet<number>;
  signals: PendingSignals | undefined;
}

let running: Running | undefined;

// Deep enough for the names of a stack overflow's innermost calls.
Error.stackTraceLimit = 60;

function report(message: RunReport, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.addEventListener('message', ({ data }: MessageEvent<RunCommand>) => {
  if (data.kind === 'start') void start(data).catch(tellBroken);
  else if (data.kind === 'ping') report({ kind: 'pong' });
  else if (running) receive(running, data);
});

function tellBroken(error: unknown): void {
  report({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
}

function receive(run: Running, message: RunCommand): void {
  if (message.kind === 'input') run.stdin.write(message.bytes);
  else if (message.kind === 'input-end') run.stdin.close();
  else if (message.kind === 'files') run.mirror.apply(message.changes);
  else if (message.kind === 'ports') run.others = new Set(message.ports);
  else if (message.kind === 'data' || message.kind === 'closed') run.bridge.receive(message);
  else if (message.kind === 'connect') {
    const connection = run.own.connect(message.port);
    if (connection) run.bridge.attach(message.connection, connection);
    else report({ kind: 'closed', connection: message.connection });
  } else if (message.kind === 'signal') {
    const handled = run.signals?.deliver(message.signal) ?? false;
    report({ kind: 'signal', signal: message.signal, handled });
  }
}

async function start(options: RunStart): Promise<void> {
  const files = createFileSystem();
  files.apply(options.files);
  files.makeDirectories('/tmp');
  const abort = new AbortController();
  const output = createOutputBatch({
    send: (stream, bytes) => report({ kind: 'output', stream, bytes }, [bytes.buffer as ArrayBuffer]),
    maxBytes: options.maxOutputBytes,
    onLimit: () => {
      report({ kind: 'limit', what: 'output' });
      abort.abort();
    },
    now: () => performance.now(),
  });
  const run = createRunning(files, output);
  running = run;
  const end = await execute(options, files, run, output, abort.signal);
  sendFiles(run.mirror);
  output.flush();
  report({ kind: 'ended', status: end.status, memoryBytes: end.memoryBytes });
}

function execute(
  options: RunStart,
  files: FileSystem,
  run: Running,
  output: OutputBatch,
  abort: AbortSignal,
): ReturnType<typeof runProgram> {
  const bytes = limitMemory(options.module, options.maxMemoryBytes);
  // The bytes came by a message and belong to this worker alone.
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  const { env, cwd } = options;
  const { stdout, stderr } = output;
  return runProgram({
    module,
    args: [options.name, ...options.args],
    env,
    cwd,
    files,
    stdin: run.stdin,
    stdout,
    stderr,
    ports: programPorts(run),
    abort,
    onSignals: (signals) => (run.signals = signals),
    ...raceImports(module, { env, cwd, files, stdout, stderr }),
  });
}

function createRunning(files: FileSystem, output: OutputBatch): Running {
  let isScheduled = false;
  // What the program wrote goes to the page whenever it waits, so that `cat` in the other terminal sees it.
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      output.flush();
      sendFiles(mirror);
    });
  };
  const mirror = createMirror(files, schedule);
  return {
    stdin: createPipe({ isTerminal: true }),
    bridge: createConnectionBridge((message) => report(message)),
    mirror,
    own: createLocalPorts(),
    others: new Set(),
    signals: undefined,
  };
}

function sendFiles(mirror: Mirror): void {
  if (mirror.isDirty) report({ kind: 'files', changes: mirror.take() });
}

let nextConnection = 1;

/** The program's own ports, announced to the page; connecting reaches those of other programs too. */
function programPorts(run: Running): LocalPorts {
  return {
    listen(port, accept) {
      if (run.others.has(port)) return undefined;
      const release = run.own.listen(port, accept);
      if (!release) return undefined;
      report({ kind: 'listen', port });
      return () => {
        release();
        report({ kind: 'unlisten', port });
      };
    },
    connect(port) {
      const inside = run.own.connect(port);
      if (inside || !run.others.has(port)) return inside;
      const [there, back] = [createPipe(), createPipe()];
      // Odd numbers are the worker's, even ones the page's.
      const connection = (nextConnection += 2);
      report({ kind: 'connect', connection, port });
      run.bridge.attach(connection, { input: there, output: back });
      return { input: back, output: there };
    },
    listening: () => [...run.own.listening(), ...run.others],
  };
}

report({ kind: 'ready', urls: [self.location.href, ...loadedUrls()] });
