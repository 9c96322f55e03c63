/** Finds what of a program may be called otherwise, and deals words to it. */
import { drawNumber, findImports, isOfPackage, scanGo, splitName, type GoToken } from '../exercises/index.ts';
import { longestWord, wordsOfLength } from './variant-words.ts';

/** A program's Go sources by path. */
export type GoSources = Readonly<Record<string, string>>;

/** Words that say what a name is for, to readers or to the go command; they stay. */
const keptWords = new Set(
  'test benchmark fuzz example new err error errors is has must get set with without by to of for from at in on no not and or all any are too use one two out off up'.split(
    ' ',
  ),
);

/** Keywords, predeclared names, and names that Go gives a meaning to. */
const languageNames = new Set(
  `break case chan const continue default defer else fallthrough for func go goto if import interface map package range
  return select struct switch type var any bool byte comparable complex64 complex128 error float32 float64 int int8 int16
  int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy
  delete imag len make max min new panic print println real recover main init TestMain`.split(/\s+/),
);

/**
 * Methods that make a type fit an interface of the standard library, and fields and methods of its types that programs
 * reach for. Without types nobody can tell whose `x.Name` it is, so such a name stays.
 */
const sharedNames = new Set(
  `Error Unwrap Is As String GoString Format Write Read Close Seek ReadAt WriteAt ReadFrom WriteTo WriteString ReadString
  ReadByte WriteByte ReadRune Len Less Swap Push Pop ServeHTTP RoundTrip Scan Value Lock Unlock RLock RUnlock TryLock Add
  Done Wait Load Store Delete Range Do Go Signal Broadcast CompareAndSwap LoadOrStore Name Run Parallel Helper Cleanup Log
  Logf Errorf Fatal Fatalf Error Skip Fail FailNow Failed Path URL Body Header Host Method Form Status StatusCode Request
  Response Server Client Handler Addr Timeout Deadline Err Context Cancel Stdout Stderr Stdin Args Env Dir Process Kill
  Start Stop Reset C N B T F Time Now Sub Before After Unix Year Month Day Hour Minute Second Duration Key Kind Type Elem
  Text Bytes Next Prev Front Back List Remove Init Alloc HeapAlloc HeapInuse NumGC Sys Mallocs Frees Fields Flush Buffer
  Encode Decode Marshal Unmarshal MarshalJSON UnmarshalJSON MarshalText UnmarshalText Set Get Int Bool Float Uint Index
  Next More Sum Size BlockSize Shutdown ListenAndServe Listen Accept Dial Conn Network LocalAddr RemoteAddr`.split(
    /\s+/,
  ),
);

/** Packages that look at names of fields and methods while the program runs. */
const reflecting = new Set(['json', 'xml', 'gob', 'asn1', 'template', 'reflect', 'rpc', 'expvar']);

/**
 * Returns the identifiers that may be renamed wherever they stand: what the sources declare outside of functions, and
 * variables in them that are called after it. No name that another package could mean as well.
 *
 * @example findNames({ 'main.go': 'package main\n\nfunc Process() {}\n' }) // ['Process']
 */
export function findNames(sources: GoSources): readonly string[] {
  const files = Object.values(sources).map(scanGo);
  const imports = new Set(files.flatMap((tokens) => [...findImports(tokens)]));
  const declared = files.flatMap(findDeclarations);
  const reflects = [...imports].some((name) => reflecting.has(name));
  const refused = new Set([
    ...imports,
    ...files.map(packageOf),
    ...files.flatMap((tokens) => keysOfForeignTypes(tokens, imports)),
    ...files.flatMap(namesInTexts),
    ...declared
      .filter(({ name, isMember }) => isMember && isExported(name) && (reflects || sharedNames.has(name)))
      .map(({ name }) => name),
  ]);
  const free = (name: string): boolean =>
    !refused.has(name) && !languageNames.has(name) && wordsToChange(name).length > 0;
  const names = new Set(declared.map(({ name }) => name).filter(free));
  const words = new Set([...names].flatMap(wordsToChange));
  const locals = files.flatMap((tokens) =>
    tokens.flatMap(({ kind, text }, i) => (kind === 'word' && !isOfPackage(tokens, i, imports) ? [text] : [])),
  );
  const isCalledAfter = (name: string): boolean =>
    !isExported(name) &&
    free(name) &&
    wordsToChange(name).every((word) => words.has(word) || (word.endsWith('s') && words.has(word.slice(0, -1))));
  return [...new Set([...names, ...locals.filter(isCalledAfter)])].sort();
}

