/**
 * Our pprof against `go tool pprof` as a user types it, process start included, on a profile of several megabytes and on 100
 * small ones: `npm run bench:profiles`. Needs Go. Both have been run once before: pprof comes from Go's build cache, ours from
 * what the set-up and Node keep of its sources (src/cli/load-pprof.ts, faultline.mjs).
 * The page runs the same code without a process; that is timed as well.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePprof } from '../scripts/setup/bundle-pprof.ts';
import { runPprof, type PprofIO } from '../src/analysis/pprof/index.ts';

const root = join(import.meta.dirname, '..');
const fixtures = join(root, 'test/fixtures/pprof');
const work = join(tmpdir(), 'faultline-bench');
const env = { ...process.env, TZ: 'UTC', TERM: 'dumb' };

/** A profile of every allocation made while type-checking and formatting packages of the standard library. */
function largeProfile(): string {
  const path = join(work, 'typecheck.pb.gz');
  if (existsSync(path)) return path;
  mkdirSync(work, { recursive: true });
  const program = join(work, 'typecheck');
  execFileSync('go', ['build', '-o', program, '.'], { cwd: join(import.meta.dirname, 'typecheck'), stdio: 'inherit' });
  execFileSync(program, [path, 'fmt', 'net/http', 'go/types'], { stdio: 'inherit' });
  return path;
}

function smallProfiles(): readonly string[] {
  const kept = readdirSync(join(fixtures, 'profiles'), { recursive: true, encoding: 'utf8' });
  const paths = kept.filter((path) => path.endsWith('.pb.gz')).map((path) => join(fixtures, 'profiles', path));
  return Array.from({ length: 100 }, (_, i) => paths[i % paths.length]!);
}

function timeOf(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function spawned(command: readonly string[], args: readonly string[]): Buffer {
  const [program = '', ...words] = command;
  const { status, stdout, stderr } = spawnSync(program, [...words, ...args], { env, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited with status ${status}: ${stderr.toString()}`);
  return stdout;
}

async function inProcess(args: readonly string[]): Promise<Buffer> {
  const out: Uint8Array[] = [];
  const io: PprofIO = {
    env: { TZ: 'UTC' },
    readFile: (path) => Promise.resolve(readFileSync(path)),
    readSource: () => Promise.resolve(undefined),
    writeFile: () => Promise.resolve(),
    stdout: (chunk) => void out.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
    stderr: () => undefined,
    readLine: () => Promise.resolve(undefined),
  };
  await runPprof(args, io);
  return Buffer.concat(out);
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const native = ['go', 'tool', 'pprof'];
const ours = [process.execPath, join(root, 'src/cli/faultline.mjs'), 'pprof'];

async function compare(name: string, paths: readonly string[], rounds: number): Promise<boolean> {
  const all = (run: (path: string) => void) => timeOf(() => paths.forEach(run));
  for (const path of new Set(paths)) {
    const want = spawned(native, ['-top', path]);
    if (!spawned(ours, ['-top', path]).equals(want)) throw new Error(`${path}: -top differs from go tool pprof`);
  }
  const times = { native: [] as number[], ours: [] as number[], page: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.native.push(all((path) => spawned(native, ['-top', path])));
    times.ours.push(all((path) => spawned(ours, ['-top', path])));
    const start = performance.now();
    for (const path of paths) await inProcess(['-top', path]);
    times.page.push(performance.now() - start);
  }
  const [theirs, cli, page] = [median(times.native), median(times.ours), median(times.page)];
  const show = (ms: number) => `${ms.toFixed(0).padStart(6)} ms`;
  console.log(
    `${name.padEnd(34)} go tool pprof ${show(theirs)}   faultline pprof ${show(cli)}   in the page ${show(page)}`,
  );
  return cli < theirs && page < theirs;
}

await bundlePprof();
const large = largeProfile();
const megabytes = (statSync(large).size / 1e6).toFixed(1);
const unpackedMegabytes = (execFileSync('gzip', ['-dc', large], { maxBuffer: 1 << 28 }).length / 1e6).toFixed(1);
console.log(`Node ${process.version}, ${execFileSync('go', ['version'], { encoding: 'utf8' }).trim()}`);
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores\n`);
const faster = [
  await compare(`-top, ${megabytes} MB (${unpackedMegabytes} MB unpacked)`, [large], 5),
  await compare('-top, 100 small profiles', smallProfiles(), 3),
];
process.exitCode = faster.every(Boolean) ? 0 : 1;
