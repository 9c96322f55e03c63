/**
 * Builds Delve's terminal as js/wasm from its own module: the release that go/dlv/go.mod pins, taken from the module
 * cache through a link, with four files of ours laid over what needs an operating system. Nothing of it is kept in the repository.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../setup/paths.ts';
import type { GoInstall } from '../toolchain/release.ts';
import { applyRules } from '../toolchain/rules.ts';
import type { Rule } from '../toolchain/rules.ts';

const run = promisify(execFile);
const MODULE = 'github.com/go-delve/delve';
const PACKAGE = join(root, 'go', 'dlv');
const OVERLAY = join(PACKAGE, '_overlay');
const BUILD = join(root, 'build');
/** go/dlv/go.mod replaces the module by this link: files beneath the module cache cannot be laid over. */
const LINK = join(BUILD, 'delve');

/** What the page needs to run Delve. */
export interface DelveBuild {
  /** As go/dlv/go.mod pins it: `v1.27.2`. */
  readonly version: string;
  readonly module: Uint8Array;
  /** The licence of each module that is linked in, by its path. */
  readonly licences: readonly { readonly of: string; readonly text: string }[];
}

/** Links the pinned release of Delve into build/ and returns its version. */
export async function linkDelve(go: GoInstall): Promise<string> {
  const pinned = new RegExp(`${MODULE} (v\\S+)`).exec(await readFile(join(PACKAGE, 'go.mod'), 'utf8'))?.[1];
  if (pinned === undefined) throw new Error(`go/dlv/go.mod requires no ${MODULE}`);
  // Outside a module, so that the replacement which needs the link does not count.
  const { stdout } = await run(go.go, ['mod', 'download', '-json', `${MODULE}@${pinned}`], {
    cwd: BUILD,
    env: { ...goEnv(go), GOFLAGS: '-mod=mod', GOWORK: 'off' },
  });
  const { Dir: target } = JSON.parse(stdout) as { Dir: string };
  await mkdir(BUILD, { recursive: true });
  await rm(LINK, { force: true, recursive: true });
  await symlink(target, LINK);
  return pinned;
}

/** Builds `go/dlv` as js/wasm. Throws with the go command's own messages when it fails. */
export async function buildDelve(go: GoInstall, outDir: string): Promise<DelveBuild> {
  const version = await linkDelve(go);
  await mkdir(outDir, { recursive: true });
  const overlay = join(outDir, 'delve-overlay.json');
  const replace = { ...(await replacements()), ...(await errorTexts(go, outDir)) };
  await writeFile(overlay, JSON.stringify({ Replace: replace }, undefined, 1));
  const out = join(outDir, 'dlv.wasm');
  const env = { ...goEnv(go), GOOS: 'js', GOARCH: 'wasm' };
  const flags = ['-trimpath', '-buildvcs=false', '-overlay', overlay, '-ldflags=-s -w', '-o', out];
  await run(go.go, ['build', ...flags, '.'], { cwd: PACKAGE, env, maxBuffer: 1 << 26 });
  return { version, module: await readFile(out), licences: await licencesOf(go) };
}

function goEnv(go: GoInstall): NodeJS.ProcessEnv {
  return { ...process.env, GOROOT: go.goroot, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' };
}

/** Ours in place of theirs; every file of the native backend is left out. */
async function replacements(): Promise<Record<string, string>> {
  const native = (await readdir(join(LINK, 'pkg/proc/native'))).filter((name) => name.endsWith('.go'));
  const ours = (await readdir(OVERLAY, { recursive: true })).filter((name) => name.endsWith('.go'));
  return Object.fromEntries([
    ...native.map((name) => [join(LINK, 'pkg/proc/native', name), '']),
    ...ours.map((name) => [join(LINK, name), join(OVERLAY, name)]),
  ]);
}

const ERROR_TABLE = 'syscall/tables_js.go';
/** What Go for js calls these errors, and what Linux does: Delve prints them. */
const ERROR_TEXTS: readonly (readonly [string, string])[] = [
  ['"No such file or directory"', '"no such file or directory"'],
  ['"Permission denied"', '"permission denied"'],
  ['"File exists"', '"file exists"'],
  ['"Not a directory"', '"not a directory"'],
  ['"Is a directory"', '"is a directory"'],
  ['"Bad file number"', '"bad file descriptor"'],
];

/** The table of error texts, with those of Linux. */
async function errorTexts(go: GoInstall, outDir: string): Promise<Record<string, string>> {
  const rules = ERROR_TEXTS.map(([find, replace]): Rule => ({
    file: ERROR_TABLE,
    why: 'errors read as on Linux',
    find,
    replace,
  }));
  const table = join(go.goroot, 'src', ERROR_TABLE);
  const changed = join(outDir, 'tables_js.go');
  await writeFile(changed, applyRules(await readFile(table, 'utf8'), rules));
  return { [table]: changed };
}

/** The licence file of each module whose packages the build links. */
async function licencesOf(go: GoInstall): Promise<DelveBuild['licences']> {
  const env = { ...goEnv(go), GOOS: 'js', GOARCH: 'wasm' };
  const format = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';
  const list = ['list', '-deps', '-e', '-f', format, '.'];
  const { stdout } = await run(go.go, list, { cwd: PACKAGE, env, maxBuffer: 1 << 26 });
  const modules = [...new Set(stdout.split('\n').filter((line) => line !== ''))];
  return Promise.all(
    modules.map(async (line) => {
      const [path = '', version = '', dir = ''] = line.split('\t');
      const name = (await readdir(dir)).find((file) => /^(licen[cs]e|copying)/i.test(file));
      if (name === undefined) throw new Error(`${path} has no licence file`);
      return { of: `${path} ${version}`, text: await readFile(join(dir, name), 'utf8') };
    }),
  );
}
