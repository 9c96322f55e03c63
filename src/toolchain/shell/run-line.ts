import { createCapture, createPipe, inputOf } from '../process/index.ts';
import type { Command, ExitStatus, InputStream } from '../process/index.ts';
import { expandText, expandWords } from './expand.ts';
import { findCommand, scriptCommand } from './find-command.ts';
import { endedBy, startJob } from './jobs.ts';
import type { Job } from './jobs.ts';
import type { Pipeline, Stage } from './line.ts';
import { parseLine } from './parse-line.ts';
import { redirect } from './redirect.ts';
import type { Streams } from './redirect.ts';
import { expansionOf, setVariable } from './state.ts';
import type { LineOutput, ShellState } from './state.ts';

/** Output kept of one stage of a pipeline for the next. */
const pipeCapBytes = 32 * 1024 * 1024;

/** Runs one line; resolves with its status when nothing of it is left in the foreground. */
export async function runLine(state: ShellState, line: string, output: LineOutput): Promise<ExitStatus> {
  const recording = state.options.recorded?.(line.trim(), (name) => isRunnable(state, name));
  if (recording) return runAsJob(state, line, output, recording);
  const parsed = parseLine(line);
  if (parsed.kind === 'error') {
    output.stderr.write(`bash: ${parsed.message}\n`);
    return { code: 2 };
  }
  if (parsed.kind === 'pipelines') return runLists(state, parsed.pipelines, output);
  return runAsJob(state, line, output, scriptOf(state, line, output));
}

function scriptOf(state: ShellState, line: string, output: LineOutput): Command {
  return scriptCommand(state, line, {
    leave({ cwd, variables }) {
      if (cwd !== state.cwd) state.variables.set('OLDPWD', state.cwd);
      state.cwd = cwd;
      for (const [name, value] of Object.entries(variables)) setVariable(state, name, value);
    },
    async startInBackground(source, { cwd, variables }) {
      // Its jobs are the shell's; where it goes and what it sets stays with it.
      const apart: ShellState = { ...state, cwd, variables: new Map(Object.entries(variables)) };
      await startApart(apart, source.replace(/\s*&\s*$/, ''), output);
      state.lastBackgroundPid = apart.lastBackgroundPid;
    },
  });
}

async function startApart(apart: ShellState, source: string, output: LineOutput): Promise<void> {
  const parsed = parseLine(source);
  const work = (job: Job): Promise<ExitStatus> =>
    parsed.kind === 'pipelines'
      ? runList(apart, job, parsed.pipelines, output)
      : runCommand(apart, job, scriptOf(apart, source, output), [], { stdin: job.input, ...output }, {});
  await putInBackground(apart, startJob(source, createPipe({ isTerminal: true }), work), output);
}

function isRunnable(state: ShellState, name: string): boolean {
  return state.builtins.has(name) || state.options.commands.some((command) => command.name === name);
}

function runAsJob(state: ShellState, line: string, output: LineOutput, command: Command): Promise<ExitStatus> {
  const job = startJob(line, createPipe({ isTerminal: true }), (own) =>
    runCommand(state, own, command, [], { stdin: own.input, ...output }, {}),
  );
  return inForeground(state, job);
}

async function inForeground(state: ShellState, job: Job): Promise<ExitStatus> {
  state.foreground = job;
  const status = await job.finished;
  state.foreground = undefined;
  return status;
}

async function runLists(state: ShellState, pipelines: readonly Pipeline[], output: LineOutput): Promise<ExitStatus> {
  for (const list of andOrLists(pipelines)) {
    const source = list.map((pipeline) => `${joined[pipeline.when]}${pipeline.source}`).join('');
    const job = startJob(source, createPipe({ isTerminal: true }), (own) => runList(state, own, list, output));
    if (list.at(-1)?.background) {
      await putInBackground(state, job, output);
      state.status = { code: 0 };
      continue;
    }
    state.status = await inForeground(state, job);
    const { signal } = state.status;
    if (signal && signal !== 'INT') output.stderr.write(`${endedBy[signal]}\n`);
    if (job.stoppedBy) break;
  }
  return state.status;
}

