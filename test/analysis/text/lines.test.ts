import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger, Lines } from '../../../src/analysis/text/index.ts';

describe('Lines', () => {
  it('counts as people do: a final newline ends the last line, an empty paste has none', () => {
    expect(['', 'a', 'a\n', 'a\nb', '\n', 'a\n\n'].map((paste) => Lines.of(paste).count)).toEqual([0, 1, 1, 2, 1, 2]);
  });

  it('leaves the carriage return of a line end out of the line', () => {
    const lines = Lines.of('a\r\nb\r\n\r\nc\r');
    expect([0, 1, 2, 3].map((i) => lines.text(i))).toEqual(['a', 'b', '', 'c\r']);
  });

  it('gives every line and offset of any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ') }), (paste) => {
        const lines = Lines.of(paste);
        const expected = paste.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(Array.from({ length: lines.count }, (_, i) => lines.text(i))).toEqual(expected);
        for (let i = 0; i < lines.count; i++) {
          const { from, to } = lines.offsets(i);
          expect(paste.slice(from, to)).toBe(lines.text(i));
          expect([lines.at(i), lines.to(i), lines.pastedLineAt(from)]).toEqual([i + 1, i + 1, i + 1]);
        }
      }),
    );
  });
});

describe('Ledger', () => {
  it('gives every pasted line one class, and a line once read stays read', () => {
    const ledger = new Ledger(Lines.of('a\n\nb\nc\nd\n'));
    ledger.read(0);
    ledger.unread(0, 4);
    expect(ledger.summary()).toEqual({ read: 1, blank: 1, other: 1, unread: 2, unreadLines: [{ from: 3, to: 4 }] });
  });

  it('names at most a thousand unread ranges and still counts all', () => {
    const ledger = new Ledger(Lines.of('a\nb\n'.repeat(1500)));
    for (let i = 0; i < 3000; i += 2) ledger.unread(i);
    expect(ledger.summary().unread).toBe(1500);
    expect(ledger.summary().unreadLines).toHaveLength(1000);
  });
});
