import { stdClosure } from '../toolchain/go/index.ts';
import type { Asset, Manifest } from '../toolchain/go/index.ts';

/**
 * Returns the files that the first build of these sources takes: compiler, linker, and the std packages they name.
 * Sources that fail to parse count too: any quoted name of a std package is taken for an import.
 */
export function neededAssets({ std, tools }: Manifest, sources: Iterable<string>): readonly Asset[] {
  const imports = new Set<string>();
  for (const source of sources) {
    for (const [, path = ''] of source.matchAll(/"([a-z0-9/]+)"/g)) if (Object.hasOwn(std, path)) imports.add(path);
  }
  const packages = stdClosure(std, imports).flatMap((path) => std[path] ?? []);
  return [tools.compile, tools.link, ...packages.flatMap(({ exportData, object }) => [exportData, object])];
}
