/** One file that the site serves, beside a `.gz` and a `.br` of the same content. */
export interface Asset {
  /** Relative to the manifest; carries the content's hash, so that it can be cached for ever. */
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly brotliBytes: number;
}

/** The tools of a Go release that run as wasip1 programs. */
export type ToolName = 'compile' | 'link' | 'vet' | 'gofmt';

/** One package of the standard library as built for the page. */
export interface StdPackage {
  /** What the compiler and vet read of it. */
  readonly exportData: Asset;
  /** What the linker reads of it. */
  readonly object: Asset;
  /** Packages whose objects the linker needs with it, as they are named in the binary. */
  readonly imports: readonly string[];
}

/** A set of std packages that were built the same way and can be linked together. */
export type StdSet = Readonly<Record<string, StdPackage>>;

/** Everything that `npm run toolchain` built, as written to `toolchain/manifest.json`. */
export interface Manifest {
  readonly schema: 'faultline.toolchain/1';
  /** Such as "go1.26.8". */
  readonly release: string;
  /** Hash of the release, the overlays and the build's own code; the same stamp means the same bytes. */
  readonly stamp: string;
  readonly tools: Readonly<Record<ToolName, Asset>>;
  readonly std: StdSet;
  /** The same packages instrumented for `-race`. */
  readonly race?: StdSet;
  /** Import paths of std that exist but are not shipped. */
  readonly leftOut: readonly string[];
  /** GODEBUG settings whose default changed with a release: older go lines in a go.mod keep the old value. */
  readonly debugSettings: readonly { readonly name: string; readonly changedInMinor: number; readonly old: string }[];
  readonly licences: readonly { readonly of: string; readonly licence: string; readonly text: Asset }[];
}

/**
 * Returns the import paths whose objects a program with these imports is linked from, sorted, `runtime` included.
 * Paths that the set does not have are left out.
 *
 * @example stdClosure(manifest.std, ['fmt'])
 */
export function stdClosure(std: StdSet, imports: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  const open = ['runtime', ...imports];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const known = std[path];
    if (known === undefined || found.has(path)) continue;
    found.add(path);
    open.push(...known.imports);
  }
  return [...found].sort();
}
