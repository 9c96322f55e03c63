import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AssetSource, Manifest } from '../../toolchain/go/index.ts';

/** Where `npm run toolchain` puts what it builds. */
const folder = new URL('../../../public/toolchain/', import.meta.url);
const manifestUrl = new URL('manifest.json', folder);

/** What to do where the Go tools have not been built. */
export const toolchainMissing =
  "the Go tools for the page are not built: run 'npm run toolchain' (it needs Go 1.21 or newer on the PATH)";

/** Whether `npm run toolchain` has built the tools here. */
export function isToolchainBuilt(): boolean {
  return existsSync(manifestUrl);
}

/** The manifest of the tools; undefined when they are not built. */
export async function readManifest(): Promise<Manifest | undefined> {
  if (!isToolchainBuilt()) return undefined;
  return JSON.parse(await readFile(manifestUrl, 'utf8')) as Manifest;
}

const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
const modules = new Map<string, Promise<WebAssembly.Module>>();

/** Returns the files that the site ships, read from disk; each is read, and each tool compiled, once in a process. */
export function diskAssets(manifest: Manifest): AssetSource {
  return {
    manifest,
    bytes: ({ url }) =>
      once(files, url, async () => new Uint8Array(await readFile(fileURLToPath(new URL(url, folder))))),
    module: (asset) =>
      once(modules, asset.url, async () => {
        const bytes = await readFile(fileURLToPath(new URL(asset.url, folder)));
        return WebAssembly.compile(bytes);
      }),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const promise = known.get(key) ?? make();
  known.set(key, promise);
  return promise;
}
