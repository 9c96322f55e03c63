/**
 * npm run bench:analysis: reads a dump of 12 MB and 10,000 small traces with `analyze` and with two Go parsers, in the same
 * run; then 1, 10 and 100 MB, to see that time grows with the input, and what memory it takes.
 *
 * The peers are Go modules pinned in bench/analysis-go/go.sum; the bench builds them itself and needs Go.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze, analyzeText } from '../src/analysis/index.ts';

const DUMP_BYTES = 12_000_000;
const TRACES = 10_000;
const AIMS = { panicparse: 10, gostackparse: 0.5, growth: 12, memory: 6 };

const LEAVES = [
  ['runtime.gopark', 'runtime/proc.go', 435],
  ['internal/poll.(*FD).Read', 'internal/poll/fd_unix.go', 165],
  ['net.(*conn).Read', 'net/net.go', 194],
  ['sync.(*Mutex).lockSlow', 'sync/mutex.go', 173],
  ['time.Sleep', 'runtime/time.go', 338],
] as const;
const STATES = ['chan receive', 'IO wait', 'select', 'sync.Mutex.Lock', 'sleep', 'chan send'];

/** A dump as SIGQUIT prints it: many goroutines with stacks of three to fourteen frames, like a server's. */
function makeDump(bytes: number): string {
  const parts: string[] = [];
  let size = 0;
  for (let id = 1; size < bytes; id++) {
    const part = makeGoroutine(id);
    parts.push(part);
    size += part.length;
  }
  return Buffer.from(parts.join('\n'), 'latin1').toString('latin1');
}

function makeGoroutine(id: number): string {
  const minutes = id % 3 === 0 ? `, ${id % 240} minutes` : '';
  const lines = [`goroutine ${id} [${STATES[id % STATES.length]}${minutes}]:`];
  const [leaf, file, line] = LEAVES[id % LEAVES.length] ?? LEAVES[0];
  lines.push(
    `${leaf}(0xc000${(id * 64).toString(16)}, 0x${id.toString(16)}?)`,
    `\t/usr/local/go/src/${file}:${line} +0xce`,
  );
  for (let depth = 0; depth < 2 + (id % 12); depth++) {
    const receiver =
      depth % 2 === 0 ? `(*Handler${(id + depth) % 40}).Serve${depth}` : `step${depth}.func${1 + (id % 3)}`;
    lines.push(`example.com/shop/internal/cart.${receiver}(0xc00012a000, {0x7f3c${id.toString(16)}, 0x12}, ...)`);
    lines.push(
      `\t/srv/shop/internal/cart/handler${(id + depth) % 40}.go:${20 + depth * 7} +0x${(80 + depth).toString(16)}`,
    );
  }
  lines.push(
    `created by example.com/shop/internal/cart.(*Pool).Start in goroutine 1`,
    `\t/srv/shop/internal/cart/pool.go:61 +0x1c5`,
    '',
  );
  return lines.join('\n');
}

function makeTrace(id: number): string {
  return `panic: runtime error: index out of range [${id % 9}] with length 3\n\n${makeGoroutine(id + 1).replace(/\[.*?\]/, '[running]')}exit status 2\n`;
}

interface Timing {
  readonly peer: string;
  readonly input: string;
  readonly seconds: number;
  readonly goroutines: number;
}

function peers(dump: string, folder: string): Timing[] {
  const go = join(import.meta.dirname, 'analysis-go');
  const binary = join(folder, 'peers');
  const built = spawnSync('go', ['build', '-o', binary, '.'], { cwd: go, encoding: 'utf8' });
  if (built.status !== 0)
    throw new Error(`the peers cannot be built; is Go installed?\n${built.stderr ?? built.error?.message}`);
  writeFileSync(join(folder, 'dump.txt'), dump);
  mkdirSync(join(folder, 'traces'));
  for (let id = 0; id < TRACES; id++) writeFileSync(join(folder, 'traces', `${id}.txt`), makeTrace(id));
  const ran = spawnSync(binary, [join(folder, 'dump.txt'), join(folder, 'traces')], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`the peers failed: ${ran.stderr}`);
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Timing);
}

