// Starts `npm start` and `npm test` on a machine that has only Node 20: installs what is missing, then hands over to
// the pinned Node of devDependencies, which runs TypeScript. Plain JavaScript, and no imports beyond Node's own,
// because before the installation there is nothing else.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const nodeFolder = join(root, 'node_modules', 'node', 'bin');
const node = join(nodeFolder, process.platform === 'win32' ? 'node.exe' : 'node');
const stamp = join(root, 'node_modules', '.faultline-lock');

install();
const [script, ...args] = process.argv.slice(2);
process.exit(run(node, [join(root, script), ...args]));

function install() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.versions.node} is too old: install Node 20 or newer, then run the command again.`);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies (once, and again when package-lock.json changes)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: it refuses a lock file made where the registry served only one platform's optional packages.
  const status = run(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) fail('npm install failed: see its message above, check the network, then run the command again.');
  if (!existsSync(node)) {
    fail('The pinned Node is missing: its install script was not allowed. Run: npm install-scripts approve node');
  }
  writeFileSync(stamp, lock);
}

function run(command, commandArgs) {
  const env = {
    ...process.env,
    PATH: nodeFolder + delimiter + join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
  };
  const result = spawnSync(command, commandArgs, { cwd: root, env, stdio: 'inherit', shell: command.endsWith('.cmd') });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  return result.status ?? 1;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