function isExported(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** The words of a name that other words may replace, in the form that choices are dealt for. */
function wordsToChange(name: string): readonly string[] {
  return splitName(name)
    .filter((word) => word.length >= 3 && !/^[A-Z]+$/.test(word))
    .map((word) => word.toLowerCase())
    .filter((word) => !keptWords.has(word));
}

function packageOf(tokens: readonly GoToken[]): string {
  return tokens[tokens.findIndex(({ text }) => text === 'package') + 1]?.text ?? '';
}

interface Declaration {
  readonly name: string;
  /** True for methods and fields: a type of another package may have one of that name. */
  readonly isMember: boolean;
}

/** What a file declares outside of functions, fields and methods included. */
function findDeclarations(tokens: readonly GoToken[]): readonly Declaration[] {
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const found: Declaration[] = [];
  let i = 0;
  while (i < code.length) {
    const { text } = code[i] ?? { text: '' };
    if (text === 'func') found.push(...funcAt(code, i + 1));
    if (text === 'type') found.push(...typesAt(code, i + 1));
    if (text === 'var' || text === 'const') found.push(...variablesAt(code, i + 1));
    i = endOfDeclaration(code, i + 1);
  }
  return found;
}

const opening = new Set(['{', '(', '[']);
const closing = new Set(['}', ')', ']']);

/** The next token outside of brackets that begins a declaration. */
function endOfDeclaration(code: readonly GoToken[], from: number): number {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    const { text } = code[i] ?? { text: '' };
    if (opening.has(text)) depth++;
    if (closing.has(text)) depth--;
    if (depth === 0 && isFirstOfLine(code, i) && /^(?:func|type|var|const|import)$/.test(text)) return i;
  }
  return code.length;
}

function isFirstOfLine(code: readonly GoToken[], i: number): boolean {
  return code[i - 1]?.line !== code[i]?.line;
}

function funcAt(code: readonly GoToken[], at: number): readonly Declaration[] {
  const isMember = code[at]?.text === '(';
  const name = isMember ? code[closeOf(code, at) + 1] : code[at];
  return name?.kind === 'word' ? [{ name: name.text, isMember }] : [];
}

/** The bracket that closes the one at `at`; the end where none does. */
function closeOf(code: readonly GoToken[], at: number): number {
  let depth = 0;
  for (let i = at; i < code.length; i++) {
    if (opening.has(code[i]?.text ?? '')) depth++;
    if (closing.has(code[i]?.text ?? '') && --depth === 0) return i;
  }
  return code.length;
}

/** The types of one declaration, grouped or not, with their fields and methods. */
function typesAt(code: readonly GoToken[], at: number): readonly Declaration[] {
  const isGroup = code[at]?.text === '(';
  const end = isGroup ? closeOf(code, at) : endOfDeclaration(code, at);
  const found: Declaration[] = [];
  for (let i = isGroup ? at + 1 : at; i < end; i++) {
    const token = code[i];
    if (token?.kind === 'word' && (i === at || isFirstOfLine(code, i)))
      found.push({ name: token.text, isMember: false });
    const next = code[i + 1];
    if (next?.text === '{' && (token?.text === 'struct' || token?.text === 'interface')) {
      const close = closeOf(code, i + 1);
      found.push(...membersIn(code, i + 2, close, token.text));
      i = close;
    } else if (opening.has(token?.text ?? '')) i = closeOf(code, i);
  }
  return found;
}

/** Fields of a struct or methods of an interface; what is embedded is called by its type. */
function membersIn(code: readonly GoToken[], from: number, end: number, of: string): readonly Declaration[] {
  const found: Declaration[] = [];
  for (let i = from; i < end; i++) {
    const isFirst = i === from || isFirstOfLine(code, i) || code[i - 1]?.text === ';';
    if (isFirst && code[i]?.kind === 'word')
      found.push(...(of === 'struct' ? fieldsAt(code, i, end) : methodAt(code, i)));
    const inner = code[i + 1]?.text === '{' && (code[i]?.text === 'struct' || code[i]?.text === 'interface');
    if (inner) {
      const close = closeOf(code, i + 1);
      found.push(...membersIn(code, i + 2, close, code[i]?.text ?? ''));
      i = close;
    }
  }
  return found;
}

