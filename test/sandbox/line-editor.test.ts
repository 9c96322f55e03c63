import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitKeys } from '../../src/sandbox/escape-sequences.ts';
import { columnsOf, createLineEditor } from '../../src/sandbox/line-editor.ts';
import { createTypedLine } from '../../src/sandbox/typed-line.ts';

/** Presses keys, given as a terminal sends them; draws the line with `|` for the cursor. */
function press(keys: string, history: readonly string[] = []): string {
  const editor = createLineEditor(() => history);
  for (const key of splitKeys(keys)) editor.key(key);
  const { text, cursor } = editor.state;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const [left, right, up, down] = ['\x1b[D', '\x1b[C', '\x1b[A', '\x1b[B'];

describe('the typed line', () => {
  it.each([
    ['text', 'go run .', 'go run .|'],
    ['a character in the middle', `gorun${left}${left}${left} `, 'go |run'],
    ['backspace', 'go\x7f\x7f\x7f', '|'],
    ['delete', `go${left}\x1b[3~`, 'g|'],
    ['home and end', 'b\x1b[Ha\x1b[Fc', 'abc|'],
    ['words to the left', 'go run .\x1b[1;5D\x1b[1;5D', 'go |run .'],
    ['words to the right', `ab cd${'\x01'}\x1b[1;5C`, 'ab| cd'],
    ['the word before', 'go run main.go\x17', 'go run |'],
    ['the rest', `go run${left}${left}\x0b`, 'go r|'],
    ['all before', `go run${left}\x15`, '|n'],
    ['an emoji as one', `a👩‍💻b${left}\x7f`, 'a|b'],
    ['a letter with a mark as one', 'e\u0301\x7f', '|'],
    ['nothing beyond the ends', `${left}a${right}${right}`, 'a|'],
    ['Ctrl-D inside of a line', `ab${left}\x04`, 'a|'],
  ])('takes %s', (_title, keys, expected) => {
    expect(press(keys)).toBe(expected);
  });

  const history = ['go vet', 'go run .', 'ls'];

  it.each([
    ['back', up, 'ls|'],
    ['back and forth', `${up}${up}${up}${down}`, 'go run .|'],
    ['beyond the first', up.repeat(9), 'go vet|'],
    ['to what was being typed', `new${up}${down}`, 'new|'],
    ['by a search', '\x12vet', 'go vet|'],
    ['by a search that goes on', '\x12go\x12', 'go vet|'],
    ['by a search that is left with the line', `\x12run${left}`, 'go run |.'],
  ])('recalls %s', (_title, keys, expected) => {
    expect(press(keys, history)).toBe(expected);
  });

  it.each([
    ['\r', 'submit'],
    ['\x03', 'interrupt'],
    ['\x1c', 'quit'],
    ['\x04', 'end'],
    ['\x0c', 'clear'],
    ['\t', 'complete'],
    [up, 'bell'],
  ])('asks for an action at %j: %s', (key, action) => {
    expect(createLineEditor(() => []).key(key)).toBe(action);
  });

  it('keeps the cursor inside of the text for any keys', () => {
    const key = fc.constantFrom(
      left,
      right,
      up,
      down,
      '\x7f',
      '\x1b[3~',
      '\x17',
      '\x0b',
      '\x12',
      '\x1b',
      'a',
      'ü',
      '👍',
      ' ',
      '\x1b[99~',
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const editor = createLineEditor(() => ['one', 'two three']);
        for (const one of keys) editor.key(one);
        expect(editor.state.cursor).toBeGreaterThanOrEqual(0);
        expect(editor.state.cursor).toBeLessThanOrEqual(editor.state.text.length);
      }),
    );
  });
});

describe('what a terminal sends', () => {
  it('is split into keys and text', () => {
    expect(splitKeys(`echo a\recho ü${up}\x1b\t`)).toEqual(['echo a', '\r', 'echo ü', up, '\x1b', '\t']);
  });

  it('takes two columns for wide characters', () => {
    expect([columnsOf('ab'), columnsOf('漢字'), columnsOf('👩‍💻')]).toEqual([2, 4, 2]);
  });
});

/** A screen that knows just the sequences that the typed line uses. */
function render(columns: number, ...writes: readonly string[]): string {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  for (const write of writes) {
    for (const [part, count, letter] of write.replaceAll('\x1b[', '␛').matchAll(/␛(\d*)([A-Z])|[\s\S]/g)) {
      if (letter === 'A') row -= Number(count);
      else if (letter === 'B') row += Number(count);
      else if (letter === 'G') column = Number(count) - 1;
      else if (letter === 'K') rows[row]?.splice(column);
      else if (letter === 'J') {
        rows[row]?.splice(column);
        rows.splice(row + 1);
      } else if (part === '\r') column = 0;
      else if (part === '\n') row++;
      else {
        if (column === columns) [row, column] = [row + 1, 0];
        rows[row] ??= [];
        rows[row]![column++] = part;
      }
      rows[row] ??= [];
    }
  }
  return `${rows
    .map((cells) =>
      Array.from(cells, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    )
    .join('\n')} @${row},${column}`;
}

describe('drawing the typed line', () => {
  it('wraps at the edge and puts the cursor in its place', () => {
    const line = createTypedLine();
    expect(render(5, '$ ', line.draw({ text: 'abcdef', cursor: 6 }, 2, 5))).toBe('$ abc\ndef @1,3');
    expect(render(5, '$ ', createTypedLine().draw({ text: 'abcdef', cursor: 1 }, 2, 5))).toBe('$ abc\ndef @0,3');
    expect(render(5, '$ ', createTypedLine().draw({ text: 'abc', cursor: 3 }, 2, 5))).toBe('$ abc\n @1,0');
  });

  it('erases all that it drew, wherever the cursor stood', () => {
    for (let cursor = 0; cursor <= 8; cursor++) {
      const line = createTypedLine();
      const drawn = line.draw({ text: 'abcdefgh', cursor }, 2, 5);
      expect(render(5, '$ ', drawn, line.erase())).toBe('$ @0,2');
    }
  });

  it('goes below a line that is done', () => {
    const line = createTypedLine();
    const drawn = line.draw({ text: 'abcdef', cursor: 0 }, 2, 5);
    expect(render(5, '$ ', drawn, line.commit({ text: 'abcdef', cursor: 0 }, 5), 'x')).toBe('$ abc\ndef\nx @2,1');
  });
});
