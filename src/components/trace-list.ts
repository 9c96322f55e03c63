/** Draws the rows of a trace. Pasted text reaches the page as text nodes only. */
import { element } from './element.ts';
import { originWords } from './origin-words.ts';
import type { TraceRow } from './trace-rows.ts';

/** What can be chosen in a list, and under which name of radio buttons. */
export interface TraceChoice {
  readonly name: string;
  readonly isChoosable: (row: TraceRow) => boolean;
}

/** A list of the rows; those that can be chosen carry a radio button with the value `@LINE`. */
export function renderTrace(rows: readonly TraceRow[], choice?: TraceChoice): HTMLOListElement {
  const list = document.createElement('ol');
  list.className = 'trace';
  for (const row of rows) list.append(renderRow(row, choice));
  // It may scroll: without a button in it, the keyboard reaches it as a whole.
  if (list.querySelector('input') === null) {
    list.tabIndex = 0;
    list.setAttribute('aria-label', 'What was pasted');
  }
  return list;
}

function renderRow(row: TraceRow, choice: TraceChoice | undefined): HTMLLIElement {
  const item = document.createElement('li');
  item.className = rowClass(row);
  item.dataset['from'] = String(row.from);
  const text = renderText(row);
  if (choice?.isChoosable(row)) item.append(renderOption(row, choice.name, text));
  else item.append(text);
  if (row.origin !== undefined) item.append(element('span', 'origin', originWords[row.origin]));
  return item;
}

/** The classes of a row, the same in the page and in the build. */
export function rowClass(row: TraceRow): string {
  return [row.role, row.origin, row.isBoundary ? 'boundary' : undefined].filter((name) => name !== undefined).join(' ');
}

function renderText(row: TraceRow): HTMLElement {
  const code = document.createElement('code');
  for (const { kind, text } of row.pieces) code.append(kind === 'rest' ? text : element('b', kind, text));
  return code;
}

function renderOption(row: TraceRow, name: string, text: HTMLElement): HTMLLabelElement {
  const label = document.createElement('label');
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = name;
  radio.value = `@${row.at ?? row.from}`;
  if (row.label !== undefined) radio.setAttribute('aria-label', row.label);
  label.append(radio, text);
  return label;
}

/** Marks the row that holds the pasted line as the one spoken of, and unmarks any other. */
export function pointAt(list: Element, at: number | undefined): HTMLElement | undefined {
  for (const marked of list.querySelectorAll('.pointed')) marked.classList.remove('pointed');
  if (at === undefined) return undefined;
  const row = rowAt(list, at);
  row?.classList.add('pointed');
  return row;
}

/** The row that holds the pasted line. */
export function rowAt(list: Element, at: number): HTMLElement | undefined {
  const rows = [...list.querySelectorAll<HTMLElement>('li[data-from]')];
  return rows.findLast((item) => Number(item.dataset['from']) <= at);
}
