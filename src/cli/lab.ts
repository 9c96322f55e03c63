import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ExitStatus, OutputStream } from '../toolchain/process/index.ts';
import { describeExploration, explore, ownFrame } from '../toolchain/race/index.ts';
import type { Schedule } from '../toolchain/race/index.ts';
import { exploringRun, isOwnFrame, runSchedulesHere, schedulesFrom } from '../toolchain/wasi/index.ts';
import type { ScheduledEnd } from '../toolchain/wasi/index.ts';
import { openFolderVariant, parseSeed } from './lessons/variant.ts';
import { usageStatus } from './io.ts';
import type { CliIO } from './io.ts';
import {
  createBareLab,
  createNodeLab,
  readFolder,
  readManifest,
  runLine,
  toolchainMissing,
} from './node-toolchain/index.ts';
import type { NodeLab } from './node-toolchain/index.ts';

export const summary = "run a command of a lab's terminal, with the very tools that the site ships";
export const usage = `faultline lab [--replay] [--out DIR] [--variant N] [--seed N] [--schedules N] [--stress] DIR -- COMMAND…
       (--variant: the lab's program under other names and lines; --seed, --schedules, --stress: how -race programs run)`;

/** What the words after `faultline lab` ask for. */
interface LabCall {
  readonly folder: string;
  readonly out: string | undefined;
  readonly replay: boolean;
  /** The seed of the variant; 0 is the lab as written. */
  readonly variant: number;
  /** The schedules that programs built with -race run under; undefined: as they come. */
  readonly schedules: readonly Schedule[] | undefined;
  readonly command: readonly string[];
}

/**
 * Runs one command on a copy of a lab: one word after `--` is a shell line, several are an argument vector. Standard
 * input and output pass through, and so does the exit status.
 */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  const call = parseCall(args);
  if (typeof call === 'string') {
    io.stderr(`faultline lab: ${call}\nusage: ${usage}\n`);
    return usageStatus;
  }
  const files = await readLab(call).catch((error: unknown) => error);
  if (files instanceof RangeError) {
    io.stderr(`faultline lab: ${files.message}\n`);
    return usageStatus;
  }
  if (!(files instanceof Map)) {
    io.stderr(`faultline lab: there is no folder ${call.folder}. Name the folder that holds the lab's go.mod.\n`);
    return usageStatus;
  }
  const ends: ScheduledEnd[] = [];
  const lab = await openLab(call, files, io, (end) => ends.push(end));
  if (typeof lab === 'string') {
    io.stderr(`faultline lab: ${lab}\n`);
    return usageStatus;
  }
  const status = await runInLab(lab, call.command, io);
  if (call.out !== undefined) await writeChanges(lab, call.out);
  if (call.schedules !== undefined) io.stderr(describeSchedules(ends));
  return status.code;
}

