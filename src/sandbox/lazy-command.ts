import type { Command } from '../toolchain/process/index.ts';

/** Returns a command whose code is loaded when it first runs. */
export function lazyCommand(name: string, summary: string, load: () => Promise<Command>): Command {
  return { name, summary, run: async (context) => (await load()).run(context) };
}
