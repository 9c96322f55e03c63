/**
 * Comma-separated values for spreadsheets and learning management systems.
 *
 * @see RFC 4180: records end in CRLF, a field with a comma, quote or line break is quoted, a quote is doubled
 */

/** Characters that make a spreadsheet run a cell as a formula when they come first. */
const formulaStart = /^[=+\-@\t\r]/;

/** A plain number may begin with a minus: it is a number, not a formula. */
const plainNumber = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** How a table is written. */
export interface CsvStyle {
  readonly separator?: ',' | ';' | '\t';
  /** Write texts as they are, for a file that goes back to the program that wrote it. */
  readonly isVerbatim?: boolean;
}

/**
 * Returns a table as CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front.
 *
 * @example formatCsv([['learner', 'points'], ['Doe, Jane', 7]]) // 'learner,points\r\n"Doe, Jane",7\r\n'
 */
export function formatCsv(rows: readonly (readonly (string | number)[])[], style: CsvStyle = {}): string {
  const { separator = ',', isVerbatim = false } = style;
  const field = (value: string | number) => {
    const text = typeof value === 'number' || isVerbatim ? String(value) : defuse(value);
    const isPlain = !text.includes(separator) && !/["\r\n]/.test(text) && text === text.trim();
    return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
  };
  return rows.map((row) => `${row.map(field).join(separator)}\r\n`).join('');
}

function defuse(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** A CSV file as read: its records, and how it was written, so that it can be written back alike. */
export interface CsvFile {
  readonly rows: readonly (readonly string[])[];
  readonly separator: ',' | ';' | '\t';
  readonly hasBom: boolean;
}

/**
 * Returns the records of a CSV file. Takes what spreadsheets write: a byte order mark, semicolons or tabs between fields,
 * any line end, quotes inside an unquoted field as they stand, and an unclosed quote that then runs to the end.
 *
 * @example parseCsv('name,email\r\n"Doe, Jane",jane@example.org\r\n').rows[1] // ['Doe, Jane', 'jane@example.org']
 */
export function parseCsv(text: string): CsvFile {
  const hasBom = text.startsWith('\uFEFF');
  const body = hasBom ? text.slice(1) : text;
  const separator = guessSeparator(body);
  return { rows: readRecords(body, separator), separator, hasBom };
}

/** The separator that the first line has most of, outside quotes. */
function guessSeparator(text: string): CsvFile['separator'] {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let isQuoted = false;
  for (const char of text.slice(0, 10_000)) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === '\n') break;
    else if (!isQuoted && (char === ',' || char === ';' || char === '\t')) counts[char]++;
  }
  if (counts['\t'] > counts[','] && counts['\t'] > counts[';']) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
}

function readRecords(text: string, separator: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (let at = 0; at < text.length;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, separator);
    record.push(field.value);
    at = field.next;
    if (text[at] === separator) {
      at++;
      if (at === text.length) record.push('');
      continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records.filter((fields) => fields.length > 1 || fields[0] !== '');
}

interface Field {
  readonly value: string;
  readonly next: number;
}

function readPlain(text: string, from: number, separator: string): Field {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return { value: text.slice(from, at), next: at };
}

function readQuoted(text: string, from: number): Field {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), next: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
