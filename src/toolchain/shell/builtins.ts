import { resolvePath } from '../files/index.ts';
import type { ExitStatus, Signal } from '../process/index.ts';
import { commandNames } from './find-command.ts';
import { describeJob, signalJob } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { Streams } from './redirect.ts';
import type { Builtin, ShellState } from './state.ts';

/** What the terminal does when it reads this: erase the screen and what was scrolled off it. */
const clearScreen = '\x1b[H\x1b[2J\x1b[3J';
const signals: Readonly<Record<string, Signal>> = {
  '2': 'INT',
  '3': 'QUIT',
  '9': 'KILL',
  '15': 'TERM',
  INT: 'INT',
  QUIT: 'QUIT',
  KILL: 'KILL',
  TERM: 'TERM',
  ABRT: 'QUIT',
  HUP: 'TERM',
};

const killUsage = 'kill [-INT|-QUIT|-TERM|-KILL] PID|%N';

/** The shell's own commands by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries<Builtin>({
    cd: { usage: 'cd [DIR]', summary: 'change the directory', run: changeDirectory },
    clear: {
      usage: 'clear',
      summary: 'empty the screen',
      run: async (_state, _args, { stdout }) => (stdout.write(clearScreen), 0),
    },
    export: { usage: 'export NAME[=VALUE]', summary: 'give a variable to programs', run: exportVariables },
    fg: { usage: 'fg [%N]', summary: 'bring a background job back to the keyboard', run: foreground },
    help: { usage: 'help [COMMAND]', summary: 'list what there is', run: help },
    history: { usage: 'history', summary: 'the lines typed so far', run: listHistory },
    jobs: { usage: 'jobs', summary: 'what runs in the background of this terminal', inScripts: true, run: listJobs },
    kill: {
      usage: killUsage,
      summary: 'send a signal; -QUIT prints every goroutine of a Go program',
      inScripts: true,
      run: kill,
    },
    ps: { usage: 'ps', summary: 'the processes of both terminals', inScripts: true, run: listProcesses },
    unset: { usage: 'unset NAME', summary: 'forget a variable', run: unset },
    wait: { usage: 'wait [PID|%N]', summary: 'wait for background jobs', run: wait },
  }),
);

async function changeDirectory(
  state: ShellState,
  [to]: readonly string[],
  { stdout, stderr }: Streams,
): Promise<number> {
  const old = state.variables.get('OLDPWD');
  const target = to === '-' ? old : (to ?? state.exported.get('HOME') ?? '/');
  if (target === undefined) return complain(stderr, 'cd: OLDPWD not set');
  const path = resolvePath(state.cwd, target);
  const stat = state.options.files.stat(path);
  if (!stat) return complain(stderr, `cd: ${target}: No such file or directory`);
  if (stat.kind === 'file') return complain(stderr, `cd: ${target}: Not a directory`);
  state.variables.set('OLDPWD', state.cwd);
  state.cwd = path;
  if (to === '-') stdout.write(`${path}\n`);
  return 0;
}

function complain(stderr: Streams['stderr'], message: string): 1 {
  stderr.write(`bash: ${message}\n`);
  return 1;
}

async function exportVariables(state: ShellState, args: readonly string[], { stdout }: Streams): Promise<number> {
  for (const arg of args) {
    const [name = '', ...value] = arg.split('=');
    const known = arg.includes('=') ? value.join('=') : (state.variables.get(name) ?? state.exported.get(name));
    state.variables.delete(name);
    if (known !== undefined) state.exported.set(name, known);
  }
  if (args.length > 0) return 0;
  for (const [name, value] of [...state.exported].sort()) stdout.write(`declare -x ${name}="${value}"\n`);
  return 0;
}

async function unset(state: ShellState, names: readonly string[]): Promise<number> {
  for (const name of names) {
    state.variables.delete(name);
    state.exported.delete(name);
  }
  return 0;
}

async function listHistory(state: ShellState, _args: readonly string[], { stdout }: Streams): Promise<number> {
  for (const [at, line] of state.history.entries()) stdout.write(`${String(at + 1).padStart(5)}  ${line}\n`);
  return 0;
}

async function listJobs(state: ShellState, _args: readonly string[], { stdout }: Streams): Promise<number> {
  for (const job of state.jobs) stdout.write(describeJob(job, job === state.jobs.at(-1)));
  // A job that ended is told of once.
  for (const job of state.jobs.filter(({ status }) => status)) state.jobs.splice(state.jobs.indexOf(job), 1);
  return 0;
}

async function listProcesses(state: ShellState, _args: readonly string[], { stdout }: Streams): Promise<number> {
  stdout.write('    PID CMD\n');
  for (const { pid, line } of state.options.processes.running()) stdout.write(`${String(pid).padStart(7)} ${line}\n`);
  return 0;
}

/** `%2`, `%%`, `%+` or nothing: the job that is meant. */
function findJob(state: ShellState, spec: string | undefined): Job | undefined {
  if (spec === undefined || spec === '%%' || spec === '%+' || spec === '%') return state.jobs.at(-1);
  const number = Number(spec.replace('%', ''));
  return state.jobs.find((job) => (spec.startsWith('%') ? job.number === number : job.process?.pid === number));
}

