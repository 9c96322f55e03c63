import type { FileSystem } from '../files/index.ts';
import type { InputStream, OutputStream } from './streams.ts';

/** The signals that a terminal and `kill` can send here. */
export type Signal = 'INT' | 'QUIT' | 'TERM' | 'KILL';

/** The number of each signal on Linux. */
export const signalNumbers: Readonly<Record<Signal, number>> = { INT: 2, QUIT: 3, KILL: 9, TERM: 15 };

/** Everything a command may know and touch while it runs. */
export interface CommandContext {
  /** The words after the command's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  readonly files: FileSystem;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted when the process is ended from outside (its reason is a {@link Signal}): stop and free what you hold. */
  readonly abort: AbortSignal;
  /**
   * Takes signals over from their default, which is to end the process (KILL cannot be taken over).
   * The handler returns true for a signal that it answers itself, such as QUIT by printing goroutines.
   */
  readonly onSignal: (handler: (signal: Signal) => boolean) => void;
}

/** A program of the terminal. `run` resolves with the exit status, 0–255. */
export interface Command {
  readonly name: string;
  /** One line for `help`. */
  readonly summary: string;
  run(context: CommandContext): Promise<number>;
}

/**
 * Runs a wasip1 program (the bytes of the module) as the process of `context`: `args` are the words after its name.
 * Resolves with its exit status. The sandbox does so in a fresh worker, Node in its own thread.
 */
export type RunProgram = (
  program: { readonly name: string; readonly module: Uint8Array },
  context: CommandContext,
) => Promise<number>;
