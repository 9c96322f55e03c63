import type { FileSystem } from '../files/index.ts';
import type { Command, ExitStatus, OutputStream, ProcessTable, RunProgram } from '../process/index.ts';
import type { Expansion } from './expand.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import type { Streams } from './redirect.ts';

/** What a shell is made of. The shells of one lab share `files` and `processes`. */
export interface ShellOptions {
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  /** The lab's own commands: `go`, `curl`, `dlv` and so on. */
  readonly commands: readonly Command[];
  /** Runs a built program; absent where programs cannot run. */
  readonly runProgram?: RunProgram | undefined;
  readonly loadInterpreter: () => Promise<Interpreter>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * A command that plays a recording of this very line, where the line cannot be run for real;
   * `isRunnable` says whether a command of that name is there.
   */
  readonly recorded?: ((line: string, isRunnable: (name: string) => boolean) => Command | undefined) | undefined;
}

/** Where a line's output goes, also that of what it leaves in the background. */
export interface LineOutput {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A command that the shell itself answers, since it changes or tells the shell's own state. */
export interface Builtin {
  readonly usage: string;
  readonly summary: string;
  /** True when scripts (loops, pipes in loops) may call it too; the interpreter has its own `cd` and the like. */
  readonly inScripts?: boolean;
  run(state: ShellState, args: readonly string[], streams: Streams): Promise<number>;
}

/** The parts of a shell that its builtins work on. */
export interface ShellState {
  readonly options: ShellOptions;
  /** The shell's own commands by name. */
  readonly builtins: ReadonlyMap<string, Builtin>;
  cwd: string;
  readonly exported: Map<string, string>;
  /** Variables that programs do not get to see. */
  readonly variables: Map<string, string>;
  readonly history: string[];
  readonly jobs: Job[];
  foreground: Job | undefined;
  status: ExitStatus;
  lastBackgroundPid: number | undefined;
  interpreter: Promise<Interpreter> | undefined;
}

/** Sets a variable where it lives; a new one is not exported. */
export function setVariable(state: ShellState, name: string, value: string): void {
  (state.exported.has(name) ? state.exported : state.variables).set(name, value);
}

/** The interpreter, loaded once. */
export function interpreterOf(state: ShellState): Promise<Interpreter> {
  state.interpreter ??= state.options.loadInterpreter().catch((error: unknown) => {
    // Offline for a moment is not offline for good: the next line tries again.
    state.interpreter = undefined;
    throw error;
  });
  return state.interpreter;
}

/** What expansion sees of the shell just now. */
export function expansionOf(state: ShellState): Expansion {
  const special: Readonly<Record<string, () => string>> = {
    '?': () => String(state.status.code),
    '!': () => String(state.lastBackgroundPid ?? ''),
    $: () => '1',
    PWD: () => state.cwd,
  };
  return {
    files: state.options.files,
    cwd: state.cwd,
    home: state.exported.get('HOME') ?? '/',
    variable: (name) => special[name]?.() ?? state.exported.get(name) ?? state.variables.get(name),
  };
}
