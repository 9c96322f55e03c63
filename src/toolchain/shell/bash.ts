import { Bash, defineCommand, getCommandNames } from 'just-bash/browser';
import type { BashOptions } from 'just-bash/browser';
import { bashFiles } from './bash-files.ts';
import { bytesOfString, byteStringOf } from './byte-string.ts';
import type { Interpreter, ScriptCommand, ScriptOptions, ScriptResult, StartInBackground } from './interpreter.ts';

type Custom = Parameters<typeof defineCommand>[1];

// Variables that just-bash sets for itself at each start.
const own = new Set('IFS OSTYPE MACHTYPE HOSTTYPE HOSTNAME OPTIND SHELLOPTS BASHOPTS PWD OLDPWD _'.split(' '));
// Commands that it names but that its browser build lacks, or that the terminal has of its own.
const absent = new Set(
  'yq xan sqlite3 html-to-markdown python python3 js-exec help history clear alias unalias'.split(' '),
);
const programName = '__program';
const backgroundName = '__background';
/** Variables, as opposed to `?` and `!`. */
const isName = /^[A-Za-z_]\w*$/;
const limits: NonNullable<BashOptions['executionLimits']> = {
  maxLoopIterations: 20_000,
  maxCommandCount: 50_000,
  maxOutputSize: 32 * 1024 * 1024,
  maxExecutionTimeMs: 10 * 60 * 1000,
};

/** A stream's string: one byte a character, or text. */
function bytesOf(text: string, kind: 'text' | 'bytes' | undefined): Uint8Array {
  if (kind !== 'bytes') return new TextEncoder().encode(text);
  return bytesOfString(text);
}

function adapt(command: ScriptCommand, abort: AbortSignal): Custom {
  return async (args, context) => {
    const env = Object.fromEntries(Object.entries(context.exportedEnv ?? {}));
    // just-bash hands input over as a string with one byte a character.
    const stdin = bytesOfString(String(context.stdin));
    const { stdout, stderr, code } = await command({ args, env, cwd: context.cwd, stdin, abort });
    return {
      stdout: byteStringOf(stdout),
      stdoutKind: 'bytes',
      stderr: new TextDecoder().decode(stderr),
      exitCode: code,
    };
  };
}

/** `__program PATH ARGS…` runs a built program, or hands a script file back to bash. */
function programCommand(options: ScriptOptions): Custom {
  return async ([path = '', ...args], context) => {
    const file = context.fs.resolvePath(context.cwd, path);
    const program = options.program(file);
    if (program) return adapt(program, options.abort)(args, context);
    const result = await context.exec?.('bash', { cwd: context.cwd, args: [path, ...args] });
    return result ?? { stdout: '', stderr: `bash: ${path}: cannot be run here\n`, exitCode: 126 };
  };
}

/** `__background SOURCE` starts a statement that the interpreter itself would wait for. */
function backgroundCommand(startInBackground: StartInBackground): Custom {
  return async ([source = ''], { cwd, env }) => {
    const variables = Object.fromEntries([...env].filter(([name]) => !own.has(name) && isName.test(name)));
    await startInBackground(source, { cwd, variables });
    return { stdout: '', stderr: '', exitCode: 0 };
  };
}

/** `ls FILE…` as it should be: just-bash puts an empty line between files. */
const listFiles: Custom = async (args, context) => {
  const original = context.origCommand ?? (() => Promise.resolve({ stdout: '', stderr: '', exitCode: 127 }));
  const flags = args.filter((arg) => arg.startsWith('-') && arg !== '-');
  const operands = args.filter((arg) => !flags.includes(arg));
  const isFile = await Promise.all(
    operands.map((path) =>
      context.fs.stat(context.fs.resolvePath(context.cwd, path)).then(
        (stat) => stat.isFile,
        () => false,
      ),
    ),
  );
  const files = operands.filter((_, at) => isFile[at]).sort();
  const rest = operands.filter((_, at) => !isFile[at]);
  if (files.length < 2) return original(args);
  const results = await Promise.all(files.map((path) => original([...flags, path])));
  const listed = results.map(({ stdout }) => stdout).join('');
  if (rest.length === 0) return { stdout: listed, stderr: '', exitCode: 0 };
  const others = await original([...flags, ...rest]);
  const title = rest.length === 1 && others.stdout !== '' ? `${rest[0]}:\n` : '';
  return { ...others, stdout: `${listed}${others.stdout === '' ? '' : '\n'}${title}${others.stdout}` };
};

