import { columnsOf } from './line-editor.ts';

/** What Tab offers: texts that may stand from `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

/** Delve's commands that read a core, or leave it. */
export const delveWords: readonly string[] = (
  'args config deferred disassemble display down examinemem exit frame funcs goroutine goroutines help libraries list ' +
  'locals packages print regs source sources stack target thread threads transcript types up vars whatis'
).split(' ');

/**
 * Returns what the word before the cursor may become at the prompt of a program: one of Delve's commands in first place,
 * else a name that the program has printed.
 *
 * @example completeInput('dlv core shop core', 'go', 2, '').candidates // ['goroutine ', 'goroutines ']
 */
export function completeInput(program: string, text: string, cursor: number, printed: string): Completion {
  const before = text.slice(0, cursor);
  const from = before.search(/\S*$/);
  const word = before.slice(from);
  const isDelve = /^(?:\w+=\S* )*dlv\b/.test(program);
  if (!isDelve || word === '') return { from, candidates: [] };
  const words = before.slice(0, from).trim() === '' ? delveWords : namesIn(printed);
  return { from, candidates: words.filter((one) => one.startsWith(word)).map((one) => `${one} `) };
}

/** Names as an expression takes them: `id`, `main.serve`, `p.Label`. */
function namesIn(printed: string): readonly string[] {
  return [...new Set(printed.match(/[A-Za-z_][\w.]*\w/g))].toSorted();
}

/** Returns what all words begin with. */
export function commonPrefix(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

/** Returns names in columns, as wide as a terminal is. */
export function formatColumns(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map(columnsOf)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows: string[] = [];
  for (let at = 0; at < names.length; at += perRow) {
    rows.push(
      names
        .slice(at, at + perRow)
        .map((name) => name + ' '.repeat(width - columnsOf(name)))
        .join('')
        .trimEnd(),
    );
  }
  return rows.join('\n');
}
