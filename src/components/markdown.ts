/** Markdown of the course's own files as HTML, while the site is built. Never for anything that a learner typed. */
import { markdownToHtml } from 'satteri';

/** Curly quotes, as in the lessons' own Markdown; dots and dashes are often code that somebody left bare. */
const features = { smartPunctuation: { quotes: true, dashes: false, ellipses: false } } as const;

/** Paragraphs, lists, code; code blocks can be reached by keyboard, since they may scroll. */
export function renderMarkdown(text: string): string {
  return markdownToHtml(text, { features }).html.replaceAll('<pre>', '<pre tabindex="0">');
}

/** One line: inline code and emphasis, without a paragraph around it. */
export function renderInline(text: string): string {
  return renderMarkdown(text.replaceAll('\n', ' ')).replace(/^<p>|<\/p>\s*$/g, '');
}