const joined: Readonly<Record<Pipeline['when'], string>> = { always: '', success: ' && ', failure: ' || ' };

/** Pipelines joined by `&&` and `||` belong together: `a && b &` is one job. */
function andOrLists(pipelines: readonly Pipeline[]): readonly (readonly Pipeline[])[] {
  const lists: Pipeline[][] = [];
  for (const pipeline of pipelines) {
    if (pipeline.when === 'always') lists.push([pipeline]);
    else lists.at(-1)?.push(pipeline);
  }
  return lists;
}

async function putInBackground(state: ShellState, job: Job, output: LineOutput): Promise<void> {
  // Its first process has a pid some turns from now, unless it needs none.
  for (let turn = 0; turn < 50 && !job.process && !job.status; turn++) await Promise.resolve();
  job.number = Math.max(0, ...state.jobs.map(({ number }) => number ?? 0)) + 1;
  state.jobs.push(job);
  state.lastBackgroundPid = job.process?.pid;
  output.stderr.write(`[${job.number}] ${job.process?.pid ?? ''}\n`);
}

async function runList(
  state: ShellState,
  job: Job,
  list: readonly Pipeline[],
  output: LineOutput,
): Promise<ExitStatus> {
  let status: ExitStatus = { code: 0 };
  for (const pipeline of list) {
    if (pipeline.when !== 'always' && (pipeline.when === 'success') !== (status.code === 0)) continue;
    status = await runPipeline(state, job, pipeline.stages, output);
    if (job.stoppedBy) return status;
  }
  return status;
}

/** Runs the stages one after another; what one prints is the next one's input. */
async function runPipeline(
  state: ShellState,
  job: Job,
  stages: readonly Stage[],
  output: LineOutput,
): Promise<ExitStatus> {
  let stdin: InputStream = job.input;
  let status: ExitStatus = { code: 0 };
  for (const stage of stages) {
    const capture = createCapture(pipeCapBytes);
    const stdout = stage === stages.at(-1) ? output.stdout : capture;
    status = await runStage(state, job, stage, { stdin, stdout, stderr: output.stderr });
    if (job.stoppedBy) return status;
    if (capture.truncated) output.stderr.write('bash: pipe: output beyond 32 MB was dropped\n');
    stdin = inputOf(capture.bytes());
  }
  return status;
}

async function runStage(state: ShellState, job: Job, stage: Stage, given: Streams): Promise<ExitStatus> {
  const expansion = expansionOf(state);
  const assigned = stage.assignments.map(({ name, value }) => [name, expandText(value, expansion)] as const);
  const [name, ...args] = expandWords(stage.words, expansion);
  try {
    const streams = redirect(stage.redirections, given, expansion);
    if (name === undefined) {
      for (const [variable, value] of assigned) setVariable(state, variable, value);
      return { code: 0 };
    }
    const builtin = state.builtins.get(name);
    if (builtin) return { code: await builtin.run(state, args, streams) };
    const command = await findCommand(state, name);
    if ('run' in command) return await runCommand(state, job, command, args, streams, Object.fromEntries(assigned));
    streams.stderr.write(command.missing);
    return { code: 127 };
  } catch (error) {
    given.stderr.write(`bash: ${error instanceof Error ? error.message : String(error)}\n`);
    return { code: 1 };
  }
}

async function runCommand(
  state: ShellState,
  job: Job,
  command: Command,
  args: readonly string[],
  streams: Streams,
  assigned: Readonly<Record<string, string>>,
): Promise<ExitStatus> {
  if (job.stoppedBy) return { code: 130, signal: job.stoppedBy };
  const env = { ...Object.fromEntries(state.exported), ...assigned, PWD: state.cwd };
  job.process = state.options.processes.start(command, {
    args,
    env,
    cwd: state.cwd,
    files: state.options.files,
    ...streams,
  });
  return job.process.ended;
}
