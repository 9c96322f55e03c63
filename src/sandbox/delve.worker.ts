/** Runs Delve on one core and ends: the prompt is the program's own, typed lines come by messages. */
import { createCoreholdersCommand, createDlvCommand } from '../toolchain/delve/index.ts';
import { createFileSystem, createMirror } from '../toolchain/files/index.ts';
import type { Mirror } from '../toolchain/files/index.ts';
import { createPipe } from '../toolchain/process/index.ts';
import type { OutputStream, Pipe } from '../toolchain/process/index.ts';
import { createAssetLoader } from './asset-loader.ts';
import type { DelveStart, RunCommand, RunReport } from './messages.ts';
import { loadedUrls } from './offline.ts';

const stdin: Pipe = createPipe({ isTerminal: true });
let mirror: Mirror | undefined;

function report(message: RunReport): void {
  self.postMessage(message);
}

self.addEventListener('message', ({ data }: MessageEvent<RunCommand>) => {
  if (data.kind === 'start-delve') void start(data);
  else if (data.kind === 'input') stdin.write(data.bytes);
  else if (data.kind === 'input-end') stdin.close();
  else if (data.kind === 'files') mirror?.apply(data.changes);
  else if (data.kind === 'ping') report({ kind: 'pong' });
  // Delve's own way to end is `exit`; a signal ends the worker.
  else if (data.kind === 'signal') report({ kind: 'signal', signal: data.signal, handled: false });
});

async function start({ name, module, baseUrl, args, env, cwd, files: given }: DelveStart): Promise<void> {
  const files = createFileSystem();
  files.apply(given);
  mirror = createMirror(files);
  const loader = createAssetLoader(baseUrl);
  const options = { loadModule: () => loader.module(module) };
  const command = name === 'dlv' ? createDlvCommand(options) : createCoreholdersCommand(options);
  const abort = new AbortController().signal;
  const [stdout, stderr] = [outputTo('stdout'), outputTo('stderr')];
  try {
    const status = await command.run({
      args,
      env,
      cwd,
      files,
      stdin,
      stdout,
      stderr,
      abort,
      onSignal: () => undefined,
    });
    report({ kind: 'files', changes: mirror.take() });
    report({ kind: 'ended', status, memoryBytes: 0 });
  } catch (error) {
    report({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
  }
}

function outputTo(stream: 'stdout' | 'stderr'): OutputStream {
  const encoder = new TextEncoder();
  return {
    isTerminal: true,
    write: (data) => report({ kind: 'output', stream, bytes: typeof data === 'string' ? encoder.encode(data) : data }),
  };
}

report({ kind: 'ready', urls: [self.location.href, ...loadedUrls()] });
