/**
 * A variant of a program: the same code under other names and on other lines, drawn from a seed. It is a bijection, so
 * what a learner pastes and answers is read back into the lab's own words and graded there, with the one key that the
 * exercise ships; what the grader says is put into the variant's words again.
 */
import { findImports, scanGo } from './variant-go.ts';
import { keepLines, moveLines, type MovedFile } from './variant-lines.ts';
import { drawWords, renameBy, renameGo, type VariantProgram } from './variant-names.ts';
import { drawNumber } from './variant-random.ts';
import { replaceWords, wordEnd } from './variant-text.ts';

/** The largest seed: it fits what a submission carries and what JSON keeps exactly. */
export const largestSeed = 0x7fffffff;

/** One variant of one program. */
export interface Variant {
  readonly program: VariantProgram;
  /** 0 is the program as it was written. */
  readonly seed: number;
  /** Its sources by path, as `go` takes them. */
  readonly files: Readonly<Record<string, string>>;
  /** What is called otherwise: names in the lab by names in the variant, and files by their base names. */
  readonly names: ReadonlyMap<string, string>;
  readonly fileNames: ReadonlyMap<string, string>;
  /** Text of the variant in the words of the lab: names, files and their lines. */
  readonly toOriginal: (text: string) => string;
  /**
   * An answer in the words of the lab. What the lab calls a file, and with `hasNames` what it calls anything, is no answer
   * in a variant, and is turned into what the lab never says.
   */
  readonly readAnswer: (answer: string, hasNames: boolean) => string;
  /** Code, commands and answers of the lab in the words of the variant. */
  readonly toVaried: (code: string) => string;
  /** What a tool printed about the lab, as it would print it about the variant. */
  readonly varyOutput: (output: string) => string;
  /** Markdown: code in backticks, and files anywhere. */
  readonly varyProse: (markdown: string) => string;
  /** The lab's line for a line of the variant; `file` is the variant's. */
  readonly placeToOriginal: (file: string, line: number) => { readonly file: string; readonly line: number };
  /** A changed copy of the lab's files, such as the solution, as the variant's. */
  readonly varyFiles: (files: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

/**
 * Returns the variant of a program that a seed stands for. Seed 0 is the program as it was written.
 *
 * @throws RangeError where the seed is no integer from 0 to {@link largestSeed}.
 * @example createVariant(program, 7).files
 */
export function createVariant(program: VariantProgram, seed: number): Variant {
  if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed)
    throw new RangeError(`a seed is an integer from 0 to ${largestSeed}, not ${seed}`);
  const words = drawWords(program, seed);
  const names = new Map(program.names.map((name) => [name, renameBy(name, words)]));
  const fileNames = new Map(program.stems.flatMap((stem) => renamedFiles(program, stem, renameBy(stem, words))));
  const move = (path: string, text: string): MovedFile => {
    if (!path.endsWith('.go') || seed === 0) return keepLines(text);
    const renamed = renameGo(text === program.files[path] ? resize(program, seed, path, text) : text, names);
    return program.moves ? moveLines(renamed, seed, path) : keepLines(renamed);
  };
  const moved = new Map(Object.entries(program.files).map(([path, text]) => [path, move(path, text)]));
  const lines = new Map([...moved].map(([path, file]) => [baseOf(path), file]));
  const varyFiles: Variant['varyFiles'] = (files) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [varyPath(path, fileNames), move(path, text).text]));
  return {
    program,
    seed,
    names,
    fileNames,
    varyFiles,
    files: varyFiles(program.files),
    ...mapText({ program, names, fileNames, lines }),
  };
}

/** `store.go` and `store_test.go` have one stem. */
function renamedFiles(
  { files }: VariantProgram,
  stem: string,
  renamed: string,
): readonly (readonly [string, string])[] {
  const bases = Object.keys(files).map(baseOf);
  return bases
    .filter((base) => base.endsWith('.go') && stemOf(base) === stem)
    .map((base) => [base, renamed + base.slice(stem.length)]);
}

/**
 * Returns the part of a Go file's name that may change: up to the first underscore or dot.
 *
 * @example stemOf('store_test.go') // 'store'
 */
