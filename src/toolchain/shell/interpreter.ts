import type { FileSystem } from '../files/index.ts';
import type { OutputStream } from '../process/index.ts';

/** A command that a script may call: what it gets as input is complete, what it prints is collected. */
export type ScriptCommand = (call: {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: Uint8Array;
  readonly abort: AbortSignal;
}) => Promise<{ readonly stdout: Uint8Array; readonly stderr: Uint8Array; readonly code: number }>;

/** What a script is run with. */
export interface ScriptOptions {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Words that follow the script's last one as they are, past all parsing. */
  readonly args: readonly string[];
  readonly stdin: Uint8Array;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly abort: AbortSignal;
  /** Commands beyond the interpreter's own, by name. */
  readonly commands: Readonly<Record<string, ScriptCommand>>;
  /** Runs a file that is named by its path, or says `undefined` when it is no program of ours. */
  readonly program: (path: string) => ScriptCommand | undefined;
  /** Starts a statement that ends in `&` and comes back at once; without it the script waits for the statement. */
  readonly startInBackground: StartInBackground | undefined;
}

/** Starts `source`, which ends in `&`, as a job that outlives its script. */
export type StartInBackground = (
  source: string,
  where: { readonly cwd: string; readonly variables: Readonly<Record<string, string>> },
) => Promise<void>;

/** Where a script left the shell. */
export interface ScriptResult {
  readonly code: number;
  readonly cwd: string;
  /** The variables it leaves, without those that the interpreter sets for itself. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A whole shell language, for lines that are more than pipelines of simple commands, with tools such as `grep`. */
export interface Interpreter {
  /** The names of its own commands. */
  readonly names: readonly string[];
  run(script: string, options: ScriptOptions): Promise<ScriptResult>;
}
