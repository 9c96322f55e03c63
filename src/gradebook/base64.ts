/** Bytes of binary evidence inside JSON. @see RFC 4648 */

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const forUrls = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map([...standard, ...forUrls].map((digit, i) => [digit, i % 64]));

/**
 * Returns bytes as base64 with padding, or for URLs without.
 *
 * @example encodeBase64(new Uint8Array([255])) // '/w=='
 */
export function encodeBase64(bytes: Uint8Array, isForUrl = false): string {
  const digits = isForUrl ? forUrls : standard;
  const out: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const used = Math.min(3, bytes.length - i) + 1;
    for (let k = 0; k < used; k++) out.push(digits[(word >> (18 - 6 * k)) & 63] ?? '');
    if (!isForUrl) out.push('='.repeat(4 - used));
  }
  return out.join('');
}

/**
 * Returns the bytes of either form of base64. Reading ends at the first character that is no digit of it.
 *
 * @example decodeBase64('_w') // Uint8Array [255]
 */
export function decodeBase64(encoded: string): Uint8Array {
  const out = new Uint8Array(Math.floor((encoded.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const char of encoded) {
    const value = values.get(char);
    if (value === undefined) break;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[length++] = (word >> bits) & 0xff;
  }
  return out.subarray(0, length);
}
