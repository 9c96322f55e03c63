/**
 * Runs Go's own tests of the race detector, those of the installed Go, with the page's tools and detector under Node,
 * and scores each by its name as Go does: `npm run suite:race`. Its cgo tests stay out: the page has no C compiler.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNodeLab, readManifest, runWhole, toolchainMissing } from '../../src/cli/node-toolchain/index.ts';
import { runNatively } from '../labs/native.ts';
import { parseVerdicts } from './verdicts.ts';
import type { Verdict } from './verdicts.ts';

/** Go 1.26's suite has 367 verdicts without cgo; fewer than this many right ones fail. */
const leastRight = 365;
/** As race_test.go runs them: the tests race on the same lines and addresses, and each report counts. */
const line = 'GOMAXPROCS=1 GORACE="suppress_equal_stacks=0 suppress_equal_addresses=0" go test -race -v -vet=off -run=';

/** Returns the suite as a module: the installed Go's files, and a go.mod of its language version. */
async function readSuite(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { stdout, stderr, status } = await runNatively('.', 'go env GOROOT GOVERSION');
  const [root, version] = stdout.trim().split('\n');
  const language = /^go(\d+\.\d+)/.exec(version ?? '')?.[1];
  if (status !== 0 || root === undefined || language === undefined) throw new Error(`install Go first: ${stderr}`);
  const folder = join(root, 'src/runtime/race/testdata');
  const names = (await readdir(folder)).filter((name) => name.endsWith('_test.go') && !name.startsWith('cgo_'));
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  const goMod = new TextEncoder().encode(`module racesuite\n\ngo ${language}\n`);
  return new Map([['go.mod', goMod], ...(await Promise.all(files))]);
}

/** One line for a test that came out otherwise than its name says. */
function describe({ name, isReported, isKnownToFail }: Verdict): string {
  const what = isReported ? 'reported, though it has no race' : 'not reported, though it has a race';
  return `Test${name}: ${what}${isKnownToFail ? ' (Go lists it as failing natively too)' : ''}`;
}

/** What a run of the suite showed. */
export interface SuiteRun {
  readonly verdicts: readonly Verdict[];
  /** False where it ended before its end; `output` says how. */
  readonly isWhole: boolean;
  readonly output: string;
}

/**
 * Runs the tests of the suite whose names match, in the page's mode. Throws with what to do where Go or the page's
 * tools are missing.
 */
export async function runSuite(pattern = '.'): Promise<SuiteRun> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const { stdout, stderr } = await runWhole(createNodeLab(await readSuite(), manifest), `${line}'${pattern}'`);
  return { verdicts: parseVerdicts(stdout), isWhole: stdout.includes('ALL TESTS COMPLETE'), output: stdout + stderr };
}

async function main(): Promise<void> {
  const { verdicts, isWhole, output } = await runSuite();
  if (!isWhole) console.log(`The suite did not run to its end:\n${output.slice(-4000)}`);
  const wrong = verdicts.filter(({ isExpected, isReported }) => isExpected !== isReported);
  for (const verdict of wrong) console.log(describe(verdict));
  const falsePositives = wrong.filter(({ isReported }) => isReported).length;
  const right = verdicts.length - wrong.length;
  console.log(`${right} of ${verdicts.length} verdicts, ${falsePositives} false positives`);
  process.exitCode = isWhole && right >= leastRight && falsePositives === 0 ? 0 : 1;
}

if (import.meta.main) await main();
