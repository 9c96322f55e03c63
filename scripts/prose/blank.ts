/** Sources with everything but their prose blanked out, so that every offset and line stays what it was. */

/** Stands for each character that is no prose. It is no letter and no space, so that nothing joins across it. */
export const gap = '\uFFFC';

/** Returns the text with each match replaced by gaps; line ends stay. */
export function blank(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (match) => gapsFor(match));
}

/** Returns a text of gaps as long as this one, and with its line ends. */
export function gapsFor(text: string): string {
  return text.replaceAll(/[^\n]/g, gap);
}

/** Returns the source with only these ranges left, each rewritten to a text of the same length. */
export function keepOnly(source: string, ranges: readonly Range[]): string {
  let out = '';
  let at = 0;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    out += gapsFor(source.slice(at, from)) + source.slice(from, to);
    at = to;
  }
  return out + gapsFor(source.slice(at));
}

/** A part of a source: 0-based offsets, half-open. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Returns Markdown's inline matter without code, link targets and tags; of tags, what `ask` and `title` say stays. */
export function blankInline(text: string): string {
  const noCode = blank(text, /`[^`]*`/g);
  const noTags = noCode.replaceAll(/<\/?[A-Za-z](?:"[^"]*"|[^"<>])*>/g, keepSpoken);
  return blank(noTags, /\]\([^)\s]*\)|https?:\/\/[^\s)]+|&#?\w{1,8};|\{[^}\n]*\}/g);
}

function keepSpoken(tag: string): string {
  const spoken = [...tag.matchAll(/\b(?:ask|title)="([^"]*)"/g)].map((match) => {
    const from = match.index + match[0].indexOf('"') + 1;
    return { from, to: from + (match[1] ?? '').length };
  });
  return keepOnly(tag, spoken);
}
