import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RewritingStream } from 'parse5-html-rewriting-stream';
import type { AstroIntegration } from 'astro';
import { forAnyDepth, toPortableCss, toPortableLinks, toPortableRoot, toPortableUrl } from './portable-url.ts';

/** Attributes that hold an internal URL. */
const urlAttributes: ReadonlySet<string> = new Set(['href', 'src', 'data-href', 'data-src']);

/** On `<html>`: tells scripts where the site begins, seen from their page. */
const rootAttribute = 'data-root';

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
        const files = await readdir(root, { recursive: true });
        const pages = files.filter((name) => name.endsWith('.html'));
        for (const page of pages) await rewriteFile(root, page, rewriteHtml);
        for (const style of files.filter((name) => name.endsWith('.css')))
          await rewriteFile(root, style, toPortableCss);
        await rewriteFile(root, '404.html', forAnyDepth);
        logger.info(`${pages.length} pages made relative`);
      },
    },
  };
}

type Rewrite = (text: string, depth: number) => string | Promise<string>;

async function rewriteFile(root: string, name: string, rewrite: Rewrite): Promise<void> {
  const file = join(root, name);
  const depth = relative(root, file).split(sep).length - 1;
  await writeFile(file, await rewrite(await readFile(file, 'utf8'), depth));
}

async function rewriteHtml(html: string, depth: number): Promise<string> {
  const stream = new RewritingStream();
  let isInNoscript = false;
  // To a parser that runs scripts, what stands in <noscript> is text.
  stream.on('text', (_, raw) => stream.emitRaw(isInNoscript ? toPortableLinks(raw, depth) : raw));
  stream.on('startTag', (tag, raw) => {
    isInNoscript = tag.tagName === 'noscript';
    let changed = false;
    for (const attribute of tag.attrs) {
      const value = rewriteAttribute(attribute.name, attribute.value, depth);
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

function rewriteAttribute(name: string, value: string, depth: number): string {
  if (name === rootAttribute) return toPortableRoot(depth);
  return urlAttributes.has(name) ? toPortableUrl(value, depth) : value;
}
