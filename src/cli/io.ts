/** What a command may touch of the process it runs in. Files are read with `node:fs`, relative to the working folder. */
export interface CliIO {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person watches standard error: then, and only then, progress is shown there. */
  readonly isInteractive: boolean;
  readonly stdout: (data: string | Uint8Array) => void;
  readonly stderr: (text: string) => void;
  /** All of standard input. */
  readonly readStdin: () => Promise<Uint8Array>;
}

/** One command of `faultline`: takes the words after its name and returns the exit status. */
export interface CliCommand {
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], io: CliIO) => Promise<number>;
}

/** Exit status for words that a command does not take, or a file that cannot be read. */
export const usageStatus = 2;
