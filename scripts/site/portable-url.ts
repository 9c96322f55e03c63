/**
 * An internal URL as seen from a page `depth` folders below the site's root, with `index.html` written out, since not
 * every host answers for a folder. External URLs, fragments and relative URLs stay as they are.
 *
 * @example toPortableUrl('/glossary/#frame', 2) // '../../glossary/index.html#frame'
 */
export function toPortableUrl(url: string, depth: number): string {
  if (!url.startsWith('/') || url.startsWith('//')) return url;
  const cut = url.search(/[?#]/);
  const path = cut < 0 ? url : url.slice(0, cut);
  const tail = cut < 0 ? '' : url.slice(cut);
  const target = path.slice(1);
  const isFolder = target === '' || target.endsWith('/');
  return toPortableRoot(depth) + target + (isFolder ? 'index.html' : '') + tail;
}

/** The site's root as seen from a page `depth` folders below it, with a slash at the end. */
export function toPortableRoot(depth: number): string {
  return depth === 0 ? './' : '../'.repeat(depth);
}

/** A style sheet `depth` folders below the root with its root-relative `url(…)` made relative. */
export function toPortableCss(css: string, depth: number): string {
  return css.replaceAll(/url\((["']?)\/(?!\/)/g, (_, quote: string) => `url(${quote}${toPortableRoot(depth)}`);
}

/** HTML that is only text to the parser, with the internal URLs of its links made relative. */
export function toPortableLinks(html: string, depth: number): string {
  return html.replaceAll(
    /\b(href|src)="([^"]*)"/g,
    (_, name: string, url: string) => `${name}="${toPortableUrl(url, depth)}"`,
  );
}

/** How many folders below the site's root a wrong address may stand for its page to look right. */
const deepest = 6;

/**
 * The page for wrong addresses: a host shows it at any address, so what is relative to its own place is found at none.
 * Each style sheet and script is named once for every depth; those that are not there are passed over.
 *
 * @example forAnyDepth('<script src="./a.js"></script>') // '<script src="./a.js"></script><script src="../a.js">…'
 */
export function forAnyDepth(html: string): string {
  return html.replaceAll(
    /<link rel="(?:stylesheet|icon)" href="\.\/[^>]*>|<script[^>]* src="\.\/[^>]*><\/script>/g,
    (tag) =>
      Array.from({ length: deepest + 1 }, (_, depth) => tag.replace('"./', `"${toPortableRoot(depth)}`)).join(''),
  );
}
