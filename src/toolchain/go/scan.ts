/**
 * Reads as much of Go's grammar as the go command does before it calls the compiler: build constraints, the package
 * clause, imports and the functions at top level. Bodies are skipped by their braces.
 *
 *     token = identifier | string | char | comment | other character
 */

/** A token of Go source; comments are tokens, white space is not. */
interface Token {
  readonly kind: 'word' | 'string' | 'char' | 'comment' | 'sign';
  readonly text: string;
  readonly from: number;
}

/** One import of a file. */
export interface Import {
  readonly path: string;
  /** 1-based position of the path. */
  readonly line: number;
  readonly column: number;
}

/** A function at top level. */
export interface TopFunction {
  readonly name: string;
  /** The text between the parentheses of the parameters. */
  readonly parameters: string;
  /** Whether anything stands between the parameters and the body. */
  readonly hasResults: boolean;
  /** The last comment of the body when nothing but the closing brace follows it: the output of an example. */
  readonly lastComment: string | undefined;
}

/** What the go command knows of a file before it compiles it. */
export interface GoFile {
  readonly packageName: string;
  readonly imports: readonly Import[];
  /** The expression of the `//go:build` line. */
  readonly constraint: string | undefined;
  /** `//go:debug` directives above the package clause, as key=value. */
  readonly debugSettings: readonly string[];
  readonly functions: readonly TopFunction[];
  /** Lines that start with `//go:embed`: patterns as written. */
  readonly embeds: readonly string[];
}

const word = /[\p{L}\p{Nd}_]+/uy;
const blank = /[ \t\r\n;]+/y;

/**
 * Returns what the go command reads of a Go file. What does not parse is left to the compiler to complain about: the
 * package name is then '' or imports are missing.
 *
 * @see https://go.dev/ref/spec#Source_file_organization
 * @example scanGoFile('package main\nimport "fmt"\n').imports[0]?.path // 'fmt'
 */
export function scanGoFile(source: string): GoFile {
  const tokens = tokenize(source);
  const header = headerComments(tokens);
  const code = tokens.filter((token) => token.kind !== 'comment');
  const { imports, end } = readImports(source, code);
  return {
    packageName: code[0]?.text === 'package' ? (code[1]?.text ?? '') : '',
    imports,
    constraint: directive(header, '//go:build ')[0],
    debugSettings: directive(header, '//go:debug '),
    functions: readFunctions(source, tokens, code[end]?.from ?? source.length),
    embeds: directive(tokens, '//go:embed '),
  };
}

function headerComments(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex((token) => token.kind !== 'comment');
  return end < 0 ? tokens : tokens.slice(0, end);
}

function directive(tokens: readonly Token[], prefix: string): readonly string[] {
  return tokens
    .filter((token) => token.kind === 'comment' && token.text.startsWith(prefix))
    .map((token) => token.text.slice(prefix.length).trim());
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length;) {
    blank.lastIndex = at;
    if (blank.test(source)) at = blank.lastIndex;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(source: string, at: number): Token {
  const first = source[at] ?? '';
  const upTo = (kind: Token['kind'], end: number): Token => ({ kind, text: source.slice(at, end), from: at });
  if (source.startsWith('//', at)) return upTo('comment', endOf(source, '\n', at, 0));
  if (source.startsWith('/*', at)) return upTo('comment', endOf(source, '*/', at + 2, 2));
  if (first === '`') return upTo('string', endOf(source, '`', at + 1, 1));
  if (first === '"') return upTo('string', endOfQuoted(source, at));
  if (first === "'") return upTo('char', endOfQuoted(source, at));
  word.lastIndex = at;
  return word.test(source) ? upTo('word', word.lastIndex) : upTo('sign', at + 1);
}

function endOf(source: string, closing: string, from: number, width: number): number {
  const end = source.indexOf(closing, from);
  return end < 0 ? source.length : end + width;
}

/** A quoted literal ends at its quote, or at the end of a line that is left open. */
function endOfQuoted(source: string, from: number): number {
  const quote = source[from];
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === quote) return at + 1;
    else if (source[at] === '\n') return at;
  }
  return source.length;
}

