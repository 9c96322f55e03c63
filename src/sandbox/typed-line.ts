import { columnsOf } from './line-editor.ts';
import type { LineState } from './line-editor.ts';

/** Draws the line being typed by escape sequences that are relative to where it starts, so that scrolling does no harm. */
export interface TypedLine {
  /** What erases what was drawn, and leaves the cursor where the line starts; `''` when nothing is drawn. */
  erase(): string;
  /** What draws the line from the column `origin` on (0-based), with the cursor in its place. */
  draw(state: LineState, origin: number, columns: number): string;
  /** What moves the cursor to the end of the line and below it; the line then belongs to the output. */
  commit(state: LineState, columns: number): string;
}

/** Returns a drawer with nothing drawn. */
export function createTypedLine(): TypedLine {
  let drawn: { readonly row: number; readonly origin: number } | undefined;
  const placeOf = (text: string, origin: number, columns: number): { row: number; column: number } => {
    const place = origin + columnsOf(text);
    return { row: Math.floor(place / columns), column: place % columns };
  };
  return {
    erase() {
      if (!drawn) return '';
      const { row, origin } = drawn;
      drawn = undefined;
      return `${row > 0 ? `\x1b[${row}A` : ''}\x1b[${origin + 1}G\x1b[J`;
    },
    draw({ text, cursor }, origin, columns) {
      const end = placeOf(text, origin, columns);
      const target = placeOf(text.slice(0, cursor), origin, columns);
      drawn = { row: target.row, origin };
      // A terminal wraps only when the next character comes: make the cursor's row exist.
      const wrap = end.column === 0 && text !== '' ? ' \r\x1b[K' : '';
      const up = end.row - target.row;
      return `${text}${wrap}${up > 0 ? `\x1b[${up}A` : ''}\x1b[${target.column + 1}G`;
    },
    commit({ text }, columns) {
      const down = drawn ? placeOf(text, drawn.origin, columns).row - drawn.row : 0;
      drawn = undefined;
      return `${down > 0 ? `\x1b[${down}B` : ''}\r\n`;
    },
  };
}