/** The files of the folder, or the variant's. */
async function readLab({ folder, variant }: LabCall): Promise<ReadonlyMap<string, Uint8Array>> {
  if (variant === 0) return readFolder(folder);
  const { files } = await openFolderVariant(folder, variant);
  return new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

/** Returns the lab with the page's tools, or with the recordings beside it; or why it cannot be had. */
async function openLab(
  call: LabCall,
  files: ReadonlyMap<string, Uint8Array>,
  io: CliIO,
  onEnd: (end: ScheduledEnd) => void,
): Promise<NodeLab | string> {
  if (call.replay) {
    try {
      // Loaded when needed: the schemas of the course come with it.
      const { readReplay, replayCommands } = await import('./node-toolchain/replay.ts');
      return createBareLab(files, replayCommands(await readReplay(call.folder), io.stderr));
    } catch (error) {
      return `no recordings: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  const manifest = await readManifest();
  if (manifest === undefined) return toolchainMissing;
  const inSchedules = call.schedules && exploringRun(runSchedulesHere, call.schedules, onEnd);
  return createNodeLab(files, manifest, inSchedules);
}

function parseCall(args: readonly string[]): LabCall | string {
  const at = args.indexOf('--');
  const command = at < 0 ? [] : args.slice(at + 1);
  if (command.length === 0) return "'--' and a command are missing";
  const words = args.slice(0, at);
  try {
    const { values, positionals } = parseArgs({ args: words, options: flags, allowPositionals: true });
    const { out, replay = false, seed, schedules, stress = false } = values;
    const variant = parseSeed(values.variant ?? '0');
    const [folder] = positionals;
    if (folder === undefined || positionals.length > 1) return 'name one folder before --';
    const isScheduled = seed !== undefined || schedules !== undefined || stress;
    if (isScheduled && replay)
      return 'recordings have no schedules: leave out --replay, or --seed, --schedules and --stress';
    if (variant !== 0 && replay) return 'recordings are of the lab as written: leave out --replay or --variant';
    const [first, count] = [numberOf(seed, 1, maxSeed), numberOf(schedules, 1, mostSchedules)];
    if (first === undefined) return `--seed needs a number from 0 to ${maxSeed}`;
    if (count === undefined || count === 0) return `--schedules needs a number from 1 to ${mostSchedules}`;
    const chosen = isScheduled ? schedulesFrom(first, count, stress) : undefined;
    return { folder: resolve(folder), out, replay, variant, schedules: chosen, command };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const flags = {
  out: { type: 'string' },
  replay: { type: 'boolean' },
  seed: { type: 'string' },
  variant: { type: 'string' },
  schedules: { type: 'string' },
  stress: { type: 'boolean' },
} as const;
const maxSeed = 0xffffffff;
const mostSchedules = 10_000;

/** The number that a flag gives, or the default; undefined where it is none or too large. */
function numberOf(text: string | undefined, absent: number, most: number): number | undefined {
  if (text === undefined) return absent;
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/** What the schedules showed together, one line for each race with the seeds to have it again. */
function describeSchedules(ends: readonly ScheduledEnd[]): string {
  if (!ends.some(({ hasDetector }) => hasDetector))
    return 'No program was built with -race, so nothing looked for races.\n';
  const exploration = explore(ends, isOwnFrame);
  const races = exploration.races.map(({ race, seeds }) => {
    const [now, before] = [race.current, race.previous].map((access) => {
      const frame = ownFrame(access, isOwnFrame);
      return `${access.op} at ${frame === undefined ? '?' : `${frame.file}:${frame.line}`}`;
    });
    return `  ${seeds.length} of ${exploration.runs}: ${now}, ${before}; --seed ${seeds.slice(0, 5).join(' or ')}\n`;
  });
  const cut = ends.filter(({ reason }) => reason !== 'exit').length;
  const note =
    cut === 0 ? '' : `  ${cut} did not end by themselves: out of time or output, or waiting for what never comes.\n`;
  return `${describeExploration(exploration)}\n${races.join('')}${note}`;
}

async function runInLab(lab: NodeLab, command: readonly string[], io: CliIO): Promise<ExitStatus> {
  const onQuit = (): void => {
    for (const one of lab.processes.running()) one.signal('QUIT');
  };
  process.on('SIGQUIT', onQuit);
  try {
    return await runLine(lab, lineOf(command), {
      stdout: outputTo(io.stdout),
      stderr: outputTo((data) => io.stderr(textOf(data))),
      input: (type, end) => passInput(process.stdin, type, end),
    });
  } finally {
    process.off('SIGQUIT', onQuit);
  }
}

/** One word is a line of the shell; of several, each is one word whatever it holds. */
function lineOf(command: readonly string[]): string {
  const [only = ''] = command;
  return command.length === 1 ? only : command.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function outputTo(write: (data: string | Uint8Array) => void): OutputStream {
  return { isTerminal: false, write };
}

function textOf(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : new TextDecoder().decode(data);
}

/** Hands a stream over as it comes; the returned function lets go of it, so that the process can end. */
function passInput(stream: NodeJS.ReadStream, type: (text: string) => void, end: () => void): () => void {
  const decoder = new TextDecoder();
  const onData = (chunk: Uint8Array): void => type(decoder.decode(chunk, { stream: true }));
  stream.on('data', onData).on('end', end);
  return () => {
    stream.off('data', onData).off('end', end);
    stream.destroy();
  };
}

/** Writes what the command made or changed in the lab's folder. */
async function writeChanges(lab: NodeLab, folder: string): Promise<void> {
  const prefix = `${lab.cwd}/`;
  for (const change of lab.files.changes()) {
    if (change.kind !== 'file' || !change.path.startsWith(prefix)) continue;
    const target = join(folder, change.path.slice(prefix.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, change.contents, { mode: change.mode ?? 0o644 });
  }
}
