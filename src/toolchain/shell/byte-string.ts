/** Returns a string with one character, U+0000 to U+00FF, for each byte: how just-bash carries bytes. */
export function byteStringOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  // In pieces, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

/** Returns the bytes of a string made by {@link byteStringOf}. */
export function bytesOfString(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
