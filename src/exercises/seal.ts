/**
 * Salted hashes and sealed texts: what of a key may ship. A hash answers “is this right?” for one guess at a time; a
 * sealed text opens with the choice that it comments on. Both keep an answer from being read in the page, neither keeps
 * it from being guessed by whoever runs this code on every option.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const hashDigits = 32;

/**
 * Returns the salt of one exercise: 16 hex digits, the same on every build.
 *
 * @example saltOf('first-crash/exit-code', 1)
 */
export function saltOf(exerciseId: string, version: number): string {
  return bytesToHex(sha256(utf8ToBytes(`faultline salt\n${exerciseId}\n${version}`))).slice(0, 16);
}

/**
 * Returns the salted hash of one scored part: 32 hex digits.
 *
 * @example hashPart(salt, 'option', 'b')
 */
export function hashPart(salt: string, part: string, value: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${salt}\n${part}\n${value}`))).slice(0, hashDigits);
}

/**
 * Returns `text` as hex that only {@link openSealed} with the same salt and secret turns back.
 *
 * @example sealText(salt, 'option b', 'The wrapper only raised it again.')
 */
export function sealText(salt: string, secret: string, text: string): string {
  return bytesToHex(mask(salt, secret, utf8ToBytes(text)));
}

/**
 * Returns the text sealed by {@link sealText}. A wrong secret gives noise, not an error.
 *
 * @throws RangeError where `sealed` is not pairs of hex digits.
 * @example openSealed(salt, 'option b', sealed)
 */
export function openSealed(salt: string, secret: string, sealed: string): string {
  if (!/^(?:[0-9a-f]{2})*$/.test(sealed)) throw new RangeError('a sealed text is pairs of hex digits');
  return new TextDecoder().decode(mask(salt, secret, hexToBytes(sealed)));
}

function mask(salt: string, secret: string, bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let from = 0; from < bytes.length; from += 32) {
    const block = sha256(utf8ToBytes(`${salt}\nseal ${from}\n${secret}`));
    for (let i = from; i < Math.min(from + 32, bytes.length); i++) out[i] = (bytes[i] ?? 0) ^ (block[i - from] ?? 0);
  }
  return out;
}
