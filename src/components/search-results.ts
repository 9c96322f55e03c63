/** What was found, in the form that the page shows. Knows neither the page nor the search engine. */

/** A part of an excerpt, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A place that holds what was searched for. */
export interface Place {
  readonly title: string;
  readonly url: string;
  readonly excerpt: readonly Piece[];
}

/** A page, or a term of the glossary, with the headings below which the words stand. */
export interface Result extends Place {
  /** `Lesson`, `Glossary` or `Page`. */
  readonly kind: string;
  readonly parts: readonly Place[];
}

/** One result as the search engine gives it; its addresses begin with the site's root. */
export interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
  readonly sub_results?: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

const mostParts = 3;

/**
 * One result with addresses below `root`, the site's root as an absolute URL.
 *
 * @example toResult(found, 'https://example.org/course/').url // 'https://example.org/course/glossary/index.html#frame'
 */
export function toResult(found: Found, root: string): Result {
  const parts = (found.sub_results ?? []).filter(({ url }) => url.includes('#') && url !== found.url);
  return {
    title: found.meta.title ?? 'Untitled',
    url: toAddress(found.url, root),
    excerpt: toPieces(found.excerpt),
    kind: kindOf(found.url),
    parts: parts.slice(0, mostParts).map(({ title, url, excerpt }) => ({
      title: title.trim(),
      url: toAddress(url, root),
      excerpt: toPieces(excerpt),
    })),
  };
}

function kindOf(url: string): string {
  if (url.startsWith('/lessons/')) return 'Lesson';
  return url.startsWith('/glossary/#') ? 'Glossary' : 'Page';
}

/** With the file's name, since not every host answers for a folder. */
function toAddress(url: string, root: string): string {
  const [path = '', anchor] = url.split('#');
  const file = path.endsWith('/') ? `${path}index.html` : path;
  return root + file.slice(1) + (anchor === undefined ? '' : `#${anchor}`);
}

/** `a <mark>race</mark> &lt;` → `a `, `race` (what was searched for), ` <`. */
export function toPieces(excerpt: string): readonly Piece[] {
  return excerpt.split(/(<mark>|<\/mark>)/).reduce<{ readonly pieces: readonly Piece[]; readonly isMatch: boolean }>(
    ({ pieces, isMatch }, part) => {
      if (part === '<mark>' || part === '</mark>') return { pieces, isMatch: part === '<mark>' };
      return { pieces: part === '' ? pieces : [...pieces, { text: decode(part), isMatch }], isMatch };
    },
    { pieces: [], isMatch: false },
  ).pieces;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function decode(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? '');
}
