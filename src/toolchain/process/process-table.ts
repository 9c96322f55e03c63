import { signalNumbers } from './command.ts';
import type { Command, CommandContext, Signal } from './command.ts';

/** How a process ended: its exit status, and the signal when one ended it (the status is then 128 + its number). */
export interface ExitStatus {
  readonly code: number;
  readonly signal?: Signal;
}

/** One running or finished command. */
export interface Process {
  readonly pid: number;
  /** The command's name and arguments, as `ps` shows them. */
  readonly line: string;
  /** Undefined while it runs. */
  readonly status: ExitStatus | undefined;
  /** Resolves when it has ended; never rejects. */
  readonly ended: Promise<ExitStatus>;
  /** Sends a signal; false when the process has ended already. */
  signal(signal: Signal): boolean;
}

/** What a process is started with: all of a {@link CommandContext} but what the table itself adds. */
export type ProcessOptions = Omit<CommandContext, 'abort' | 'onSignal'>;

/** The processes of one lab, shared by its terminals. */
export interface ProcessTable {
  start(command: Command, options: ProcessOptions): Process;
  /** The processes that still run, oldest first. */
  running(): readonly Process[];
  find(pid: number): Process | undefined;
  /** Ends everything that runs. */
  killAll(): void;
}

const keptEnded = 100;

/**
 * Returns an empty table of processes. Pids start at `firstPid` and go up.
 * A command that throws ends with status 1 and its message on standard error; one that ignores its abort signal is
 * over for everybody else all the same, and what it writes afterwards is dropped.
 *
 * @example createProcessTable().start(command, options).ended
 */
export function createProcessTable(firstPid = 100): ProcessTable {
  let nextPid = firstPid;
  const processes = new Map<number, Process>();
  const running = (): readonly Process[] => [...processes.values()].filter((process) => !process.status);
  const forgetOld = (): void => {
    const ended = [...processes.values()].filter((process) => process.status);
    for (const process of ended.slice(0, Math.max(0, ended.length - keptEnded))) processes.delete(process.pid);
  };
  return {
    start(command, options) {
      const process = startProcess(nextPid++, command, options);
      processes.set(process.pid, process);
      void process.ended.then(forgetOld);
      return process;
    },
    running,
    find: (pid) => processes.get(pid),
    killAll: () => {
      for (const process of running()) process.signal('KILL');
    },
  };
}

function startProcess(pid: number, command: Command, options: ProcessOptions): Process {
  const abort = new AbortController();
  let handler: ((signal: Signal) => boolean) | undefined;
  let status: ExitStatus | undefined;
  let finish: (status: ExitStatus) => void = () => undefined;
  const ended = new Promise<ExitStatus>((resolve) => (finish = resolve));
  const end = (how: ExitStatus): void => {
    if (status) return;
    status = how;
    finish(how);
  };
  const whileAlive = (stream: CommandContext['stdout']): CommandContext['stdout'] => ({
    isTerminal: stream.isTerminal,
    write: (data) => {
      if (!status) stream.write(data);
    },
  });
  const stderr = whileAlive(options.stderr);
  const context: CommandContext = {
    ...options,
    stdout: whileAlive(options.stdout),
    stderr,
    abort: abort.signal,
    onSignal: (given) => (handler = given),
  };
  const process: Process = {
    pid,
    line: [command.name, ...options.args].join(' '),
    get status() {
      return status;
    },
    ended,
    signal(signal) {
      if (status) return false;
      if (signal !== 'KILL' && handler?.(signal)) return true;
      end({ code: 128 + signalNumbers[signal], signal });
      abort.abort(signal);
      return true;
    },
  };
  const failed = (error: unknown): void => {
    stderr.write(`${command.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    end({ code: 1 });
  };
  // A microtask later, so that whoever starts it holds the process before it writes.
  void Promise.resolve()
    .then(() => (status ? status.code : command.run(context)))
    .then((code) => end({ code: code & 255 }), failed);
  return process;
}
