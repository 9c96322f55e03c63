/**
 * Cuts Go source into tokens, as far as renaming and moving lines need it.
 *
 *   word     letter { letter | digit | _ }            identifiers and keywords, `Process`
 *   number   digit { letter | digit | . | _ }         `0x1f`, `12.5`
 *   text     "…" with \ escapes | `…` | '…'           never looked into
 *   comment  // to the end of the line | slash-star … star-slash
 *   mark     any other character but blanks, one token each
 *
 * One pass; a text or comment that is never closed ends with its line, or with the source where it may span lines.
 */

/** One token; `from` and `to` are 0-based half-open offsets, `line` is 1-based. */
export interface GoToken {
  readonly kind: 'word' | 'number' | 'text' | 'comment' | 'mark';
  readonly text: string;
  readonly from: number;
  readonly line: number;
}

/**
 * Returns the tokens of a Go source, in order. Never fails: what Go would reject is cut into tokens all the same.
 *
 * @see go/scanner, whose tokens these are, operators cut into single characters
 * @example scanGo('x := "a"').map(({ text }) => text) // ['x', ':', '=', '"a"']
 */
export function scanGo(source: string): readonly GoToken[] {
  const tokens: GoToken[] = [];
  let line = 1;
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === '\n') line++;
    if (char === ' ' || char === '\t' || char === '\n' || char === '\r') {
      at++;
      continue;
    }
    const kind = kindAt(source, at);
    const to = endOf(source, at, kind);
    const text = source.slice(at, to);
    tokens.push({ kind, text, from: at, line });
    if (kind === 'text' || kind === 'comment') line += text.split('\n').length - 1;
    at = to;
  }
  return tokens;
}

const wordStart = /[\p{L}_]/u;
const wordRun = /[\p{L}\p{Nd}_]+/uy;
const numberRun = /[\p{L}\p{Nd}_.]+/uy;

function kindAt(source: string, at: number): GoToken['kind'] {
  const char = source[at] ?? '';
  if (char === '/' && (source[at + 1] === '/' || source[at + 1] === '*')) return 'comment';
  if (char === '"' || char === "'" || char === '`') return 'text';
  if (char >= '0' && char <= '9') return 'number';
  return wordStart.test(char) ? 'word' : 'mark';
}

function endOf(source: string, at: number, kind: GoToken['kind']): number {
  if (kind === 'word') return endOfRun(source, at, wordRun);
  if (kind === 'number') return endOfRun(source, at, numberRun);
  if (kind === 'comment') return endOfComment(source, at);
  return kind === 'text' ? endOfText(source, at) : at + 1;
}

function endOfRun(source: string, at: number, run: RegExp): number {
  run.lastIndex = at;
  return run.test(source) ? run.lastIndex : at + 1;
}

function endOfComment(source: string, at: number): number {
  const isBlock = source[at + 1] === '*';
  const end = source.indexOf(isBlock ? '*/' : '\n', at + 2);
  if (end === -1) return source.length;
  return isBlock ? end + 2 : end;
}

function endOfText(source: string, at: number): number {
  const quote = source[at];
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === quote) return i + 1;
    if (quote === '`') continue;
    if (source[i] === '\n') return i;
    if (source[i] === '\\') i++;
  }
  return source.length;
}

/**
 * Returns the names that a source calls its imported packages by.
 *
 * @example findImports(scanGo('import "net/http"')) // Set { 'http' }
 */
export function findImports(tokens: readonly GoToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  let inGroup = false;
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    if (token.text === 'import') inGroup = tokens[i + 1]?.text === '(';
    if (token.kind === 'word' && (token.text === 'func' || token.text === 'type')) break;
    if (inGroup && token.text === ')') inGroup = false;
    if (token.kind !== 'text' || !(inGroup || before?.text === 'import' || tokens[i - 2]?.text === 'import')) continue;
    const isNamed = before?.kind === 'word' && before.text !== 'import' && before.line === token.line;
    names.add(isNamed ? before.text : packageNameOf(token.text.slice(1, -1)));
  }
  return names;
}

/** The last part of the path that is no version: `math/rand/v2` is `rand`. */
function packageNameOf(path: string): string {
  const parts = path.split('/').filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? path;
}
