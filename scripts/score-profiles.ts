/**
 * Runs the cases of a folder of profiles through our pprof and compares what is printed with what `go tool pprof` printed.
 *
 *   node scripts/score-profiles.ts DIR [--show N] [--only TEXT]
 *
 * DIR holds `cases.json` (`args`, `inputs`, `golden`, `exit`, and perhaps `stdin`, `then`, `stable`), the `profiles/` in which
 * the commands ran, and `sources/`, whose files the profiles name under /home/dev/svc. Where there is a `truth.json` with leaks,
 * their allocation sites are looked for as well.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findAllocationSite, findGrowth, openProfile, runPprof, type PprofIO } from '../src/analysis/pprof/index.ts';

interface Case {
  readonly id: string;
  readonly args: readonly string[];
  readonly inputs: readonly string[];
  readonly golden: string;
  readonly exit: number;
  readonly stdin?: string;
  readonly stderr?: string;
  readonly then?: readonly string[];
  readonly stable?: boolean;
}

interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exit: number;
}

const sourceRoot = '/home/dev/svc/';

function read(path: string): Promise<Uint8Array> {
  if (!existsSync(path)) return Promise.reject(new Error(`no such file or directory`));
  return Promise.resolve(readFileSync(path));
}

async function runCase(
  dir: string,
  args: readonly string[],
  stdin: string,
  extra: ReadonlyMap<string, Uint8Array>,
): Promise<Ran> {
  const out: Uint8Array[] = [];
  const err: string[] = [];
  const lines = stdin.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const io: PprofIO = {
    env: { TZ: 'UTC', PWD: join(dir, 'profiles') },
    readFile: (path) => {
      const known = extra.get(path);
      if (known) return Promise.resolve(known);
      return read(join(dir, 'profiles', path)).catch((error: Error) =>
        Promise.reject(new Error(`open ${path}: ${error.message}`)),
      );
    },
    readSource: (path) => {
      const file = path.startsWith(sourceRoot) ? join(dir, 'sources', path.slice(sourceRoot.length)) : path;
      return Promise.resolve(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    },
    writeFile: () => Promise.resolve(),
    stdout: (chunk) => void out.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
    stderr: (text) => void err.push(text),
    readLine: (prompt) => {
      out.push(Buffer.from(prompt));
      return Promise.resolve(lines.shift());
    },
  };
  const exit = await runPprof(args, io);
  return { stdout: Buffer.concat(out), stderr: err.join(''), exit };
}

async function score(dir: string, test: Case): Promise<Ran> {
  const first = await runCase(dir, [...test.args, ...test.inputs], test.stdin ?? '', new Map());
  if (test.then === undefined || first.exit !== 0) return first;
  return runCase(dir, [...test.then, 'written.pb.gz'], '', new Map([['written.pb.gz', first.stdout]]));
}

function firstDifference(got: string, want: string): string {
  const [ours, theirs] = [got.split('\n'), want.split('\n')];
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  const line = at < 0 ? ours.length : at;
  return `  line ${line + 1}\n    ours   ${JSON.stringify(ours[line])}\n    theirs ${JSON.stringify(theirs[line])}`;
}

interface Leak {
  readonly id: string;
  readonly leak: boolean;
  readonly allocation?: { readonly file: string; readonly line: number; readonly func: string };
}

/** Compares the line that growth names with the true one; a program without a leak has none. */
async function scoreLeaks(dir: string): Promise<number> {
  const path = join(dir, 'truth.json');
  if (!existsSync(path)) return 0;
  const { entries } = JSON.parse(readFileSync(path, 'utf8')) as { entries: readonly Leak[] };
  let [right, wrong] = [0, 0];
  for (const { id, leak, allocation } of entries) {
    const files = ['base', 'after'].map((name) => join(dir, 'profiles', id, `${name}.heap.pb.gz`));
    if (!files.every((file) => existsSync(file))) continue;
    const [before, after] = await Promise.all(files.map((file) => openProfile(readFileSync(file))));
    const growth = before?.value && after?.value && findGrowth(before.value.profile, after.value.profile);
    const site = growth && findAllocationSite(growth);
    const isRight = leak
      ? site?.line === allocation?.line && site?.file?.endsWith(`/${allocation?.file}`) === true
      : site === undefined;
    if (isRight) right++;
    else wrong++;
    if (!isRight)
      console.log(
        `${id}: named ${site?.func ?? 'nothing'} line ${site?.line ?? 0}, truth ${allocation?.func ?? 'no leak'} ${allocation?.line ?? 0}`,
      );
  }
  console.log(`${right} of ${right + wrong} allocation sites as they are`);
  return wrong;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'string', default: '10' }, only: { type: 'string', default: '' } },
});
const [dir] = positionals;
if (dir === undefined) {
  console.error('Give the folder that holds cases.json: node scripts/score-profiles.ts DIR');
  process.exit(2);
}
const { cases } = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as { cases: readonly Case[] };
let [equal, different, unstable, shown] = [0, 0, 0, 0];
for (const test of cases.filter(({ id }) => id.includes(values.only))) {
  if (test.stable === false) {
    unstable++;
    continue;
  }
  const golden = readFileSync(join(dir, test.golden));
  const ran = await score(dir, test);
  if (golden.equals(ran.stdout) && ran.exit === test.exit) {
    equal++;
    continue;
  }
  different++;
  if (shown++ >= Number(values.show)) continue;
  console.log(`${test.id}: ${test.args.join(' ')} ${test.inputs.join(' ')}  exit ${ran.exit}, pprof ${test.exit}`);
  console.log(firstDifference(ran.stdout.toString(), golden.toString()));
  if (ran.stderr !== (test.stderr ?? '')) console.log(`    stderr ${JSON.stringify(ran.stderr.slice(0, 200))}`);
}
const share = ((100 * equal) / Math.max(1, equal + different)).toFixed(2);
console.log(`${equal} equal, ${different} different, ${unstable} unstable left out: ${share} % of the stable cases`);
process.exitCode = different + (await scoreLeaks(dir)) === 0 ? 0 : 1;
