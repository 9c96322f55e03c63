import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExitStatus, OutputStream } from '../toolchain/process/index.ts';
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
export const usage = 'faultline lab [--replay] [--out DIR] DIR -- COMMAND…';

/** What the words after `faultline lab` ask for. */
interface LabCall {
  readonly folder: string;
  readonly out: string | undefined;
  readonly replay: boolean;
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
  const files = await readFolder(call.folder).catch(() => undefined);
  if (files === undefined) {
    io.stderr(`faultline lab: there is no folder ${call.folder}. Name the folder that holds the lab's go.mod.\n`);
    return usageStatus;
  }
  const lab = await openLab(call, files, io);
  if (typeof lab === 'string') {
    io.stderr(`faultline lab: ${lab}\n`);
    return usageStatus;
  }
  const status = await runInLab(lab, call.command, io);
  if (call.out !== undefined) await writeChanges(lab, call.out);
  return status.code;
}

/** Returns the lab with the page's tools, or with the recordings beside it; or why it cannot be had. */
async function openLab(call: LabCall, files: ReadonlyMap<string, Uint8Array>, io: CliIO): Promise<NodeLab | string> {
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
  return manifest === undefined ? toolchainMissing : createNodeLab(files, manifest);
}

function parseCall(args: readonly string[]): LabCall | string {
  const at = args.indexOf('--');
  const command = at < 0 ? [] : args.slice(at + 1);
  if (command.length === 0) return "'--' and a command are missing";
  const words = args.slice(0, at);
  const outAt = words.indexOf('--out');
  const out = outAt < 0 ? undefined : words.splice(outAt, 2)[1];
  if (outAt >= 0 && out === undefined) return '--out needs a folder';
  const replay = words.includes('--replay');
  const folders = words.filter((word) => word !== '--replay');
  const unknown = folders.find((word) => word.startsWith('-'));
  if (unknown !== undefined) return `there is no flag ${unknown}`;
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) return 'name one folder before --';
  return { folder: resolve(folder), out, replay, command };
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
