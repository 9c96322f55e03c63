import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPprof, type PprofIO } from '../../../src/analysis/pprof/index.ts';

export const fixtures = join(import.meta.dirname, '../../fixtures/pprof');

/** A recorded call of `go tool pprof`. */
export interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly inputs: readonly string[];
  readonly stdin?: string;
  readonly golden: string;
  readonly exit: number;
  readonly stderr?: string;
}

export function recordedCases(): readonly RecordedCase[] {
  const { cases } = JSON.parse(readFileSync(join(fixtures, 'cases.json'), 'utf8')) as {
    cases: readonly RecordedCase[];
  };
  return cases;
}

export function profileBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(fixtures, 'profiles', path)));
}

/** Every profile file that is kept, as a path below `profiles/`. */
export function profilePaths(): readonly string[] {
  const root = join(fixtures, 'profiles');
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(pb\.gz|txt)$/.test(path));
}

/** Every gzipped profile below the folder (the fixtures unless told), by its path there; those in bad/ are meant to fail. */
export function packedProfiles(folder = join(fixtures, 'profiles')): ReadonlyMap<string, Uint8Array> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.pb.gz') && !path.startsWith('bad/'),
  );
  return new Map(paths.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]));
}

export interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exit: number;
  /** Files that were written, by path. */
  readonly written: ReadonlyMap<string, Uint8Array>;
}

/** Runs pprof over the kept profiles, `files` laid over them. */
export async function runOver(
  args: readonly string[],
  {
    stdin = '',
    files = new Map<string, Uint8Array>(),
    env = {},
  }: { stdin?: string; files?: ReadonlyMap<string, Uint8Array>; env?: PprofIO['env'] } = {},
): Promise<Ran> {
  const out: Uint8Array[] = [];
  const err: string[] = [];
  const written = new Map<string, Uint8Array>();
  const lines = stdin.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const exit = await runPprof(args, {
    env: { TZ: 'UTC', PWD: '/srv', ...env },
    readFile: (path) => {
      const known = files.get(path) ?? written.get(path);
      if (known) return Promise.resolve(known);
      if (existsSync(join(fixtures, 'profiles', path))) return Promise.resolve(profileBytes(path));
      return Promise.reject(new Error(`open ${path}: no such file or directory`));
    },
    readSource: (path) =>
      Promise.resolve(
        path === '/srv/orders/main.go' ? readFileSync(join(fixtures, 'programs/orders/main.go'), 'utf8') : undefined,
      ),
    writeFile: (path, bytes) => {
      written.set(path, bytes);
      return Promise.resolve();
    },
    stdout: (chunk) => void out.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
    stderr: (text) => void err.push(text),
    readLine: (prompt) => {
      out.push(Buffer.from(prompt));
      return Promise.resolve(lines.shift());
    },
  });
  return { stdout: Buffer.concat(out), stderr: err.join(''), exit, written };
}
