/** Runs a lab's commands with real Go, in a copy of the lab. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a command printed, both streams as they came, and how it ended. */
export interface Outcome {
  readonly output: string;
  readonly exit: number;
}

/** How to run a command. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: { readonly name: string; readonly afterSeconds: number } | undefined;
  readonly timeoutSeconds?: number;
}

/** Commands of the page's terminal that a machine lacks, such as `heapdump`, and the Node that they need. */
const ownCommands = [fileURLToPath(new URL('../../../scripts/labs/bin', import.meta.url)), dirname(process.execPath)];

/** Runs a shell line in `folder`. A command that takes too long is killed; its exit status is then 124, as by timeout(1). */
export function runShell(line: string, folder: string, options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `exec 2>&1; ${options.signal ? 'exec ' : ''}${line}`], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: [...ownCommands, process.env['PATH'] ?? ''].join(delimiter),
        TERM: 'dumb',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    let isLate = false;
    const late = setTimeout(
      () => {
        isLate = true;
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      },
      (options.timeoutSeconds ?? 240) * 1000,
    );
    const { signal } = options;
    const sending = signal
      ? setTimeout(() => child.kill(`SIG${signal.name}` as NodeJS.Signals), signal.afterSeconds * 1000)
      : undefined;
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve({ output: '', exit: 127 }));
    child.on('close', (code, killer) => {
      clearTimeout(late);
      clearTimeout(sending);
      resolve({
        output: Buffer.concat(chunks).toString('utf8'),
        exit: isLate ? 124 : (code ?? (killer === 'SIGKILL' ? 137 : 134)),
      });
    });
  });
}

/** Whether a Go toolchain answers on the path. */
export async function hasGo(): Promise<boolean> {
  return (await runShell('go version', tmpdir(), { timeoutSeconds: 60 })).exit === 0;
}

/** Calls `work` with a folder that holds the files, and removes it afterwards. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-lab-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
