import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Overlay } from './overlay.ts';
import { runGo } from './release.ts';
import type { GoInstall } from './release.ts';

/**
 * Returns a program for `go build -toolexec` that puts a compiler which takes `-race` for wasm in the place of the
 * stock one, which refuses it. Every other tool stays as it is.
 */
export async function buildRaceCompiler(go: GoInstall, tools: Overlay, outDir: string): Promise<string> {
  await mkdir(outDir, { recursive: true });
  const compiler = join(outDir, 'compile');
  const [os = '', arch = ''] = (await runGo(go, ['env', 'GOHOSTOS', 'GOHOSTARCH'])).split('\n');
  const args = ['build', '-overlay', tools.file, '-trimpath', '-o', compiler, 'cmd/compile'];
  await runGo(go, args, { GOOS: os, GOARCH: arch });
  const script = join(outDir, 'toolexec');
  // The go command keeps what was compiled by the compiler's version: without the hash, what another overlay's made.
  const version = `[ "$*" = -V=full ] && echo "$('${compiler}' -V=full) overlay=${tools.hash}" && exit`;
  const compile = `case "$1" in */compile) shift; ${version}; exec '${compiler}' "$@" ;; esac`;
  await writeFile(script, `#!/bin/sh\n${compile}\nexec "$@"\n`);
  await chmod(script, 0o755);
  return script;
}
