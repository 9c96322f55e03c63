import { directoryOf } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';

/** What the driver needs of a go.mod. */
export interface GoModule {
  /** The folder of the go.mod. */
  readonly directory: string;
  readonly path: string;
  /** Of the `go` line, such as "1.21" or "1.23.4"; undefined when there is none. */
  readonly goVersion: string | undefined;
  /** Modules named by `require`. */
  readonly requires: readonly string[];
  /** `godebug` settings as key=value. */
  readonly debugSettings: readonly string[];
}

/** Without a `go` line a module means this language. */
export const defaultLanguage = '1.16';

/**
 * Returns the module that a folder belongs to: the go.mod in it or in the nearest folder above; undefined without one.
 *
 * @example findModule(files, '/home/gopher/lab/store')?.path
 */
export function findModule(files: FileSystem, directory: string): GoModule | undefined {
  for (let at = directory; ; at = directoryOf(at)) {
    const text = files.readText(`${at === '/' ? '' : at}/go.mod`);
    if (text !== undefined) return parseGoMod(text, at);
    if (at === '/') return undefined;
  }
}

/**
 * Returns what a go.mod says. Lines it does not know are skipped.
 *
 * @see https://go.dev/ref/mod#go-mod-file
 * @example parseGoMod('module example.com/x\ngo 1.21\n', '/x').goVersion // '1.21'
 */
export function parseGoMod(text: string, directory: string): GoModule {
  const statements = [...statementsOf(text)];
  const first = (verb: string): string | undefined => statements.find((words) => words[0] === verb)?.[1];
  const all = (verb: string): readonly string[] =>
    statements.flatMap((words) => (words[0] === verb && words[1] !== undefined ? [words[1]] : []));
  return {
    directory,
    path: unquote(first('module') ?? ''),
    goVersion: first('go'),
    requires: all('require').map(unquote),
    debugSettings: all('godebug'),
  };
}

/** Statements as words; those in a block get the block's verb in front. */
function* statementsOf(text: string): Generator<readonly string[]> {
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = line
      .replace(/\/\/.*/, '')
      .split(/\s/)
      .filter((word) => word !== '');
    if (words.length === 0) continue;
    if (words[0] === ')') block = undefined;
    else if (words[1] === '(') block = words[0];
    else yield block === undefined ? words : [block, ...words];
  }
}

function unquote(word: string): string {
  return word.startsWith('"') || word.startsWith('`') ? word.slice(1, -1) : word;
}

/**
 * Returns the language of a Go version: "1.23.4" and "1.23rc1" both mean "go1.23".
 *
 * @example languageOf('1.21.3') // 'go1.21'
 */
export function languageOf(version: string): string {
  return `go${/^\d+\.\d+/.exec(version)?.[0] ?? version}`;
}

/**
 * Returns the minor number of a version or release: 26 of "go1.26.8" and of "1.26".
 *
 * @example minorOf('go1.26.8') // 26
 */
export function minorOf(version: string): number {
  return Number(/^(?:go)?1\.(\d+)/.exec(version)?.[1] ?? 0);
}
