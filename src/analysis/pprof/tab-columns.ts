import { runeCount } from './bytes.ts';

/**
 * Lines with tab-ended cells set in columns, the cells moved to the right with one blank between, as Go's `tabwriter` does
 * with `AlignRight`. A column reaches over adjacent lines that have a cell in it; what follows a line's last tab is in none.
 *
 * @see https://pkg.go.dev/text/tabwriter
 */
export function alignRight(lines: readonly string[]): string {
  const rows = lines.flatMap((line) => line.split('\n')).map((line) => line.split('\t'));
  const widths = rows.map(({ length }) => Array.from<number>({ length: length - 1 }));
  setWidths(rows, widths, 0, rows.length, 0);
  return rows
    .map((cells, r) => {
      const padded = cells.map((cell, c) => (c < cells.length - 1 ? pad(cell, widths[r]?.[c] ?? 0) : cell));
      return `${padded.join('')}\n`;
    })
    .join('');
}

const pad = (cell: string, width: number): string => ' '.repeat(Math.max(0, width - runeCount(cell))) + cell;

/** Finds runs of lines between `from` and `to` that have column `c`, and gives each run one width. */
function setWidths(rows: readonly string[][], widths: readonly number[][], from: number, to: number, c: number): void {
  for (let r = from; r < to; r++) {
    if (c >= (rows[r]?.length ?? 1) - 1) continue;
    let end = r;
    let width = 0;
    while (end < to && c < (rows[end]?.length ?? 1) - 1) width = Math.max(width, runeCount(rows[end++]?.[c] ?? '') + 1);
    for (let i = r; i < end; i++) widths[i]![c] = width;
    setWidths(rows, widths, r, end, c + 1);
    r = end - 1;
  }
}
