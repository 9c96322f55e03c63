import { resolvePath } from '../files/index.ts';
import { createCapture, inputOf, readAll } from '../process/index.ts';
import type { Command, CommandContext } from '../process/index.ts';
import type { ScriptCommand, ScriptOptions, ScriptResult, StartInBackground } from './interpreter.ts';
import { nearestName } from './nearest.ts';
import { interpreterOf } from './state.ts';
import type { ShellState } from './state.ts';

const wasmMagic = [0x00, 0x61, 0x73, 0x6d];
const captureCapBytes = 32 * 1024 * 1024;

/** Tools that read standard input when they have no more than so many operands. */
const readers: Readonly<Record<string, number>> = {
  cat: 0,
  grep: 1,
  head: 0,
  nl: 0,
  rev: 0,
  sed: 1,
  sort: 0,
  tac: 0,
  tail: 0,
  tee: Infinity,
  tr: Infinity,
  uniq: 0,
  wc: 0,
  xargs: Infinity,
};

/** Everything that a name at the prompt may mean, for `help`, completion and "did you mean". */
export async function commandNames(state: ShellState): Promise<readonly string[]> {
  const own = [...state.builtins.keys(), ...state.options.commands.map(({ name }) => name)];
  // Without the interpreter (offline, before its first use) there are fewer names, which is true.
  const tools = await interpreterOf(state).then(
    ({ names }) => names,
    () => [],
  );
  return [...new Set([...own, ...tools])].sort();
}

/** Finds what a name means: a program by its path, a command of the lab or a tool; else the message to print. */
export async function findCommand(state: ShellState, name: string): Promise<Command | { readonly missing: string }> {
  const command = state.options.commands.find((candidate) => candidate.name === name);
  if (command) return command;
  if (name.includes('/')) return programAt(state, name);
  const interpreter = await interpreterOf(state);
  if (interpreter.names.includes(name)) return toolCommand(state, name);
  const near = nearestName(name, await commandNames(state));
  const hint = near ? `Did you mean "${near}"? ` : '';
  return { missing: `bash: ${name}: command not found\n${hint}Type "help" for the commands that are here.\n` };
}

/** True when the file is a WebAssembly module: a program that `go build` made. */
export function isProgram(state: ShellState, path: string): boolean {
  const contents = state.options.files.readFile(path);
  return contents !== undefined && wasmMagic.every((byte, at) => contents[at] === byte);
}

function programAt(state: ShellState, name: string): Command | { readonly missing: string } {
  const path = resolvePath(state.cwd, name);
  const stat = state.options.files.stat(path);
  if (!stat) return { missing: `bash: ${name}: No such file or directory\n` };
  if (stat.kind === 'directory') return { missing: `bash: ${name}: Is a directory\n` };
  if (isProgram(state, path)) return programCommand(state, name, path);
  return toolCommand(state, 'bash', [name]);
}

function programCommand(state: ShellState, name: string, path: string): Command {
  return {
    name,
    summary: 'a built program',
    run: async (context) => {
      const module = state.options.files.readFile(path);
      if (!state.options.runProgram || !module) {
        context.stderr.write(`bash: ${name}: this page cannot run built programs\n`);
        return 126;
      }
      return state.options.runProgram({ name, module }, context);
    },
  };
}

/** A tool of the interpreter as a command. Its input must be complete before it starts, and its output comes at the end. */
function toolCommand(state: ShellState, name: string, first: readonly string[] = []): Command {
  return {
    name,
    summary: 'a tool of the shell',
    run: async (context) => {
      const args = [...first, ...context.args];
      const operands = args.filter((arg) => !arg.startsWith('-')).length;
      const wantsInput = !context.stdin.isTerminal || operands <= (readers[name] ?? -1);
      const stdin = wantsInput ? await readAll(context.stdin) : new Uint8Array(0);
      const result = await interpret(state, name, { ...context, args, stdin });
      return result.code;
    },
  };
}

/** What a script does to the shell that runs it. */
export interface ScriptEffects {
  /** Gets where the script left the shell. */
  readonly leave: (result: ScriptResult) => void;
  readonly startInBackground: StartInBackground;
}

/** A script, that is a line which only the interpreter understands, as a command. */
export function scriptCommand(state: ShellState, script: string, { leave, startInBackground }: ScriptEffects): Command {
  return {
    name: script.split(/\s/, 1)[0] ?? 'script',
    summary: 'a script',
    run: async (context) => {
      const variables = { ...Object.fromEntries(state.variables), ...context.env };
      const stdin = context.stdin.isTerminal ? new Uint8Array(0) : await readAll(context.stdin);
      const result = await interpret(state, script, { ...context, args: [], env: variables, stdin }, startInBackground);
      leave(result);
      return result.code;
    },
  };
}

type Interpreted = Omit<CommandContext, 'stdin' | 'onSignal'> & { readonly stdin: Uint8Array };

async function interpret(
  state: ShellState,
  script: string,
  context: Interpreted,
  startInBackground?: StartInBackground,
): Promise<ScriptResult> {
  const { files, cwd, env, args, stdin, stdout, stderr, abort } = context;
  const scriptable = [...state.builtins].flatMap(([name, { inScripts }]) =>
    inScripts ? [[name, builtinCall(state, name)] as const] : [],
  );
  const commands = state.options.commands.map((command) => [command.name, call(state, command)] as const);
  const options: ScriptOptions = {
    files,
    cwd,
    variables: env,
    args,
    stdin,
    stdout,
    stderr,
    abort,
    commands: Object.fromEntries([...scriptable, ...commands]),
    program: (path) => (isProgram(state, path) ? call(state, programCommand(state, path, path)) : undefined),
    startInBackground,
  };
  return (await interpreterOf(state)).run(script, options);
}

/** A command as a script calls it: a process of its own, whose output is collected. */
function call(state: ShellState, command: Command): ScriptCommand {
  return async ({ args, env, cwd, stdin, abort }) => {
    const [stdout, stderr] = [createCapture(captureCapBytes), createCapture(captureCapBytes)];
    const visible = Object.fromEntries(Object.entries(env).filter(([name]) => !state.variables.has(name)));
    const process = state.options.processes.start(command, {
      args,
      env: visible,
      cwd,
      files: state.options.files,
      stdin: inputOf(stdin),
      stdout,
      stderr,
    });
    const stop = (): void => void process.signal('INT');
    abort.addEventListener('abort', stop, { once: true });
    const { code } = await process.ended;
    abort.removeEventListener('abort', stop);
    return { stdout: stdout.bytes(), stderr: stderr.bytes(), code };
  };
}

function builtinCall(state: ShellState, name: string): ScriptCommand {
  return async ({ args, stdin }) => {
    const [stdout, stderr] = [createCapture(captureCapBytes), createCapture(captureCapBytes)];
    const code = (await state.builtins.get(name)?.run(state, args, { stdin: inputOf(stdin), stdout, stderr })) ?? 0;
    return { stdout: stdout.bytes(), stderr: stderr.bytes(), code };
  };
}
