import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex, type PagefindIndex } from 'pagefind';
import { parse } from 'yaml';
import { glossarySchema } from '../../src/course/index.ts';

/** Pages that lead to others or repeat them, and those that hold answers. */
const leftOut =
  /^(?:index|404|glossary\/index|search\/index|notebook\/index|assignment\/index|lms\/index|about\/licenses\/index|.*\/solution\/index)\.html$/;

/** What of a page is not for searching: controls, and what a reader should come upon only when it is time. */
const hiddenParts = [
  'form',
  'nav',
  'noscript',
  'svg',
  'lab-terminal',
  '.facts',
  '.hints',
  '.kicker',
  '.predict > :not(summary)',
  'a.solve',
  '[hidden]',
];

/** Of the search engine's files, those that the search of these pages uses. */
const used =
  /^(?:pagefind(?:-worker)?\.js|pagefind-entry\.json|wasm\.en\.pagefind|pagefind\.\w+\.pf_meta|(?:index|fragment)\/.+)$/;

/** Builds the index of the built pages and of the glossary, in the folder `pagefind` of the site, and lists its files. */
export function searchIndex(): AstroIntegration {
  return {
    name: 'search-index',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const index = await openIndex();
        const pages = await addPages(index, root);
        const terms = await addTerms(index);
        await writeIndex(index, join(root, 'pagefind'));
        await close();
        logger.info(`${pages} pages and ${terms} terms can be searched`);
      },
    },
  };
}

async function openIndex(): Promise<PagefindIndex> {
  const { index, errors } = await createIndex({
    rootSelector: 'main',
    excludeSelectors: hiddenParts,
    forceLanguage: 'en',
    // So that `sync.Mutex` and `panic_test.go` are words.
    includeCharacters: '_.',
  });
  if (!index) throw new Error(`the search index cannot be made (${errors.join('; ')}): run npm install again`);
  return index;
}

async function addPages(index: PagefindIndex, root: string): Promise<number> {
  const files = (await readdir(root, { recursive: true })).map((path) => path.split(sep).join('/'));
  const pages = files.filter((path) => path.endsWith('.html') && !leftOut.test(path)).sort();
  for (const page of pages) {
    const { errors } = await index.addHTMLFile({ sourcePath: page, content: await readFile(join(root, page), 'utf8') });
    if (errors.length > 0) throw new Error(`${page} cannot be searched: ${errors.join('; ')}`);
  }
  return pages.length;
}

async function addTerms(index: PagefindIndex): Promise<number> {
  const terms = glossarySchema.parse(parse(await readFile('content/glossary.yaml', 'utf8')));
  for (const { id, term, definition } of terms) {
    const { errors } = await index.addCustomRecord({
      url: `/glossary/#${id}`,
      content: `${term}. ${definition.replaceAll('`', '')}`,
      language: 'en',
      meta: { title: term },
    });
    if (errors.length > 0) throw new Error(`the term ${id} cannot be searched: ${errors.join('; ')}`);
  }
  return terms.length;
}

async function writeIndex(index: PagefindIndex, folder: string): Promise<void> {
  const { files } = await index.getFiles();
  const wanted = files.filter(({ path }) => used.test(path));
  for (const { path, content } of wanted) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  await writeFile(join(folder, 'files.json'), JSON.stringify(wanted.map(({ path }) => path)));
}