export function stemOf(base: string): string {
  return /^[^_.]{0,200}/.exec(base)?.[0] ?? '';
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function varyPath(path: string, fileNames: ReadonlyMap<string, string>): string {
  const base = baseOf(path);
  return path.slice(0, path.length - base.length) + (fileNames.get(base) ?? base);
}

/** The first number of each line that the author lets vary. */
function resize({ numbers }: VariantProgram, seed: number, path: string, text: string): string {
  const wanted = numbers.filter(({ file }) => file === path);
  if (wanted.length === 0) return text;
  const lines = text.split('\n');
  for (const { line, low, high } of wanted) {
    const number = low + (drawNumber(seed, 'number', path, String(line)) % (high - low + 1));
    lines[line - 1] = (lines[line - 1] ?? '').replace(/\b\d+\b/, String(number));
  }
  return lines.join('\n');
}

interface Dictionary {
  readonly program: VariantProgram;
  readonly names: ReadonlyMap<string, string>;
  readonly fileNames: ReadonlyMap<string, string>;
  /** By base name in the lab. */
  readonly lines: ReadonlyMap<string, MovedFile>;
}

type TextMaps = Pick<
  Variant,
  'toOriginal' | 'readAnswer' | 'toVaried' | 'varyOutput' | 'varyProse' | 'placeToOriginal'
>;

function mapText({ program, names, fileNames, lines }: Dictionary): TextMaps {
  const imports = new Set(Object.values(program.files).flatMap((text) => [...findImports(scanGo(text))]));
  const originals = new Map([...names].map(([name, varied]) => [varied, name]));
  const originalFiles = new Map([...fileNames].map(([base, varied]) => [varied, base]));
  const placeToOriginal: Variant['placeToOriginal'] = (file, line) => {
    const base = originalFiles.get(baseOf(file)) ?? baseOf(file);
    return {
      file: file.slice(0, file.length - baseOf(file).length) + base,
      line: lines.get(base)?.toOriginal(line) ?? line,
    };
  };
  const backFile = (base: string, line: number | undefined): string | undefined => {
    const original = originalFiles.get(base);
    return original && place(original, line && lines.get(original)?.toOriginal(line));
  };
  const varyFile = (base: string, line: number | undefined): string | undefined => {
    const varied = fileNames.get(base);
    return varied && place(varied, line && lines.get(base)?.toVaried(line));
  };
  const isOfImport = (text: string, from: number): boolean =>
    text[from - 1] === '.' && imports.has(wordBefore(text, from - 1));
  const toVaried = (code: string): string =>
    replaceWords(code, (word, from) => (isOfImport(code, from) ? undefined : names.get(word)), varyFile);
  return {
    placeToOriginal,
    toVaried,
    toOriginal: (text) => replaceWords(text, (word) => originals.get(word), backFile),
    readAnswer: (answer, hasNames) =>
      replaceWords(
        answer,
        (word) => originals.get(word) ?? (hasNames ? names.get(word) : undefined),
        (base, line) => backFile(base, line) ?? varyFile(base, line),
      ),
    varyOutput: (output) =>
      output.includes('(dlv)')
        ? toVaried(output)
        : replaceWords(output, printedNames(output, program, names), varyFile),
    varyProse: (markdown) =>
      markdown
        .split('`')
        .map((part, i) => (i % 2 === 1 ? toVaried(part) : replaceWords(part, () => undefined, varyFile)))
        .join('`'),
  };
}

function place(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

function wordBefore(text: string, end: number): string {
  let from = end;
  while (from > 0 && end - from < 80 && /\w/.test(text[from - 1] ?? '')) from--;
  return text.slice(from, end);
}

/**
 * In output a name is a name behind one of the program's packages, as in `main.(*Store).Put`, or where it is a test's;
 * anywhere else the same word may be an English one. Asked about the words of a text from its beginning on.
 */
function printedNames(
  output: string,
  { packages }: VariantProgram,
  names: ReadonlyMap<string, string>,
): (word: string, from: number) => string | undefined {
  const own = new Set(packages);
  let chainEnd = -1;
  return (word, from) => {
    const to = wordEnd(output, from);
    const goesOn = chainEnd >= 0 && from - chainEnd <= 4 && /^[.()*[\]·]{1,4}$/.test(output.slice(chainEnd, from));
    const begins = own.has(word.replace(/_test$/, '')) && output[to] === '.';
    chainEnd = goesOn || begins ? to : -1;
    return goesOn || /^(?:Test|Benchmark|Example|Fuzz)/.test(word) ? names.get(word) : undefined;
  };
}
