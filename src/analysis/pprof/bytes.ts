/**
 * Text that may not be UTF-8. Go keeps such bytes as they are and prints them so; here each stray byte becomes a lone
 * surrogate U+DC80 to U+DCFF and turns back into its byte on the way out.
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of bytes. Stray bytes survive a round trip through `encodeText`. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeStray(bytes);
  }
}

function decodeStray(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    const size = runeSize(bytes, i);
    if (size === 0) text += String.fromCharCode(0xdc00 + (bytes[i++] ?? 0));
    else text += strict.decode(bytes.subarray(i, (i += size)));
  }
  return text;
}

/** The bytes of the rune at `i`, 0 where there is none. */
function runeSize(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || i + size > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(i, i + size));
    return size;
  } catch {
    return 0;
  }
}

/** Text for output: as it is, or as bytes where it holds stray ones. */
export function toOutput(text: string): Uint8Array | string {
  return hasStray(text) ? encodeStray(text) : text;
}

/** The bytes of text, stray bytes as they came in. */
export function encodeText(text: string): Uint8Array {
  return hasStray(text) ? encodeStray(text) : encoder.encode(text);
}

function hasStray(text: string): boolean {
  return /[\uDC80-\uDCFF]/u.test(text);
}

function encodeStray(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : encoder.encode(rune));
  }
  return concatBytes(parts);
}

/** The parts one after the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Order by UTF-8 bytes, as Go compares strings. UTF-16 order differs only above U+D7FF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const plain = a < b ? -1 : 1;
  return hasHigh(a) || hasHigh(b) ? compareHigh(a, b) : plain;
}

function hasHigh(text: string): boolean {
  return /[\uD800-\uFFFF]/.test(text);
}

function compareHigh(a: string, b: string): number {
  const left = encodeText(a);
  const right = encodeText(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Text padded on the left to `width` characters, as `%10s` does. */
export function padLeft(text: string, width: number): string {
  return isAscii(text) ? text.padStart(width) : ' '.repeat(Math.max(0, width - runeCount(text))) + text;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Characters as Go counts them. */
export function runeCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
