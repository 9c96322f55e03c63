/** The door of the command: nothing of the viewer and of pasted text is loaded behind it. */
import type { PprofIO } from './io.ts';

export type { PprofIO } from './io.ts';

/**
 * Runs `go tool pprof` with these arguments: the same flags, the same bytes on standard output, the same exit status.
 * Without a report flag it is the interactive shell; `-http` opens the viewer. Never rejects for bad input. Its code is
 * loaded with the first call.
 *
 * @see https://github.com/google/pprof/blob/main/doc/README.md
 * @example await runPprof(['-top', 'heap.pb.gz'], io)
 */
export async function runPprof(args: readonly string[], io: PprofIO): Promise<number> {
  const { runPprof: run } = await import('./driver.ts');
  return run(args, io);
}