function fieldsAt(code: readonly GoToken[], at: number, end: number): readonly Declaration[] {
  const names = listAt(code, at);
  const after = code[at + 2 * names.length - 1];
  const isEmbedded =
    after === undefined ||
    at + 2 * names.length - 1 >= end ||
    after.line !== code[at]?.line ||
    after.text === '.' ||
    after.text === ';' ||
    after.kind === 'text';
  return isEmbedded ? [] : names.map((name) => ({ name, isMember: true }));
}

function methodAt(code: readonly GoToken[], at: number): readonly Declaration[] {
  return code[at + 1]?.text === '(' ? [{ name: code[at]?.text ?? '', isMember: true }] : [];
}

/** `a, b, c` from `at` on. */
function listAt(code: readonly GoToken[], at: number): readonly string[] {
  const names: string[] = [];
  for (let i = at; code[i]?.kind === 'word'; i += 2) {
    names.push(code[i]?.text ?? '');
    if (code[i + 1]?.text !== ',') break;
  }
  return names;
}

function variablesAt(code: readonly GoToken[], at: number): readonly Declaration[] {
  const isGroup = code[at]?.text === '(';
  if (!isGroup) return listAt(code, at).map((name) => ({ name, isMember: false }));
  const end = closeOf(code, at);
  const found: Declaration[] = [];
  for (let i = at + 1; i < end; i++) {
    if (isFirstOfLine(code, i)) found.push(...listAt(code, i).map((name) => ({ name, isMember: false })));
    if (opening.has(code[i]?.text ?? '')) i = closeOf(code, i);
  }
  return found;
}

/** `Addr` in `http.Server{Addr: …}`: a field of a type that is not the program's. */
function keysOfForeignTypes(tokens: readonly GoToken[], imports: ReadonlySet<string>): readonly string[] {
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  return code.flatMap(({ text }, i) => {
    if (text !== '{' || code[i - 1]?.kind !== 'word' || !isOfPackage(code, i - 1, imports)) return [];
    const inside = code.slice(i + 1, closeOf(code, i));
    return inside.flatMap((token, k) => (token.kind === 'word' && inside[k + 1]?.text === ':' ? [token.text] : []));
  });
}

/** `"explode"`, where a program looks for a name of its own in what it prints: a text without blanks. */
function namesInTexts(tokens: readonly GoToken[]): readonly string[] {
  const texts = tokens.filter(({ kind, text }) => kind === 'text' && !/\s/.test(text));
  return texts.flatMap(({ text }) => text.match(/\w+/g) ?? []);
}

/** How many words each word may become; more where the pool is large would make variants no harder to guess. */
const mostChoices = 16;

/**
 * Returns the choices of each word of the names and stems: words of its length that no other word has, and that are not
 * in `taken`. An even number each; a word for which there are not two has no entry.
 *
 * @param salt makes the deal another one for another lesson
 * @example dealWords(['WrapPanic'], new Set(['wrap', 'panic']), 'lesson')
 */
export function dealWords(
  names: readonly string[],
  taken: ReadonlySet<string>,
  salt: string,
): Readonly<Record<string, readonly string[]>> {
  const asked = [...new Set(names.flatMap(wordsToChange))].sort();
  const words = asked.filter((word) => !(word.endsWith('s') && asked.includes(word.slice(0, -1))));
  const lengths = [...new Set(words.map((word) => word.length))];
  return Object.fromEntries(
    lengths.flatMap((length) => {
      const askers = words.filter((word) => word.length === length);
      const pool = shuffle(
        choicesOfLength(length).filter((word) => !taken.has(word)),
        salt,
      );
      const count = Math.min(mostChoices, Math.floor(pool.length / askers.length / 2) * 2);
      return count < 2 ? [] : askers.map((word, i) => [word, pool.slice(i * count, (i + 1) * count)] as const);
    }),
  );
}

function shuffle(words: readonly string[], salt: string): readonly string[] {
  return [...words].sort((a, b) => drawNumber(0, salt, a) - drawNumber(0, salt, b) || (a < b ? -1 : 1));
}

/** Beyond the longest word of the pool, two words in one. */
function choicesOfLength(length: number): readonly string[] {
  if (length <= longestWord) return wordsOfLength(length);
  const [heads, tails] = [wordsOfLength(5), wordsOfLength(length - 5)];
  return heads.flatMap((head, i) => (tails[i] === undefined ? [] : [head + tails[i]]));
}
