import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { isPackaged, listFile, packageSources } from '../../src/lms/index.ts';

/**
 * Writes the list of the site's files from which packages for learning management systems are made, by the instructors'
 * page and by `faultline export`. It comes after everything that writes into the site.
 */
export function fileList(): AstroIntegration {
  return {
    name: 'file-list',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const entries = await readdir(root, { recursive: true, withFileTypes: true });
        const paths = entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(root.length).split(sep).join('/'))
          .filter(isPackaged)
          .sort();
        const files = await Promise.all(
          paths.map(async (path) => listFile({ path, content: await readFile(join(root, path)) })),
        );
        await writeFile(join(root, packageSources.files), `${JSON.stringify({ files })}\n`);
        logger.info(`${files.length} files listed`);
      },
    },
  };
}
