import type { ExitStatus, Pipe, Process, Signal } from '../process/index.ts';

/** A line, or the part of one before `&`, that runs or ran as one thing: it has the keyboard, or is in the background. */
export interface Job {
  /** What `jobs` and `kill %N` call it; undefined in the foreground. */
  number: number | undefined;
  readonly source: string;
  /** The keyboard's input to it. */
  readonly input: Pipe;
  /** The process that runs just now, or the last one that ran. */
  process: Process | undefined;
  /** The signal that ended it: what stands after the current process is not started then. */
  stoppedBy: Signal | undefined;
  /** Set while a builtin waits: ends the waiting. */
  interrupt: (() => void) | undefined;
  status: ExitStatus | undefined;
  /** Resolves with the status of its last command. */
  finished: Promise<ExitStatus>;
}

/** Starts `work` as a job with the given input. */
export function startJob(source: string, input: Pipe, work: (job: Job) => Promise<ExitStatus>): Job {
  const job: Job = {
    number: undefined,
    source,
    input,
    process: undefined,
    stoppedBy: undefined,
    interrupt: undefined,
    status: undefined,
    finished: Promise.resolve({ code: 0 }),
  };
  // A turn later, so that whoever starts it can give it the keyboard first.
  job.finished = Promise.resolve()
    .then(() => work(job))
    .then((status) => {
      job.status = status;
      input.close();
      return status;
    });
  return job;
}

/** Sends a signal to what the job runs; INT, TERM and KILL also give up what it would have run next. */
export function signalJob(job: Job, signal: Signal): boolean {
  if (job.status) return false;
  if (signal !== 'QUIT') job.stoppedBy = signal;
  job.interrupt?.();
  job.process?.signal(signal);
  return true;
}

/** How bash tells of a job: `[1]+  Running                 ./server &`. */
export function describeJob(job: Job, current: boolean): string {
  const mark = current ? '+' : ' ';
  return `[${job.number ?? 0}]${mark}  ${stateOf(job).padEnd(23)} ${job.source}${job.status ? '' : ' &'}\n`;
}

/** How bash names the end by a signal. */
export const endedBy: Readonly<Record<Signal, string>> = {
  INT: 'Interrupt',
  QUIT: 'Quit',
  KILL: 'Killed',
  TERM: 'Terminated',
};

function stateOf({ status }: Job): string {
  if (!status) return 'Running';
  if (status.signal) return endedBy[status.signal];
  return status.code === 0 ? 'Done' : `Exit ${status.code}`;
}
