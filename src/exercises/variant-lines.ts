/**
 * Where lines stand in a variant. Functions change places, comments break after a sentence, blank lines come before
 * statements, and a note stands on top: gofmt leaves all of it as it is, and the code says the same. Every decision is
 * drawn from the seed and the text that it is about, so a changed copy of a file (the solution) moves alike.
 */
import { scanGo } from './variant-go.ts';
import { drawNumber } from './variant-random.ts';

/** One line of a varied file; `from` is its line in the lab, absent for a line that the variant adds. */
interface MovedLine {
  readonly text: string;
  readonly from?: number;
}

/** A varied file, and which of its lines is which. */
export interface MovedFile {
  readonly text: string;
  /** Lines of the lab's file by line of the varied one, both 1-based. A bijection: what is added stands for lines behind the end. */
  readonly toOriginal: (line: number) => number;
  readonly toVaried: (line: number) => number;
}

/**
 * Returns the file as it is, every line where it was.
 *
 * @example keepLines('package main\n').toVaried(7) // 7
 */
export function keepLines(text: string): MovedFile {
  return { text, toOriginal: (line) => line, toVaried: (line) => line };
}

/**
 * Returns the Go source with its lines moved.
 *
 * @param key identifies the file in the draw: its path
 * @example moveLines(source, 7, 'main.go').toVaried(23)
 */
export function moveLines(source: string, seed: number, key: string): MovedFile {
  const blocks = swapFunctions(splitBlocks(source), seed);
  const lines = blocks.flatMap((block, i) => [...(i === 0 ? [] : [block.gap]), ...spread(block.lines, seed, key)]);
  return mapLines([...note(seed, key), ...lines], source.split('\n').length);
}

function mapLines(lines: readonly MovedLine[], originalCount: number): MovedFile {
  let added = originalCount;
  const origins = lines.map(({ from }) => from ?? ++added);
  const places = new Map(origins.map((from, i) => [from, i + 1]));
  return {
    text: lines.map(({ text }) => text).join('\n'),
    toOriginal: (line) => origins[line - 1] ?? line,
    toVaried: (line) => places.get(line) ?? line,
  };
}

function note(seed: number, key: string): readonly MovedLine[] {
  const texts = [
    [`// Variant ${seed}: names and lines differ from the text of the lesson.`],
    [`// Variant ${seed} of this lab.`, '// Names and lines differ from the text of the lesson.'],
    [`// Variant ${seed} of this lab.`, '//', '// Names and lines differ from the text of the lesson.'],
  ];
  const chosen = texts[drawNumber(seed, 'note', key) % texts.length] ?? [];
  return [...chosen, ''].map((text) => ({ text }));
}

/** A part of a file between blank lines: a declaration with its comment, most often. */
interface Block {
  readonly lines: readonly SourceLine[];
  /** The blank line before it. */
  readonly gap: MovedLine;
  /** The function it declares, where it may change places with another. */
  readonly func?: string;
}

/** A line with what the tokens say of it. */
interface SourceLine {
  readonly text: string;
  readonly from: number;
  /** True where a raw string or a block comment runs on from the line before. */
  readonly isInside: boolean;
  /** Brackets open at its start; a parenthesis counts for more than any brace. */
  readonly braces: number;
  readonly others: number;
}

function readLines(source: string): readonly SourceLine[] {
  const texts = source.split('\n');
  const inside = new Set<number>();
  const changes = new Map<number, { braces: number; others: number }>();
  for (const { kind, text, line } of scanGo(source)) {
    if (kind === 'text' || kind === 'comment')
      for (let more = text.split('\n').length - 1; more > 0; more--) inside.add(line + more);
    const step = kind === 'mark' ? ({ '{': 1, '(': 2, '[': 2, '}': -1, ')': -2, ']': -2 }[text] ?? 0) : 0;
    if (step === 0) continue;
    const change = changes.get(line) ?? { braces: 0, others: 0 };
    if (Math.abs(step) === 1) change.braces += step;
    else change.others += step / 2;
    changes.set(line, change);
  }
  let [braces, others] = [0, 0];
  return texts.map((text, i) => {
    const read = { text, from: i + 1, isInside: inside.has(i + 1), braces, others };
    braces += changes.get(i + 1)?.braces ?? 0;
    others += changes.get(i + 1)?.others ?? 0;
    return read;
  });
}