/** Returns the imports, and the index of the first token after them. */
function readImports(source: string, code: readonly Token[]): { imports: readonly Import[]; end: number } {
  const imports: Import[] = [];
  let at = 2;
  while (code[at]?.text === 'import') {
    const isGroup = code[at + 1]?.text === '(';
    const last = isGroup ? code.findIndex((token, index) => index > at && token.text === ')') : importEnd(code, at);
    if (last < 0) break;
    for (const token of code.slice(at, last + 1)) if (token.kind === 'string') imports.push(importAt(source, token));
    at = last + 1;
  }
  return { imports, end: at };
}

/** `import "x"`, `import y "x"`, `import . "x"`. */
function importEnd(code: readonly Token[], at: number): number {
  return code[at + 1]?.kind === 'string' ? at + 1 : at + 2;
}

function importAt(source: string, token: Token): Import {
  const before = source.slice(0, token.from);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    path: token.text.slice(1, -1),
    line: before.split('\n').length,
    column: new TextEncoder().encode(before.slice(lineStart)).length + 1,
  };
}

function readFunctions(source: string, tokens: readonly Token[], from: number): readonly TopFunction[] {
  const found: TopFunction[] = [];
  let depth = 0;
  for (let at = tokens.findIndex((token) => token.from >= from); at >= 0 && at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'sign') depth += nesting(token.text);
    const next = tokens[at + 1];
    if (depth === 0 && token.text === 'func' && next?.kind === 'word') {
      const read = readFunction(source, tokens, at + 1, next.text);
      if (read.found) found.push(read.found);
      at = read.last;
    }
  }
  return found;
}

function nesting(sign: string): number {
  if ('({['.includes(sign)) return 1;
  return ')}]'.includes(sign) ? -1 : 0;
}

function readFunction(
  source: string,
  tokens: readonly Token[],
  nameAt: number,
  name: string,
): { found: TopFunction | undefined; last: number } {
  const open = tokens[nameAt + 1];
  const close = open?.text === '(' ? closingOf(tokens, nameAt + 1) : -1;
  const closing = tokens[close];
  if (open === undefined || closing === undefined) return { found: undefined, last: nameAt };
  const body = bodyAfter(tokens, close);
  const parameters = source.slice(open.from + 1, closing.from);
  if (body < 0) return { found: undefined, last: close };
  const end = closingOf(tokens, body);
  const beforeEnd = tokens[(end < 0 ? tokens.length : end) - 1];
  const lastComment = beforeEnd?.kind === 'comment' ? commentBefore(source, tokens, end) : undefined;
  return {
    found: { name, parameters, hasResults: body > close + 1, lastComment },
    last: end < 0 ? tokens.length : end,
  };
}

/** The index of the sign that closes the one at `at`; -1 when it is missing. */
function closingOf(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'sign') depth += nesting(token.text);
    if (depth === 0) return index;
  }
  return -1;
}

/** The index of the brace that opens a function's body, after its results. */
function bodyAfter(tokens: readonly Token[], close: number): number {
  for (let index = close + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.text === '{' && !/^(?:interface|struct)$/.test(tokens[index - 1]?.text ?? '')) return index;
    if (token?.kind === 'sign' && nesting(token.text) > 0) index = closingOf(tokens, index);
    if (index < 0 || token?.text === 'func') return -1;
  }
  return -1;
}

/** The text of the group of comments that ends just before token `end`: neighbours with no blank line between. */
function commentBefore(source: string, tokens: readonly Token[], end: number): string {
  const lines: string[] = [];
  for (let index = end - 1; index >= 0; index--) {
    const token = tokens[index];
    if (token?.kind !== 'comment') break;
    const next = tokens[index + 1];
    const gap = source.slice(token.from + token.text.length, next?.from ?? source.length);
    if (lines.length > 0 && gap.split('\n').length > 2) break;
    lines.unshift(commentText(token.text));
  }
  return lines.join('\n');
}

/** A comment without its marks; of `//`, one blank after the mark goes too. */
function commentText(comment: string): string {
  if (comment.startsWith('/*')) return comment.slice(2, -2);
  return comment.slice(comment[2] === ' ' ? 3 : 2).trimEnd();
}
