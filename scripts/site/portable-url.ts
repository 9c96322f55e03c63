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
  const up = '../'.repeat(depth);
  if (target === '') return `${up === '' ? './' : up}index.html${tail}`;
  return (up === '' ? './' : up) + target + (target.endsWith('/') ? 'index.html' : '') + tail;
}
