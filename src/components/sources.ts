/** Where the lessons' claims come from: the links of their texts. */

/** A page of somebody else's, and which lessons rest on it. */
export interface ExternalSource {
  readonly url: string;
  /** What the link says, without markup. */
  readonly text: string;
  /** Slugs, in the order given. */
  readonly lessons: readonly string[];
}

/**
 * The external links of Markdown texts by lesson, each once, by host and then as first met.
 *
 * @example findSources([{ slug: 'what-grew', text: 'See [runtime](https://pkg.go.dev/runtime).' }])
 */
export function findSources(
  lessons: readonly { readonly slug: string; readonly text: string }[],
): readonly ExternalSource[] {
  const sources = new Map<string, ExternalSource>();
  for (const { slug, text } of lessons) {
    for (const [, label = '', url = ''] of text.matchAll(/\[([^\]]{1,300})\]\((https:\/\/[^)\s]+)\)/g)) {
      const known = sources.get(url) ?? {
        url,
        text: label.replaceAll(/[`*]|(?<!\w)_|_(?!\w)|\s+/g, (mark) => (mark.trim() === '' ? ' ' : '')),
        lessons: [],
      };
      sources.set(url, { ...known, lessons: [...new Set([...known.lessons, slug])] });
    }
  }
  return [...sources.values()].sort((a, b) => hostOf(a.url).localeCompare(hostOf(b.url), 'en'));
}

/** `https://go.dev/ref/mem` → `go.dev`. */
export function hostOf(url: string): string {
  return new URL(url).host;
}
