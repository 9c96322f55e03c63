import type { Analysis } from './evidence.ts';
import { explain } from './explain.ts';
import type { Statement } from './text/index.ts';

/**
 * An analysis as Markdown for an issue tracker: for each piece of evidence what it is, what it shows with the pasted
 * line, and what to do next. Text from the paste is put in code, so it can't become markup.
 * @example toMarkdown(analysis).startsWith('### panic') // true
 */
export function toMarkdown(analysis: Analysis): string {
  const parts = analysis.evidence.map((evidence) => {
    const { title, is, shows, cannotShow, next, provenance } = explain(evidence);
    return [
      `### ${inline(title)}`,
      inline(is),
      list(shows),
      section('Cannot be told from it', cannotShow),
      section('Next', next),
      provenance.length === 0 ? '' : inline(provenance.map(({ text }) => text).join(' ')),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  const repairs = analysis.repairs.map(({ kind, lines }) => `${kind} (${lines} lines)`).join(', ');
  if (repairs !== '') parts.push(`Undone before reading: ${repairs}.`);
  for (const { message, hint } of analysis.diagnostics) parts.push(inline(`${message} ${hint ?? ''}`.trim()));
  return `${parts.join('\n\n')}\n`;
}

function list(statements: readonly Statement[]): string {
  return statements
    .map(({ text, at, confidence }) => {
      const line = at === undefined ? '' : ` (line ${at})`;
      return `- ${inline(text)}${line}${confidence === undefined ? '' : ' *likely*'}`;
    })
    .join('\n');
}

function section(title: string, sentences: readonly string[]): string {
  return sentences.length === 0
    ? ''
    : `**${title}**\n\n${sentences.map((sentence) => `- ${inline(sentence)}`).join('\n')}`;
}

/** Text in a line: no line breaks, and no character that Markdown or HTML reads as markup. */
function inline(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>|#~!&@]/g, (mark) => (mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`));
}
