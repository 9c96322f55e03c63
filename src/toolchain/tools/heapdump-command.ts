import { runHeapdump } from '../../analysis/heapdump/index.ts';
import type { Command } from '../process/index.ts';
import { readOrExplain } from './read-file.ts';

/**
 * Returns the command that says who holds what in a dump of `debug.WriteHeapDump`.
 *
 * @example createHeapdumpCommand().run({ ...context, args: ['--exe', 'prog', 'heap.dump'] })
 */
export function createHeapdumpCommand(): Command {
  return {
    name: 'heapdump',
    summary: 'who holds what in a heap dump: holders, retained sizes, growth between two',
    run: (context) =>
      runHeapdump(context.args, {
        readFile: async (path) => readOrExplain(context, path),
        stdout: (text) => context.stdout.write(text),
        stderr: (text) => context.stderr.write(text),
      }),
  };
}
