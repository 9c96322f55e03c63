/** How long a text takes to read. */

/** Words a minute of technical prose, of which some is read twice. */
const wordsPerMinute = 180;

/** A recording is looked through, not read word by word: seconds for each sample and each excerpt of code. */
const secondsPerSample = 25;

/**
 * The minutes that the text of a lesson takes, without its exercises and its lab; one at least.
 *
 * @example readingMinutes('One `frame` more.') // 1
 */
export function readingMinutes(mdx: string): number {
  const samples = (mdx.match(/^```\w|<(?:Recording|Profile)\b/gm) ?? []).length;
  const prose = mdx.replaceAll(/^```\w[\s\S]*?^```$/gm, ' ').replaceAll(/<[A-Z][^>]*>|\]\([^)]*\)/g, ' ');
  const words = (prose.match(/[\p{L}\p{N}][^\s]*/gu) ?? []).length;
  return Math.max(1, Math.round(words / wordsPerMinute + (samples * secondsPerSample) / 60));
}
