/** Markdown of the course's own files as HTML, while the site is built. Never for anything that a learner typed. */
import { markdownToHtml } from 'satteri';

/** Paragraphs, lists, code. */
export function renderMarkdown(text: string): string {
  return markdownToHtml(text).html;
}

/** One line: inline code and emphasis, without a paragraph around it. */
export function renderInline(text: string): string {
  return renderMarkdown(text.replaceAll('\n', ' ')).replace(/^<p>|<\/p>\s*$/g, '');
}
