/**
 * Builds and runs every program of test/fixtures/race-programs with `-race`, in the page's mode under Node and
 * natively, and compares races, stacks, creations, standard output and exit status: `npm run suite:race-programs
 * [-- NAME…]`. Needs Go and a C compiler.
 */
import { join } from 'node:path';
import {
  createNodeLab,
  readFolder,
  readManifest,
  runWhole,
  toolchainMissing,
} from '../../src/cli/node-toolchain/index.ts';
import type { LineResult, NodeLab } from '../../src/cli/node-toolchain/index.ts';
import type { Schedule } from '../../src/toolchain/race/index.ts';
import { exploringRun, runSchedulesHere } from '../../src/toolchain/wasi/index.ts';
import { withTemporaryFolder } from '../labs/programs.ts';
import { runNatively } from '../labs/native.ts';
import { quickEnd, raceProgramNames, raceProgramsFolder, racesInPage, readDifferences } from './recordings.ts';
import type { Difference } from './recordings.ts';
import { racesIn } from './reports.ts';

/**
 * Returns a lab that holds the programs; with schedules, each run is repeated under all of them, in the program's own
 * time. Throws with what to do when the tools are not built.
 */
export async function racesLab(schedules?: readonly Schedule[]): Promise<NodeLab> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const run = schedules && exploringRun(runSchedulesHere, schedules, () => undefined);
  return createNodeLab(await readFolder(raceProgramsFolder), manifest, run);
}

/** Builds a program with `-race` in the page's mode and runs it. */
export function runInPage(lab: NodeLab, name: string): Promise<LineResult> {
  return runWhole(lab, `go build -race -o /tmp/${name} ${name}.go && /tmp/${name}`);
}

async function compare(lab: NodeLab, name: string, differences: readonly Difference[], bin: string): Promise<string> {
  const page = await runInPage(lab, name);
  const binary = join(bin, name);
  const line = `go build -race -o ${binary} ${name}.go && ${quickEnd} ${binary}`;
  const native = await runNatively(raceProgramsFolder, line);
  const expected = racesInPage(name, racesIn(native.stderr), differences);
  const found = racesIn(page.stderr);
  const wrong = [
    ...found.filter((race) => !expected.includes(race)).map((race) => `only in the page:\n${race}`),
    ...expected.filter((race) => !found.includes(race)).map((race) => `only natively:\n${race}`),
    ...(page.status === native.status ? [] : [`exit status ${page.status}, natively ${native.status}`]),
    ...(page.stdout === native.stdout ? [] : [`prints\n${page.stdout}natively\n${native.stdout}`]),
  ];
  console.log(`${wrong.length === 0 ? 'same' : 'DIFFERENT'}  ${name}  races: ${found.length}  exit ${page.status}`);
  return wrong.length === 0 ? '' : `--- ${name}\n${wrong.join('\n')}`;
}

async function main(chosen: readonly string[]): Promise<void> {
  const names = chosen.length > 0 ? chosen : await raceProgramNames();
  const [lab, differences] = [await racesLab(), await readDifferences()];
  const wrong: string[] = [];
  await withTemporaryFolder(async (bin) => {
    for (const name of names) wrong.push(await compare(lab, name, differences, bin));
  });
  const different = wrong.filter((one) => one !== '');
  for (const one of different) console.log(`\n${one}`);
  for (const { program, why } of differences.filter((one) => names.includes(one.program)))
    console.log(`\nknown difference in ${program}: ${why}`);
  console.log(`\n${names.length - different.length} of ${names.length} programs: the same races, stacks and creations`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

if (import.meta.main) await main(process.argv.slice(2));
