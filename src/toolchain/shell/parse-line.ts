import type { Assignment, ParsedLine, Pipeline, Redirection, Stage, Word, WordPart } from './line.ts';

/*
 * line     = [ pipeline { (";" | "&" | "&&" | "||") pipeline } [ ";" | "&" ] ] [ "#" comment ]
 * pipeline = stage { ("|" | "|&") stage }
 * stage    = { NAME "=" word | word | [ "0" | "1" | "2" | "&" ] (">" | ">>" | "<") (word | "&" ("1" | "2")) }
 * word     = { 'text' | "text $NAME ${NAME} \c" | \c | $NAME | ${NAME} | $? | $! | $$ | other character }
 *
 * Anything beyond that (substitutions, here documents, braces, keywords, functions, arrays) makes the line a script.
 */

/** Words that only the interpreter knows when a command begins with them: keywords, and builtins that change its state. */
const keywords = new Set(
  (
    'if then else elif fi for while until do done case esac function select time coproc { } ! [[ (( ' +
    ': . [ break command continue declare eval exit let local read readonly return set shopt source test trap type typeset'
  ).split(' '),
);
const shellNeeded = new Set(['`', '(', ')', '{', '}']);
const nameStart = /[A-Za-z_]/;
const nameRest = /[A-Za-z0-9_]/;

/** Thrown inside the parser to leave it for good; never leaves this file. */
class Leave extends Error {
  readonly line: ParsedLine;
  constructor(line: ParsedLine) {
    super();
    this.line = line;
  }
}

const needsShell = (): never => {
  throw new Leave({ kind: 'script' });
};
const fail = (message: string): never => {
  throw new Leave({ kind: 'error', message });
};

/**
 * Returns what a line typed at the prompt is. Unclosed quotes and misplaced operators are an `error` with the message
 * that bash gives; an empty line or a comment has no pipelines.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 * @example parseLine('go test ./... 2>&1 | head -3')
 */
export function parseLine(text: string): ParsedLine {
  try {
    return { kind: 'pipelines', pipelines: new LineParser(text).pipelines() };
  } catch (error) {
    if (error instanceof Leave) return error.line;
    throw error;
  }
}

/** The stage of `stage |& …`: its standard error goes the way of its output. */
function withErrors(stage: Stage): Stage {
  const join: Redirection = { fd: 2, mode: 'join', target: 1 };
  return { ...stage, source: `${stage.source} 2>&1`, redirections: [...stage.redirections, join] };
}

class LineParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    if (text.includes('\n')) needsShell();
    this.#text = text;
  }

  pipelines(): readonly Pipeline[] {
    const found: Pipeline[] = [];
    let when: Pipeline['when'] = 'always';
    for (;;) {
      this.#skipBlanks();
      const from = this.#at;
      const stages = this.#stages();
      const source = this.#text.slice(from, this.#at).trim();
      const operator = this.#operator();
      if (stages.length === 0) {
        if (operator === '' && when === 'always') return found;
        return fail(`syntax error near unexpected token \`${operator || 'newline'}'`);
      }
      found.push({ source, stages, when, background: operator === '&' });
      if (operator === '') return found;
      when = operator === '&&' ? 'success' : operator === '||' ? 'failure' : 'always';
    }
  }

  #operator(): string {
    const two = this.#text.slice(this.#at, this.#at + 2);
    const operator = two === '&&' || two === '||' ? two : (two[0] ?? '');
    if (operator !== '&&' && operator !== '||' && operator !== ';' && operator !== '&') return '';
    if (two === ';;') needsShell();
    this.#at += operator.length;
    return operator;
  }

  #stages(): readonly Stage[] {
    const stages: Stage[] = [];
    for (;;) {
      const stage = this.#stage();
      const empty = stage.words.length + stage.assignments.length + stage.redirections.length === 0;
      const piped = this.#peek() === '|' && this.#peek(1) !== '|';
      if (empty && (piped || stages.length > 0)) return fail("syntax error near unexpected token `|'");
      if (!piped) return empty ? stages : [...stages, stage];
      this.#at++;
      const errorsToo = this.#peek() === '&';
      if (errorsToo) this.#at++;
      stages.push(errorsToo ? withErrors(stage) : stage);
    }
  }

  #stage(): Stage {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    this.#skipBlanks();
    const from = this.#at;
    for (;;) {
      this.#skipBlanks();
      const next = this.#peek();
      if (next === '' || next === ';' || next === '|') break;
      if (next === '#') {
        this.#at = this.#text.length;
        return { source: this.#text.slice(from, this.#at).trim(), assignments, words, redirections };
      }
      const redirection = this.#redirection();
      if (redirection) {
        redirections.push(...redirection);
        continue;
      }
      if (next === '&') break;
      const assignment = words.length === 0 ? this.#assignment() : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(this.#commandWord(words.length === 0));
    }
    return { source: this.#text.slice(from, this.#at).trim(), assignments, words, redirections };
  }

  #commandWord(first: boolean): Word {
    const from = this.#at;
    if (first && keywords.has(this.#text.slice(from).split(/[\s;|&<>]/, 1)[0] ?? '')) needsShell();
    return this.#word();
  }

  #assignment(): Assignment | undefined {
    let end = this.#at;
    if (!nameStart.test(this.#text[end] ?? '')) return undefined;
    while (nameRest.test(this.#text[end] ?? '')) end++;
    if (this.#text[end] === '[' || this.#text.startsWith('+=', end)) needsShell();
    if (this.#text[end] !== '=') return undefined;
    const name = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return { name, value: this.#word() };
  }

  #redirection(): readonly Redirection[] | undefined {
    const text = this.#text.slice(this.#at, this.#at + 4);
    const prefix = /^[012&]$/.test(text[0] ?? '') && /[<>]/.test(text[1] ?? '') ? (text[0] ?? '') : '';
    const operator = text.slice(prefix.length);
    if (operator[0] !== '>' && operator[0] !== '<') return undefined;
    if (/^(<<|<\(|>\(|<>|<&|>\|)/.test(operator)) needsShell();
    this.#at += prefix.length + 1;
    if (operator[0] === '<') return [{ fd: 0, mode: 'read', target: this.#target() }];
    const append = this.#peek() === '>';
    if (append) this.#at++;
    const mode = append ? 'append' : 'write';
    if (prefix === '&') {
      return [
        { fd: 1, mode, target: this.#target() },
        { fd: 2, mode: 'join', target: 1 },
      ];
    }
    const fd = prefix === '2' ? 2 : 1;
    if (prefix === '0') needsShell();
    return append || this.#peek() !== '&' ? [{ fd, mode, target: this.#target() }] : [this.#join(fd)];
  }

  #join(fd: 1 | 2): Redirection {
    const target = this.#peek(1);
    if (target !== '1' && target !== '2') needsShell();
    this.#at += 2;
    return { fd, mode: 'join', target: target === '1' ? 1 : 2 };
  }

  #target(): Word {
    this.#skipBlanks();
    const word = this.#word();
    return word.length > 0 ? word : fail(`syntax error near unexpected token \`${this.#peek() || 'newline'}'`);
  }

  #word(): Word {
    const parts: WordPart[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === '' || ' \t;|&<>'.includes(next)) return parts;
      if (shellNeeded.has(next)) needsShell();
      if (next === "'") parts.push(this.#singleQuoted());
      else if (next === '"') parts.push(...this.#doubleQuoted());
      else if (next === '$') parts.push(this.#variable(false));
      else if (next === '\\') {
        parts.push({ kind: 'text', text: this.#peek(1), quoted: true });
        this.#at += 2;
      } else parts.push(this.#plain());
    }
  }

  #plain(): WordPart {
    const from = this.#at;
    while (this.#peek() !== '' && !' \t;|&<>\'"$\\`(){}'.includes(this.#peek())) this.#at++;
    return { kind: 'text', text: this.#text.slice(from, this.#at), quoted: false };
  }

  #singleQuoted(): WordPart {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) return fail("unexpected EOF while looking for matching `''");
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return { kind: 'text', text, quoted: true };
  }

  #doubleQuoted(): readonly WordPart[] {
    const parts: WordPart[] = [{ kind: 'text', text: '', quoted: true }];
    let text = '';
    this.#at++;
    for (;;) {
      const next = this.#peek();
      if (next === '') return fail('unexpected EOF while looking for matching `"\'');
      if (next === '`') needsShell();
      if (next === '"' || next === '$') {
        parts.push({ kind: 'text', text, quoted: true });
        text = '';
        if (next === '$') {
          parts.push(this.#variable(true));
          continue;
        }
        this.#at++;
        return parts;
      }
      const escaped = next === '\\' && '"\\$`'.includes(this.#peek(1) || ' ');
      text += escaped ? this.#peek(1) : next;
      this.#at += escaped ? 2 : 1;
    }
  }

  #variable(quoted: boolean): WordPart {
    const braced = this.#peek(1) === '{';
    let end = this.#at + (braced ? 2 : 1);
    const from = end;
    if ('?!$'.includes(this.#text[end] || ' ')) end++;
    else while (nameRest.test(this.#text[end] ?? '')) end++;
    const name = this.#text.slice(from, end);
    const next = this.#text[end] ?? '';
    if (braced && (next !== '}' || name === '')) needsShell();
    if (!braced && name === '') {
      if (next === '(' || next === "'" || next === '*' || next === '@' || next === '#') needsShell();
      this.#at++;
      return { kind: 'text', text: '$', quoted: true };
    }
    if (/^[0-9]/.test(name)) needsShell();
    this.#at = braced ? end + 1 : end;
    return { kind: 'variable', name, quoted };
  }

  #skipBlanks(): void {
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#at++;
  }

  #peek(ahead = 0): string {
    return this.#text[this.#at + ahead] ?? '';
  }
}
