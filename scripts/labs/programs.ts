/**
 * Builds and runs every program of test/fixtures/toolchain/programs with the page's tools and natively, and compares
 * standard output and exit status: `npm run suite:programs [-- NAME…]`.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createNodeLab,
  readFolder,
  readManifest,
  runWhole,
  toolchainMissing,
} from '../../src/cli/node-toolchain/index.ts';
import type { LineResult, NodeLab } from '../../src/cli/node-toolchain/index.ts';
import { runNatively } from './native.ts';

/** The folder of the programs. */
export const programsFolder = fileURLToPath(new URL('../../test/fixtures/toolchain/programs/', import.meta.url));

/** What the programs that read it get as standard input. */
const stdin = 'one two\nthree\n';

/** One program, run both ways. */
export interface Comparison {
  readonly name: string;
  readonly page: LineResult;
  readonly native: LineResult;
  readonly same: boolean;
}

/** The names of all programs, without `.go`. */
export async function programNames(): Promise<readonly string[]> {
  const files = await readdir(programsFolder);
  return files
    .filter((file) => file.endsWith('.go'))
    .map((file) => file.slice(0, -'.go'.length))
    .sort();
}

/** Returns a lab that holds all programs. Throws with what to do when the tools are not built. */
export async function programsLab(): Promise<NodeLab> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  return createNodeLab(await readFolder(programsFolder), manifest);
}

/** Runs one program both ways. `binFolder` takes the native executable. */
export async function compareProgram(lab: NodeLab, name: string, binFolder: string): Promise<Comparison> {
  const page = await runWhole(lab, `go build -o /tmp/${name} ${name}.go && /tmp/${name}`, stdin);
  const binary = join(binFolder, name);
  const native = await runNatively(programsFolder, `go build -o ${binary} ${name}.go && ${binary}`, stdin);
  return { name, page, native, same: page.stdout === native.stdout && page.status === native.status };
}

/** Calls `use` with a folder that is gone afterwards. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(chosen: readonly string[]): Promise<void> {
  const names = chosen.length > 0 ? chosen : await programNames();
  const lab = await programsLab();
  const differing: Comparison[] = [];
  await withTemporaryFolder(async (folder) => {
    for (const name of names) {
      const comparison = await compareProgram(lab, name, folder);
      console.log(`${comparison.same ? 'same' : 'DIFFERENT'}  ${name}  exit ${comparison.page.status}`);
      if (!comparison.same) differing.push(comparison);
    }
  });
  for (const { name, page, native } of differing) {
    console.log(`\n--- ${name} native, exit ${native.status}\n${native.stdout}${native.stderr}`);
    console.log(`--- ${name} page, exit ${page.status}\n${page.stdout}${page.stderr}`);
  }
  console.log(`\n${names.length - differing.length} of ${names.length} programs print the same and exit the same`);
  process.exitCode = differing.length === 0 ? 0 : 1;
}

if (import.meta.main) await main(process.argv.slice(2));
