import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { applyRules } from './rules.ts';
import type { Rule } from './rules.ts';

/** The files that a `go build -overlay` puts over the release, and a hash of all of them. */
export interface Overlay {
  readonly file: string;
  readonly hash: string;
  /** Where each file of the overlay lies, by the path below GOROOT/src that it stands for. */
  readonly files: ReadonlyMap<string, string>;
}

/** What an overlay is made from: rules that change files of the release, and folders of files that are our own. */
export interface OverlaySource {
  readonly rules: readonly Rule[];
  readonly folders: readonly string[];
}

/** Writes the overlay into `outDir` and returns its JSON file, for GOROOT as given. Throws when a rule does not match. */
export async function writeOverlay(goroot: string, outDir: string, source: OverlaySource): Promise<Overlay> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const texts = new Map([...(await changedFiles(goroot, source.rules)), ...(await ownFiles(source.folders))]);
  const files = new Map<string, string>();
  const hash = createHash('sha256');
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const target = join(outDir, path.replaceAll('/', '+'));
    await writeFile(target, text);
    files.set(path, target);
    hash.update(`${path}\0${text}\0`);
  }
  const file = join(outDir, 'overlay.json');
  const replace = Object.fromEntries([...files].map(([path, target]) => [join(goroot, 'src', path), target]));
  await writeFile(file, JSON.stringify({ Replace: replace }, undefined, 1));
  return { file, hash: hash.digest('hex'), files };
}

async function changedFiles(goroot: string, rules: readonly Rule[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [file, own] of Map.groupBy(rules, (rule) => rule.file)) {
    const text = await readFile(join(goroot, 'src', file), 'utf8').catch(() => undefined);
    if (text === undefined) throw new RangeError(`overlay rules for ${file}: this release has no such file`);
    texts.set(file, applyRules(text, own));
  }
  return texts;
}

async function ownFiles(folders: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      texts.set(relative(folder, path), await readFile(path, 'utf8'));
    }
  }
  return texts;
}
