// `npm run release`: the built course as one archive that unpacks on any static host, at any path.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureToolchain } from '../setup/build.ts';
import { dist, root } from '../setup/paths.ts';
import { run } from '../setup/run.ts';
import { compressSite } from './compress.ts';

ensureToolchain();
rmSync(dist, { recursive: true, force: true });
const status = run('npm', ['run', '--silent', 'build']);
if (status !== 0) process.exit(status);
await compressSite(dist);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'release');
mkdirSync(folder, { recursive: true });
const archive = join(folder, `faultline-${version}.tar.gz`);
execFileSync('tar', ['-czf', archive, '-C', dist, '.']);
console.log(`${archive} (${(statSync(archive).size / 1e6).toFixed(1)} MB): unpack it in any folder of a static host.`);
