import { existsSync } from 'node:fs';
import { isThere, run } from './run.ts';

interface Browser {
  readonly name: string;
  /** Environment variable that holds the path of the executable; set by {@link ensureBrowser}. */
  readonly variable: string;
  readonly places: readonly string[];
  readonly debianPackage: string;
}

/** What most browser tests run in. */
export const chromium: Browser = {
  name: 'Chromium',
  variable: 'CHROMIUM',
  places: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  debianPackage: 'chromium',
};

/** The second engine: the labs must run there too. */
export const firefox: Browser = {
  name: 'Firefox',
  variable: 'FIREFOX',
  places: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
  debianPackage: 'firefox-esr',
};

/** Finds the browser, or installs it by the system's package manager where it may; otherwise says what to do. */
export function ensureBrowser(browser: Browser): string {
  const path = find(browser) ?? install(browser);
  if (path === undefined) {
    throw new Error(
      `The browser tests need ${browser.name}, and none was found. Install it (Debian: sudo apt-get install ${browser.debianPackage}), or set ${browser.variable} to the path of its executable, then run the command again.`,
    );
  }
  process.env[browser.variable] = path;
  return path;
}

function find({ variable, places }: Browser): string | undefined {
  return [process.env[variable], ...places].find((path) => path !== undefined && existsSync(path));
}

function install(browser: Browser): string | undefined {
  if (process.getuid?.() !== 0 || !isThere('apt-get')) return undefined;
  console.log(`Installing ${browser.name} with apt-get, for the browser tests…`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', browser.debianPackage], {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
  });
  return find(browser);
}