interface StatementNode {
  readonly type: 'Statement';
  readonly sourceText?: string;
  background: boolean;
  pipelines: unknown[];
  operators: unknown[];
}

function isStatement(node: object): node is StatementNode {
  return 'type' in node && node.type === 'Statement';
}

/** Makes `… &` read `__background '… &'`. */
function routeBackground(statement: StatementNode): void {
  if (!statement.background || statement.sourceText === undefined) return;
  const word = (part: object): object => ({ type: 'Word', parts: [part] });
  const command = {
    type: 'SimpleCommand',
    name: word({ type: 'Literal', value: backgroundName }),
    args: [word({ type: 'SingleQuoted', value: statement.sourceText })],
    assignments: [],
    redirections: [],
  };
  statement.pipelines = [{ type: 'Pipeline', commands: [command], negated: false }];
  statement.operators = [];
  statement.background = false;
}

interface CallNode {
  readonly type: 'SimpleCommand';
  name: { readonly type: 'Word'; parts: { type: string; value?: string }[] } | null;
  args: unknown[];
}

function isCall(node: object): node is CallNode {
  return 'type' in node && node.type === 'SimpleCommand';
}

/** Makes `./prog x` read `__program ./prog x`, and takes what runs in the background out, wherever it stands. */
function route(node: unknown, canBackground: boolean): void {
  if (typeof node !== 'object' || node === null) return;
  if (canBackground && isStatement(node)) routeBackground(node);
  if (isCall(node)) {
    const [part, ...more] = node.name?.parts ?? [];
    if (node.name && part?.type === 'Literal' && part.value?.includes('/') && more.length === 0) {
      node.args.unshift(node.name);
      node.name = { type: 'Word', parts: [{ type: 'Literal', value: programName }] };
    }
  }
  for (const child of Object.values(node)) route(child, canBackground);
}

async function run(script: string, options: ScriptOptions): Promise<ScriptResult> {
  const commands = Object.entries(options.commands).map(([name, command]) =>
    defineCommand(name, adapt(command, options.abort)),
  );
  const { startInBackground } = options;
  const bash = new Bash({
    fs: bashFiles(options.files),
    cwd: options.cwd,
    env: { ...options.variables },
    customCommands: [
      ...commands,
      defineCommand('ls', listFiles),
      defineCommand(programName, programCommand(options)),
      ...(startInBackground ? [defineCommand(backgroundName, backgroundCommand(startInBackground))] : []),
    ],
    executionLimits: limits,
    // It would patch globals of the page for the time of a run.
    defenseInDepth: false,
  });
  bash.registerTransformPlugin({
    name: 'programs',
    transform: ({ ast }) => {
      route(ast, startInBackground !== undefined);
      return { ast };
    },
  });
  const result = await bash.exec(script, {
    rawScript: true,
    args: [...options.args],
    cwd: options.cwd,
    stdin: byteStringOf(options.stdin),
    stdinKind: 'bytes',
    signal: options.abort,
  });
  options.stdout.write(bytesOf(result.stdout, result.stdoutKind));
  options.stderr.write(result.stderr);
  const variables = Object.entries(result.env).filter(([name]) => !own.has(name));
  return {
    code: result.exitCode,
    cwd: result.env['PWD'] ?? options.cwd,
    variables: Object.fromEntries(variables),
  };
}

/** The interpreter of just-bash: loaded on demand, for it is the terminal's largest part. */
export const bash: Interpreter = {
  names: getCommandNames().filter((name) => !absent.has(name)),
  run,
};
