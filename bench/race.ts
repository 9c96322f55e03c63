/**
 * What `-race` costs: the benchmarks of bench/race-go as the page builds and runs them, under Node, plain and with the
 * detector, beside the same two built natively (one processor each). Times are processor times;
 * memory is the most that each had. `npm run bench:race [-- NAME…]`. Needs Go and a C compiler.
 */
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNatively } from '../scripts/labs/native.ts';
import { withTemporaryFolder } from '../scripts/labs/programs.ts';
import {
  createNodeLab,
  readFolder,
  readManifest,
  runWhole,
  toolchainMissing,
} from '../src/cli/node-toolchain/index.ts';
import type { NodeLab } from '../src/cli/node-toolchain/index.ts';
import { createCapture, inputOf } from '../src/toolchain/process/index.ts';
import { Detector, parseGorace } from '../src/toolchain/race/index.ts';
import { runProgram } from '../src/toolchain/wasi/index.ts';
import type { WasiProgram } from '../src/toolchain/wasi/index.ts';

const folder = fileURLToPath(new URL('race-go/', import.meta.url));
const names = [
  ['matmul', 'fannkuch', 'nbody', 'spectral-norm', 'mandelbrot', 'sieve'],
  ['binary-trees', 'sort', 'map', 'strings', 'json'],
  ['channels', 'pipeline', 'mutex', 'atomic'],
].flat();
/** The target for the geometric mean of page with `-race` over page without. */
const mostTimes = 8;

/** One benchmark in one of the four builds. */
interface Measured {
  readonly millis: number;
  /** What was computed: the same in all builds, or the benchmark is worth nothing. */
  readonly result: string;
  readonly megabytes: number;
  /** Of these, what the detector remembers of memory. */
  readonly shadowMegabytes: number;
}

type Measure = (name: string) => Promise<Measured>;

function measured(stdout: string, bytes?: number, shadowBytes = 0): Measured {
  const [nanos = '', result = '', kilobytes = ''] = stdout.trim().split(' ');
  if (result === '') throw new Error(`the benchmark printed ${JSON.stringify(stdout)}`);
  const megabytes = (bytes ?? Number(kilobytes) * 1024) / 1e6;
  return { millis: Number(nanos) / 1e6, result, megabytes, shadowMegabytes: shadowBytes / 1e6 };
}

async function buildInPage(lab: NodeLab, flags: string): Promise<Measure> {
  const file = `/tmp/bench${flags}`;
  const built = await runWhole(lab, `go build ${flags} -o ${file} .`);
  const bytes = lab.files.readFile(file);
  if (built.status !== 0 || bytes === undefined) throw new Error(built.stderr);
  const module = await WebAssembly.compile(new Uint8Array(bytes));
  return async (name) => {
    let detector: Detector | undefined;
    const [stdout, stderr] = [createCapture(), createCapture()];
    const { memoryBytes } = await runProgram({
      module,
      args: ['bench', name],
      env: lab.env,
      cwd: lab.cwd,
      files: lab.files,
      stdin: inputOf(''),
      stdout,
      stderr,
      clock: processorClock,
      extraImports: (memory) => {
        const host = { memory: () => memory.view().buffer, options: parseGorace(undefined) };
        detector = new Detector({ ...host, write: (text) => stderr.write(text) });
        return { race: detector.imports() };
      },
    });
    if (detector?.raceCount) throw new Error(stderr.text());
    const shadowBytes = (detector?.usage.shadowPages ?? 0) * 65536;
    return measured(stdout.text(), memoryBytes + shadowBytes, shadowBytes);
  };
}

async function buildNatively(bin: string, flags: string): Promise<Measure> {
  const file = join(bin, `bench${flags}`);
  const { status, stderr } = await runNatively(folder, `go build ${flags} -o ${file} .`);
  if (status !== 0) throw new Error(stderr);
  return async (name) => {
    const run = await runNatively(folder, `GOMAXPROCS=1 ${file} ${name}`);
    if (run.status !== 0) throw new Error(run.stderr);
    return measured(run.stdout);
  };
}

/** The time that this thread had a processor: what else runs on the machine counts little. Nothing here sleeps. */
const processorClock: NonNullable<WasiProgram['clock']> = {
  wallMillis: () => Date.now(),
  nanos: () => {
    const { user, system } = process.threadCpuUsage();
    return BigInt(Math.round(user + system)) * 1000n;
  },
  sleep: () => undefined,
};

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function row(name: string, cells: readonly (number | string)[]): string {
  const text = (cell: number | string): string => (typeof cell === 'number' ? cell.toFixed(2) : cell);
  return name.padEnd(16) + cells.map((cell) => text(cell).padStart(10)).join('');
}

function showLoad(when: string): void {
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`load ${when} (1, 5, 15 minutes): ${load.join(', ')} on ${availableParallelism()} processors`);
}

async function compare(chosen: readonly string[], bin: string): Promise<void> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const lab = createNodeLab(await readFolder(folder), manifest);
  const [native, nativeRace] = [await buildNatively(bin, ''), await buildNatively(bin, '-race')];
  const [page, pageRace] = [await buildInPage(lab, ''), await buildInPage(lab, '-race')];
  console.log(row('milliseconds', ['native', '-race', 'times', 'page', '-race', 'times', '-race/-race']));
  const [nativeTimes, pageTimes, memory]: [number[], number[], string[]] = [[], [], []];
  for (const name of chosen) {
    const [a, b, c, d] = [await native(name), await nativeRace(name), await page(name), await pageRace(name)];
    if (new Set([a, b, c, d].map(({ result }) => result)).size > 1) throw new Error(`${name}: results differ`);
    nativeTimes.push(b.millis / a.millis);
    pageTimes.push(d.millis / c.millis);
    const times = [a.millis, b.millis, b.millis / a.millis, c.millis, d.millis, d.millis / c.millis];
    console.log(row(name, [...times, d.millis / b.millis]));
    memory.push(row(name, [a.megabytes, b.megabytes, c.megabytes, d.megabytes, d.shadowMegabytes]));
  }
  const mean = geometricMean(pageTimes);
  console.log(row('geometric mean', ['', '', geometricMean(nativeTimes), '', '', mean]));
  console.log(`\n${row('megabytes', ['native', '-race', 'page', '-race', 'of it shadow'])}\n${memory.join('\n')}`);
  process.exitCode = mean <= mostTimes ? 0 : 1;
}

async function main(chosen: readonly string[]): Promise<void> {
  showLoad('at the start');
  await withTemporaryFolder((bin) => compare(chosen.length > 0 ? chosen : names, bin));
  showLoad('at the end');
}

await main(process.argv.slice(2));
