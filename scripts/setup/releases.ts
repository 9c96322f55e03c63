// Would the sandbox's tools build with the Go release before the pinned one, and the one after? Prints what breaks and
// always exits with 0: it is there so that a move to another Go holds no surprise, not to hold anybody up.
import { spawnSync } from 'node:child_process';
import { root } from './paths.ts';
import { isThere } from './run.ts';

const neighbours = ['go1.25.14', 'go1.27.4'];
const mostMillis = 10 * 60_000;

for (const release of isThere('go', ['version']) ? neighbours : []) {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/toolchain/main.ts', '--check', release], {
    cwd: root,
    encoding: 'utf8',
    timeout: mostMillis,
  });
  const why = stderr.split('\n').find((line) => /Error: /.test(line)) ?? 'it took longer than ten minutes';
  console.log(status === 0 ? `${release}: builds` : `${release}: does not build (allowed). ${why}`);
}
