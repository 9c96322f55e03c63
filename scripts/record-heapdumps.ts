/**
 * Makes the heap dump fixtures anew: runs each program of test/fixtures/heapdump/programs that CASES names and writes
 * NAME-GO-ARCH.heapdump.gz, the growth pair's NAME-GO-ARCH.base.heapdump.gz, and the names that tests need as
 * NAME-GO-ARCH.nm.gz, with SOURCES.yaml.
 *
 *   node scripts/record-heapdumps.ts [NAME…]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { root } from './setup/paths.ts';
import { copyWithDump, runProgram } from './heapdump-programs.ts';

interface Recording {
  readonly program: string;
  readonly go: string;
  readonly arch: 'amd64' | '386' | 'wasm';
  readonly withBase?: boolean;
}

const CASES: readonly Recording[] = [
  { program: 'subslice', go: 'go1.26.8', arch: 'amd64' },
  { program: 'mapcache', go: 'go1.26.8', arch: 'amd64', withBase: true },
  { program: 'mapcache', go: 'go1.21.13', arch: 'amd64' },
  { program: 'blockedsend', go: 'go1.24.13', arch: 'amd64' },
  { program: 'deferloop', go: 'go1.26.8', arch: '386' },
  { program: 'timers', go: 'go1.27.0', arch: 'amd64' },
  { program: 'finalizers', go: 'go1.26.8', arch: 'wasm' },
  { program: 'history', go: 'go1.26.8', arch: 'amd64' },
];

const folder = join(root, 'test/fixtures/heapdump');
const only = process.argv.slice(2);
for (const recording of CASES) if (only.length === 0 || only.includes(recording.program)) record(recording);
writeFileSync(join(folder, 'SOURCES.yaml'), stringify(CASES.map(describe), { lineWidth: 0 }));

function record({ program, go, arch, withBase }: Recording): void {
  const work = mkdtempSync(join(tmpdir(), 'faultline-heapdump-'));
  process.env['GOARCH'] = arch;
  process.env['GOOS'] = arch === 'wasm' ? 'wasip1' : 'linux';
  try {
    copyWithDump(join(folder, 'programs', program), work);
    const failure = runProgram(work, go);
    if (failure !== undefined) throw new Error(`${program} with ${go}: ${failure}`);
    const name = join(folder, nameOf({ program, go, arch }));
    writeFileSync(`${name}.heapdump.gz`, gzipSync(readFileSync(join(work, 'after.heapdump')), { level: 9 }));
    if (withBase) writeFileSync(`${name}.pb.gz`, readFileSync(join(work, 'after.pb.gz')));
    if (withBase)
      writeFileSync(`${name}.base.heapdump.gz`, gzipSync(readFileSync(join(work, 'base.heapdump')), { level: 9 }));
    if (arch !== 'wasm') writeFileSync(`${name}.nm.gz`, gzipSync(variableNames(work), { level: 9 }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function nameOf({ program, go, arch }: Recording): string {
  return `${program}-${go}-${arch}`;
}

/** The lines of `go tool nm -n -size` that name variables, and the program's own functions. */
function variableNames(work: string): string {
  const { stdout } = spawnSync('go', ['tool', 'nm', '-n', '-size', 'program'], { cwd: work, encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => / [DdBb] /.test(line) || / [Tt] main\./.test(line));
  return `${lines.join('\n')}\n`;
}

function describe(recording: Recording) {
  const { program, go, arch, withBase } = recording;
  const name = nameOf(recording);
  const dumps = [`${name}.heapdump.gz`, ...(withBase ? [`${name}.base.heapdump.gz`, `${name}.pb.gz`] : [])];
  return {
    files: [...dumps, ...(arch === 'wasm' ? [] : [`${name}.nm.gz`])],
    program: `programs/${program}`,
    go,
    platform: arch === 'wasm' ? 'wasip1/wasm' : `linux/${arch}`,
    command: 'GODEBUG=memprofilerate=1 OUT=. ./program, built with -trimpath; node scripts/record-heapdumps.ts',
    names: arch === 'wasm' ? 'none' : 'go tool nm -n -size program, variables and functions of package main',
  };
}
