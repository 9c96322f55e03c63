import type { FileSystem } from '../files/index.ts';
import type { InputStream, LocalPorts, OutputStream } from '../process/index.ts';
import { descriptorFlag } from './abi.ts';
import { hostClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { descriptorCalls } from './descriptor-calls.ts';
import { createDescriptorTable } from './descriptor-table.ts';
import { directoryDescriptor, inputDescriptor, outputDescriptor } from './descriptor.ts';
import type { Host } from './host.ts';
import { ProgramExit } from './host.ts';
import { createGuestMemory } from './memory.ts';
import type { GuestMemory } from './memory.ts';
import { pathCalls } from './path-calls.ts';
import { blockingPoll, suspendingPoll } from './poll.ts';
import type { PollCall } from './poll.ts';
import { createPendingSignals } from './signals.ts';
import type { PendingSignals } from './signals.ts';
import { hostSocketCalls, wasiSocketCalls } from './socket-calls.ts';
import { systemCalls } from './system-calls.ts';
import { describeTrap } from './trap.ts';

/** A wasip1 program and all that it sees of the world. */
export interface WasiProgram {
  readonly module: WebAssembly.Module;
  /** With the program's own name first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute; the program starts there. */
  readonly cwd: string;
  readonly files: FileSystem;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** The TCP ports of the lab; without them nothing can listen or connect. */
  readonly ports?: LocalPorts;
  /** Ends the program at its next host call. */
  readonly abort?: AbortSignal;
  /** Told once the program can take signals. */
  readonly onSignals?: (signals: PendingSignals) => void;
  /** Time and chance as the program sees them; the host's own if absent. */
  readonly clock?: Clock;
  readonly random?: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Imports besides WASI's, such as those of the race detector. */
  readonly extraImports?: (memory: GuestMemory) => WebAssembly.Imports;
}

/** How a program ended. */
export interface WasiEnd {
  readonly status: number;
  /** Largest size of its memory. */
  readonly memoryBytes: number;
}

/** JavaScript Promise Integration: lets the event loop run while a program waits. */
interface PromiseIntegration {
  readonly Suspending: new (call: PollCall) => WebAssembly.ImportValue;
  readonly promising: (start: WebAssembly.ExportValue) => () => Promise<void>;
}

/** The exit status of Go's own fatal errors. */
const fatalStatus = 2;
const abortedStatus = 130;
const rootDescriptor = 3;

function promiseIntegration(): PromiseIntegration | undefined {
  const { Suspending, promising } = WebAssembly as unknown as Partial<PromiseIntegration>;
  return Suspending && promising ? { Suspending, promising } : undefined;
}

/**
 * Whether programs can be suspended here while they wait. Where they cannot, a program gets the input that is there
 * when it starts, and no connections or signals.
 */
export function canSuspend(): boolean {
  return promiseIntegration() !== undefined;
}

/**
 * Runs a program to its end; while it waits, the event loop runs (see {@link canSuspend}). A trap, such as the end of
 * the host's stack, is told on the program's standard error as Go tells its own fatal errors.
 *
 * @example const { status } = await runProgram({ module, args: ['hello'], env: {}, cwd: '/', files, stdin, stdout, stderr });
 */
export async function runProgram(program: WasiProgram): Promise<WasiEnd> {
  const jspi = promiseIntegration();
  const run = prepare(program, jspi !== undefined);
  const poll = jspi
    ? new jspi.Suspending(suspendingPoll(run.host))
    : (blockingPoll(run.host) as WebAssembly.ImportValue);
  try {
    const instance = await WebAssembly.instantiate(program.module, run.imports(poll));
    run.begin(instance);
    const start = startOf(instance);
    await (jspi ? jspi.promising(start)() : start());
    return run.end(0);
  } catch (error) {
    return run.end(statusOf(error, program));
  }
}

/**
 * Runs a program to its end without ever giving way to the event loop: for compile, link and other tools.
 *
 * @example runBlocking({ module, args: ['link', '-V'], env: {}, cwd: '/', files, stdin, stdout, stderr }).status
 */
export function runBlocking(program: WasiProgram): WasiEnd {
  const run = prepare(program, false);
  try {
    const instance = new WebAssembly.Instance(
      program.module,
      run.imports(blockingPoll(run.host) as WebAssembly.ImportValue),
    );
    run.begin(instance);
    startOf(instance)();
    return run.end(0);
  } catch (error) {
    return run.end(statusOf(error, program));
  }
}

interface Run {
  readonly host: Host;
  imports(poll: WebAssembly.ImportValue): WebAssembly.Imports;
  begin(instance: WebAssembly.Instance): void;
  end(status: number): WasiEnd;
}

function prepare(program: WasiProgram, canWait: boolean): Run {
  let memory: WebAssembly.Memory | undefined;
  const guest = createGuestMemory(() => {
    if (memory === undefined) throw new Error('the program has not started');
    return memory;
  });
  const host = createHost(program, guest, canWait);
  return {
    host,
    imports: (poll) => ({
      wasi_snapshot_preview1: {
        ...systemCalls(host, program.args, { ...program.env, PWD: program.cwd }),
        ...descriptorCalls(host),
        ...pathCalls(host),
        ...wasiSocketCalls(host),
        poll_oneoff: poll,
      },
      faultline: { ...hostSocketCalls(host), ...signalCalls(host.signals) },
      ...program.extraImports?.(guest),
    }),
    begin(instance) {
      const exported = instance.exports['memory'];
      if (!(exported instanceof WebAssembly.Memory)) throw new Error('not a wasip1 program: it exports no memory');
      memory = exported;
      program.onSignals?.(host.signals);
    },
    end(status) {
      host.descriptors.closeAll();
      return { status, memoryBytes: memory?.buffer.byteLength ?? 0 };
    },
  };
}

function createHost(program: WasiProgram, memory: GuestMemory, canWait: boolean): Host {
  const { files, stdin, stdout, stderr, abort } = program;
  const descriptors = createDescriptorTable([
    inputDescriptor(stdin, canWait ? descriptorFlag.nonBlocking : 0, canWait),
    outputDescriptor(stdout),
    outputDescriptor(stderr),
    directoryDescriptor(files, '/'),
  ]);
  const checkStopped = (): void => {
    if (abort?.aborted) throw new ProgramExit(abortedStatus);
  };
  const signals = createPendingSignals();
  // What waits in the poll has to look up when the program is told to end.
  abort?.addEventListener('abort', () => signals.onDelivery(), { once: true });
  return {
    memory,
    files,
    descriptors,
    rootDescriptor,
    clock: program.clock ?? hostClock(),
    random: program.random ?? ((bytes) => void crypto.getRandomValues(bytes)),
    signals,
    ports: program.ports,
    canWait,
    checkStopped,
  };
}

function signalCalls(signals: PendingSignals): Record<string, (...words: never[]) => number | undefined> {
  return {
    signal_take: () => signals.take(),
    signal_enable: (number: number, enabled: number) => {
      signals.enable(number, enabled !== 0);
      return undefined;
    },
  };
}

function startOf(instance: WebAssembly.Instance): () => void {
  const start = instance.exports['_start'];
  if (typeof start !== 'function') throw new Error('not a wasip1 program: it exports no _start');
  return start as () => void;
}

function statusOf(error: unknown, program: WasiProgram): number {
  // ProgramExit, and what an import of the host's own ends a program with.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  program.stderr.write(describeTrap(error));
  return fatalStatus;
}
