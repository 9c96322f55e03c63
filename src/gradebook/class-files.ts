/** Files as they are dropped or named: submissions, zips of them, and whatever else lies in a folder. */
import type { ClassFile, Refused } from './grade-class.ts';
import { maxSubmissionBytes } from './submission.ts';
import { isZip, readZip } from './zip.ts';

/** The texts in a file, and what of it is not read. */
export interface ReadFiles {
  readonly files: readonly ClassFile[];
  readonly refused: readonly Refused[];
}

/**
 * Returns the submissions that a file may hold: itself, or what is in it where it is a zip. A large file that is no zip is
 * refused before it is decoded.
 *
 * @example readClassFile('class/ada.json', bytes).files // [{ source: 'class/ada.json', content: '{…' }]
 */
export function readClassFile(source: string, bytes: Uint8Array): ReadFiles {
  if (isZip(bytes)) return readZip(source, bytes);
  if (bytes.length > maxSubmissionBytes) {
    const problem = `${Math.round(bytes.length / 1e6)} MB, and no submission has more than ${maxSubmissionBytes / 1e6}`;
    return { files: [], refused: [{ source, problem }] };
  }
  return { files: [{ source, content: new TextDecoder().decode(bytes) }], refused: [] };
}
