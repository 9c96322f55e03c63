/**
 * What things are called in a variant. A name is replaced word by word (`WrapPanic` is `Wrap` and `Panic`), each word by
 * one of the same length, so that whatever gofmt has aligned stays aligned. Every word has choices of its own, which no
 * other word has and the program never uses: a name of any variant leads back to the name in the lab.
 */
import { findImports, scanGo, type GoToken } from './variant-go.ts';
import { drawIndex } from './variant-random.ts';

/** A program that can be varied: what of it ships, and what its variants draw from. */
export interface VariantProgram {
  /** `lab` or `recordings/src/NAME`. */
  readonly folder: string;
  /** Names by which the program's own packages are printed: `main`, and the last part of each import path. */
  readonly packages: readonly string[];
  /** Sources by path, marks stripped. */
  readonly files: Readonly<Record<string, string>>;
  /** The identifiers that are renamed, and the stems of the files that are. */
  readonly names: readonly string[];
  readonly stems: readonly string[];
  /** The choices of each word, lower-case: an even number of them. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** False where recordings show source lines in their order, so that lines must stay where they are. */
  readonly moves: boolean;
  /** Numbers that the author lets vary: the first one on that line, from `low` to `high`. */
  readonly numbers: readonly VariedNumber[];
}

/** A line whose first number may be another. */
export interface VariedNumber {
  readonly file: string;
  readonly line: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Returns the words of an identifier, each as written; a name of other characters than letters has none.
 *
 * @example splitName('errTooLarge') // ['err', 'Too', 'Large']
 */
export function splitName(name: string): readonly string[] {
  return /^[A-Za-z]{1,200}$/.test(name) ? (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []) : [];
}

/** Turns one lower-case word into another of its length; undefined where it stays. */
export type WordMap = (word: string) => string | undefined;

/** Returns the name with its words replaced, their case kept. */
export function renameBy(name: string, words: WordMap): string {
  return splitName(name)
    .map((word) => {
      const lower = word.toLowerCase();
      const other = words(lower) ?? withoutPlural(lower, words);
      return other === undefined ? word : withCaseOf(word, other);
    })
    .join('');
}

/** `quotes` follows `quote`. */
function withoutPlural(word: string, words: WordMap): string | undefined {
  const stem = word.endsWith('s') ? words(word.slice(0, -1)) : undefined;
  return stem === undefined ? undefined : `${stem}s`;
}

function withCaseOf(model: string, word: string): string {
  const [first = ''] = model;
  if (first === first.toLowerCase()) return word;
  return `${(word[0] ?? '').toUpperCase()}${word.slice(1)}`;
}

/** Returns what a variant calls each word; with seed 0 every word stays. */
export function drawWords({ words }: VariantProgram, seed: number): WordMap {
  if (seed === 0) return () => undefined;
  const drawn = new Map(
    Object.entries(words).map(([word, choices]) => [word, choices[drawIndex(seed, word, choices.length)]]),
  );
  return (word) => drawn.get(word);
}

/** Returns what a word of any variant stands for. */
export function readWords({ words }: VariantProgram): WordMap {
  const origins = new Map(
    Object.entries(words).flatMap(([word, choices]) => choices.map((choice) => [choice, word] as const)),
  );
  return (word) => origins.get(word);
}

/**
 * Returns a Go source with its identifiers renamed. Strings, import paths and directives stay, and so do the names of
 * imported packages' things. In comments a name is a name where it has a capital inside or in front, or where it begins
 * the comment.
 *
 * @example renameGo('func Process() {}', new Map([['Process', 'Kestrel']])) // 'func Kestrel() {}'
 */
export function renameGo(source: string, names: ReadonlyMap<string, string>): string {
  const tokens = scanGo(source);
  const imports = findImports(tokens);
  let renamed = '';
  let end = 0;
  for (const [i, token] of tokens.entries()) {
    renamed += source.slice(end, token.from) + renameToken(tokens, i, token, names, imports);
    end = token.from + token.text.length;
  }
  return renamed + source.slice(end);
}

function renameToken(
  tokens: readonly GoToken[],
  i: number,
  token: GoToken,
  names: ReadonlyMap<string, string>,
  imports: ReadonlySet<string>,
): string {
  if (token.kind === 'comment') return renameComment(token.text, names);
  if (token.kind !== 'word' || isOfPackage(tokens, i, imports)) return token.text;
  return names.get(token.text) ?? token.text;
}

/** True where the word is what an imported package declares: `Println` in `fmt.Println`. */
export function isOfPackage(tokens: readonly GoToken[], i: number, imports: ReadonlySet<string>): boolean {
  const owner = tokens[i - 2];
  return (
    tokens[i - 1]?.text === '.' && owner?.kind === 'word' && imports.has(owner.text) && tokens[i - 3]?.text !== '.'
  );
}

function renameComment(text: string, names: ReadonlyMap<string, string>): string {
  if (/^\/\/(?:go:|line |export |extern )|^\/\/ \+build/.test(text)) return text;
  return text.replace(/[A-Za-z]\w*/g, (word, at: number) => {
    const isName = /[A-Z]/.test(word) || (at === 3 && text.startsWith('// '));
    return isName ? (names.get(word) ?? word) : word;
  });
}
