/**
 * Records what native Delve answers on the cores of a folder: the page's Delve is compared with it.
 *
 *   node scripts/delve/record.ts DIR [NAME…]      needs `dlv` on the PATH, or DLV=/path/to/dlv
 *
 * Reads DIR/NAME.commands, and writes DIR/NAME.recording.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LAB_TIME_MILLIS, labFiles } from './lab-files.ts';
import { readRecipes } from './recipes.ts';
import type { DelveRecording } from './session.ts';
import { DelveSession, parseCommands } from './session.ts';

const STUCK_MILLIS = 60_000;
const dlv = process.env['DLV'] ?? 'dlv';
const [dir, ...only] = process.argv.slice(2);
if (dir === undefined) {
  process.stderr.write('usage: node scripts/delve/record.ts DIR [NAME…]\n');
  process.exit(2);
}
const version = spawnSync(dlv, ['version'], { encoding: 'utf8' });
if (version.error !== undefined)
  throw new Error('there is no dlv: go install github.com/go-delve/delve/cmd/dlv at the pinned version');
const recipes = readRecipes(dir);
const delve = /^Version: (.*)$/m.exec(version.stdout)?.[1] ?? 'unknown';
for (const file of readdirSync(dir).filter((entry) => entry.endsWith('.commands'))) {
  const name = file.slice(0, -'.commands'.length);
  if (only.length > 0 && !only.includes(name)) continue;
  const recording: DelveRecording = { delve, exchanges: await record(dir, name) };
  refuseSame(name, recording);
  writeFileSync(join(dir, `${name}.recording.json`), `${JSON.stringify(recording, undefined, 1)}\n`);
  process.stderr.write(`${name}: ${recording.exchanges.length} exchanges\n`);
}

/** A core of a race that nobody lost shows nothing: it must be made again. */
function refuseSame(name: string, { exchanges }: DelveRecording): void {
  const pair = recipes.get(name)?.differ;
  if (pair === undefined) return;
  const [first, second] = pair.map((command) => exchanges.find((exchange) => exchange.command === command)?.output);
  if (first === undefined || second === undefined) throw new Error(`${name}: ${pair.join(' and ')} are not both asked`);
  if (first === second)
    throw new Error(`${name}: ${pair.join(' and ')} agree; make the core again with more GOMAXPROCS`);
}

async function record(folder: string, name: string): Promise<DelveRecording['exchanges']> {
  const lab = mkdtempSync(join(tmpdir(), 'faultline-delve-'));
  try {
    for (const [path, bytes] of labFiles(folder, name)) {
      const target = join(lab, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
      utimesSync(target, LAB_TIME_MILLIS / 1000, LAB_TIME_MILLIS / 1000);
    }
    chmodSync(join(lab, name), 0o755);
    return await runNative(lab, name, parseCommands(readFileSync(join(folder, `${name}.commands`), 'utf8')));
  } finally {
    rmSync(lab, { recursive: true, force: true });
  }
}

function runNative(lab: string, name: string, commands: readonly string[]): Promise<DelveRecording['exchanges']> {
  const command = `exec "$0" core --allow-non-terminal-interactive=true ./${name} ./core 2>&1`;
  const env = { PATH: process.env['PATH'] ?? '', HOME: lab, XDG_CONFIG_HOME: lab, TERM: 'dumb' };
  const child = spawn('/bin/sh', ['-c', command, dlv], { cwd: lab, env });
  const session = new DelveSession(commands, (line) => child.stdin.write(line));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`dlv hangs after ${JSON.stringify(session.exchanges.at(-1))}`));
    }, STUCK_MILLIS);
    child.stdout.on('data', (bytes: Buffer) => {
      session.take(bytes.toString());
      if (session.isAtPrompt) session.advance();
    });
    child.on('close', () => {
      clearTimeout(timer);
      session.finish();
      resolve(session.exchanges);
    });
  });
}
