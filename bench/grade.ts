/**
 * npm run bench:grade: grades generated classes of 1,000 and 10,000 learners as `faultline grade` does, to see that time
 * grows with the class, and what memory it takes; then the large one in 16 shards, whose merge must be the same bytes.
 * Words after `--` change that: the size of the large class, and the number of shards.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAssignment, makeDemo } from '../src/cli/demo-class.ts';

const [large = 10_000, shards = 16] = process.argv.slice(2).map(Number);
const small = Math.max(1, Math.round(large / 10));
const aims = { seconds: 60, growth: 12 };

const home = mkdtempSync(join(tmpdir(), 'faultline-bench-grade-'));
const assignment = join(home, 'assignment.json');
writeFileSync(assignment, JSON.stringify(demoAssignment));

/** One call of the command in a process of its own, measured from outside. */
interface Measured {
  readonly seconds: number;
  /** Of all its threads: what remains where others use the machine too. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Node tells when it ends the largest memory that the process held and the time it computed, its workers' included. */
const tellUse = `data:text/javascript,process.on('exit',()=>{
  const {maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();
  process.stderr.write('used '+maxRSS+' '+(userCPUTime+systemCPUTime)+'\\n')
})`.replaceAll('\n', '');

function faultline(args: readonly string[], outPath: string): Measured {
  const out = openSync(outPath, 'w');
  const begun = performance.now();
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', tellUse, join(import.meta.dirname, '../src/cli/main.ts'), ...args],
    { stdio: ['ignore', out, 'pipe'], encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  closeSync(out);
  // 1: the file that was cut is named, and stops nothing.
  if (status !== 0 && status !== 1) throw new Error(`faultline ${args[0] ?? ''} ended with ${status}: ${stderr}`);
  const [, peak = '', cpu = ''] = /^used (\d+) (\d+)$/m.exec(stderr) ?? [];
  return {
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: Number(cpu) / 1e6,
    peakMegabytes: Number(peak) / 1024,
  };
}

async function writeClass(size: number): Promise<string> {
  const folder = join(home, String(size));
  mkdirSync(folder);
  const files = await makeDemo(size, 1);
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  const bytes = files.reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
  console.log(`${size} learners: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  return folder;
}

function gradeWhole(folder: string, workers: number): Measured {
  const measured = faultline(
    ['grade', '--json', '--workers', String(workers), '--assignment', assignment, '--csv', `${folder}.csv`, folder],
    `${folder}.jsonl`,
  );
  tell(`graded with ${workers === 1 ? 'one worker' : `${workers} workers`}`, measured);
  return measured;
}

function gradeShards(folder: string): boolean {
  const parts = Array.from({ length: shards }, (_, i) => `${folder}.part-${i + 1}`);
  const measured = parts.map((part, i) =>
    faultline(['grade', '--shard', `${i + 1}/${shards}`, '--assignment', assignment, folder], part),
  );
  const most = (key: keyof Measured) => Math.max(...measured.map((one) => one[key]));
  tell(`the slowest of ${shards} shards`, {
    seconds: most('seconds'),
    cpuSeconds: most('cpuSeconds'),
    peakMegabytes: most('peakMegabytes'),
  });
  const merged = `${folder}.merged`;
  tell('their merge', faultline(['grade', 'merge', '--json', '--csv', `${merged}.csv`, ...parts], `${merged}.jsonl`));
  return ['csv', 'jsonl'].every((end) => readFileSync(`${merged}.${end}`).equals(readFileSync(`${folder}.${end}`)));
}

function tell(what: string, { seconds, cpuSeconds, peakMegabytes }: Measured): void {
  const [time, cpu] = [seconds, cpuSeconds].map((value) => value.toFixed(1).padStart(6));
  console.log(`  ${what.padEnd(28)} ${time} s  ${cpu} s of CPU  ${peakMegabytes.toFixed(0).padStart(5)} MB at most`);
}

try {
  const cores = availableParallelism();
  console.log(`${cores} cores`);
  const [few, many] = [await writeClass(small), await writeClass(large)];
  const [ofFew, ofMany] = [gradeWhole(few, cores), gradeWhole(many, cores)];
  const isSame = gradeShards(many);
  const growth = ofMany.cpuSeconds / ofFew.cpuSeconds;
  const isMet = { time: ofMany.seconds <= aims.seconds, growth: growth <= aims.growth, bytes: isSame };
  console.log(
    `${large} learners in ${ofMany.seconds.toFixed(1)} s (aim ${aims.seconds}), ${growth.toFixed(1)} times the CPU of ${small} (aim ${aims.growth}), ` +
      `merged shards ${isSame ? 'are' : 'ARE NOT'} the unsharded bytes`,
  );
  process.exitCode = Object.values(isMet).every(Boolean) ? 0 : 1;
} finally {
  rmSync(home, { recursive: true });
}
