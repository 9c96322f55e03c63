/** The programs of a lesson: its lab, its fixed lab, and those of recordings. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { filesBelow, type LessonFiles } from './files.ts';
import { stripMarks } from './source.ts';

/**
 * Returns the files of a program as a learner gets them: marks stripped, line numbers unchanged.
 *
 * @example readProgram(files, 'lab') // { 'go.mod': …, 'main.go': … }
 */
export function readProgram(files: LessonFiles, folder: string): Readonly<Record<string, string>> {
  const below = Object.entries(filesBelow(files, folder));
  return Object.fromEntries(
    below.map(([path, text]) => [path, path.endsWith('.go') ? stripMarks(text ?? '') : (text ?? '')]),
  );
}

/**
 * Returns the first 16 hex digits of the SHA-256 over names and contents, in order of names: which program a recording is of.
 *
 * @example hashProgram(readProgram(files, 'lab'))
 */
export function hashProgram(program: Readonly<Record<string, string>>): string {
  const names = Object.keys(program).sort();
  const text = names.map((name) => `${name}\0${program[name] ?? ''}\0`).join('');
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}
