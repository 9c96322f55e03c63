import type { FileSystem } from '../files/index.ts';
import { expandGlob } from './glob.ts';
import type { Word } from './line.ts';

/** What expansion needs to know of the shell. */
export interface Expansion {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly home: string;
  /** The value of a variable, `?` (last status), `!` (last background pid) or `$`; undefined when it is not set. */
  readonly variable: (name: string) => string | undefined;
}

/**
 * Returns the text of a word without splitting or globbing, as an assignment or a redirection takes it.
 *
 * @example expandText(word, expansion)
 */
export function expandText(word: Word, expansion: Expansion): string {
  return word.map((part, at) => textOf(part, at, expansion)).join('');
}

/**
 * Returns the arguments that words become: variables put in, unquoted ones split at blanks, patterns replaced by the
 * files that match (or left as they are when none does).
 *
 * @example expandWords(stage.words, expansion)
 */
export function expandWords(words: readonly Word[], expansion: Expansion): readonly string[] {
  return words.flatMap((word) => expandWord(word, expansion));
}

function textOf(part: Word[number], at: number, expansion: Expansion): string {
  if (part.kind === 'variable') return expansion.variable(part.name) ?? '';
  const home = at === 0 && !part.quoted && (part.text === '~' || part.text.startsWith('~/'));
  return home ? expansion.home + part.text.slice(1) : part.text;
}

const escapeGlob = (text: string): string => text.replace(/[*?[\\]/g, '\\$&');

function expandWord(word: Word, expansion: Expansion): readonly string[] {
  // Each field has its text and the pattern that the text is, in which quoted characters are escaped.
  const fields: { text: string; pattern: string }[] = [];
  let open: { text: string; pattern: string } | undefined;
  const add = (text: string, quoted: boolean): void => {
    open ??= { text: '', pattern: '' };
    open.text += text;
    open.pattern += quoted ? escapeGlob(text) : text;
  };
  const close = (): void => {
    if (open) fields.push(open);
    open = undefined;
  };
  for (const [at, part] of word.entries()) {
    const text = textOf(part, at, expansion);
    if (part.kind === 'text' || part.quoted) {
      add(text, part.quoted);
      continue;
    }
    for (const [index, piece] of text.split(/[ \t\n]/).entries()) {
      if (index > 0) close();
      if (piece !== '') add(piece, false);
    }
  }
  close();
  return fields.flatMap(({ text, pattern }) => {
    const found = /[*?[]/.test(pattern.replace(/\\./g, '')) ? expandGlob(expansion.files, expansion.cwd, pattern) : [];
    return found.length > 0 ? found : [text];
  });
}
