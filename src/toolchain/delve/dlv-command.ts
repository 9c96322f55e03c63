import type { Command, CommandContext } from '../process/index.ts';
import { runGoProgram } from './go-program.ts';
import { nodeFiles } from './node-files.ts';

export interface DlvOptions {
  /** Loads Delve's module; asked once per run, so that the caller keeps and shares it. */
  readonly loadModule: () => Promise<WebAssembly.Module>;
  /** Told when Delve waits for a line: the prompt is open. */
  readonly onPrompt?: () => void;
}

const CONFIG_HOME = '/root/.config';

/**
 * The command `dlv`: Delve itself on a core file, in the file system of the terminal. It reads lines from standard input and
 * writes its prompt itself; echo, history and completion are the terminal's.
 * @example createDlvCommand({ loadModule }).run({ ...context, args: ['core', 'server', 'core'] })
 */
export function createDlvCommand(options: DlvOptions): Command {
  return {
    name: 'dlv',
    summary: 'Delve, the Go debugger, on a core file: dlv core EXECUTABLE CORE',
    run: (context) => runDelve('dlv', options, context),
  };
}

/**
 * The command `coreholders`: who holds what in a core file, by Delve's reading of it.
 * @example createCoreholdersCommand({ loadModule }).run({ ...context, args: ['server', 'core'] })
 */
export function createCoreholdersCommand(options: DlvOptions): Command {
  return {
    name: 'coreholders',
    summary: 'who holds what in a core file: coreholders EXECUTABLE CORE',
    run: (context) => runDelve('coreholders', options, context),
  };
}

async function runDelve(name: string, { loadModule, onPrompt }: DlvOptions, context: CommandContext): Promise<number> {
  const { args, cwd, files, stdin, stdout, stderr, abort } = context;
  files.makeDirectories(`${CONFIG_HOME}/dlv`);
  files.makeDirectories('/tmp');
  const module = await loadModule();
  return runGoProgram({
    module,
    args: [name, ...args],
    env: { HOME: '/root', XDG_CONFIG_HOME: CONFIG_HOME, TERM: context.env['TERM'] ?? 'dumb', PWD: cwd },
    global: nodeFiles({ files, cwd, stdin, stdout, stderr, ...(onPrompt === undefined ? {} : { onWait: onPrompt }) }),
    write: (descriptor, bytes) => (descriptor === 1 ? stdout : stderr).write(bytes.slice()),
    abort,
  });
}
