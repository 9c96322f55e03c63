import type { Asset } from '../go/index.ts';

/** What the toolchain build ships of Delve, beside the manifest of the Go tools. */
export interface DelveManifest {
  readonly schema: 'faultline.delve/1';
  /** The pinned release, as `v1.27.2`. */
  readonly version: string;
  /** Hash of everything that the build read. */
  readonly stamp: string;
  /** Delve on core files, for js/wasm. */
  readonly module: Asset;
  /** The licence text of each module that is linked in. */
  readonly licences: readonly { readonly of: string; readonly text: Asset }[];
}

/** Where the manifest lies, relative to the folder of the toolchain. */
export const delveManifestPath = 'delve/manifest.json';
