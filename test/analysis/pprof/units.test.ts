import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFixed, formatFloat, formatShort } from '../../../src/analysis/pprof/number-format.ts';
import { formatPercent, formatScaled, scaleValue } from '../../../src/analysis/pprof/units.ts';
import { add, divide, fromFloat, multiply, normalize, type Int64 } from '../../../src/analysis/pprof/int64.ts';

describe('numbers are printed as Go prints them', () => {
  it.each([
    [0.125, '0.12'],
    [0.375, '0.38'],
    [1.625, '1.62'],
    [2.5, '2.50'],
    [-0.125, '-0.12'],
    [1e22, '10000000000000000000000.00'],
    [99.875, '99.88'],
    [0.005, '0.01'],
    [1.005, '1.00'],
  ])('%f with two decimals is %s', (value, text) => expect(formatFixed(value)).toBe(text));

  it.each([
    [0.5, '0.5'],
    [0.029, '0.029'],
    [0.00001, '1e-05'],
    [0.999, '1'],
    [0.125, '0.12'],
    [0.135, '0.14'],
    [0.0001234, '0.00012'],
  ])('%f with two digits is %s', (value, text) => expect(formatShort(value)).toBe(text));

  it.each([
    [0.005, '0.005'],
    [1, '1'],
    [1e-5, '1e-05'],
    [1e21, '1e+21'],
    [Infinity, '+Inf'],
  ])('%f plainly is %s', (value, text) => expect(formatFloat(value)).toBe(text));
});

describe('values are scaled as pprof scales them', () => {
  it.each<[Int64, string, string, string]>([
    [1024, 'bytes', 'auto', '1kB'],
    [1536, 'bytes', 'minimum', '1.50kB'],
    [-1536, 'byte', 'auto', '-1.50kB'],
    [1, 'bytes', 'mb', '0'],
    [512, 'bytes', 'nonsense', '512B'],
    [90_000_000_000, 'nanoseconds', 'auto', '90s'],
    [3_600_000_000_000, 'ns', 'auto', '1hrs'],
    [5, 'ms', 'us', '5000us'],
    [7, 'count', 'auto', '7'],
    [7, 'weird', 'auto', '7'],
    [7, 'weird', 'mb', '7mb'],
    [0, 'bytes', 'mb', '0'],
    [-(2n ** 63n), 'bytes', 'auto', '-9223372036854775808B'],
    [2n ** 62n, 'bytes', 'auto', '4096PB'],
  ])('%s %s in %s is %s', (value, from, to, text) => expect(formatScaled(value, from, to)).toBe(text));

  it.each<[Int64, Int64, string]>([
    [1, 3, '33.33%'],
    [-1, 3, '33.33%'],
    [9996, 10000, '  100%'],
    [557, 100, '557.00%'],
    [1, 100000, '0.001%'],
    [0, 5, '    0%'],
    [5, 0, '    0%'],
  ])('%s of %s is %s', (value, total, text) => expect(formatPercent(value, total)).toBe(text));

  it('turns a value and its unit back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom('kb', 'mb', 'gb'), (bytes, unit) => {
        const scaled = scaleValue(bytes, 'bytes', unit);
        expect(Math.abs(scaleValue(1, unit, 'bytes').value * scaled.value - bytes)).toBeLessThan(1);
      }),
    );
  });
});

describe('64-bit integers', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

  it('wrap as they do in Go and are numbers wherever they can be', () => {
    fc.assert(
      fc.property(int64, int64, (a, b) => {
        const [x, y] = [normalize(a), normalize(b)];
        expect(BigInt(add(x, y))).toBe(BigInt.asIntN(64, a + b));
        expect(BigInt(multiply(x, y))).toBe(BigInt.asIntN(64, a * b));
        if (b !== 0n) expect(BigInt(divide(x, y))).toBe(BigInt.asIntN(64, a / b));
        expect(typeof add(x, y)).toBe(Number.isSafeInteger(Number(BigInt.asIntN(64, a + b))) ? 'number' : 'bigint');
      }),
    );
  });

  it('are the smallest value where a float does not fit', () => {
    expect([fromFloat(1e30), fromFloat(Number.NaN), fromFloat(-2.9)]).toEqual([-(2n ** 63n), -(2n ** 63n), -2]);
  });
});
