import type { ForeignEvidence } from './foreign.ts';

/** What a file is by its first bytes: evidence in binary form, text in some encoding, or something else. */
export type ByteKind =
  | { readonly kind: 'text'; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' }
  | { readonly kind: 'gzip' | 'heapdump' | 'binary' }
  | { readonly kind: 'foreign'; readonly what: string; readonly instead: string };

interface Magic {
  readonly bytes: readonly number[];
  readonly offset?: number;
  readonly what: string;
  readonly instead: string;
}

const PASTE_TEXT = 'Copy the text itself, from the line that starts with "panic:" or "fatal error:" to the end.';
const USE_DLV = 'Open it with "dlv core EXE CORE", and paste what the session prints.';

/** @see file(1)'s magic, and the formats' own specifications */
const MAGICS: readonly Magic[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image', instead: PASTE_TEXT },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image', instead: PASTE_TEXT },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a GIF image', instead: PASTE_TEXT },
  { bytes: [0x57, 0x45, 0x42, 0x50], offset: 8, what: 'a WebP image', instead: PASTE_TEXT },
  { bytes: [0x66, 0x74, 0x79, 0x70], offset: 4, what: 'a video or HEIC image', instead: PASTE_TEXT },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', instead: PASTE_TEXT },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive', instead: 'Unpack it and give the file inside.' },
  { bytes: [0x42, 0x5a, 0x68], what: 'a bzip2 archive', instead: 'Unpack it and give the file inside.' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'an xz archive', instead: 'Unpack it and give the file inside.' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a zstd archive', instead: 'Unpack it and give the file inside.' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive', instead: 'Unpack it and give the file inside.' },
  {
    bytes: [0x00, 0x61, 0x73, 0x6d],
    what: 'a WebAssembly module',
    instead: 'Run the program, and paste what it prints.',
  },
  { bytes: [0x4d, 0x5a], what: 'a Windows program', instead: 'Run the program, and paste what it prints.' },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], what: 'a macOS program', instead: 'Run the program, and paste what it prints.' },
  {
    bytes: [0x67, 0x6f, 0x20, 0x31, 0x2e],
    what: 'a Go execution trace',
    instead: 'Open it with "go tool trace FILE".',
  },
];

const ELF = [0x7f, 0x45, 0x4c, 0x46];
const ELF_CORE = 4;
const HEAPDUMP = 'go1.7 heap dump\n';

/**
 * What the bytes are. Looks at no more than the first kilobytes; unknown bytes with control characters are `binary`.
 * @example kindOfBytes(new Uint8Array([0x1f, 0x8b])).kind // 'gzip'
 */
export function kindOfBytes(bytes: Uint8Array): ByteKind {
  if (startsWith(bytes, [0x1f, 0x8b])) return { kind: 'gzip' };
  if (
    startsWith(
      bytes,
      [...HEAPDUMP].map((char) => char.charCodeAt(0)),
    )
  )
    return { kind: 'heapdump' };
  if (startsWith(bytes, [0xff, 0xfe])) return { kind: 'text', encoding: 'utf-16le' };
  if (startsWith(bytes, [0xfe, 0xff])) return { kind: 'text', encoding: 'utf-16be' };
  if (startsWith(bytes, ELF)) return elfKind(bytes);
  const magic = MAGICS.find((one) => startsWith(bytes, one.bytes, one.offset));
  if (magic !== undefined && (magic.bytes.length > 2 || hasControls(bytes))) {
    return { kind: 'foreign', what: magic.what, instead: magic.instead };
  }
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { kind: 'text', encoding: wide };
  return hasControls(bytes) ? { kind: 'binary' } : { kind: 'text', encoding: 'utf-8' };
}

/** The evidence for a file that is none: what it is, and what to give instead. */
export function foreignFile(what: string, instead: string): ForeignEvidence {
  return { kind: 'foreign', span: { from: 0, to: 0 }, complete: true, what, instead };
}

function startsWith(bytes: Uint8Array, magic: readonly number[], offset = 0): boolean {
  return bytes.length >= offset + magic.length && magic.every((byte, i) => bytes[offset + i] === byte);
}

function elfKind(bytes: Uint8Array): ByteKind {
  const isCore = bytes[16] === ELF_CORE || bytes[17] === ELF_CORE;
  if (isCore) return { kind: 'foreign', what: 'a core file', instead: USE_DLV };
  return { kind: 'foreign', what: 'a Linux program', instead: 'Run the program, and paste what it prints.' };
}

const LOOKED_AT = 4096;

/** UTF-16 without a byte order mark: every second byte of Latin text is zero. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const end = Math.min(bytes.length, LOOKED_AT) & ~1;
  if (end < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < end; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  if (odd > end * 0.4 && even === 0) return 'utf-16le';
  return even > end * 0.4 && odd === 0 ? 'utf-16be' : undefined;
}

/** Zeros or many control characters, which no text has; terminals' escapes and page breaks count as text. */
function hasControls(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, LOOKED_AT);
  let controls = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 12 && byte !== 8 && byte !== 7)
      controls++;
  }
  return controls > 2 + end / 100;
}
