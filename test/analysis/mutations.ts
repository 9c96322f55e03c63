import fc from 'fast-check';

/** Texts made from recorded ones: cut at both ends, spliced together, lines shuffled, dropped or doubled, bytes changed. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const text = fc.constantFrom(...texts);
  return fc.oneof(
    fc.tuple(text, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(cut),
    fc.tuple(text, text, fc.double({ min: 0, max: 1, noNaN: true })).map(splice),
    fc.tuple(text, fc.infiniteStream(fc.nat())).map(shuffle),
    fc
      .tuple(text, fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'blank', 'indent')), { maxLength: 8 }))
      .map(edit),
    fc
      .tuple(text, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...NOISE)), { minLength: 1, maxLength: 12 }))
      .map(disturb),
  );
}

const NOISE = [
  '\n',
  '\r',
  '\t',
  ' ',
  '\0',
  '\u00a0',
  '\ufeff',
  '(',
  ')',
  '[',
  '{',
  '"',
  ':',
  '=',
  '0',
  '999999999999',
  'é',
  '\ud83d',
  '\u2028',
  '\x1b[31m',
];

function cut([text, a, b]: [string, number, number]): string {
  const [from, to] = a < b ? [a, b] : [b, a];
  return text.slice(Math.floor(from * text.length), Math.ceil(to * text.length));
}

function splice([first, second, at]: [string, string, number]): string {
  const offset = Math.floor(at * first.length);
  return first.slice(0, offset) + second + first.slice(offset);
}

function shuffle([text, numbers]: [string, Iterator<number>]): string {
  const lines = text.split('\n');
  for (let i = lines.length - 1; i > 0; i--) {
    const j = (numbers.next().value as number) % (i + 1);
    [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  }
  return lines.join('\n');
}

function edit([text, edits]: [string, [number, string][]]): string {
  const lines = text.split('\n');
  for (const [where, how] of edits) {
    const i = where % lines.length;
    const line = lines[i] ?? '';
    if (how === 'drop') lines.splice(i, 1);
    else if (how === 'double') lines.splice(i, 0, line);
    else if (how === 'blank') lines.splice(i, 0, '');
    else lines[i] = `    ${line}`;
    if (lines.length === 0) lines.push('');
  }
  return lines.join('\n');
}

function disturb([text, changes]: [string, [number, string][]]): string {
  let out = text;
  for (const [where, noise] of changes) {
    const at = where % (out.length + 1);
    out = out.slice(0, at) + noise + out.slice(at + (where % 3));
  }
  return out;
}
