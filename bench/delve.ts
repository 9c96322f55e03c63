/**
 * Delve in wasm against native Delve on the same cores and commands, in the same run.
 *
 *   node bench/delve.ts        needs `npm run toolchain`; with `dlv` on the PATH, or DLV=/path/to/dlv, native times too
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { recordingsOf, replay } from '../scripts/delve/compare.ts';
import { labFiles } from '../scripts/delve/lab-files.ts';
import { root } from '../scripts/setup/paths.ts';
import { delveManifestPath } from '../src/toolchain/delve/index.ts';
import type { DelveManifest } from '../src/toolchain/delve/index.ts';

const toolchain = join(root, 'public', 'toolchain');
const dir = join(root, 'test/fixtures/delve-core');
const dlv = process.env['DLV'] ?? 'dlv';

const { module: asset } = JSON.parse(readFileSync(join(toolchain, delveManifestPath), 'utf8')) as DelveManifest;
const started = performance.now();
const module = await WebAssembly.compile(readFileSync(join(toolchain, asset.url)));
process.stdout.write(`compile the module           ${millis(performance.now() - started)}\n`);

for (const [name, { exchanges }] of recordingsOf(dir)) {
  const commands = exchanges.flatMap(({ command }) => (command === undefined || command === 'exit' ? [] : [command]));
  const { timings } = await replay(module, dir, name, commands);
  const [first, ...rest] = timings.map((timing) => timing.millis);
  const sorted = rest.sort((a, b) => a - b);
  const cells = [
    `first prompt ${millis(first)}`,
    `command median ${millis(sorted[sorted.length >> 1])}`,
    `worst ${millis(sorted.at(-1))}`,
    `${commands.length} commands ${millis(timings.reduce((sum, timing) => sum + timing.millis, 0))}`,
    `native ${millis(timeNative(name, commands))}`,
  ];
  process.stdout.write(`${name.padEnd(12)} ${cells.join(', ')}\n`);
}

/** Native Delve's time for the whole session, its start included. */
function timeNative(name: string, commands: readonly string[]): number | undefined {
  const lab = mkdtempSync(join(tmpdir(), 'faultline-delve-'));
  try {
    for (const [path, bytes] of labFiles(dir, name)) {
      mkdirSync(dirname(join(lab, path)), { recursive: true });
      writeFileSync(join(lab, path), bytes, { mode: 0o755 });
    }
    const from = performance.now();
    const args = ['core', '--allow-non-terminal-interactive=true', `./${name}`, './core'];
    const env = { PATH: process.env['PATH'] ?? '', HOME: lab, TERM: 'dumb' };
    const { error } = spawnSync(dlv, args, { cwd: lab, env, input: `${commands.join('\n')}\nexit\n` });
    return error === undefined ? performance.now() - from : undefined;
  } finally {
    rmSync(lab, { recursive: true, force: true });
  }
}

function millis(value: number | undefined): string {
  return value === undefined ? 'not measured' : `${value.toFixed(0)} ms`;
}