/** The last block holds the end of the file, an empty line. */
function splitBlocks(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let gap: MovedLine = { text: '' };
  let lines: SourceLine[] = [];
  const close = (): void => {
    const func = movableFunction(lines);
    blocks.push({ lines, gap, ...(func === undefined ? {} : { func }) });
    lines = [];
  };
  for (const line of readLines(source)) {
    const isBetween = line.text === '' && line.braces === 0 && line.others === 0 && !line.isInside;
    if (isBetween && lines.length > 0) {
      close();
      gap = { text: '', from: line.from };
    } else lines.push(line);
  }
  close();
  return blocks;
}

/** Tests keep their order, since they run in it; main and init stay where one looks for them. */
function movableFunction(lines: readonly SourceLine[]): string | undefined {
  const declarations = lines.filter(
    ({ text, braces, others, isInside }) => braces === 0 && others === 0 && !isInside && /^[a-z]/.test(text),
  );
  const [only] = declarations;
  if (!only || declarations.length > 1 || !only.text.startsWith('func ')) return undefined;
  return /^func (?:main|init|(?:Test|Benchmark|Example|Fuzz)\w*)\(/.test(only.text) ? undefined : only.text;
}

/** The places of functions stay; which function has which place is drawn. */
function swapFunctions(blocks: readonly Block[], seed: number): readonly Block[] {
  const movable = blocks.filter(({ func }) => func !== undefined);
  const order = [...movable].sort((a, b) => drawNumber(seed, a.func ?? '') - drawNumber(seed, b.func ?? ''));
  let next = 0;
  return blocks.map((block) =>
    block.func === undefined ? block : { ...block, lines: order[next++]?.lines ?? block.lines },
  );
}

/** The lines of a block, with comments broken and blank lines added. */
function spread(lines: readonly SourceLine[], seed: number, key: string): readonly MovedLine[] {
  const isExample = lines.some(({ text }) => /^\t\/\/ (?:Unordered o|O)utput:/.test(text));
  return lines.flatMap((line, i) => {
    const { text, from } = line;
    const before = lines[i - 1];
    if (!line.isInside && !isExample && isSpreadable(text)) {
      const [head, rest] = breakSentence(text);
      if (rest !== undefined && drawNumber(seed, key, 'break', text) % 2 === 0)
        return [{ text: head, from }, { text: rest }];
    }
    if (before && mayPart(before, line) && drawNumber(seed, key, 'blank', text) % 3 === 0)
      return [{ text: '' }, { text, from }];
    return [{ text, from }];
  });
}

/** Lists, headings and code in a comment have a layout of their own. */
function isSpreadable(text: string): boolean {
  return /^\t*\/\/ [A-Za-z]/.test(text);
}

function breakSentence(text: string): readonly [string, string | undefined] {
  const at = text.search(/[a-z]\. [A-Z][a-z]/);
  if (at === -1) return [text, undefined];
  const indent = text.slice(0, text.indexOf('//'));
  return [text.slice(0, at + 2), `${indent}// ${text.slice(at + 3)}`];
}

const statement = /^\t+(?:if|for|return|go|defer|select|switch|var)\b/;
const endOfStatement = /(?:[\w)\]}"'`]|\+\+|--)$/;

/** A blank line may come between two statements; not where gofmt lines up what stands behind them. */
function mayPart(before: SourceLine, line: SourceLine): boolean {
  if (line.isInside || line.braces === 0 || line.others !== 0 || !statement.test(line.text)) return false;
  return !before.isInside && !before.text.includes('//') && endOfStatement.test(before.text);
}
