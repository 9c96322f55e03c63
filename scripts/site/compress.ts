import { readFile, writeFile } from 'node:fs/promises';
import { globSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = '**/*.{html,css,js,json,svg,txt,xml,webmanifest}';

/** Writes `.br` and `.gz` beside every text file, for hosts that serve such neighbours. The tools bring their own. */
export async function compressSite(folder: string): Promise<void> {
  for (const name of globSync(compressible, { cwd: folder })) {
    const file = join(folder, name);
    if (existsSync(`${file}.br`)) continue;
    const bytes = await readFile(file);
    await writeFile(
      `${file}.br`,
      await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }
}
