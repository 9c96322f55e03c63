import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readRecipes } from './recipes.ts';

/** The files of a lab with a core, by their paths below its folder: NAME, core, and the sources where Delve looks for them. */
export function labFiles(dir: string, name: string): ReadonlyMap<string, Uint8Array> {
  const unpack = (file: string) => new Uint8Array(gunzipSync(readFileSync(join(dir, file))));
  const source = join(dir, 'programs', readRecipes(dir).get(name)?.program ?? name);
  const module = /^module (\S+)/m.exec(readFileSync(join(source, 'go.mod'), 'utf8'))?.[1] ?? name;
  const files = new Map([
    [name, unpack(`${name}.exe.gz`)],
    ['core', unpack(`${name}.core.gz`)],
  ]);
  // After -trimpath the executable says MODULE/FILE, which is looked for below the working folder.
  for (const file of readdirSync(source))
    files.set(`${module}/${file}`, new Uint8Array(readFileSync(join(source, file))));
  return files;
}

/** One time for all files of a lab: Delve warns of an executable that is older than its sources. */
export const LAB_TIME_MILLIS = Date.UTC(2026, 0, 2);
