const escape = '\x1b';

/** Returns how many characters the escape sequence at `at` has; 1 for an escape that begins none. */
export function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? '';
  if (kind === '[') return controlEnd(text, at + 2) - at;
  if (kind === ']') return commandEnd(text, at + 2) - at;
  if (kind === 'O' || kind === '(' || kind === ')') return Math.min(3, text.length - at);
  return kind >= ' ' && kind !== '' ? 2 : 1;
}

/** A control sequence ends with its first character from `@` to `~`. */
function controlEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && (text[end] ?? '') < '@') end++;
  return Math.min(text.length, end + 1);
}

/** A command to the system (a title, a link) ends with BEL or `ESC \`. */
function commandEnd(text: string, from: number): number {
  for (let end = from; end < text.length; end++) {
    if (text[end] === '\x07') return end + 1;
    if (text[end] === escape && text[end + 1] === '\\') return end + 2;
  }
  return text.length;
}

/** Returns a text without escape sequences, with line ends as `\n`. */
export function plainText(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(escape); at >= 0; at = text.indexOf(escape, from)) {
    parts.push(text.slice(from, at));
    from = at + escapeLength(text, at);
  }
  parts.push(text.slice(from));
  return parts.join('').replaceAll('\r\n', '\n');
}

/** Splits what a terminal sends at once (a paste) into keys: escape sequences, control characters, runs of text. */
export function splitKeys(data: string): readonly string[] {
  const keys: string[] = [];
  for (let at = 0; at < data.length;) {
    const length = data[at] === escape ? escapeLength(data, at) : isControl(data, at) ? 1 : runLength(data, at);
    keys.push(data.slice(at, at + length));
    at += length;
  }
  return keys;
}

function isControl(text: string, at: number): boolean {
  const char = text[at] ?? '';
  return char < ' ' || char === '\x7f';
}

function runLength(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isControl(text, end)) end++;
  return end - from;
}
