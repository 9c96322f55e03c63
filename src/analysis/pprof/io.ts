/** What a command line with `-http` names: the viewer may open the files itself and offer more than their difference. */
export interface ViewerRequest {
  readonly sources: readonly string[];
  readonly base: readonly string[];
  readonly mode: 'none' | 'diff_base' | 'base' | 'normalize';
}

/**
 * What pprof needs of the world. Paths are those of the user's command line; `readFile` also takes http and https URLs.
 */
export interface PprofIO {
  /** `HOME`, `PPROF_TMPDIR`, `PWD` and `TZ` are looked at. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Rejects with an Error whose message is Go's: `open x: no such file or directory`. */
  readFile(path: string): Promise<Uint8Array>;
  /** The text of a source file, nothing when there is none. */
  readSource(path: string): Promise<string | undefined>;
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Reports. */
  stdout(out: Uint8Array | string): void;
  /** Messages, each with its newline. */
  stderr(text: string): void;
  /** Shows the prompt and reads a command; nothing at the end of the input. */
  readLine(prompt: string): Promise<string | undefined>;
  /** Standard output is a terminal: binary reports go to a file then. */
  readonly isTerminal?: boolean;
  /** Opens the viewer on a profile and returns its address. */
  openViewer?(profile: Uint8Array, request: ViewerRequest): Promise<string>;
}

/** A complaint that ends a command, as pprof would print it. */
export class PprofError extends Error {}

/** Prints a message as pprof does: on standard error, with a newline. */
export function say(io: PprofIO, text: string): void {
  io.stderr(text.endsWith('\n') ? text : `${text}\n`);
}

/** What went wrong, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
