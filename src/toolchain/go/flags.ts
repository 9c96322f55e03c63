import type { BuildFlags } from './builder.ts';

/** How a flag takes its value. */
type FlagKind = 'switch' | 'value';

/** The flags of one subcommand. */
export interface FlagSet {
  /** `build`, for usage lines. */
  readonly command: string;
  /** What stands after the flags in the usage line. */
  readonly usage: string;
  readonly flags: Readonly<Record<string, FlagKind>>;
}

/** Flags given on a command line, in order, and the words that are none. */
export interface ParsedFlags {
  /** Value by name; the last one counts. A switch is 'true' or 'false'. */
  readonly values: ReadonlyMap<string, string>;
  readonly all: readonly (readonly [name: string, value: string])[];
  readonly words: readonly string[];
}

/** A command line that the go command does not take; the message is what it prints. */
export class UsageError extends Error {}

/** Flags that all building commands take. Those with no meaning in a page are accepted and change nothing. */
export const buildFlags: Readonly<Record<string, FlagKind>> = {
  a: 'switch',
  asan: 'switch',
  asmflags: 'value',
  buildmode: 'value',
  buildvcs: 'value',
  compiler: 'value',
  cover: 'switch',
  covermode: 'value',
  coverpkg: 'value',
  gccgoflags: 'value',
  gcflags: 'value',
  installsuffix: 'value',
  json: 'switch',
  ldflags: 'value',
  linkshared: 'switch',
  mod: 'value',
  modcacherw: 'switch',
  modfile: 'value',
  msan: 'switch',
  n: 'switch',
  overlay: 'value',
  p: 'value',
  pgo: 'value',
  pkgdir: 'value',
  race: 'switch',
  tags: 'value',
  toolexec: 'value',
  trimpath: 'switch',
  v: 'switch',
  work: 'switch',
  x: 'switch',
};

/** Flags that ask for a tool or a mode that the page does not have. */
const unavailable: Readonly<Record<string, string>> = {
  cover: 'coverage needs the cover tool, which is not shipped with the page',
  msan: 'the memory sanitizer needs cgo',
  asan: 'the address sanitizer needs cgo',
  toolexec: 'there are no other programs to run the tools with',
};

/**
 * Returns the flags at the start of a command line: `-name`, `--name`, `-name=value`, `-name value`; `--` ends them.
 *
 * @throws UsageError for a flag that the command does not have, or one without its value.
 * @example parseFlags(['-run', 'X', './...'], set).words // ['./...']
 */
export function parseFlags(args: readonly string[], set: FlagSet): ParsedFlags {
  const all: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') at++;
    if (word === '--' || !word.startsWith('-') || word === '-') break;
    const [name, given] = splitFlag(word);
    const kind = set.flags[name];
    if (kind === undefined) throw new UsageError(unknownFlag(name, set));
    if (kind === 'value' && given === undefined) at++;
    const value = given ?? (kind === 'switch' ? 'true' : args[at]);
    if (value === undefined) throw new UsageError(`flag needs an argument: -${name}\n${usageLine(set)}`);
    all.push([name, value]);
  }
  return { values: new Map(all), all, words: args.slice(at) };
}

/** `-name=value` in its parts; a second dash makes no difference. */
export function splitFlag(word: string): readonly [name: string, value: string | undefined] {
  const [, name = '', value] = /^--?([^=]*)(?:=([^]*))?$/.exec(word) ?? [];
  return [name, value];
}

function unknownFlag(name: string, set: FlagSet): string {
  return `flag provided but not defined: -${name}\n${usageLine(set)}`;
}

/** The two lines that the go command prints for a command line it does not take. */
export function usageLine(set: FlagSet): string {
  return `usage: go ${set.command} ${set.usage}\nRun 'go help ${set.command}' for details.`;
}

/**
 * Returns what the flags mean for compiler and linker.
 *
 * @throws UsageError for flags that cannot be honored here.
 */
export function toBuildFlags(parsed: ParsedFlags): BuildFlags {
  for (const [name, why] of Object.entries(unavailable)) {
    const value = parsed.values.get(name);
    if (value !== undefined && value !== 'false') throw new UsageError(`-${name} is not available: ${why}`);
  }
  const compilerFlags = parsed.all
    .filter(([name]) => name === 'gcflags')
    .map(([, value]) => {
      const [, pattern = '', flags = ''] = /^(?:([^\s=-][^\s=]*)=)?([^]*)$/.exec(value) ?? [];
      return { pattern, flags: splitWords(flags) };
    });
  return {
    race: parsed.values.get('race') === 'true',
    compilerFlags,
    linkerFlags: splitWords(parsed.values.get('ldflags') ?? ''),
  };
}

/** `-tags a,b` or `-tags 'a b'`. */
export function toTags(parsed: ParsedFlags): readonly string[] {
  const tags = (parsed.values.get('tags') ?? '').split(/[,\s]/).filter((tag) => tag !== '');
  return parsed.values.get('race') === 'true' ? [...tags, 'race'] : tags;
}

/** Words as the go command splits flag values: by blanks, with quotes for words that hold some. */
function splitWords(text: string): readonly string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
