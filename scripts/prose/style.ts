import { gap } from './blank.ts';
import type { Finding } from './finding.ts';

/** What content/STYLE.md asks of every text. Words in quotation marks are somebody else's. */
const rules: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/\b(?:simply|just|obviously)\b/gi, 'say it without this word'],
  [/\b(?:basically|actually|of course|in order to|utiliz\w+|leverag(?:e[sd]?|ing))\b/gi, 'say it in fewer words'],
  [/\b(?:we|we're|we'll|our|ours|us|let's)\b/gi, 'the learner reads, runs, decides: write "you", or who it is'],
  [/[\p{L}\p{N})]!(?=\s|$)/gu, 'end the sentence with a full stop'],
  [/\p{Emoji_Presentation}/gu, 'no emoji'],
  [/\b(\p{L}+)(?: +|\n *)\1\b/gu, 'the word stands there twice'],
];

const questionsInARow = /\?(?: |\n)+[^.?!:\n\uFFFC]*(?:\n[^.?!:\n\uFFFC]+)?\?/gu;

/** Returns where a text departs from the style guide. `terms` are what the glossary says not to call things. */
export function checkStyle(prose: string, terms: readonly string[]): readonly Finding[] {
  const own = prose.replaceAll(/"[^"\n]*"|“[^”]*”/g, (quote) => quote.replaceAll(/[^\n]/g, gap));
  return [
    ...rules.flatMap(([pattern, message]) => find(own, pattern, message)),
    ...terms.flatMap((term) =>
      find(
        own,
        new RegExp(String.raw`\b${term.replaceAll(' ', String.raw`\s+`)}s?\b`, 'gi'),
        'the glossary has another word for it',
      ),
    ),
  ];
}

/** Returns questions that follow each other where nobody is asked to answer: not in what `<Predict ask="…">` asks. */
export function checkQuestions(source: string, prose: string): readonly Finding[] {
  const asked = [...source.matchAll(/\bask="[^"]*"/g)];
  const isAsked = (at: number) => asked.some(({ index, 0: text }) => at > index && at < index + text.length);
  return find(prose, questionsInARow, 'ask one thing, or say what is so').filter(({ at }) => !isAsked(at));
}

function find(prose: string, pattern: RegExp, message: string): readonly Finding[] {
  return [...prose.matchAll(pattern)].map((match) => ({
    at: match.index,
    message: `"${match[0].trim().replaceAll(/\s+/g, ' ')}": ${message}`,
  }));
}
