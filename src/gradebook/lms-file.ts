/** The grades file of a learning management system as bytes: Blackboard writes UTF-16 with tabs and calls it .xls. */
import { parseCsv } from './csv.ts';
import { fillLmsColumn, type FilledRoster } from './gradebook-csv.ts';
import type { Graded } from './regrade.ts';

/** A filled file in the encoding that it came in. */
export interface FilledFile extends Omit<FilledRoster, 'csv'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Returns the LMS's own file with one column filled, in its own encoding.
 *
 * @example fillLmsFile(bytes, graded, 'Panics (1234)').filled
 */
export function fillLmsFile(bytes: Uint8Array, graded: readonly Graded[], column: string): FilledFile {
  const { csv, ...rest } = fillLmsColumn(decodeTable(bytes), graded, column);
  return { bytes: isUtf16(bytes) ? encodeUtf16(csv) : new TextEncoder().encode(csv), ...rest };
}

/**
 * Returns the titles of the columns of an LMS's file.
 *
 * @example lmsColumns(bytes).includes('Panics (1234)')
 */
export function lmsColumns(bytes: Uint8Array): readonly string[] {
  return parseCsv(decodeTable(bytes)).rows[0] ?? [];
}

function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** The byte order mark stays in the text, so that it is written back. */
function decodeTable(bytes: Uint8Array): string {
  return new TextDecoder(isUtf16(bytes) ? 'utf-16le' : 'utf-8', { ignoreBOM: true }).decode(bytes);
}

function encodeUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}