async function kill(state: ShellState, args: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  if (args[0] === '-l') return (stdout.write(' 2) SIGINT   3) SIGQUIT   9) SIGKILL  15) SIGTERM\n'), 0);
  const spelled = args[0] === '-s' ? args[1] : args[0]?.startsWith('-') ? args[0].slice(1) : undefined;
  const targets = spelled === undefined ? args : args.slice(args[0] === '-s' ? 2 : 1);
  const signal = spelled === undefined ? 'TERM' : signals[spelled.toUpperCase().replace(/^SIG/, '')];
  if (!signal) return complain(stderr, `kill: ${spelled}: invalid signal specification`);
  if (targets.length === 0) return complain(stderr, `kill: usage: ${killUsage}`);
  return targets.map((target) => send(state, target, signal, stderr)).find((code) => code !== 0) ?? 0;
}

function send(state: ShellState, target: string, signal: Signal, stderr: Streams['stderr']): number {
  if (target.startsWith('%')) {
    const job = findJob(state, target);
    return job && signalJob(job, signal) ? 0 : complain(stderr, `kill: ${target}: no such job`);
  }
  if (!/^[0-9]+$/.test(target)) {
    return complain(stderr, `kill: ${target}: arguments must be process or job IDs`);
  }
  const sent = state.options.processes.find(Number(target))?.signal(signal);
  return sent ? 0 : complain(stderr, `kill: (${target}) - No such process`);
}

async function foreground(state: ShellState, [spec]: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  const job = findJob(state, spec);
  if (!job) return complain(stderr, `fg: ${spec ?? 'current'}: no such job`);
  stdout.write(`${job.source}\n`);
  state.jobs.splice(state.jobs.indexOf(job), 1);
  const own = state.foreground;
  state.foreground = job;
  const { code } = await job.finished;
  state.foreground = own;
  return code;
}

async function wait(state: ShellState, specs: readonly string[]): Promise<number> {
  const jobs = specs.length === 0 ? [...state.jobs] : specs.flatMap((spec) => findJob(state, spec) ?? []);
  const own = state.foreground;
  // Ctrl-C ends the waiting, not the jobs.
  const interrupted = new Promise<ExitStatus>((resolve) => own && (own.interrupt = () => resolve({ code: 130 })));
  let code = specs.length > 0 && jobs.length === 0 ? 127 : 0;
  for (const job of jobs) code = (await Promise.race([job.finished, interrupted])).code;
  if (own) own.interrupt = undefined;
  return specs.length === 0 ? 0 : code;
}

async function help(state: ShellState, [name]: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  const own = [
    ...state.options.commands.map(({ name: title, summary }) => [title, summary] as const),
    ...[...state.builtins.values()].map(({ usage, summary }) => [usage, summary] as const),
  ];
  if (name !== undefined) {
    const found = own.find(([title]) => title.split(' ')[0] === name);
    if (!found) return complain(stderr, `help: no help topics match \`${name}'`);
    stdout.write(`${found.join(': ')}\n`);
    return 0;
  }
  const width = Math.max(...own.map(([title]) => title.length));
  const tools = (await commandNames(state)).filter((tool) => !own.some(([title]) => title.split(' ')[0] === tool));
  stdout.write('In this terminal:\n');
  for (const [title, summary] of own) stdout.write(`  ${title.padEnd(width)}  ${summary}\n`);
  stdout.write(`  ${'./PROGRAM'.padEnd(width)}  a program that go build made\n\n`);
  stdout.write(`Tools of the shell: ${tools.join(' ')}\n\n`);
  stdout.write('Pipes, redirections, loops and a trailing & work. Keys: Tab completes, Up recalls,\n');
  stdout.write('Ctrl-C interrupts, Ctrl-\\ sends SIGQUIT, Ctrl-D ends input, Escape then Tab leaves.\n');
  return 0;
}
