// `npm run check`: everything that holds the code's shape without running it. All of it runs, so that one look shows all.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';
import { run } from './run.ts';

const pureFolders = ['analysis', 'exercises', 'course', 'gradebook', 'lms', 'toolchain'];

const checks: readonly (readonly [string, ...string[]])[] = [
  ['prettier', '--check', '--log-level=warn', '.'],
  ['oxlint', '--quiet'],
  ['node', 'scripts/prose/main.ts'],
  ...pureFolders
    .filter((folder) => existsSync(join(root, 'src', folder, 'tsconfig.json')))
    .map((folder): [string, ...string[]] => ['tsc', '-p', `src/${folder}`]),
  ['astro', 'check', '--minimumFailingSeverity', 'warning', '--minimumSeverity', 'warning'],
];

const failed = checks.filter(([command, ...args]) => {
  const status = run(command, args);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${[command, ...args].join(' ')}`);
  return status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
