/**
 * Time and memory of reading a heap dump: objects, holders and dominators. No other tool of ours to compare with reads
 * this format and names holders, so the peer is a plain walk over the same file: every record decoded once, nothing kept.
 *
 *   node --expose-gc bench/heapdump.ts [OBJECTS]
 */
import { readHeapdump } from '../src/analysis/heapdump/index.ts';
import { generateHeapDump } from './heapdump-generator.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const file = generateHeapDump(count);
globalThis.gc?.();
const before = process.memoryUsage();
let peak = before.rss;
const times = Array.from({ length: 3 }, () => {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const { evidence } = readHeapdump(file).value;
  const { user, system } = process.cpuUsage(cpu);
  peak = Math.max(peak, process.memoryUsage().rss);
  if (evidence.objects < count - 3) throw new Error(`${evidence.objects} objects of ${count}`);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
});
const peer = timeOf(() => walk(file));
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
process.stdout.write(
  [
    `heap dump of ${count} objects, ${megabytes(file.length)}`,
    `  read, holders, dominators  ${times.map(formatTime).join(', ')} (aim: at most 3 s for 1,000,000)`,
    `  every byte read once       ${(peer / 1000).toFixed(2)} s`,
    `  memory besides the file    ${megabytes(peak - before.rss)}; with it ${((peak - before.rss + file.length) / file.length).toFixed(2)} × the file (aim: at most 4)`,
    '',
  ].join('\n'),
);

/** A busy machine stretches the first, not the second. */
function formatTime({ wall, cpu }: { readonly wall: number; readonly cpu: number }): string {
  return `${(wall / 1000).toFixed(2)} s (${(cpu / 1000).toFixed(2)} s of processor)`;
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function walk(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}
