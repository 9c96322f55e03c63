import { stdClosure } from '../../src/toolchain/go/index.ts';
import type { Asset, Manifest } from '../../src/toolchain/go/index.ts';

/** The imports of the program by which a first visit is measured. */
const HELLO_IMPORTS = ['fmt', 'sync', 'time'];
/** What a generated test main adds. */
const TEST_IMPORTS = [...HELLO_IMPORTS, 'testing', 'testing/internal/testdeps', 'os'];

/** Returns what a learner downloads for which first use, as a table. */
export function sizeReport(manifest: Manifest): string {
  const { compile, link, vet, gofmt } = manifest.tools;
  const packages = Object.values(manifest.std);
  const first = firstUse(manifest, HELLO_IMPORTS);
  const test = firstUse(manifest, TEST_IMPORTS);
  const rows: readonly (readonly [string, readonly Asset[]])[] = [
    ['compile', [compile]],
    ['link', [link]],
    ['vet', [vet]],
    ['gofmt', [gofmt]],
    [`std, ${packages.length} packages: export data`, packages.map((one) => one.exportData)],
    [`std, ${packages.length} packages: objects`, packages.map((one) => one.object)],
    ['first `go run` of a program with goroutines', first],
    ['first `go test`, after that', test.filter((asset) => !first.includes(asset))],
  ];
  const lines = rows.map(([name, assets]) => `${name.padEnd(46)}${[...sums(assets)].map(megabytes).join('')}`);
  return [`${''.padEnd(46)}${['raw MB', 'gzip', 'brotli'].map((head) => head.padStart(9)).join('')}`, ...lines].join(
    '\n',
  );
}

function firstUse(manifest: Manifest, imports: readonly string[]): readonly Asset[] {
  const known = imports.flatMap((path) => manifest.std[path] ?? []);
  const linked = stdClosure(manifest.std, imports).flatMap((path) => manifest.std[path] ?? []);
  const { compile, link } = manifest.tools;
  return [compile, link, ...known.map((one) => one.exportData), ...linked.map((one) => one.object)];
}

function sums(assets: readonly Asset[]): readonly number[] {
  const sum = (pick: (asset: Asset) => number): number => assets.reduce((total, asset) => total + pick(asset), 0);
  return [sum((one) => one.bytes), sum((one) => one.gzipBytes), sum((one) => one.brotliBytes)];
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2).padStart(9);
