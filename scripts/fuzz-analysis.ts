/**
 * Analyzes mutated fixtures until it has done as many as asked for, and reports inputs that break a promise.
 *
 *   node scripts/fuzz-analysis.ts [--count=1000000] [--seed=1] [--jobs=2]
 *
 * Each input is a fixture after one to four changes; the seed tells which. What breaks is written to
 * test/analysis/fuzz-seeds/, where the tests keep trying it.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { brokenPromise, mutate } from '../test/analysis/mutate.ts';
import { seeded } from './score/damage.ts';

const ROOT = join(import.meta.dirname, '..');
const MAX_FIXTURE = 12_000;
const SLOW_MS = 2_000;

interface Task {
  readonly first: number;
  readonly count: number;
}

/** Text of every fixture of the analyzers that is small enough to be changed a thousand times a second. */
function fixtureTexts(): string[] {
  const texts: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.(?:txt|log|out)$/.test(entry.name) && statSync(path).size < MAX_FIXTURE)
        texts.push(readFileSync(path, 'utf8'));
    }
  };
  for (const name of ['go', 'race', 'delve']) {
    try {
      walk(join(ROOT, 'test/fixtures', name));
    } catch {
      // A kind without fixtures yet has nothing to mutate.
    }
  }
  return texts;
}

function inputOf(texts: readonly string[], seed: number): string {
  const random = seeded(seed);
  const pick = (): string => texts[Math.floor(random() * texts.length)] ?? '';
  let text = pick();
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) text = mutate(text, pick(), random);
  return text;
}

function work({ first, count }: Task): void {
  const texts = fixtureTexts();
  for (let seed = first; seed < first + count; seed++) {
    const text = inputOf(texts, seed);
    const started = process.threadCpuUsage();
    const broken = brokenPromise(text) ?? (isSlow(started) ? 'it takes too long' : undefined);
    if (broken !== undefined) parentPort?.postMessage({ seed, broken, text });
    if ((seed - first) % 10_000 === 9_999) parentPort?.postMessage({ done: 10_000 });
  }
}

/** By processor time, as other programs may keep a machine busy. */
function isSlow(started: NodeJS.CpuUsage): boolean {
  const { user, system } = process.threadCpuUsage(started);
  return user + system > SLOW_MS * 1000;
}

function option(name: string, otherwise: number): number {
  return Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
}

function keep(seed: number, broken: string, text: string): void {
  const folder = join(ROOT, 'test/analysis/fuzz-seeds');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${seed}.txt`), text);
  process.stdout.write(`seed ${seed}: ${broken}\n`);
}

async function main(): Promise<number> {
  const count = option('count', 1_000_000);
  const jobs = option('jobs', availableParallelism());
  const share = Math.ceil(count / jobs);
  let failures = 0;
  let done = 0;
  const runs = Array.from({ length: jobs }, (_, job) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { first: option('seed', 1) + job * share, count: share },
    });
    worker.on('message', (message: { seed?: number; broken?: string; text?: string; done?: number }) => {
      done += message.done ?? 0;
      if (message.done !== undefined && process.stderr.isTTY) process.stderr.write(`\r${done} of ${count}`);
      if (message.seed === undefined) return;
      failures++;
      keep(message.seed, message.broken ?? '', message.text ?? '');
    });
    return new Promise<void>((resolve, reject) => worker.on('exit', () => resolve()).on('error', reject));
  });
  await Promise.all(runs);
  process.stdout.write(`${share * jobs} mutated inputs, ${failures} broke a promise\n`);
  return failures === 0 ? 0 : 1;
}

if (isMainThread) process.exitCode = await main();
else work(workerData as Task);
