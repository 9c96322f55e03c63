import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RewritingStream } from 'parse5-html-rewriting-stream';
import type { AstroIntegration } from 'astro';
import { toPortableUrl } from './portable-url.ts';

/** Attributes that hold an internal URL. `data-root` tells scripts where the site begins, seen from their page. */
const urlAttributes: ReadonlySet<string> = new Set(['href', 'src', 'data-root', 'data-href', 'data-src']);

/**
 * Makes one build run at any path of any static host: every internal URL of every page becomes relative, with its
 * `index.html` named, and so do the URLs that the bundler writes for chunks, workers and assets.
 * Astro's `base` cannot do this: it fixes the path at build time, and an LMS unpacks the course wherever it likes.
 */
export function portableSite(): AstroIntegration {
  return {
    name: 'portable-site',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { experimental: { renderBuiltUrl: () => ({ relative: true }) } } });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.html'));
        for (const page of pages) await makePortable(root, page);
        logger.info(`${pages.length} pages made relative`);
      },
    },
  };
}

async function makePortable(root: string, page: string): Promise<void> {
  const file = join(root, page);
  const depth = relative(root, file).split(sep).length - 1;
  const html = await readFile(file, 'utf8');
  await writeFile(file, await rewriteUrls(html, (url) => toPortableUrl(url, depth)));
}

async function rewriteUrls(html: string, rewrite: (url: string) => string): Promise<string> {
  const stream = new RewritingStream();
  stream.on('startTag', (tag, raw) => {
    let changed = false;
    for (const attribute of tag.attrs) {
      if (!urlAttributes.has(attribute.name)) continue;
      const value = rewrite(attribute.value);
      changed ||= value !== attribute.value;
      attribute.value = value;
    }
    if (changed) stream.emitStartTag(tag);
    else stream.emitRaw(raw);
  });
  let out = '';
  stream.on('data', (chunk: Buffer | string) => (out += chunk.toString()));
  const done = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
  stream.end(html);
  await done;
  return out;
}
