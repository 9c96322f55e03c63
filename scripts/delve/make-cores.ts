/**
 * Makes the core files of the tests: builds each program, lets it crash or takes a core of it while it runs, and trims the
 * core. Needs Linux on amd64, Go, and gdb for `gcore`.
 *
 *   node scripts/delve/make-cores.ts DIR [NAME…]
 *
 * DIR holds programs/NAME with its go.mod; DIR/cores.yaml says how each core is made (recipes.ts). A program for gcore
 * prints a line that starts with `ready`. The executable and its core are written to DIR/NAME.exe.gz and DIR/NAME.core.gz.
 */
import { join } from 'node:path';
import { makeCore } from './core-maker.ts';
import { readRecipes } from './recipes.ts';

const [dir, ...only] = process.argv.slice(2);
if (dir === undefined) {
  process.stderr.write('usage: node scripts/delve/make-cores.ts DIR [NAME…]\n');
  process.exit(2);
}
for (const [name, recipe] of readRecipes(dir)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const source = join(dir, 'programs', recipe.program ?? name);
  const [executable, core] = [join(dir, `${name}.exe.gz`), join(dir, `${name}.core.gz`)];
  await makeCore({ source, name, executable, core }, recipe);
}
