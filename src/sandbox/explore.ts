/** Builds what a line of the terminal runs, and runs it under many schedules, on a copy of the lab's files. */
import { createFileSystem, snapshotOf } from '../toolchain/files/index.ts';
import type { FileChange } from '../toolchain/files/index.ts';
import { createGoCommand } from '../toolchain/go/index.ts';
import type { Manifest, RunTool } from '../toolchain/go/index.ts';
import { createCapture, createProcessTable } from '../toolchain/process/index.ts';
import type { RunProgram } from '../toolchain/process/index.ts';
import type { History, Schedule } from '../toolchain/race/index.ts';
import { createShell, loadBash } from '../toolchain/shell/index.ts';
import type { Shell } from '../toolchain/shell/index.ts';
import { exploringRun } from '../toolchain/wasi/index.ts';
import type { RunSchedules, ScheduledEnd } from '../toolchain/wasi/index.ts';
import type { BuiltProgram, ScheduleCommand, ScheduleReport } from './messages.ts';
import { startScheduleWorker } from './start-workers.ts';

export type { BuiltProgram } from './messages.ts';

/** The part of a Worker that is used here. */
export interface ScheduleWorker {
  postMessage(message: ScheduleCommand): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ScheduleReport>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

/** What a line is built with: the tools, and the lab as it stands. */
export interface ExploreHost {
  readonly manifest: Manifest;
  readonly runTool: RunTool;
  readonly files: readonly FileChange[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ExploreRequest {
  /** `go run -race .`, `go test -race ./...`, `./server` */
  readonly line: string;
  readonly schedules: readonly Schedule[];
  readonly onEnd: (end: ScheduledEnd, program: BuiltProgram) => void;
  readonly abort: AbortSignal;
}

/** What the line printed, as it would under the schedule that is shown; `programs` is empty where nothing could be built. */
export interface Explored {
  readonly status: number;
  readonly output: string;
  readonly programs: readonly BuiltProgram[];
}

/** One schedule again, with what led to its race; no history where it shows none. */
export interface TracedSchedule {
  readonly end: ScheduledEnd;
  readonly history: History | undefined;
}

const outputBytes = 1024 * 1024;
/** A schedule ends itself after 10 seconds, unless it loops without calling anything. */
const silentMillis = 15_000;

/** Runs a line under many schedules. Rejects with a sentence when one of them cannot be brought to its end. */
export async function exploreLine(host: ExploreHost, request: ExploreRequest): Promise<Explored> {
  const { schedules, abort } = request;
  const programs: BuiltProgram[] = [];
  let failure: unknown;
  const runSchedules: RunSchedules = async ({ name, module }, { args, env, cwd, files }, _, onEnd) => {
    const program = { name, module: module.slice(), args, env, cwd, files: snapshotOf(files) };
    programs.push(program);
    const told = (end: ScheduledEnd): void => {
      onEnd(end);
      request.onEnd(end, program);
    };
    await runInWorker(program, schedules, abort, told).catch((error: unknown) => (failure = error));
  };
  const output = createCapture(outputBytes);
  const shell = createExploringShell(
    host,
    exploringRun(runSchedules, schedules, () => undefined),
    abort,
  );
  const { code } = await shell.run(request.line, { stdout: output, stderr: output });
  if (failure !== undefined && !abort.aborted) throw failure;
  return { status: code, output: output.text(), programs };
}

function createExploringShell(host: ExploreHost, runProgram: RunProgram, abort: AbortSignal): Shell {
  const { manifest, runTool, folder: cwd, env } = host;
  const files = createFileSystem();
  files.apply(host.files);
  const processes = createProcessTable();
  abort.addEventListener('abort', () => processes.killAll(), { once: true });
  const commands = [createGoCommand({ manifest, runTool, runProgram })];
  return createShell({ files, processes, commands, runProgram, loadInterpreter: loadBash, cwd, env });
}

/** Runs one schedule again, and tells what led to its race with this key, or to its first race. */
export function traceSchedule(program: BuiltProgram, schedule: Schedule, raceKey?: string): Promise<TracedSchedule> {
  return new Promise((resolve, reject) => {
    const worker = superviseWorker(schedule.seed, reject, (report) => {
      if (report.kind !== 'traced') return false;
      resolve({ end: report.end, history: report.history });
      return true;
    });
    worker.postMessage({ kind: 'trace', program, schedule, raceKey });
  });
}

function runInWorker(
  program: BuiltProgram,
  schedules: readonly Schedule[],
  abort: AbortSignal,
  onEnd: (end: ScheduledEnd) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let ended = 0;
    const seed = (): number => schedules[ended]?.seed ?? 0;
    const worker = superviseWorker(seed, reject, (report) => {
      if (report.kind === 'end') {
        ended++;
        onEnd(report.end);
      } else if (report.kind === 'done') resolve();
      return report.kind === 'done';
    });
    const stop = (): void => {
      worker.terminate();
      resolve();
    };
    abort.addEventListener('abort', stop, { once: true });
    worker.postMessage({ kind: 'explore', program, schedules });
  });
}

/** Starts a worker that is ended when `receive` says so, when it breaks down, and when it is silent for too long. */
function superviseWorker(
  seed: number | (() => number),
  fail: (error: Error) => void,
  receive: (report: ScheduleReport) => boolean,
): ScheduleWorker {
  const worker = startScheduleWorker();
  const end = (message: string): void => {
    clearTimeout(timer);
    worker.terminate();
    if (message !== '') fail(new Error(message));
  };
  const giveUp = (): void => {
    const which = typeof seed === 'number' ? seed : seed();
    end(`The schedule with seed ${which} was ended by force: it runs a loop that calls nothing and never waits.`);
  };
  let timer = setTimeout(giveUp, silentMillis);
  worker.addEventListener('message', ({ data }) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, silentMillis);
    if (data.kind === 'broken') end(`The program could not run: ${data.message}.`);
    else if (receive(data)) end('');
  });
  worker.addEventListener('error', (event) => end(`The worker broke down: ${event.message || 'no reason given'}.`));
  return worker;
}
