import type { FileChange, FileSystem } from '../files/index.ts';
import { createFileSystem } from '../files/index.ts';
import type { Command, CommandContext, InputStream } from '../process/index.ts';
import { createPipe } from '../process/index.ts';
import { createCoreholdersCommand, createDlvCommand } from './dlv-command.ts';

/** What a terminal tells the worker that runs Delve for it. */
export type ToDelve =
  | {
      readonly kind: 'start';
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string;
      /** Compiled once, by the page. */
      readonly module: WebAssembly.Module;
      readonly files: readonly (readonly [path: string, contents: Uint8Array])[];
    }
  | { readonly kind: 'input'; readonly bytes: Uint8Array }
  | { readonly kind: 'input-end' };

/** What the worker answers. */
export type FromDelve =
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array | string }
  /** The prompt is open. */
  | { readonly kind: 'waiting' }
  /** The program ended; what it wrote comes back. */
  | { readonly kind: 'exit'; readonly status: number; readonly changes: readonly FileChange[] }
  | { readonly kind: 'broken'; readonly message: string };

/** One end of a channel that copies messages: a worker, or a worker's own scope. */
export interface Channel<Out, In> {
  readonly post: (message: Out) => void;
  readonly listen: (receive: (message: In) => void) => void;
}

/** A worker for one run of Delve. */
export interface DelveWorker extends Channel<ToDelve, FromDelve> {
  readonly terminate: () => void;
}

export interface RemoteDelveOptions {
  readonly loadModule: () => Promise<WebAssembly.Module>;
  /** Starts a worker that calls `serveDelve`; asked once per run. */
  readonly startWorker: () => DelveWorker;
  readonly onPrompt?: () => void;
}

/** The exit status of a program that was interrupted at the keyboard. */
const INTERRUPTED = 130;

/**
 * The commands `dlv` and `coreholders`, run in a worker each time, so that the page stays responsive and Ctrl-C always
 * ends them. The worker gets a copy of the files below the working folder.
 * @example remoteDelveCommands({ loadModule, startWorker })
 */
export function remoteDelveCommands(options: RemoteDelveOptions): readonly Command[] {
  const { loadModule } = options;
  return [createDlvCommand({ loadModule }), createCoreholdersCommand({ loadModule })].map(({ name, summary }) => ({
    name,
    summary,
    run: (context) => runRemotely(name, options, context),
  }));
}

async function runRemotely(command: string, options: RemoteDelveOptions, context: CommandContext): Promise<number> {
  const module = await options.loadModule();
  if (context.abort.aborted) return INTERRUPTED;
  const worker = options.startWorker();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  worker.listen((message) => {
    if (message.kind === 'output') context[message.stream].write(message.bytes);
    else if (message.kind === 'waiting') options.onPrompt?.();
    else if (message.kind === 'broken') reject(new Error(message.message));
    else {
      context.files.apply(message.changes);
      resolve(message.status);
    }
  });
  context.abort.addEventListener('abort', () => resolve(INTERRUPTED), { once: true });
  const { args, env, cwd } = context;
  worker.post({ kind: 'start', command, args, env, cwd, module, files: filesBelow(context.files, cwd) });
  void passInput(context.stdin, worker);
  return promise.finally(() => worker.terminate());
}

function filesBelow(files: FileSystem, folder: string): readonly (readonly [string, Uint8Array])[] {
  return files.walk(folder).map((path) => [path, files.readFile(path) ?? new Uint8Array()] as const);
}

async function passInput(stdin: InputStream, worker: DelveWorker): Promise<void> {
  for (;;) {
    const bytes = stdin.take();
    if (bytes === undefined) return worker.post({ kind: 'input-end' });
    if (bytes.length > 0) worker.post({ kind: 'input', bytes });
    else await stdin.ready();
  }
}

/**
 * The worker's side: runs what the first message asks for.
 * @example serveDelve({ post: (message) => self.postMessage(message), listen: … })
 */
export function serveDelve(channel: Channel<FromDelve, ToDelve>): void {
  const stdin = createPipe({ isTerminal: true });
  channel.listen((message) => {
    if (message.kind === 'input') stdin.write(message.bytes);
    else if (message.kind === 'input-end') stdin.close();
    else void serveRun(channel, stdin, message);
  });
}

async function serveRun(
  channel: Channel<FromDelve, ToDelve>,
  stdin: InputStream,
  { command, args, env, cwd, module, files: given }: ToDelve & { readonly kind: 'start' },
): Promise<void> {
  const files = createFileSystem({ base: given });
  files.makeDirectories(cwd);
  const output = (stream: 'stdout' | 'stderr') => ({
    isTerminal: true,
    write: (bytes: Uint8Array | string) => channel.post({ kind: 'output', stream, bytes }),
  });
  const options = { loadModule: async () => module, onPrompt: () => channel.post({ kind: 'waiting' }) };
  const known = [createDlvCommand(options), createCoreholdersCommand(options)].find(({ name }) => name === command);
  try {
    if (known === undefined) throw new RangeError(`there is no command ${command} here`);
    const status = await known.run({
      args,
      env,
      cwd,
      files,
      stdin,
      stdout: output('stdout'),
      stderr: output('stderr'),
      abort: new AbortController().signal,
      onSignal: () => undefined,
    });
    channel.post({ kind: 'exit', status, changes: files.changes() });
  } catch (error) {
    channel.post({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
  }
}
