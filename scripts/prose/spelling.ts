import dictionaryEn from 'dictionary-en';
import nspell from 'nspell';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.ts';
import type { Finding } from './finding.ts';

/** Returns the words of a text that neither the American dictionary nor the project's own knows. */
export type SpellCheck = (prose: string) => readonly Finding[];

/** Words of the field and names: one a line, `#` begins a remark. */
const ownWords = join(root, 'content', 'dictionary.txt');

export function loadSpelling(): SpellCheck {
  const spell = nspell(Buffer.from(dictionaryEn.aff), Buffer.from(dictionaryEn.dic));
  for (const line of readFileSync(ownWords, 'utf8').split('\n')) {
    const word = line.replace(/#.*/, '').trim();
    if (word !== '') spell.add(word);
  }
  const known = new Map<string, boolean>();
  const isKnown = (word: string): boolean => {
    const seen = known.get(word);
    if (seen !== undefined) return seen;
    const answer = spell.correct(word) || spell.correct(word.replace(/'s?$/, ''));
    known.set(word, answer);
    return answer;
  };
  return (prose) =>
    findWords(prose)
      .filter(({ word }) => !isKnown(word))
      .map(({ word, at }) => {
        const near = spell.suggest(word).slice(0, 3).join(', ');
        const hint = near === '' ? '' : ` (${near}?)`;
        return {
          at,
          message: `"${word}" is not in the dictionary${hint}; correct it, put it in backticks if it is code, or add it to content/dictionary.txt`,
        };
      });
}

interface Word {
  readonly word: string;
  readonly at: number;
}

/** Words as they are spelled; not flags, abbreviations in capitals, names of files and packages, or namesLikeThis. */
function findWords(prose: string): readonly Word[] {
  return [...prose.matchAll(/[\p{L}\p{N}_$-][\p{L}\p{N}_$./:@=+%'’-]*/gu)].flatMap((match) => {
    const token = match[0].replace(/[./:@=+%'’-]+$/, '');
    if (/^-|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}{2}|[\p{N}_$@=%]|[\p{L}][./:+][\p{L}]/u.test(token)) return [];
    return [...token.matchAll(/[\p{L}'’]+/gu)].flatMap((part) => {
      const word = part[0].replaceAll('’', "'");
      return /^\p{Lu}+s?$/u.test(word) || word.length < 2 ? [] : [{ word, at: match.index + part.index }];
    });
  });
}
