import { createMirror, snapshotOf } from '../toolchain/files/index.ts';
import { signalNumbers } from '../toolchain/process/index.ts';
import type { CommandContext, LocalPorts, RunProgram, Signal } from '../toolchain/process/index.ts';
import { createConnectionBridge } from './connection-bridge.ts';
import type { RunCommand, RunReport } from './messages.ts';

/** What a program may take. */
export interface RunLimits {
  readonly memoryBytes: number;
  readonly outputBytes: number;
  /** How long it may run without waiting once. */
  readonly busyMillis: number;
}

/** 256 MB give Go's own out-of-memory text; a learner reads no more than 16 MB of output. */
export const defaultLimits: RunLimits = {
  memoryBytes: 256 * 1024 * 1024,
  outputBytes: 16 * 1024 * 1024,
  busyMillis: 120_000,
};

/** The part of a Worker that is used here. */
export interface RunWorker {
  postMessage(message: RunCommand, transfer?: Transferable[]): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<RunReport>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

/** How long a program has to answer a signal before it counts as busy. */
const answerMillis = 400;
const pingMillis = 2_000;
const killedStatus = 128 + signalNumbers.KILL;
const brokenStatus = 1;

/** Programs that run now; each is told which ports the others listen on. */
interface ActiveRun {
  readonly worker: RunWorker;
  readonly ports: Set<number>;
}

/** Runs programs in workers. */
export interface ProgramRunner {
  /**
   * Gives the program a fresh worker. Whatever happens to that, the promise resolves with a status, and a sentence on
   * standard error says why where the program could not say it itself.
   */
  readonly run: RunProgram;
  /** Gets a worker ready for the next program; resolves with the files that it loaded. */
  warmUp(): Promise<readonly string[]>;
}

/** Returns a runner that keeps one worker ready. */
export function createProgramRunner(
  startWorker: () => RunWorker,
  ports: LocalPorts,
  limits: RunLimits = defaultLimits,
): ProgramRunner {
  let spare: RunWorker | undefined;
  const active = new Set<ActiveRun>();
  const announcePorts = (): void => {
    for (const run of active) {
      const others = [...active].filter((other) => other !== run).flatMap((other) => [...other.ports]);
      run.worker.postMessage({ kind: 'ports', ports: others });
    }
  };
  const run: RunProgram = async ({ name, module }, context) => {
    const worker = spare ?? startWorker();
    spare = undefined;
    const started: ActiveRun = { worker, ports: new Set() };
    active.add(started);
    try {
      const supervised = superviseRun(started, context, ports, limits, announcePorts);
      worker.postMessage({
        kind: 'start',
        name,
        module: module.slice(),
        args: context.args,
        env: context.env,
        cwd: context.cwd,
        files: snapshotOf(context.files),
        maxMemoryBytes: limits.memoryBytes,
        maxOutputBytes: limits.outputBytes,
      });
      announcePorts();
      spare = startWorker();
      return await supervised;
    } finally {
      worker.terminate();
      active.delete(started);
      announcePorts();
    }
  };
  const warmUp = (): Promise<readonly string[]> =>
    new Promise((resolve) => {
      if (spare) return resolve([]);
      const worker = (spare = startWorker());
      worker.addEventListener('message', ({ data }) => data.kind === 'ready' && resolve(data.urls));
    });
  return { run, warmUp };
}

/** Runs what `start` says in a worker that has no ports, and ends the worker with it. */
export async function runInWorker(
  worker: RunWorker,
  start: RunCommand,
  context: CommandContext,
  ports: LocalPorts,
  limits: RunLimits = defaultLimits,
): Promise<number> {
  try {
    const supervised = superviseRun({ worker, ports: new Set() }, context, ports, limits, () => undefined);
    worker.postMessage(start);
    return await supervised;
  } finally {
    worker.terminate();
  }
}

function superviseRun(
  { worker, ports: ownPorts }: ActiveRun,
  context: CommandContext,
  ports: LocalPorts,
  limits: RunLimits,
  announcePorts: () => void,
): Promise<number> {
  const releases = new Map<number, () => void>();
  const bridge = createConnectionBridge((message) => worker.postMessage(message));
  const mirror = createMirror(context.files, () => queueMicrotask(sendFiles));
  const sendFiles = (): void => {
    if (mirror.isDirty) worker.postMessage({ kind: 'files', changes: mirror.take() });
  };
  let nextConnection = 0;
  const listen = (port: number): void => {
    const release = ports.listen(port, (connection) => {
      nextConnection += 2;
      worker.postMessage({ kind: 'connect', connection: nextConnection, port });
      bridge.attach(nextConnection, connection);
    });
    if (release) releases.set(port, release);
    ownPorts.add(port);
    announcePorts();
  };
  const connect = (connection: number, port: number): void => {
    const local = ports.connect(port);
    if (local) bridge.attach(connection, local);
    else worker.postMessage({ kind: 'closed', connection });
  };
  return new Promise<number>((resolve) => {
    const stop = watchProgram(worker, context, limits, (status, why) => {
      if (why !== undefined) context.stderr.write(`${why}\n`);
      stop();
      mirror.close();
      bridge.closeAll();
      for (const release of releases.values()) release();
      ownPorts.clear();
      resolve(status);
    });
    worker.addEventListener('message', ({ data }) => {
      if (data.kind === 'output') context[data.stream].write(data.bytes);
      else if (data.kind === 'files') mirror.apply(data.changes);
      else if (data.kind === 'data' || data.kind === 'closed') bridge.receive(data);
      else if (data.kind === 'listen') listen(data.port);
      else if (data.kind === 'unlisten') {
        releases.get(data.port)?.();
        ownPorts.delete(data.port);
        announcePorts();
      } else if (data.kind === 'connect') connect(data.connection, data.port);
      else stop.receive(data);
    });
  });
}

/** A running watch: call it to end it, and tell it what the worker says of itself. */
interface Watch {
  (): void;
  receive(report: Extract<RunReport, { kind: 'ready' | 'pong' | 'signal' | 'ended' | 'limit' | 'broken' }>): void;
}

/** Feeds input and signals to the program, sees that it answers, and calls `end` once with its status. */
function watchProgram(
  worker: RunWorker,
  context: CommandContext,
  limits: RunLimits,
  end: (status: number, why?: string) => void,
): Watch {
  let isOver = false;
  let answered = performance.now();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const pings = setInterval(() => {
    worker.postMessage({ kind: 'ping' });
    if (performance.now() - answered > limits.busyMillis) {
      const seconds = Math.round(limits.busyMillis / 1000);
      end(killedStatus, `[Stopped: the program ran ${seconds} seconds without waiting for anything once.]`);
    }
  }, pingMillis);
  const onAbort = (): void => end(killedStatus);
  context.abort.addEventListener('abort', onAbort, { once: true });
  context.onSignal((signal) => {
    if (signal === 'KILL') return false;
    worker.postMessage({ kind: 'signal', signal });
    const timer = setTimeout(() => {
      if (isOver) return;
      if (signal === 'QUIT') context.stderr.write(busyText);
      else end(128 + signalNumbers[signal]);
    }, answerMillis);
    timers.add(timer);
    return true;
  });
  worker.addEventListener('error', (event) => {
    end(brokenStatus, `[The program's worker broke down: ${event.message || 'no reason given'}.]`);
  });
  void pumpInput(worker, context, () => isOver);
  const stop = (): void => {
    isOver = true;
    clearInterval(pings);
    for (const timer of timers) clearTimeout(timer);
    context.abort.removeEventListener('abort', onAbort);
  };
  const receive: Watch['receive'] = (message) => {
    answered = performance.now();
    if (message.kind === 'ended') end(message.status);
    else if (message.kind === 'broken') end(brokenStatus, `[The program could not run: ${message.message}.]`);
    else if (message.kind === 'limit') {
      const megabytes = Math.round(limits.outputBytes / 1024 / 1024);
      end(killedStatus, `\n[Stopped: more than ${megabytes} MB of output.]`);
    } else if (message.kind === 'signal') answerSignal(message.signal, message.handled, timers, end);
  };
  return Object.assign(stop, { receive });
}

const busyText =
  '[The program is busy: it has one thread and cannot be interrupted to print its goroutines. Ctrl-C or Stop ends it.]\n';

function answerSignal(
  signal: Signal,
  handled: boolean,
  timers: Set<ReturnType<typeof setTimeout>>,
  end: (status: number) => void,
): void {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  if (!handled) end(128 + signalNumbers[signal]);
}

async function pumpInput(worker: RunWorker, { stdin }: CommandContext, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await stdin.ready();
    if (isOver()) return;
    const bytes = stdin.take();
    if (!bytes) return worker.postMessage({ kind: 'input-end' });
    if (bytes.length > 0) worker.postMessage({ kind: 'input', bytes });
  }
}