/** The best of several runs, as other programs of the machine only ever make one slower. */
async function best(runs: number, work: () => Promise<number>): Promise<Omit<Timing, 'peer' | 'input'>> {
  let seconds = Infinity;
  let goroutines = 0;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    goroutines = await work();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  return { seconds, goroutines };
}

async function goroutinesIn(input: Uint8Array | string): Promise<number> {
  const { evidence } = await analyze(input);
  return evidence.reduce((sum, one) => sum + ('goroutines' in one ? one.goroutines.length : 0), 0);
}

/** Peak memory over the input's size, in a process of its own. */
function memoryFactor(megabytes: number): number {
  const code = `
    import { analyze } from ${JSON.stringify(join(import.meta.dirname, '../src/analysis/index.ts'))};
    const { readFileSync } = await import('node:fs');
    const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    const before = peak();
    const input = readFileSync(process.argv[1]);
    const { evidence } = await analyze(input);
    console.log(JSON.stringify({ before, after: peak(), kinds: evidence.length }));`;
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const file = join(folder, 'dump.txt');
  writeFileSync(file, makeDump(megabytes * 1e6));
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (ran.status !== 0) throw new Error(ran.stderr);
  const { before, after } = JSON.parse(ran.stdout) as { before: number; after: number };
  return ((after - before) * 1024) / (megabytes * 1e6);
}

function row(name: string, value: string, aim: string): string {
  return `${name.padEnd(46)} ${value.padStart(16)}   ${aim}\n`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const dump = makeDump(DUMP_BYTES);
  const timings = peers(dump, folder);
  const traces = Array.from({ length: TRACES }, (_, id) => makeTrace(id));
  const bytes = Buffer.from(dump, 'latin1');
  timings.push({ peer: 'faultline', input: 'dump', ...(await best(20, () => goroutinesIn(bytes))) });
  timings.push({
    peer: 'faultline',
    input: 'traces',
    ...(await best(5, async () => traces.reduce((sum, trace) => sum + analyzeText(trace).evidence.length, 0))),
  });
  for (const { peer, input, seconds, goroutines } of timings) {
    process.stdout.write(
      row(
        `${peer}, ${input === 'dump' ? '12 MB dump' : '10,000 traces'}`,
        `${(seconds * 1000).toFixed(0)} ms`,
        `${goroutines} goroutines`,
      ),
    );
  }
  const time = (peer: string, input: string): number =>
    timings.find((one) => one.peer === peer && one.input === input)?.seconds ?? NaN;
  for (const input of ['dump', 'traces']) {
    const own = time('faultline', input);
    process.stdout.write(
      row(
        `times as fast as panicparse, ${input}`,
        (time('panicparse', input) / own).toFixed(1),
        input === 'dump' ? `aim ≥ ${AIMS.panicparse}` : '',
      ),
    );
    process.stdout.write(
      row(
        `times as fast as gostackparse, ${input}`,
        (time('gostackparse', input) / own).toFixed(2),
        input === 'dump' ? `aim ≥ ${AIMS.gostackparse}` : '',
      ),
    );
  }
  let previous: number | undefined;
  for (const megabytes of [1, 10, 100]) {
    const text = makeDump(megabytes * 1e6);
    const { seconds } = await best(megabytes > 10 ? 3 : 8, () => goroutinesIn(text));
    const growth =
      previous === undefined ? '' : `${(seconds / previous).toFixed(1)} times the last (aim ≤ ${AIMS.growth})`;
    process.stdout.write(row(`${megabytes} MB`, `${(seconds * 1000).toFixed(0)} ms`, growth));
    previous = seconds;
  }
  process.stdout.write(row('peak memory over input, 100 MB', memoryFactor(100).toFixed(1), `aim ≤ ${AIMS.memory}`));
  rmSync(folder, { recursive: true });
}

await main();
