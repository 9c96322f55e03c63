/** Gets a core file of a program: by a crash, or from the living process. Needs Linux on amd64, Go, and gdb for `gcore`. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.ts';
import type { CoreRecipe } from './recipes.ts';

const READY_MILLIS = 20_000;

/** Where a core comes from and goes to. */
export interface CoreFiles {
  /** The folder with the program's go.mod. */
  readonly source: string;
  /** The executable's name, without folder. */
  readonly name: string;
  /** What the executable calls the program's folder; MODULE/FILE where absent. */
  readonly folder?: string;
  /** Where the packed executable and its core go. */
  readonly executable: string;
  readonly core: string;
}

/** Builds a program, gets a core of it, trims that, and writes both, packed. A core fits only its very executable. */
export async function makeCore(files: CoreFiles, recipe: CoreRecipe): Promise<void> {
  const { name } = files;
  const work = mkdtempSync(join(tmpdir(), 'faultline-core-'));
  try {
    const program = join(work, name);
    build(files, program, recipe);
    const core = recipe.how === 'crash' ? crash(program, work, recipe) : await gcore(program, work, recipe);
    const trimmed = join(work, 'trimmed');
    must('go', ['run', '.', core, program, trimmed], { cwd: join(root, 'go', 'coretrim') });
    const [exe, small] = [readFileSync(program), readFileSync(trimmed)];
    const [packedExe, packedCore] = [exe, small].map((bytes) => gzipSync(bytes, { level: 9 }));
    writeFileSync(files.executable, packedExe ?? '');
    writeFileSync(files.core, packedCore ?? '');
    process.stderr.write(
      `${name}: executable ${exe.length} bytes (${packedExe?.length} packed), core ${small.length} (${packedCore?.length})\n`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Addresses are the same from run to run, and file names are those of the place where the lab will lie. */
function build({ source, folder }: CoreFiles, program: string, { optimised }: CoreRecipe): void {
  const flags = ['-buildvcs=false', '-ldflags=-compressdwarf=false'];
  const paths = folder === undefined ? ['-trimpath'] : renamePaths(goroot(), '/usr/local/go');
  const own = [...(optimised ? [] : ['-N', '-l']), ...(folder === undefined ? [] : [`-trimpath=${source}=>${folder}`])];
  const ownFlags = own.length === 0 ? [] : [`-gcflags=${own.join(' ')}`];
  must('go', ['build', ...flags, ...paths, ...ownFlags, '-o', program, '.'], {
    cwd: source,
    env: { GOEXPERIMENT: 'norandomizedheapbase64', CGO_ENABLED: '0' },
  });
}

/** Flags that make every package say another folder; none where it is that one already. */
function renamePaths(from: string, to: string): readonly string[] {
  return from === to ? [] : ['gcflags', 'asmflags'].map((flag) => `-${flag}=all=-trimpath=${from}=>${to}`);
}

function goroot(): string {
  return spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
}

function crash(program: string, work: string, { procs, args = [] }: CoreRecipe): string {
  const line = [program, ...args].join(' ');
  const command = `ulimit -c unlimited && GOTRACEBACK=crash GOMAXPROCS=${procs} setarch -R ${line}`;
  spawnSync('/bin/sh', ['-c', command], { cwd: work, stdio: 'ignore' });
  const core = readdirSync(work).find((file) => file.startsWith('core'));
  if (core === undefined) {
    throw new Error('the program left no core in its folder: see /proc/sys/kernel/core_pattern, which must be "core"');
  }
  return join(work, core);
}

async function gcore(program: string, work: string, { procs }: CoreRecipe): Promise<string> {
  const child = spawn('setarch', ['-R', program], { cwd: work, env: { GOMAXPROCS: String(procs) } });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the program never said it was ready')), READY_MILLIS);
      child.stdout.on('data', (bytes: Buffer) => {
        if (!bytes.toString().includes('ready')) return;
        clearTimeout(timer);
        // What it does after that line must have come to rest.
        setTimeout(resolve, 500);
      });
    });
    must('gcore', ['-o', join(work, 'core'), String(child.pid)], {});
    return join(work, `core.${child.pid}`);
  } finally {
    child.kill('SIGKILL');
  }
}

function must(command: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string> }): void {
  const { cwd, env } = options;
  const result = spawnSync(command, [...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (result.error !== undefined) throw new Error(`${command} is missing: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stderr}`);
}
