/** Builds Delve for the page into public/toolchain/delve, unless what is there is up to date. Part of `npm run toolchain`. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { delveManifestPath } from '../../src/toolchain/delve/index.ts';
import type { DelveManifest } from '../../src/toolchain/delve/index.ts';
import type { Asset } from '../../src/toolchain/go/index.ts';
import { root } from '../setup/paths.ts';
import { createAssetWriter } from '../toolchain/assets.ts';
import type { AssetWriter } from '../toolchain/assets.ts';
import { createProgress } from '../toolchain/progress.ts';
import type { GoInstall } from '../toolchain/release.ts';
import { findGo } from '../toolchain/release.ts';
import { buildDelve } from './build-delve.ts';

const BUILD = join(root, 'build');
const OUT = join(root, 'public', 'toolchain');
const MANIFEST = join(OUT, delveManifestPath);
const BROTLI = 11;
const LICENCE_BROTLI = 5;

const progress = createProgress(process.stderr);
const go = await findGo(BUILD);
if ('reason' in go) {
  await rm(MANIFEST, { force: true });
  process.stderr.write(`No Delve for the page: ${go.reason}. Its labs replay recordings.\n`);
} else await main(go);

async function main(install: GoInstall): Promise<void> {
  const stamp = await stampOf(install);
  const known = await readFile(MANIFEST, 'utf8').catch(() => undefined);
  if (known !== undefined && (JSON.parse(known) as DelveManifest).stamp === stamp) {
    progress.done('Delve is up to date');
    return;
  }
  await rm(join(OUT, 'delve'), { recursive: true, force: true });
  progress.step('Building Delve as wasm');
  const delve = await buildDelve(install, join(BUILD, 'delve-out'));
  progress.step('Compressing Delve');
  const assets = createAssetWriter(OUT, join(BUILD, 'delve-out', 'compressed'));
  const manifest: DelveManifest = {
    schema: 'faultline.delve/1',
    version: delve.version,
    stamp,
    module: await assets.write('delve/dlv.wasm', delve.module, BROTLI),
    licences: await writeLicences(assets, delve.licences),
  };
  await mkdir(join(OUT, 'delve'), { recursive: true });
  await writeFile(MANIFEST, JSON.stringify(manifest));
  const { bytes, brotliBytes } = manifest.module;
  progress.done(`Built Delve ${delve.version}: ${megabytes(bytes)}, ${megabytes(brotliBytes)} to download`);
}

async function writeLicences(
  assets: AssetWriter,
  licences: readonly { of: string; text: string }[],
): Promise<DelveManifest['licences']> {
  const written: { of: string; text: Asset }[] = [];
  // One after another: modules with the same text would write the same file at once.
  for (const { of, text } of licences) {
    const name = `delve/licences/${of.replaceAll(/[^a-z0-9.]+/gi, '-')}.txt`;
    written.push({ of, text: await assets.write(name, Buffer.from(text), LICENCE_BROTLI) });
  }
  return written;
}

/** Everything that the build reads: the release of Go, our Go sources with the pinned modules, the build itself. */
async function stampOf({ release }: GoInstall): Promise<string> {
  const hash = createHash('sha256').update(release);
  const entries = await readdir(join(root, 'go', 'dlv'), { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const build = ['build-delve.ts', 'main.ts'].map((name) => join(root, 'scripts', 'delve', name));
  for (const file of [...sources.sort(), ...build]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
