/**
 * Reads the tables that `heapdump` and `coreholders` print, as pasted.
 *
 *   head   = "bytes objects retained held by" | "bytes objects held by" | "growth before after objects held by …"
 *   row    = SIZE COUNT [SIZE] root            three or four columns, as the head has it
 *   grown  = ±SIZE SIZE SIZE ±COUNT root [" ← " site]
 *   chain  = "└─ " … [" allocated by " site [" through " FUNC]]      below a row
 *   root   = NAME | "frame[s] of NAME in …" | "deferred calls of NAME in …" | "record[s] of … of NAME"
 *   site   = FUNC " (" FILE ":" LINE ")" | FILE ":" LINE ", in or inlined into " FUNC
 *
 * One pass; what does not fit is skipped.
 */

/** Objects of one allocation line that one root holds. */
export interface HeldObjects {
  /** In words, without what stands in parentheses after it: `deferred calls of main.run in goroutine 1`. */
  readonly root: string;
  readonly bytes: number;
  readonly objects?: number;
  /** Bytes more than before, where two heaps are compared. */
  readonly grownBytes?: number;
  readonly func?: string;
  /** `main.go:14`. */
  readonly place?: string;
  /** The library function that allocated for `place`. */
  readonly through?: string;
}

/** One row of a table. */
export interface HolderTextRow extends HeldObjects {
  /** 1-based line of the paste. */
  readonly at: number;
}

type Columns = 'dump' | 'core' | 'growth';

/**
 * Returns the rows of every such table in the text, in the order printed; none where there is no table.
 *
 * @example readHolderText('bytes objects held by\n1MB 2 main.cache\n')[0]?.root // 'main.cache'
 */
export function readHolderText(text: string): readonly HolderTextRow[] {
  const rows: HolderTextRow[] = [];
  let columns: Columns | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(/\s+/).filter((word) => word !== '');
    const head = columnsOf(words);
    if (head) columns = head;
    else if (words[0] === '└─') addChain(rows, words.slice(1).join(' '));
    else if (columns) {
      const row = readRow(columns, words, i + 1);
      if (row) rows.push(row);
    }
  }
  return rows;
}

function columnsOf(words: readonly string[]): Columns | undefined {
  const head = words.join(' ');
  if (head.startsWith('bytes objects retained held by')) return 'dump';
  if (head.startsWith('bytes objects held by')) return 'core';
  return head.startsWith('growth before after objects held by') ? 'growth' : undefined;
}

function readRow(columns: Columns, words: readonly string[], at: number): HolderTextRow | undefined {
  if (columns === 'growth') return readGrowthRow(words, at);
  const bytes = parseSize(words[0]);
  const objects = parseCount(words[1]);
  if (bytes === undefined || objects === undefined) return undefined;
  const rest = words.slice(columns === 'dump' && parseSize(words[2]) !== undefined ? 3 : 2).join(' ');
  return rest === '' ? undefined : { root: withoutNote(rest), bytes, objects, at };
}

function readGrowthRow(words: readonly string[], at: number): HolderTextRow | undefined {
  const grownBytes = parseSize(words[0]);
  const bytes = parseSize(words[2]);
  if (grownBytes === undefined || bytes === undefined || words.length < 5) return undefined;
  const [root = '', site = ''] = words.slice(4).join(' ').split(' ← ');
  return { root: withoutNote(root), bytes, grownBytes, ...parseSite(site), at };
}

/** The chain below a row says who allocated what the row counts. */
function addChain(rows: HolderTextRow[], chain: string): void {
  const row = rows.at(-1);
  const from = chain.lastIndexOf(' allocated by ');
  if (!row || from === -1) return;
  const [site = '', through] = chain.slice(from + ' allocated by '.length).split(' through ');
  rows[rows.length - 1] = { ...row, ...parseSite(site), ...(through === undefined ? {} : { through }) };
}

function parseSite(text: string): Pick<HolderTextRow, 'func' | 'place'> {
  const named = /^(\S{1,300}) \(([^\s:()]{1,200}:\d{1,7})\)/.exec(text);
  if (named) return { func: named[1] ?? '', place: named[2] ?? '' };
  const inlined = /^([^\s:]{1,200}:\d{1,7}), in or inlined into (\S{1,300})/.exec(text);
  // The function's name is the compiled one's there; the line is what is certain.
  return inlined ? { place: inlined[1] ?? '' } : {};
}

/** `main.work in goroutine 7 (chan receive)` → without the note. */
function withoutNote(root: string): string {
  const open = root.indexOf(' (');
  return open === -1 ? root : root.slice(0, open);
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** Sizes as printed are rounded to two decimals. */
function parseSize(word: string | undefined): number | undefined {
  const match = /^([+-]?\d{1,15}(?:\.\d{1,3})?)([kMGT]?B)$/.exec(word ?? '');
  return match ? Number(match[1]) * (units[match[2] ?? ''] ?? 1) : undefined;
}

function parseCount(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,3}(?:,?\d{3}){0,5}$/.test(word) ? Number(word.replaceAll(',', '')) : undefined;
}
