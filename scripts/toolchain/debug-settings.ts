import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../src/toolchain/go/index.ts';
import type { GoInstall } from './release.ts';

/** One row of the release's own table: `{Name: "panicnil", Package: "runtime", Changed: 21, Old: "1"},`. */
const ROW = /^\t\{Name: "(\w+)",.* Changed: (\d+), Old: "([^"]*)"/gm;

/** Returns the GODEBUG settings whose defaults depend on a module's go line. Throws when the table is not as expected. */
export async function readDebugSettings(go: GoInstall): Promise<Manifest['debugSettings']> {
  const file = 'src/internal/godebugs/table.go';
  const table = await readFile(join(go.goroot, file), 'utf8');
  const settings = [...table.matchAll(ROW)].map(([, name = '', minor, old = '']) => {
    return { name, changedInMinor: Number(minor), old };
  });
  if (!settings.some((one) => one.name === 'panicnil')) throw new Error(`${file}: no row of the table could be read`);
  return settings;
}
