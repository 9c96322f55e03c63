import type * as re2js from 're2js';

/** Go's regular expressions: asks whether a pattern is found anywhere in a text. */
export interface Pattern {
  /** The expression as it was given. */
  readonly source: string;
  matches(text: string): boolean;
}

/** A pattern, or what is wrong with the expression in the words of Go's `regexp`. */
export type Compiled = { readonly pattern: Pattern } | { readonly error: string };

/** Compiles Go's regular expressions. */
export type Compiler = (source: string) => Compiled;

type Engine = typeof re2js;

/**
 * A compiler of Go's regular expressions. The engine, a large module, is loaded only when one of `sources` needs it:
 * plain words, with dots escaped and anchors at the ends, are looked up as they stand.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 * @example const compile = await loadCompiler(['^main\\.'])
 */
export async function loadCompiler(sources: readonly string[]): Promise<Compiler> {
  const needsEngine = sources.some((source) => source !== '' && plainPattern(source) === undefined);
  const engine = needsEngine ? await import('re2js') : undefined;
  const cache = new Map<string, Compiled>();
  return (source) => {
    const known = cache.get(source);
    if (known) return known;
    const compiled = compile(source, engine);
    cache.set(source, compiled);
    return compiled;
  };
}

function compile(source: string, engine: Engine | undefined): Compiled {
  const plain = plainPattern(source);
  if (plain) return { pattern: plain };
  if (engine === undefined) throw new RangeError(`the expression ${source} was not announced to loadCompiler`);
  try {
    const matcher = engine.RE2JS.compile(source);
    return { pattern: remember(source, (text) => matcher.test(text)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Function and file names come again and again: each is matched once. */
function remember(source: string, test: (text: string) => boolean): Pattern {
  const known = new Map<string, boolean>();
  return {
    source,
    matches(text) {
      let matched = known.get(text);
      if (matched === undefined) known.set(text, (matched = test(text)));
      return matched;
    },
  };
}

/** Words of letters, digits, `_ / - : , = % @ # ~ & ! < > ' " ;` and blanks, dots escaped. */
const PLAIN = /^\^?(?:[\w/:,=%@#~&!<>'"; -]|\\[.()[\]*+?{}|^$])*\$?$/;

/** A pattern that is a plain word, with `^` and `$` perhaps: the same in every dialect. Nothing for others. */
function plainPattern(source: string): Pattern | undefined {
  if (!PLAIN.test(source)) return undefined;
  const fromStart = source.startsWith('^');
  const toEnd = source.endsWith('$') && !source.endsWith('\\$');
  const word = source.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined).replaceAll('\\', '');
  if (fromStart && toEnd) return { source, matches: (text) => text === word };
  if (fromStart) return { source, matches: (text) => text.startsWith(word) };
  if (toEnd) return { source, matches: (text) => text.endsWith(word) };
  return { source, matches: (text) => text.includes(word) };
}
