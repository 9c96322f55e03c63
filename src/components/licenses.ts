/** What ships with the site and under which license, read from the installed packages while the site is built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code or font reaches the reader's browser. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly url?: string;
  /** The text of its license file. */
  readonly text?: string;
}

interface Manifest {
  readonly version?: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const modules = join(process.cwd(), 'node_modules');
/** Packages that only make the pages and leave none of their code in them. */
const buildOnly = new Set(['astro', '@astrojs/mdx', 'shiki', 'satteri']);

/** Tools of the build that put code of theirs into the site. */
const alsoShipped = ['pagefind'];

/** Every dependency that is not for building alone, with those that it brings along, by name. */
export function readShippedPackages(): readonly ShippedPackage[] {
  const own = readManifest(process.cwd());
  const wanted = [...Object.keys(own.dependencies ?? {}), ...alsoShipped].filter((name) => !buildOnly.has(name));
  const found = new Map<string, ShippedPackage>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const folder = join(modules, name);
    if (found.has(name) || !existsSync(folder)) continue;
    const manifest = readManifest(folder);
    found.set(name, describe(name, folder, manifest));
    wanted.push(...Object.keys(manifest.dependencies ?? {}));
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function describe(name: string, folder: string, manifest: Manifest): ShippedPackage {
  const file = findLicense(folder);
  return {
    name,
    version: manifest.version ?? '',
    license: manifest.license ?? 'see its text',
    ...(manifest.homepage === undefined ? {} : { url: manifest.homepage }),
    ...(file === undefined ? {} : { text: readFileSync(join(folder, file), 'utf8') }),
  };
}

/** The file, or where a package keeps several in a folder, its own. */
function findLicense(folder: string): string | undefined {
  const entry = readdirSync(folder, { withFileTypes: true }).find(({ name }) => /^(?:licen[cs]e|copying)/i.test(name));
  if (!entry?.isDirectory()) return entry?.name;
  const inside = findLicense(join(folder, entry.name));
  return inside === undefined ? undefined : join(entry.name, inside);
}
