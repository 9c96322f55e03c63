/** The line being typed. The cursor is an offset in UTF-16 units, always between characters. */
export interface LineState {
  readonly text: string;
  readonly cursor: number;
}

/** What a key asks the terminal to do beyond changing the line. */
export type LineAction = 'submit' | 'interrupt' | 'quit' | 'end' | 'clear' | 'complete' | 'bell';

/** Edits one line as bash does by default (emacs keys), with history and a backward search. */
export interface LineEditor {
  readonly state: LineState;
  /** Set while Ctrl-R searches: what is looked for. */
  readonly search: string | undefined;
  /** Takes one key, as a terminal sends it; returns what to do. */
  key(data: string): LineAction | undefined;
  insert(text: string): void;
  /** Replaces the text from `from` to the cursor. */
  replace(from: number, text: string): void;
  /** Empties the line and forgets where in the history it was. */
  reset(): void;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where the character before or after the cursor begins or ends. */
function neighbor({ text, cursor }: LineState, direction: -1 | 1): number {
  if (direction === 1)
    return cursor + (segmenter.segment(text.slice(cursor))[Symbol.iterator]().next().value?.segment.length ?? 0);
  const before = [...segmenter.segment(text.slice(0, cursor))];
  return cursor - (before.at(-1)?.segment.length ?? 0);
}

function wordLeft({ text, cursor }: LineState): number {
  let at = cursor;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
  while (at > 0 && !/\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

function wordRight({ text, cursor }: LineState): number {
  let at = cursor;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  while (at < text.length && !/\s/.test(text[at] ?? '')) at++;
  return at;
}

function cut({ text }: LineState, from: number, to: number): LineState {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

const at = (state: LineState, cursor: number): LineState => ({ ...state, cursor });

/** Keys that only change the line. */
const edits: Readonly<Record<string, (state: LineState) => LineState>> = {
  '\x7f': (state) => cut(state, neighbor(state, -1), state.cursor),
  '\b': (state) => cut(state, neighbor(state, -1), state.cursor),
  '\x1b[3~': (state) => at(cut(state, state.cursor, neighbor(state, 1)), state.cursor),
  '\x1b[D': (state) => at(state, neighbor(state, -1)),
  '\x02': (state) => at(state, neighbor(state, -1)),
  '\x1b[C': (state) => at(state, neighbor(state, 1)),
  '\x06': (state) => at(state, neighbor(state, 1)),
  '\x1b[H': (state) => at(state, 0),
  '\x1bOH': (state) => at(state, 0),
  '\x01': (state) => at(state, 0),
  '\x1b[F': (state) => at(state, state.text.length),
  '\x1bOF': (state) => at(state, state.text.length),
  '\x05': (state) => at(state, state.text.length),
  '\x1b[1;5D': (state) => at(state, wordLeft(state)),
  '\x1bb': (state) => at(state, wordLeft(state)),
  '\x1b[1;5C': (state) => at(state, wordRight(state)),
  '\x1bf': (state) => at(state, wordRight(state)),
  '\x17': (state) => cut(state, wordLeft(state), state.cursor),
  '\x1b\x7f': (state) => cut(state, wordLeft(state), state.cursor),
  '\x1bd': (state) => at(cut(state, state.cursor, wordRight(state)), state.cursor),
  '\x15': (state) => cut(state, 0, state.cursor),
  '\x0b': (state) => cut(state, state.cursor, state.text.length),
};

const actions: Readonly<Record<string, LineAction>> = {
  '\r': 'submit',
  '\n': 'submit',
  '\x03': 'interrupt',
  '\x1c': 'quit',
  '\x0c': 'clear',
  '\t': 'complete',
};

/** Returns an editor with an empty line; `history` is asked for at each key, oldest first. */
export function createLineEditor(history: () => readonly string[]): LineEditor {
  let state: LineState = { text: '', cursor: 0 };
  /** How many lines back; 0 is the line being typed, kept in `typed`. */
  let back = 0;
  let typed = '';
  let search: string | undefined;

  const show = (text: string): void => void (state = { text, cursor: text.length });
  const recall = (steps: number): LineAction | undefined => {
    const lines = history();
    const wanted = Math.max(0, Math.min(lines.length, back + steps));
    if (wanted === back) return 'bell';
    if (back === 0) typed = state.text;
    back = wanted;
    show(back === 0 ? typed : (lines.at(-back) ?? ''));
    return undefined;
  };
  const find = (wanted: string, from: number): boolean => {
    const lines = history();
    for (let steps = from; steps <= lines.length; steps++) {
      if (!lines.at(-steps)?.includes(wanted)) continue;
      back = steps;
      show(lines.at(-steps) ?? '');
      return true;
    }
    return false;
  };
  const searchKey = (data: string): LineAction | undefined => {
    if (data === '\x12') return find(search ?? '', back + 1) ? undefined : 'bell';
    if (data === '\x7f') search = search?.slice(0, -1);
    else if (data >= ' ' && !data.startsWith('\x1b')) {
      search += data;
      return find(search ?? '', Math.max(1, back)) ? undefined : 'bell';
    } else {
      search = undefined;
      return data === '\x1b' || data === '\x07' ? undefined : editor.key(data);
    }
    return undefined;
  };
  const editor: LineEditor = {
    get state() {
      return state;
    },
    get search() {
      return search;
    },
    key(data) {
      if (search !== undefined) return searchKey(data);
      const edit = edits[data];
      if (edit) state = edit(state);
      else if (data === '\x1b[A' || data === '\x1bOA' || data === '\x10') return recall(1);
      else if (data === '\x1b[B' || data === '\x1bOB' || data === '\x0e') return recall(-1);
      else if (data === '\x12') search = '';
      else if (data === '\x04') return state.text === '' ? 'end' : (editor.key('\x1b[3~'), undefined);
      else if (actions[data]) return actions[data];
      else if (data >= ' ' && !data.startsWith('\x1b')) editor.insert(data);
      return undefined;
    },
    insert(text) {
      const { cursor } = state;
      state = { text: state.text.slice(0, cursor) + text + state.text.slice(cursor), cursor: cursor + text.length };
    },
    replace(from, text) {
      state = cut(state, from, state.cursor);
      editor.insert(text);
    },
    reset() {
      show('');
      [back, typed, search] = [0, '', undefined];
    },
  };
  return editor;
}

/** How many columns a text takes: two for East Asian wide characters and emoji, none for marks. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) {
    const code = segment.codePointAt(0) ?? 0;
    columns += isWide(code) ? 2 : 1;
  }
  return columns;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff)
  );
}
