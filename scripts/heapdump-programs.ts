/** Runs leak programs so that they write heap dumps; shared by the score and by the recorder of fixtures. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WRITE_DUMP = `package main

import (
	"os"
	"runtime/debug"
)

func writeDump(phase string) {
	f, err := os.Create(os.Getenv("OUT") + "/" + phase + ".heapdump")
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(f.Fd())
	f.Close()
}
`;

/** Runs ./program in the host of WASI that Node has; the folder is its own root. */
const RUN_WASI = `
const { WASI } = require('node:wasi');
const { OUT: cwd, GODEBUG } = process.env;
const wasi = new WASI({ version: 'preview1', args: ['program'], env: { OUT: '/', GODEBUG }, preopens: { '/': cwd } });
WebAssembly.instantiate(require('node:fs').readFileSync('program'), wasi.getImportObject()).then(
  ({ instance }) => (process.exitCode = wasi.start(instance)),
);
`;

/** What a leak program's marks say. */
export interface LeakTruth {
  /** `main.go:37`. */
  readonly allocations: readonly string[];
  readonly holder: string;
}

/** Returns what the marks `ALLOC` and `HOLD var="…"` of a program's folder say; undefined for a program without a leak. */
export function truthOf(program: string): LeakTruth | undefined {
  const allocations: string[] = [];
  let holder: string | undefined;
  for (const file of readdirSync(program).filter((name) => name.endsWith('.go'))) {
    readFileSync(join(program, file), 'utf8')
      .split('\n')
      .forEach((line, i) => {
        const comment = line.slice(line.indexOf('// ') + 3);
        if (!line.includes('// ')) return;
        if (/\bALLOC\b/.test(comment)) allocations.push(`${file}:${i + 1}`);
        holder ??= /\bHOLD\b.*?var="([^"]*)"/.exec(comment)?.[1];
      });
  }
  return holder === undefined ? undefined : { allocations, holder };
}

/**
 * Copies a program; where its `snap` writes profiles only, the copy writes a heap dump too, right after its collections.
 */
export function copyWithDump(program: string, work: string): void {
  cpSync(program, work, { recursive: true });
  const files = readdirSync(work).filter((file) => file.endsWith('.go'));
  const texts = files.map((file) => readFileSync(join(work, file), 'utf8'));
  if (texts.some((text) => text.includes('WriteHeapDump'))) return;
  const at = texts.findIndex((text) => text.includes('func snap('));
  const [file, text] = [files[at], texts[at]];
  if (file === undefined || text === undefined) throw new Error(`${work} has no func snap`);
  const start = text.indexOf('func snap(');
  const body = text.slice(start).replace(/((?:\truntime\.GC\(\)\n)+)/, '$1\twriteDump(phase)\n');
  writeFileSync(join(work, file), text.slice(0, start) + body);
  writeFileSync(join(work, 'writedump.go'), WRITE_DUMP);
}

/**
 * Builds and runs the program in a folder: it writes `base.heapdump` and `after.heapdump` beside its executable `program`.
 * The environment says for which machine. Returns what failed, or nothing.
 */
export function runProgram(work: string, go: string | undefined): string | undefined {
  const env = {
    ...process.env,
    OUT: work,
    GODEBUG: 'memprofilerate=1',
    ...(go === undefined ? {} : { GOTOOLCHAIN: go }),
  };
  const build = spawnSync('go', ['build', '-trimpath', '-o', 'program', '.'], { cwd: work, env, encoding: 'utf8' });
  if (build.error !== undefined) return 'Go is missing: install it and put it on the PATH';
  if (build.status !== 0) return build.stderr;
  const isWasm = process.env['GOARCH'] === 'wasm';
  const command = isWasm ? process.execPath : './program';
  const args = isWasm ? ['--no-warnings', '-e', RUN_WASI] : [];
  const run = spawnSync(command, args, { cwd: work, env, encoding: 'utf8', timeout: 120_000 });
  return run.status === 0 ? undefined : `exit ${run.status}: ${run.stderr}`;
}
