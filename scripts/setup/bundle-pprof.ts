// Makes build/cli/pprof.mjs: the sources of `faultline pprof` in one file, with the list of what it was made from.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './paths.ts';

const folder = join(root, 'build', 'cli');

/** Bundles the command. src/cli/load-pprof.ts runs the bundle for as long as no file in its list has changed. */
export async function bundlePprof(): Promise<void> {
  const bundle = await rolldown({ input: join(root, 'src/analysis/pprof/run.ts'), platform: 'node' });
  const { output } = await bundle.write({
    file: join(folder, 'pprof.mjs'),
    format: 'esm',
    codeSplitting: false,
    minify: true,
  });
  await bundle.close();
  const sources = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  const made = sources.filter((id) => id.startsWith(root)).map((id) => [relative(root, id), statSync(id).mtimeMs]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pprof.json'), JSON.stringify(Object.fromEntries(made)));
}
