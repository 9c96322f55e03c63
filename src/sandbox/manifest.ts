import type { Asset, Manifest } from '../toolchain/go/index.ts';

/** Where the site keeps its Go tools, from its root. */
const manifestPath = 'toolchain/manifest.json';

/** A manifest and where its files lie. */
export interface FoundToolchain {
  readonly manifest: Manifest;
  readonly baseUrl: string;
}

/**
 * Returns the site's toolchain, or why there is none in words for the learner.
 *
 * @param root absolute URL of the site's root
 */
export async function findToolchain(root: string): Promise<FoundToolchain | { readonly missing: string }> {
  const missing = whatBrowserLacks();
  if (missing !== undefined) return { missing: `This browser lacks ${missing}` };
  const baseUrl = new URL(manifestPath, root).href;
  try {
    const response = await fetch(baseUrl);
    if (response.status === 404) return { missing: 'This site was built without Go' };
    if (!response.ok) return { missing: `The Go tools could not be loaded: the server answered ${response.status}` };
    const manifest = (await response.json()) as Manifest | null;
    // A package for a learning management system says so: not every such host answers 404 for what is not there.
    if (manifest === null) return { missing: 'This package of the course comes without Go' };
    return { manifest, baseUrl };
  } catch {
    return { missing: 'The Go tools could not be loaded: no network' };
  }
}

function whatBrowserLacks(): string | undefined {
  if (typeof WebAssembly !== 'object' || typeof WebAssembly.compileStreaming !== 'function') return 'WebAssembly';
  if (typeof Worker !== 'function') return 'workers';
  return undefined;
}

/** Returns how many bytes cross the network for these files: browsers accept brotli only over https and from localhost. */
export function transferBytes(assets: readonly Asset[]): number {
  return assets.reduce((sum, asset) => sum + (isSecureContext ? asset.brotliBytes : asset.gzipBytes), 0);
}
