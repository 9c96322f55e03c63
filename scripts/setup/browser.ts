import { existsSync } from 'node:fs';
import { isThere, run } from './run.ts';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The Chromium to test with: CHROMIUM where it is set, else one of the usual places. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], ...candidates].find((path) => path !== undefined && existsSync(path));
}

/** Installs Chromium by the system's package manager where it may; otherwise says what to do. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    console.log('Installing Chromium with apt-get, for the browser tests…');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
    });
  }
  const installed = findChromium();
  if (installed === undefined) {
    throw new Error(
      'The browser tests need Chromium, and none was found. Install it (Debian: sudo apt-get install chromium), or set CHROMIUM to the path of its executable, then run the command again.',
    );
  }
  return installed;
}
