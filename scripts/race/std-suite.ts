/**
 * Runs the `-short` tests of packages of std, built with `-race` as the page's std is, with the page's detector under
 * Node: `npm run suite:race-std [-- PACKAGE…]`. None may report a race. Tests that cannot run on wasip1 skip themselves
 * and say why.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createNodeLab,
  readFolder,
  readManifest,
  runWhole,
  toolchainMissing,
} from '../../src/cli/node-toolchain/index.ts';
import type { Manifest } from '../../src/toolchain/go/index.ts';
import { writeOverlay } from '../toolchain/overlay.ts';
import { buildRaceCompiler } from '../toolchain/race-compiler.ts';
import { RACE_RULES } from '../toolchain/race-rules.ts';
import { findGo, runGo } from '../toolchain/release.ts';
import type { GoInstall } from '../toolchain/release.ts';
import { TOOL_RULES } from '../toolchain/tool-rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const build = join(root, 'build');
const work = join(build, 'race-std');
const own = join(root, 'go', 'overlay');
const packages = [
  ['bufio', 'bytes', 'container/heap', 'container/list', 'container/ring', 'context', 'encoding/binary'],
  ['encoding/json', 'errors', 'fmt', 'io', 'iter', 'log', 'log/slog', 'maps', 'math/rand', 'path', 'regexp', 'slices'],
  ['sort', 'strconv', 'strings', 'sync', 'sync/atomic', 'text/template', 'time', 'unicode/utf8'],
].flat();
/** What tests look for below GOROOT. */
const zones = 'lib/time/zoneinfo.zip';

/** What the tests of one package showed. */
interface Outcome {
  readonly passed: number;
  readonly skipped: readonly string[];
  readonly failed: readonly string[];
  readonly races: number;
  readonly status: number;
  readonly output: string;
}

/** Builds test programs as the page's own std is built. */
async function createBuilder(go: GoInstall): Promise<(name: string) => Promise<Uint8Array>> {
  const overlay = (name: string): string => join(work, 'overlay', name);
  const folders = ['std', 'race'].map((one) => join(own, one));
  const race = await writeOverlay(go.goroot, overlay('race'), { rules: RACE_RULES, folders });
  const tools = await writeOverlay(go.goroot, overlay('tools'), { rules: TOOL_RULES, folders: [join(own, 'tools')] });
  const compiler = await buildRaceCompiler(go, tools, work);
  const flags = ['-overlay', race.file, '-tags=race', '-gcflags=all=-race', `-toolexec=${compiler}`];
  return async (name) => {
    const file = join(work, `${name.replaceAll('/', '-')}.test`);
    await runGo(go, ['test', '-c', '-o', file, ...flags, name]);
    return readFile(file);
  };
}

/** Runs a test program beside its package's files. */
async function runTests(go: GoInstall, manifest: Manifest, name: string, program: Uint8Array): Promise<Outcome> {
  const files = new Map([...(await readFolder(join(go.goroot, 'src', name))), ['race.test', program] as const]);
  const lab = createNodeLab(files, manifest);
  lab.files.addBase(`/usr/local/go/${zones}`, await readFile(join(go.goroot, zones)));
  const { stdout, stderr, status } = await runWhole(
    lab,
    'GOROOT=/usr/local/go ./race.test -test.short -test.v -test.timeout=30m',
  );
  const output = stdout + stderr;
  const all = (pattern: RegExp): readonly string[] => [...output.matchAll(pattern)].map(([, text = '']) => text);
  return {
    passed: all(/^--- PASS: (\S+)/gm).length,
    skipped: [...output.matchAll(/(?:^ +(\S+_test\.go:\d+: .*)\n)? *--- SKIP: (\S+)/gm)].map(
      ([, reason = 'it does not say why', test = '']) => `${test}: ${reason}`,
    ),
    failed: all(/^ *--- FAIL: (\S+)/gm),
    races: all(/^(WARNING: DATA RACE)$/gm).length,
    status,
    output,
  };
}

/** Prints the outcome; returns whether it is as it has to be. */
function tell(name: string, { passed, skipped, failed, races, status, output }: Outcome): boolean {
  const isRight = status === 0 && races === 0 && failed.length === 0;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${name}: ${passed} passed, ${skipped.length} skipped, ${races} races`);
  for (const one of skipped) console.log(`        skipped ${one}`);
  if (!isRight) console.log(`exit status ${status}; failed: ${failed.join(', ')}\n${output.slice(-4000)}`);
  return isRight;
}

async function main(chosen: readonly string[]): Promise<void> {
  const [go, manifest] = [await findGo(build), await readManifest()];
  if ('reason' in go) throw new Error(`install Go first: ${go.reason}`);
  if (manifest === undefined) throw new Error(toolchainMissing);
  await mkdir(work, { recursive: true });
  const builder = await createBuilder(go);
  const names = chosen.length > 0 ? chosen : packages;
  let right = 0;
  for (const name of names) if (tell(name, await runTests(go, manifest, name, await builder(name)))) right++;
  console.log(`\n${right} of ${names.length} packages: all tests pass or skip, no race is reported`);
  process.exitCode = right === names.length ? 0 : 1;
}

await main(process.argv.slice(2));
