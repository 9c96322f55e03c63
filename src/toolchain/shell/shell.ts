import type { ExitStatus, Signal } from '../process/index.ts';
import { builtins } from './builtins.ts';
import { completeLine } from './complete.ts';
import type { Completion } from './complete.ts';
import { describeJob, signalJob } from './jobs.ts';
import { runLine } from './run-line.ts';
import type { LineOutput, ShellOptions, ShellState } from './state.ts';

/** One terminal's shell. */
export interface Shell {
  readonly cwd: string;
  /** Status of the last line, `$?`. */
  readonly status: ExitStatus;
  /** The lines typed so far, oldest first. */
  readonly history: readonly string[];
  /** The command line of the process in the foreground; undefined when none runs there. */
  readonly foreground: string | undefined;
  /** What stands before the cursor. */
  prompt(): string;
  /** Runs a line; resolves when the terminal is free again. One line at a time. */
  run(line: string, output: LineOutput): Promise<ExitStatus>;
  /** Gives typed text to the program in the foreground. */
  type(text: string): void;
  /** Ends the foreground program's input (Ctrl-D). */
  endInput(): void;
  /** Sends a signal to the foreground; false when nothing runs there. */
  signal(signal: Signal): boolean;
  /** What bash tells before a prompt of background jobs that ended; each once. */
  notices(): readonly string[];
  complete(line: string, cursor: number): Promise<Completion>;
}

/**
 * Returns a shell. Each line runs as bash would: pipelines of simple commands by the process table, with streaming
 * output, keyboard input and signals; everything else by the interpreter, loaded when first needed.
 * `history` is where it starts from. Nothing throws: what goes wrong is printed and ends in a status.
 *
 * @example await createShell(options).run('go run . 2>&1 | head -3', output)
 */
export function createShell(options: ShellOptions, history: readonly string[] = []): Shell {
  const state: ShellState = {
    options,
    builtins,
    cwd: options.cwd,
    exported: new Map(Object.entries(options.env)),
    variables: new Map(),
    history: [...history],
    jobs: [],
    foreground: undefined,
    status: { code: 0 },
    lastBackgroundPid: undefined,
    interpreter: undefined,
  };
  return {
    get cwd() {
      return state.cwd;
    },
    get status() {
      return state.status;
    },
    get foreground() {
      return state.foreground && (state.foreground.process?.line ?? state.foreground.source);
    },
    history: state.history,
    prompt: () => `${shortPath(state)}$ `,
    async run(line, output) {
      if (line.trim() !== '' && line !== state.history.at(-1)) state.history.push(line);
      state.status = await runLine(state, line, output);
      return state.status;
    },
    type: (text) => state.foreground?.input.write(text),
    endInput: () => state.foreground?.input.close(),
    signal: (signal) => state.foreground !== undefined && signalJob(state.foreground, signal),
    notices: () => takeNotices(state),
    complete: (line, cursor) => completeLine(state, line, cursor),
  };
}

function shortPath(state: ShellState): string {
  const home = state.exported.get('HOME');
  if (home === undefined || !`${state.cwd}/`.startsWith(`${home}/`)) return state.cwd;
  return `~${state.cwd.slice(home.length)}`;
}

function takeNotices(state: ShellState): readonly string[] {
  const ended = state.jobs.filter(({ status }) => status);
  const told = ended.map((job) => describeJob(job, job === state.jobs.at(-1)));
  for (const job of ended) state.jobs.splice(state.jobs.indexOf(job), 1);
  return told;
}
