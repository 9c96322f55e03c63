import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asset, Manifest, StdPackage, StdSet, ToolName } from '../../src/toolchain/go/index.ts';
import { createAssetWriter } from './assets.ts';
import type { AssetWriter } from './assets.ts';
import { writeOverlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { createProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { readDebugSettings } from './debug-settings.ts';
import { findGo, runGo } from './release.ts';
import type { GoInstall } from './release.ts';
import type { Rule } from './rules.ts';
import { sizeReport } from './size-report.ts';
import { buildStd, selectStd } from './std.ts';
import type { BuiltPackage } from './std.ts';
import { RACE_RULES } from './race-rules.ts';
import { buildRaceCompiler } from './race-compiler.ts';
import { STD_RULES } from './std-rules.ts';
import { TOOL_RULES } from './tool-rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = join(ROOT, 'build');
const WORK = join(BUILD, 'toolchain');
const OUT = join(ROOT, 'public', 'toolchain');
const MANIFEST = join(OUT, 'manifest.json');
const OVERLAYS = join(ROOT, 'go', 'overlay');

const TOOLS: readonly ToolName[] = ['compile', 'link', 'vet', 'gofmt'];
/** The last step from 10 to 11 costs half as much time again and saves 3 %: worth it for what every learner loads. */
const TOOL_BROTLI = 11;
const STD_BROTLI = 10;
const RACE_BROTLI = 9;

interface Build extends Overlays {
  readonly go: GoInstall;
  readonly assets: AssetWriter;
  readonly progress: Progress;
}

async function main(): Promise<void> {
  const progress = createProgress(process.stderr);
  const go = await findGo(BUILD);
  if ('reason' in go) return tellNoGo(go.reason);
  const { tools, std, race } = await writeOverlays(go, WORK);
  const stamp = await stampOf([go.release, tools.hash, std.hash, race.hash]);
  if ((await builtManifest())?.stamp === stamp) {
    progress.done(`The Go tools of ${go.release} are up to date`);
    return;
  }
  const assets = createAssetWriter(OUT, join(WORK, 'compressed'));
  const manifest = await build({ go, tools, std, race, assets, progress }, stamp);
  await writeFile(MANIFEST, JSON.stringify(manifest));
  await removeStale(manifest);
  progress.done(`Built the Go tools of ${go.release}`);
  console.error(sizeReport(manifest));
}

interface Overlays {
  readonly tools: Overlay;
  readonly std: Overlay;
  readonly race: Overlay;
}

async function writeOverlays(go: GoInstall, folder: string): Promise<Overlays> {
  const overlay = (name: string, rules: readonly Rule[], own: readonly string[]): Promise<Overlay> => {
    const folders = own.map((one) => join(OVERLAYS, one));
    return writeOverlay(go.goroot, join(folder, 'overlay', name), { rules, folders });
  };
  return {
    tools: await overlay('tools', TOOL_RULES, ['tools']),
    std: await overlay('std', STD_RULES, ['std']),
    race: await overlay('race', RACE_RULES, ['std', 'race']),
  };
}

function compileTool(go: GoInstall, overlay: Overlay, tool: ToolName, file: string): Promise<string> {
  return runGo(go, ['build', '-overlay', overlay.file, '-trimpath', '-ldflags=-s -w', '-o', file, `cmd/${tool}`]);
}

async function build(job: Build, stamp: string): Promise<Manifest> {
  const tools = await buildTools(job);
  const selection = await selectStd(job.go);
  const packages = selection.shipped;
  job.progress.step(`Compiling ${packages.length} packages of std for wasip1/wasm`);
  const std = await shipStd(job, 'std', await buildStd({ go: job.go, overlay: job.std, packages }), STD_BROTLI);
  job.progress.step('Compiling them again for the race detector');
  const raceCompiler = await buildRaceCompiler(job.go, job.tools, join(WORK, 'race'));
  const instrumented = await buildStd({ go: job.go, overlay: job.race, packages, raceCompiler });
  const race = await shipStd(job, 'race', instrumented, RACE_BROTLI);
  const { leftOut } = selection;
  const debugSettings = await readDebugSettings(job.go);
  const { release } = job.go;
  return {
    schema: 'faultline.toolchain/1',
    release,
    stamp,
    tools,
    std,
    race,
    leftOut,
    debugSettings,
    licences: await shipLicences(job),
  };
}

async function buildTools(job: Build): Promise<Record<ToolName, Asset>> {
  const shipped: Partial<Record<ToolName, Asset>> = {};
  for (const tool of TOOLS) {
    job.progress.step(`Building ${tool} as wasm`);
    const file = join(WORK, `${tool}.wasm`);
    await compileTool(job.go, job.tools, tool, file);
    job.progress.step(`Compressing ${tool}`);
    shipped[tool] = await job.assets.write(`${tool}.wasm`, await readFile(file), TOOL_BROTLI);
  }
  return shipped as Record<ToolName, Asset>;
}

async function shipStd(job: Build, folder: string, packages: readonly BuiltPackage[], brotli: number): Promise<StdSet> {
  const set: Record<string, StdPackage> = {};
  for (const [index, one] of packages.entries()) {
    job.progress.step(`Compressing packages (${folder})`, index + 1, packages.length);
    const name = `${folder}/${one.path.replaceAll('/', '-')}`;
    const [exportData, object] = await Promise.all([
      job.assets.write(`${name}.x`, one.exportData, brotli),
      job.assets.write(`${name}.o`, one.object, brotli),
    ]);
    set[one.path] = { exportData, object, imports: one.imports };
  }
  return set;
}

async function shipLicences(job: Build): Promise<Manifest['licences']> {
  const text = await job.assets.write('licences/go.txt', await readFile(join(job.go.goroot, 'LICENSE')), STD_BROTLI);
  return [{ of: `The Go toolchain and standard library, ${job.go.release}`, licence: 'BSD-3-Clause', text }];
}

async function builtManifest(): Promise<Manifest | undefined> {
  const text = await readFile(MANIFEST, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Manifest);
}

/** The build's own code is part of the stamp: a change here makes everything anew. */
async function stampOf(parts: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const folder = dirname(fileURLToPath(import.meta.url));
  for (const file of (await readdir(folder)).sort()) hash.update(await readFile(join(folder, file)));
  for (const part of parts) hash.update(`\0${part}`);
  return hash.digest('hex').slice(0, 16);
}

/** Removes files of earlier builds. */
async function removeStale(manifest: Manifest): Promise<void> {
  const current = new Set(['manifest.json']);
  for (const asset of allAssets(manifest)) for (const end of ['', '.br', '.gz']) current.add(asset.url + end);
  const entries = await readdir(OUT, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if (!current.has(relative(OUT, path))) await rm(path);
  }
}

function allAssets(manifest: Manifest): readonly Asset[] {
  const packages = [...Object.values(manifest.std), ...Object.values(manifest.race ?? {})];
  return [
    ...Object.values(manifest.tools),
    ...packages.flatMap((one) => [one.exportData, one.object]),
    ...manifest.licences.map((one) => one.text),
  ];
}

/** The site builds without Go; tools of an earlier build stay in use. */
async function tellNoGo(reason: string): Promise<void> {
  const built = await builtManifest();
  console.error(`No Go tools for the page: ${reason}.`);
  if (built !== undefined) console.error(`Those of ${built.release}, built before, are kept.`);
  else console.error('The site builds all the same; its labs replay recordings.');
  console.error('Install Go 1.21 or newer and run this again.');
}

/**
 * `--check go1.N.P`: builds everything with another release into the build folder and ships nothing, to learn what a
 * move to it would break.
 */
async function check(release: string): Promise<void> {
  const progress = createProgress(process.stderr);
  const folder = join(BUILD, 'check', release);
  const go = await findGo(folder, release);
  if ('reason' in go) throw new Error(go.reason);
  const overlays = await writeOverlays(go, folder);
  for (const tool of TOOLS) {
    progress.step(`Building ${tool} of ${release}`);
    await compileTool(go, overlays.tools, tool, join(folder, `${tool}.wasm`));
  }
  const { shipped: packages } = await selectStd(go);
  progress.step(`Compiling ${packages.length} packages of std`);
  await buildStd({ go, overlay: overlays.std, packages });
  progress.step('Compiling them for the race detector');
  const raceCompiler = await buildRaceCompiler(go, overlays.tools, join(folder, 'race'));
  await buildStd({ go, overlay: overlays.race, packages, raceCompiler });
  await readDebugSettings(go);
  progress.done(`${release} builds: every rule matches once`);
}

const [flag, release] = process.argv.slice(2);
await mkdir(WORK, { recursive: true });
if (flag === '--check' && release !== undefined) await check(release);
else if (flag === undefined) await main();
else throw new RangeError(`${flag}: use no words, or --check go1.N.P`);
