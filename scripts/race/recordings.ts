/**
 * What native Go says of the programs of test/fixtures/race-programs. `node scripts/race/recordings.ts` makes it anew;
 * that needs Go and a C compiler. The programs are built and run in a folder of a usual machine, so that the outputs
 * hold no folder of this one.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { runNatively } from '../labs/native.ts';
import { GO_RELEASE } from '../toolchain/release.ts';
import { racesIn } from './reports.ts';

const folder = fileURLToPath(new URL('../../test/fixtures/race-programs/', import.meta.url));
const home = '/home/ada/raceprograms';
const sourcesFile = join(folder, 'SOURCES.yaml');
/** Natively a program with races waits a second before it ends; no report depends on it. */
export const quickEnd = 'GORACE=atexit_sleep_ms=0';
/** A program whose races differ between runs would be no measure. */
const runs = 3;

/** The folder of the programs and their go.mod. */
export const raceProgramsFolder = join(folder, 'programs');

/** What a native run of a program with `-race` printed and how it ended. */
export interface Recording {
  readonly program: string;
  readonly go: string;
  readonly platform: string;
  readonly command: string;
  readonly exit: number;
  readonly stdout: string;
  /** The file with its reports; absent where it reported nothing. */
  readonly stderr?: string;
}

/** Races that the page reports otherwise than native Go, in the form of `racesIn`, with the reason. */
export interface Difference {
  readonly program: string;
  readonly why: string;
  readonly native: readonly string[];
  readonly page: readonly string[];
}

/** The names of all programs, without `.go`: `racy-…` and `clean-…`. */
export async function raceProgramNames(): Promise<readonly string[]> {
  const files = await readdir(raceProgramsFolder);
  return files.flatMap((file) => (file.endsWith('.go') ? [file.slice(0, -'.go'.length)] : [])).sort();
}

/** Returns the recordings by program. */
export async function readRecordings(): Promise<ReadonlyMap<string, Recording>> {
  const recordings = parse(await readFile(sourcesFile, 'utf8')) as readonly Recording[];
  return new Map(recordings.map((one) => [one.program, one]));
}

/** Returns the races that a recording reports. */
export async function recordedRaces({ stderr }: Recording): Promise<readonly string[]> {
  return stderr === undefined ? [] : racesIn(await readFile(join(folder, stderr), 'utf8'));
}

/** Returns the known differences. */
export async function readDifferences(): Promise<readonly Difference[]> {
  const text = await readFile(join(folder, 'differences.yaml'), 'utf8');
  const trimmed = (races: readonly string[]): readonly string[] => races.map((race) => race.trimEnd());
  return (parse(text) as readonly Difference[]).map((one) => ({
    ...one,
    native: trimmed(one.native),
    page: trimmed(one.page),
  }));
}

/** Returns the races that the page has to report where native Go reports `native`. */
export function racesInPage(
  program: string,
  native: readonly string[],
  differences: readonly Difference[],
): readonly string[] {
  const known = differences.filter((one) => one.program === program);
  const replaced = new Set(known.flatMap((one) => one.native));
  return [...native.filter((race) => !replaced.has(race)), ...known.flatMap((one) => one.page)].sort();
}

async function record(program: string): Promise<Recording> {
  const start = `${quickEnd} ./${program}`;
  const command = `go build -race -o ${program} ${program}.go && ${start}`;
  const first = await runNatively(home, command);
  for (let run = 1; run < runs; run++) {
    const again = await runNatively(home, start);
    if (racesIn(again.stderr).join() !== racesIn(first.stderr).join())
      throw new Error(`${program}: its races differ between runs; make the order of its steps plainer`);
  }
  const { stdout, stderr, status: exit } = first;
  const recording = { program, go: GO_RELEASE, platform: 'linux/amd64', command, exit, stdout };
  if (stderr === '') return recording;
  const file = `native/${program}.txt`;
  await writeFile(join(folder, file), stderr);
  return { ...recording, stderr: file };
}

async function main(): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await cp(raceProgramsFolder, home, { recursive: true });
  await rm(join(folder, 'native'), { recursive: true, force: true });
  await mkdir(join(folder, 'native'));
  const recordings: Recording[] = [];
  for (const program of await raceProgramNames()) {
    recordings.push(await record(program));
    console.log(`recorded ${program}`);
  }
  const head = `# Native runs of the programs in programs/, in ${home}: standard output here, reports in native/.\n`;
  await writeFile(sourcesFile, head + stringify(recordings));
}

if (import.meta.main) await main();
