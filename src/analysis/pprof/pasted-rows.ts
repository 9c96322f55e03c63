import type { ReportRow } from './evidence.ts';
import { inUnit, parsePercent, parseShown, splitWords } from './pasted-numbers.ts';

type Place = Pick<ReportRow, 'func' | 'file' | 'line' | 'inlined'>;

/** A node as reports name it: perhaps an address, a function, a file with a line, and whether it was inlined. */
export function parsePlace(text: string): Place {
  const inlined = text.endsWith(' (inline)') ? 'all' : text.endsWith(' (partial-inline)') ? 'some' : undefined;
  const named = inlined === undefined ? text : text.slice(0, text.lastIndexOf(' ('));
  const bare = /^[0-9a-f]{16} /.test(named) ? named.slice(17) : named;
  return { ...splitPlace(bare), ...(inlined === undefined ? {} : { inlined }) };
}

/** Names of types may hold blanks and so may paths: a path starts at the last ` /`, else at the last blank. */
function splitPlace(text: string): Place {
  const numbered = /:(\d+)(?::\d+)?$/.exec(text);
  const whole = numbered ? text.slice(0, numbered.index) : text;
  const slash = whole.indexOf(' /');
  const blank = slash >= 0 ? slash : numbered || /\.(go|s|c|cc|cpp|h|java)$/.test(whole) ? whole.lastIndexOf(' ') : -1;
  const file = blank < 0 ? undefined : whole.slice(blank + 1);
  const func = blank < 0 ? whole : whole.slice(0, blank);
  return { func, ...(file === undefined ? {} : { file }), ...(numbered ? { line: Number(numbered[1]) } : {}) };
}

/** Flat, its share, the sum of shares, cum, its share: the five columns of `-top` and of `-tree`'s own lines. */
export function parseColumns(
  text: string,
  unit: string,
): { readonly numbers: Partial<ReportRow>; readonly rest: string } | undefined {
  const { words, rest } = splitWords(text, 5);
  const [flatWord = '', flatShare = '', sumShare = '', cumWord = '', cumShare = ''] = words;
  const [flat, cum] = [parseShown(flatWord), parseShown(cumWord)];
  const [flatPercent, sumPercent, cumPercent] = [flatShare, sumShare, cumShare].map(parsePercent);
  if (!flat || !cum || flatPercent === undefined || sumPercent === undefined || cumPercent === undefined)
    return undefined;
  return { numbers: { flat: inUnit(flat, unit), flatPercent, sumPercent, cum: inUnit(cum, unit), cumPercent }, rest };
}

/** A row of `-top`. */
export function parseTopRow(text: string, unit: string, at: number): ReportRow | undefined {
  const columns = parseColumns(text, unit);
  return columns && columns.rest !== '' ? { ...parsePlace(columns.rest), ...columns.numbers, at } : undefined;
}

/** A line of `-tree`: the node itself (`| name`), or a caller or callee (`|   name`). */
export type TreeLine = { readonly row: ReportRow } | { readonly neighbor: string };

/** Reads a line between two rules of `-tree`; nothing for others. */
export function parseTreeLine(text: string, unit: string, at: number): TreeLine | undefined {
  const bar = text.indexOf('| ');
  if (bar < 0) return undefined;
  const name = text.slice(bar + 2);
  if (name.startsWith('  ')) return { neighbor: parsePlace(name.trim()).func };
  const columns = parseColumns(text.slice(0, bar), unit);
  return columns && { row: { ...parsePlace(name.trim()), ...columns.numbers, at } };
}

/** `  512.01kB   512.01kB (flat, cum)  1.27% of Total`. */
export function parseRoutineSums(text: string, unit: string): Partial<ReportRow> | undefined {
  const { words, rest } = splitWords(text, 2);
  const [flat, cum] = [parseShown(words[0] ?? ''), parseShown(words[1] ?? '')];
  const share = /^\(flat, cum\)\s+(\S+) of Total$/.exec(rest);
  const cumPercent = share ? parsePercent(share[1] ?? '') : undefined;
  if (!flat || !cum || cumPercent === undefined) return undefined;
  return { flat: inUnit(flat, unit), cum: inUnit(cum, unit), cumPercent };
}

/** A line of source with its values, a dot standing for none: `  1.54MB     68:\ttotal++`. */
export function parseSourceLine(
  text: string,
  unit: string,
): { readonly line: number; readonly numbers: Partial<ReportRow> } | undefined {
  const { words, rest } = splitWords(text, 2);
  const number = /^(\d+):/.exec(rest);
  if (number === null || words.length < 2) return undefined;
  const [flat, cum] = words.map((word) => (word === '.' ? undefined : parseShown(word)));
  if ((words[0] !== '.' && !flat) || (words[1] !== '.' && !cum)) return undefined;
  const numbers = { ...(flat ? { flat: inUnit(flat, unit) } : {}), ...(cum ? { cum: inUnit(cum, unit) } : {}) };
  return { line: Number(number[1]), numbers };
}

/** `route: Total 2.50s of 3.10s (80.65%)`, older ones without the share. */
export function parseTagKey(text: string): { readonly key: string; readonly total: string } | undefined {
  const found = /^\s*(\S.*): +Total (\S+) of (\S+)(?: \(.*\))?$/.exec(text);
  return found ? { key: found[1] ?? '', total: found[3] ?? '' } : undefined;
}

/** `   1.30s (41.94%): /fold`. */
export function parseTagValue(text: string, key: string, unit: string, at: number): ReportRow | undefined {
  const found = /^\s*(\S+)(?: \( *([^)\s]+)\))?: (.*)$/.exec(text);
  const value = found ? parseShown(found[1] ?? '') : undefined;
  if (!found || !value) return undefined;
  const flatPercent = parsePercent(found[2] ?? '');
  return {
    func: `${key}:${(found[3] ?? '').trim()}`,
    flat: inUnit(value, unit),
    ...(flatPercent === undefined ? {} : { flatPercent }),
    at,
  };
}
