import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { PprofIO } from '../analysis/pprof/run.ts';
import type { CliIO } from './io.ts';
import { loadPprof } from './load-pprof.ts';

export const summary = 'reports on profiles, as go tool pprof prints them';
export const usage = 'faultline pprof [-REPORT] [SETTINGS] PROFILE…   (faultline pprof -help lists both)';

/** Runs `go tool pprof` with these words. Without a report it reads commands from standard input. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  const prompt = new Prompt(io);
  try {
    const runPprof = await loadPprof();
    return await runPprof(args, pprofIO(io, prompt));
  } finally {
    prompt.close();
  }
}

/** Commands, line by line. The prompt goes to standard error where a person types, else, as pprof's, to standard output. */
class Prompt {
  readonly #io: CliIO;
  #next: (() => Promise<string | undefined>) | undefined;
  #reader: ReturnType<typeof createInterface> | undefined;

  constructor(io: CliIO) {
    this.#io = io;
  }

  async read(prompt: string): Promise<string | undefined> {
    const typed = process.stdin.isTTY === true;
    if (typed) this.#io.stderr(prompt);
    else this.#io.stdout(prompt);
    this.#next ??= typed ? this.#typedLines() : await this.#pipedLines();
    return this.#next();
  }

  close(): void {
    this.#reader?.close();
  }

  #typedLines(): () => Promise<string | undefined> {
    this.#reader = createInterface({ input: process.stdin });
    const lines = this.#reader[Symbol.asyncIterator]();
    return async () => {
      const line = await lines.next();
      return line.done === true ? undefined : line.value;
    };
  }

  async #pipedLines(): Promise<() => Promise<string | undefined>> {
    const lines = new TextDecoder().decode(await this.#io.readStdin()).split('\n');
    if (lines.at(-1) === '') lines.pop();
    return () => Promise.resolve(lines.shift());
  }
}

function pprofIO(io: CliIO, prompt: Prompt): PprofIO {
  return {
    env: { ...io.env, PWD: process.cwd() },
    isTerminal: process.stdout.isTTY === true,
    readFile: (path) => (/^https?:/.test(path) ? download(path) : readFile(path).catch(refuseAsGo(path))),
    readSource: (path) => readFile(path, 'utf8').catch(() => undefined),
    writeFile: (path, bytes) => writeFile(path, bytes).catch(refuseAsGo(path)),
    stdout: io.stdout,
    stderr: io.stderr,
    readLine: (text) => prompt.read(text),
  };
}

const goMessages: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
};

function refuseAsGo(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new Error(`open ${path}: ${goMessages[code] ?? (error instanceof Error ? error.message : String(error))}`);
  };
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`server response: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
