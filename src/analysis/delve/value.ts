/**
 * Values as Delve prints them, on one line or on several:
 *
 *     value     = [ pointer "\n" ] typed | basic | "(unreadable …)" | "nil"
 *     pointer   = "(*main.user)(0xc000010000)" | "(\"*example.com/m.user\")(0xc…)"
 *     typed     = type " nil" | type " len: 2, cap: 4, [" … | type " [" … | type " {" … | type " 0/0"
 *               | interface "(" dynamic type ") " …           interface without "(…)" holds nothing: "error nil"
 *     basic     = "3" | "true" | "\"text\"" | "2.5" | "(1 + 2i)" | "main.f"
 *
 * @see go-delve/delve service/api/prettyprint.go, (*Variable).writeTo
 */

/** What a printed value says beyond its text. */
export interface ValueFacts {
  readonly type?: string;
  readonly isNil?: boolean;
  readonly dynamicType?: string;
  readonly holdsNil?: boolean;
  readonly unreadable?: string;
}

const UNREADABLE = '(unreadable ';

/**
 * The type, nil-ness and dynamic type that a printed value shows. Facts that the text does not give are absent; a value
 * that could not be read has only the reason.
 * @example factsOfValue('error(*main.E) nil') // { type: 'error', isNil: false, dynamicType: '*main.E', holdsNil: true }
 */
export function factsOfValue(value: string): ValueFacts {
  const first = firstLine(value);
  if (first.startsWith(UNREADABLE))
    return { unreadable: first.slice(UNREADABLE.length, first.endsWith(')') ? -1 : undefined) };
  if (first === 'nil') return { isNil: true };
  if (first.startsWith('unsafe.Pointer(')) return { type: 'unsafe.Pointer', isNil: first === 'unsafe.Pointer(nil)' };
  if (first.startsWith('(')) return addressFacts(first);
  const end = typeEnd(first, 0);
  if (end <= 0) return {};
  const type = first.slice(0, end);
  if (first[end] === '(') return interfaceFacts(type, first, end);
  if (first[end] !== ' ') return {};
  return typedFacts(type, first.slice(end + 1));
}

/** `(*main.T)(0xc000010000)`; a type with a slash in its path is quoted. */
function addressFacts(text: string): ValueFacts {
  const close = closing(text, 0);
  if (close < 0 || !text.startsWith('(0x', close + 1)) return {};
  const quoted = text[1] === '"' && text[close - 1] === '"';
  return { type: quoted ? text.slice(2, close - 1) : text.slice(1, close), isNil: text.startsWith('(0x0)', close + 1) };
}

/** `error(*main.E) nil`: an interface and what it holds; `time.Time(2024-…){…}` is a struct with a summary. */
function interfaceFacts(type: string, text: string, open: number): ValueFacts {
  const end = typeEnd(text, open + 1);
  if (end < 0 || text[end] !== ')' || text[end + 1] !== ' ') return text.includes('{', open) ? { type } : {};
  const rest = text.slice(end + 2);
  return { type, isNil: false, dynamicType: text.slice(open + 1, end), ...(endsNil(rest) ? { holdsNil: true } : {}) };
}

function typedFacts(type: string, rest: string): ValueFacts {
  if (endsNil(rest)) return { type, isNil: true };
  if (isNillable(type)) return { type, isNil: false };
  if (rest.startsWith('len: ')) return { type, isNil: false };
  return /^[[{]/.test(rest) ? { type } : {};
}

function endsNil(rest: string): boolean {
  return rest === 'nil' || /^len: \d+, cap: \d+, nil$/.test(rest);
}

function isNillable(type: string): boolean {
  return /^(?:\*|\[\]|map\[|chan |<-chan |chan<- |func\()/.test(type);
}

function firstLine(text: string): string {
  const newline = text.indexOf('\n');
  return newline < 0 ? text : text.slice(0, newline);
}

/** Offset just after the Go type that starts at `at`; -1 when none does. */
export function typeEnd(text: string, at: number): number {
  let from = at;
  for (;;) {
    if (text.startsWith('*', from)) from += 1;
    else if (text.startsWith('<-chan ', from)) from += 7;
    else if (text.startsWith('chan<- ', from)) from += 7;
    else if (text.startsWith('chan ', from)) from += 5;
    else if (text[from] === '[') {
      const close = closing(text, from);
      if (close < 0 || !/^\[\d*$/.test(text.slice(from, close))) return -1;
      from = close + 1;
    } else if (text.startsWith('map[', from)) {
      const close = closing(text, from + 3);
      if (close < 0) return -1;
      from = close + 1;
    } else return baseTypeEnd(text, from);
  }
}

function baseTypeEnd(text: string, at: number): number {
  for (const word of ['struct {', 'interface {']) {
    if (!text.startsWith(word, at)) continue;
    const close = closing(text, at + word.length - 1);
    return close < 0 ? -1 : close + 1;
  }
  if (text.startsWith('func(', at)) return funcTypeEnd(text, at + 4);
  let end = at;
  while (end < text.length && /[\w./~%@+\-·]/.test(text.charAt(end))) end++;
  if (end === at || /\d/.test(text.charAt(at)) || text[at] === '-' || text[at] === '+') return -1;
  if (text[end] === '[') {
    const close = closing(text, end);
    if (close > 0 && text[end + 1] !== ']') end = close + 1;
  }
  return end;
}

function funcTypeEnd(text: string, open: number): number {
  const close = closing(text, open);
  if (close < 0) return -1;
  if (text[close + 1] !== ' ') return close + 1;
  if (text[close + 2] === '(') return closing(text, close + 2) + 1;
  const result = typeEnd(text, close + 2);
  return result < 0 || text.startsWith('nil', close + 2) ? close + 1 : result;
}

/** Offset of the bracket that closes the one at `open`; -1 when none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '[' || char === '(' || char === '{') depth++;
    else if ((char === ']' || char === ')' || char === '}') && --depth === 0) return at;
  }
  return -1;
}

/** Brackets opened and not closed in a text, quoted strings left out: above 0 a value goes on in the next line. */
export function openBrackets(text: string): number {
  let depth = 0;
  let quote = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote) at++;
    else if (char === '"') quote = !quote;
    else if (quote) continue;
    else if (char === '[' || char === '{' || char === '(') depth++;
    else if (char === ']' || char === '}' || char === ')') depth--;
  }
  return depth;
}

/**
 * How many of the lines belong to the value that starts them: up to where its brackets close. A pointer's address alone
 * on its line is followed by what it points to.
 */
export function valueLength(lines: readonly string[]): number {
  let depth = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    depth += openBrackets(line);
    const isAddress = i === 0 && /^\(.*\)\(0x[0-9a-f]+\)$/.test(line) && lines[1]?.startsWith('*') === true;
    if (depth <= 0 && !isAddress) return i + 1;
  }
  return lines.length;
}

/** True where a quoted string is not closed: no line that Delve prints ends inside one. */
export function hasOpenQuote(text: string): boolean {
  let quote = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote) at++;
    else if (char === '"') quote = !quote;
  }
  return quote;
}

/** True for text that is a type and nothing else, as `whatis` prints it. */
export function isBareType(text: string): boolean {
  return !/^(?:true|false|nil)$/.test(text) && /^[\w*[\]./]+$/.test(text) && typeEnd(text, 0) === text.length;
}

/** True for a single line that can only be a printed value. */
export function looksLikeValue(text: string): boolean {
  return (
    /^(?:["(*[{\d-]|true$|false$|nil$)/.test(text) ||
    factsOfValue(text).type !== undefined ||
    /^[\w.]+ \(\d+\)$/.test(text)
  );
}
