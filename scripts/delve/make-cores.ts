/**
 * Makes the core files of labs: builds each program, lets it crash or takes a core of it while it runs, and trims the core.
 * Needs Linux on amd64, Go, and gdb for `gcore`.
 *
 *   node scripts/delve/make-cores.ts DIR [NAME…]
 *
 * DIR holds programs/NAME with its go.mod; DIR/cores.yaml says how each core is made (recipes.ts). A program for gcore prints a line that starts with `ready`. The executable and its core, which fits only
 * that very executable, are written to DIR/NAME.exe.gz and DIR/NAME.core.gz.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../setup/paths.ts';
import type { CoreRecipe } from './recipes.ts';
import { readRecipes } from './recipes.ts';

const READY_MILLIS = 20_000;

const [dir, ...only] = process.argv.slice(2);
if (dir === undefined) {
  process.stderr.write('usage: node scripts/delve/make-cores.ts DIR [NAME…]\n');
  process.exit(2);
}
for (const [name, recipe] of readRecipes(dir)) {
  if (only.length > 0 && !only.includes(name)) continue;
  await makeCore(dir, name, recipe);
}

async function makeCore(folder: string, name: string, recipe: CoreRecipe): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'faultline-core-'));
  try {
    const program = join(work, name);
    build(join(folder, 'programs', recipe.program ?? name), program, recipe);
    const core = recipe.how === 'crash' ? crash(program, work, recipe) : await gcore(program, work, recipe);
    const trimmed = join(work, 'trimmed');
    must('go', ['run', '.', core, program, trimmed], { cwd: join(root, 'go', 'coretrim') });
    const [exe, small] = [readFileSync(program), readFileSync(trimmed)];
    writeFileSync(join(folder, `${name}.exe.gz`), gzipSync(exe, { level: 9 }));
    writeFileSync(join(folder, `${name}.core.gz`), gzipSync(small, { level: 9 }));
    process.stderr.write(`${name}: executable ${exe.length} bytes, core ${small.length} bytes\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Addresses are the same from run to run, and file names those of the module, so that sources are found below the lab. */
function build(source: string, program: string, { optimised }: CoreRecipe): void {
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-compressdwarf=false'];
  must('go', ['build', ...flags, ...(optimised ? [] : ['-gcflags=-N -l']), '-o', program, '.'], {
    cwd: source,
    env: { GOEXPERIMENT: 'norandomizedheapbase64', CGO_ENABLED: '0' },
  });
}

function crash(program: string, work: string, { procs }: CoreRecipe): string {
  const command = `ulimit -c unlimited && GOTRACEBACK=crash GOMAXPROCS=${procs} setarch -R ${program}`;
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
