import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64, formatCanonical, formatCsv, parseCsv } from '../../src/gradebook/index.ts';

describe('a CSV file', () => {
  it('quotes what needs it and ends lines as RFC 4180 says', () => {
    expect(formatCsv([['Doe, Jane', 'say "hi"', 'two\nlines', ' edge', 7.5]])).toBe(
      '"Doe, Jane","say ""hi""","two\nlines"," edge",7.5\r\n',
    );
  });

  it.each(['=1+1', '+1+1', '@SUM(A1)', '-2+3', '\tx', '=HYPERLINK("http://x")'])(
    'is no formula in a spreadsheet: %s',
    (text) => expect(parseCsv(formatCsv([[text, 'b']])).rows[0]?.[0]).toBe(`'${text}`),
  );

  it('leaves negative numbers numbers', () => {
    expect(formatCsv([['-3.5', -3.5]])).toBe('-3.5,-3.5\r\n');
  });

  it.each([
    [
      'semicolons',
      'name;points\nAda;1,5\n',
      [
        ['name', 'points'],
        ['Ada', '1,5'],
      ],
    ],
    [
      'tabs',
      'name\tpoints\r\nAda\t2',
      [
        ['name', 'points'],
        ['Ada', '2'],
      ],
    ],
    [
      'old Mac line ends',
      'name,points\rAda,2\r',
      [
        ['name', 'points'],
        ['Ada', '2'],
      ],
    ],
    ['an empty last field', 'a,\r\n', [['a', '']]],
    ['an unclosed quote', 'a,"b\nc', [['a', 'b\nc']]],
    ['a byte order mark', '\uFEFFname\r\nÅse\r\n', [['name'], ['Åse']]],
  ])('is read with %s', (_, text, rows) => expect(parseCsv(text).rows).toEqual(rows));

  it('reads back what it wrote, for names of any script', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        expect(parseCsv(formatCsv(rows, { isVerbatim: true })).rows).toEqual(rows);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it.each([
    [
      'members by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [
      'numbers as ECMAScript writes them',
      [333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    [
      'nested values without white space',
      { b: [true, null, { d: '"', c: '\n' }], a: undefined },
      '{"b":[true,null,{"c":"\\n","d":"\\""}]}',
    ],
  ])('writes %s (RFC 8785)', (_, value, text) => expect(formatCanonical(value)).toBe(text));

  it('refuses numbers that JSON cannot write', () => {
    expect(() => formatCanonical({ a: Number.NaN })).toThrow(RangeError);
  });
});

describe('base64', () => {
  it('reads back what it wrote, in both alphabets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, isForUrl) => {
        expect(decodeBase64(encodeBase64(bytes, isForUrl))).toEqual(bytes);
      }),
    );
  });

  it('writes what everybody else writes', () => {
    expect(encodeBase64(new Uint8Array([0xfb, 0xff]))).toBe('+/8=');
    expect(encodeBase64(new Uint8Array([0xfb, 0xff]), true)).toBe('-_8');
  });
});
