// `npm test`: installs what is missing, builds, and runs every check and test, the browser's included.
// Words after `--` go to vitest, so that `npm test -- test/analysis` runs a part.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, ensureBrowser, firefox } from './browser.ts';
import { ensureSite, ensureToolchain } from './build.ts';
import { root } from './paths.ts';
import { run } from './run.ts';

const selected = process.argv.slice(2);
ensureBrowser(chromium);
ensureBrowser(firefox);
ensureToolchain();
await ensureSite();
const checks = selected.length > 0 ? 0 : run('npm', ['run', '--silent', 'check']);
const tests = runTests(selected);
const failed = tests.failed + (checks === 0 ? 0 : 1);
console.log(`${tests.passed + (checks === 0 ? 1 : 0)} passed, ${failed} failed`);
process.exit(failed === 0 && tests.status === 0 ? 0 : 1);

/** Runs vitest with its own report on the terminal and the counts from its JSON report. */
function runTests(words: readonly string[]): { passed: number; failed: number; status: number } {
  rmSync(join(root, 'build', 'tests.json'), { force: true });
  const vitest = spawnSync(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', '--outputFile.json=build/tests.json', ...words],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  const counts = readCounts();
  const status = vitest.status ?? 1;
  return { ...counts, failed: counts.failed + (status !== 0 && counts.failed === 0 ? 1 : 0), status };
}

function readCounts(): { passed: number; failed: number } {
  const report = join(root, 'build', 'tests.json');
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
}
