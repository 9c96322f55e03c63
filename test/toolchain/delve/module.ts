import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/setup/paths.ts';
import { delveManifestPath } from '../../../src/toolchain/delve/index.ts';
import type { DelveManifest } from '../../../src/toolchain/delve/index.ts';

const toolchain = join(root, 'public', 'toolchain');
let compiled: Promise<WebAssembly.Module> | undefined;

/** Delve as the site ships it. */
export function loadModule(): Promise<WebAssembly.Module> {
  const manifest = join(toolchain, delveManifestPath);
  if (!existsSync(manifest)) throw new Error('Delve is not built: run "npm run toolchain"');
  const { module } = JSON.parse(readFileSync(manifest, 'utf8')) as DelveManifest;
  return (compiled ??= WebAssembly.compile(readFileSync(join(toolchain, module.url))));
}
