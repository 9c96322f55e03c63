/**
 * Runs the page's Delve on the cores of a folder in Node and compares every answer with the recording of native Delve.
 *
 *   node scripts/delve/compare.ts DIR [NAME…]     needs build/delve/…: npm run toolchain
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDlvCommand } from '../../src/toolchain/delve/index.ts';
import { createFileSystem } from '../../src/toolchain/files/index.ts';
import { createPipe } from '../../src/toolchain/process/index.ts';
import { LAB_TIME_MILLIS, labFiles } from './lab-files.ts';
import type { DelveRecording, Exchange } from './session.ts';
import { DelveSession } from './session.ts';

export interface Timing {
  readonly command: string;
  readonly millis: number;
}

export interface Replay {
  readonly exchanges: readonly Exchange[];
  /** From the start to the first prompt, then per command. */
  readonly timings: readonly Timing[];
}

/** Runs Delve's module on a lab of `dir` and gives it the commands, each when the prompt is open. */
export async function replay(
  module: WebAssembly.Module,
  dir: string,
  name: string,
  commands: readonly string[],
): Promise<Replay> {
  const files = createFileSystem();
  for (const [path, bytes] of labFiles(dir, name)) {
    files.writeFile(`/lab/${path}`, bytes);
    files.setModified(`/lab/${path}`, LAB_TIME_MILLIS);
  }
  const stdin = createPipe({ isTerminal: true });
  const session = new DelveSession(commands, (line) => stdin.write(line));
  const decoder = new TextDecoder();
  const output = {
    isTerminal: true,
    write: (data: Uint8Array | string) => session.take(typeof data === 'string' ? data : decoder.decode(data)),
  };
  const timings: Timing[] = [];
  let started = performance.now();
  const command = createDlvCommand({
    loadModule: async () => module,
    onPrompt: () => {
      timings.push({ command: commands[timings.length - 1] ?? '(first prompt)', millis: performance.now() - started });
      started = performance.now();
      session.advance();
    },
  });
  await command.run({
    args: ['core', `./${name}`, './core'],
    env: {},
    cwd: '/lab',
    files,
    stdin,
    stdout: output,
    stderr: output,
    abort: new AbortController().signal,
    onSignal: () => undefined,
  });
  session.finish();
  return { exchanges: session.exchanges, timings };
}

/** The recordings of a folder, by name. */
export function recordingsOf(dir: string): ReadonlyMap<string, DelveRecording> {
  const suffix = '.recording.json';
  const names = readdirSync(dir).filter((file) => file.endsWith(suffix));
  return new Map(
    names.map((file) => [
      file.slice(0, -suffix.length),
      JSON.parse(readFileSync(join(dir, file), 'utf8')) as DelveRecording,
    ]),
  );
}
