/**
 * A 64-bit integer, exact: a number where it fits into 53 bits, a bigint beyond. Never a bigint that a number could hold.
 *
 * Profiles are full of small values and now and then hold a huge one; this keeps the first fast and the second right.
 * Sums wrap at 64 bits as they do in Go.
 */
export type Int64 = number | bigint;

const WORD = 4294967296;

/** The signed 64-bit value of a bigint, wrapped. */
export function normalize(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

/** The unsigned 64-bit value of a bigint, wrapped. */
export function normalizeUnsigned(value: bigint): Int64 {
  const wrapped = BigInt.asUintN(64, value);
  return wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

/** The unsigned value of two 32-bit words, each given as 0 to 2^32-1. */
export function fromWords(low: number, high: number): Int64 {
  if (high < 0x200000) return high * WORD + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

/** The signed value of two 32-bit words, each given as 0 to 2^32-1. */
export function fromSignedWords(low: number, high: number): Int64 {
  const signed = high | 0;
  if (signed >= -0x200000 && signed < 0x200000) {
    const value = signed * WORD + low;
    if (value > -9007199254740992) return value;
  }
  return normalize((BigInt(signed) << 32n) | BigInt(low));
}

/** The sum, wrapped. */
export function add(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= 9007199254740991 && sum >= -9007199254740991) return sum;
  }
  return normalize(BigInt(a) + BigInt(b));
}

/** The difference, wrapped. */
export function subtract(a: Int64, b: Int64): Int64 {
  return add(a, negate(b));
}

/** The value with the other sign; -2^63 is itself, as in Go. */
export function negate(a: Int64): Int64 {
  if (typeof a === 'number') return a === 0 ? 0 : -a;
  return normalize(-a);
}

/** The magnitude; that of -2^63 is itself, as in Go. */
export function abs(a: Int64): Int64 {
  return a < 0 ? negate(a) : a;
}

/** The product, wrapped. */
export function multiply(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  return normalize(BigInt(a) * BigInt(b));
}

/** The quotient towards zero. The divisor is not zero. */
export function divide(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const quotient = Math.trunc(a / b);
    if (Math.abs(a) <= 4503599627370495 || a % b === 0) return quotient === 0 ? 0 : quotient;
  }
  return normalize(BigInt(a) / BigInt(b));
}

/** What Go on amd64 makes of a float: cut towards zero, and the smallest value where it does not fit. */
export function fromFloat(value: number): Int64 {
  if (!(value >= -9223372036854775808 && value < 9223372036854775808)) return -9223372036854775808n;
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) return whole === 0 ? 0 : whole;
  return BigInt(whole);
}

/** The nearest float. */
export function toFloat(a: Int64): number {
  return Number(a);
}

/** Sum of unsigned values, wrapped at 64 bits: for addresses. */
export function addAddress(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum >= 0 && sum <= 9007199254740991) return sum;
  }
  return normalizeUnsigned(BigInt(a) + BigInt(b));
}

/** Less than zero, zero or more: `a` against `b`. */
export function compare(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The value of decimal digits with an optional sign, or nothing where Go would find it out of range or no number. */
export function parseDecimal(text: string): Int64 | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  if (text.length < 16) return add(Number(text), 0);
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value === BigInt.asIntN(64, value) ? normalize(value) : undefined;
}

/** The value of `0x…`, unsigned, or nothing where it has more than 64 bits. */
export function parseHex(digits: string): Int64 | undefined {
  if (!/^[0-9a-fA-F]+$/.test(digits)) return undefined;
  if (digits.length <= 13) return Number.parseInt(digits, 16);
  const value = BigInt(`0x${digits}`);
  return value === BigInt.asUintN(64, value) ? normalizeUnsigned(value) : undefined;
}

/** Hexadecimal as Go prints it with `%#x`. */
export function formatHex(a: Int64): string {
  return `0x${a.toString(16)}`;
}
