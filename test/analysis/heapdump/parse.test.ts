import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeapDump, parseHeapDump, readHeapdump } from '../../../src/analysis/heapdump/index.ts';
import { FIXTURES, loadFixture } from './fixtures.ts';

const HEADER = 'go1.7 heap dump\n';
const file = (...records: (string | readonly number[])[]) =>
  Uint8Array.from(
    [HEADER, ...records].flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );
/** Little endian, pointers of 8 bytes, no arena, "amd64", "go1.26.8", 2 processors. */
const PARAMS = [
  6,
  0,
  8,
  0,
  0,
  5,
  ...[...'amd64'].map((c) => c.charCodeAt(0)),
  8,
  ...[...'go1.26.8'].map((c) => c.charCodeAt(0)),
  2,
];

describe('the reader of heap dumps', () => {
  it.each(FIXTURES)('reads every record of %s', (name) => {
    const { value, diagnostics } = parseHeapDump(loadFixture(`${name}.heapdump`));
    expect(diagnostics).toEqual([]);
    expect(value.complete).toBe(true);
    expect(value.goroutines.every(({ frames }) => frames.length > 0)).toBe(true);
  });

  it('refuses a file of another kind with a hint', () => {
    const { value, diagnostics } = parseHeapDump(new TextEncoder().encode('panic: boom\n'));
    expect(value.objects.count).toBe(0);
    expect(diagnostics[0]?.message).toContain('not a heap dump');
    expect(isHeapDump(new Uint8Array())).toBe(false);
  });

  it('tells the offset where a file ends too early', () => {
    const cut = file(PARAMS, [1, 0x80]);
    const [error] = parseHeapDump(cut).diagnostics;
    expect(error?.message).toBe(`at byte ${cut.length} of ${cut.length}: the file ends inside a number`);
    expect(error?.hint).toContain('cut');
  });

  it.each([
    ['a record of an unknown kind', [99], 'there is no record of kind 99'],
    ['an object larger than the file', [1, 8, 200, 1], 'an object should have 200 bytes and the file has 1 more'],
    ['an object of no bytes', [1, 8, 0, 0], 'an object of 0 bytes'],
    ['a number of eleven bytes', [1, ...Array.from({ length: 11 }, () => 0xff)], 'a number is longer than ten bytes'],
    ['an address beyond 2^53', [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 'an address is beyond 2^53'],
    ['a frame of no goroutine', [5, 1, 0, 0, 0, 1, 1, 1, 0, 0], 'a stack frame comes before any goroutine'],
    ['a stack of 2^21 frames', [16, 1, 8, 0x80, 0x80, 0x80, 1], 'an allocation stack of 2097152 frames'],
  ])('refuses %s', (_, record, message) => {
    const { value, diagnostics } = parseHeapDump(file(PARAMS, record, [0]));
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.message).toContain(`at byte `);
    expect(value.complete).toBe(false);
  });

  it('refuses an object before it knows the machine', () => {
    expect(parseHeapDump(file([1, 8, 1, 0, 0])).diagnostics[0]?.message).toContain('before the record of the machine');
  });

  it('gives the objects before the damage', () => {
    const word = [0, 0, 0, 0, 0, 0, 0, 0];
    const { value } = parseHeapDump(file(PARAMS, [1, 0x80, 0x80, 4, 8, ...word, 0], [77]));
    expect([...value.objects.address]).toEqual([0x10000]);
  });

  it('never throws on a file cut anywhere', () => {
    const whole = loadFixture('mapcache-go1.26.8-amd64.base.heapdump');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (end) => {
        const { diagnostics, value } = readHeapdump(whole.subarray(0, end));
        expect(value.evidence.complete).toBe(end === whole.length);
        expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(end !== whole.length);
      }),
      { numRuns: 25 },
    );
  });

  it('never throws on a file with bytes changed anywhere', () => {
    const whole = loadFixture('deferloop-go1.26.8-386.heapdump');
    const change = fc.tuple(
      fc.integer({ min: HEADER.length, max: whole.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const damaged = whole.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(readHeapdump(damaged).value.evidence.kind).toBe('heapdump');
      }),
      { numRuns: 25 },
    );
  });

  it('never throws on bytes after the header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readHeapdump(file(PARAMS, [...bytes])).value.evidence.arch).toBe('amd64');
      }),
    );
  });
});
