/** Files as they are dropped or named: submissions, zips of them, and whatever else lies in a folder. */
import { parseAssignment, type Assignment } from './assignment.ts';
import type { ClassFile, Refused } from './grade-class.ts';
import { parseOverrides, type Overrides } from './overrides.ts';
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
  if (bytes.length > maxSubmissionBytes) return { files: [], refused: [refuseLarge(source, bytes.length)] };
  return { files: [{ source, content: new TextDecoder().decode(bytes) }], refused: [] };
}

/**
 * Returns how a file is refused for its size alone, so that it need not be read.
 *
 * @example refuseLarge('movie.mkv', 200e6).problem // '200 MB, and no submission has more than 64'
 */
export function refuseLarge(source: string, sizeBytes: number): Refused {
  return {
    source,
    problem: `${Math.round(sizeBytes / 1e6)} MB, and no submission has more than ${maxSubmissionBytes / 1e6}`,
  };
}

/** What lies in the folder of a class. */
export interface ClassFolder {
  /** All files but the two below. */
  readonly submissions: readonly ClassFile[];
  readonly assignment?: Beside<Assignment>;
  readonly overrides?: Beside<Overrides>;
  readonly refused: readonly Refused[];
}

/** A file that lay beside the submissions, read. */
export interface Beside<Content> {
  readonly source: string;
  readonly content: Content;
}

/**
 * Returns the files of a class told apart: the assignment and the points given by hand that lie among the submissions are
 * taken for what they are. Of two assignments none is taken: one may have been handed in.
 *
 * @example tellApart(files).assignment?.content.title
 */
export function tellApart(files: readonly ClassFile[]): ClassFolder {
  const submissions: ClassFile[] = [];
  const assignments: Beside<Assignment>[] = [];
  const overrides: Beside<Overrides>[] = [];
  for (const file of files) {
    const read = readBeside(file.content);
    if (read === undefined) submissions.push(file);
    else if ('assignment' in read) assignments.push({ source: file.source, content: read.assignment });
    else overrides.push({ source: file.source, content: read.overrides });
  }
  const [assignment, overridden] = [onlyOne(assignments), onlyOne(overrides)];
  return {
    submissions,
    ...(assignment && { assignment }),
    ...(overridden && { overrides: overridden }),
    refused: [
      ...refuseSeveral(assignments, 'assignments'),
      ...refuseSeveral(overrides, 'files of points given by hand'),
    ],
  };
}

function onlyOne<One>(all: readonly One[]): One | undefined {
  return all.length === 1 ? all[0] : undefined;
}

function refuseSeveral(all: readonly Beside<unknown>[], what: string): readonly Refused[] {
  if (all.length < 2) return [];
  const problem = `there are ${all.length} ${what} among the files, and none was used: keep one of them here`;
  return all.map(({ source }) => ({ source, problem }));
}

/** Larger than any assignment with an extension for everybody. */
const mostBeside = 4_000_000;

function readBeside(content: string): { assignment: Assignment } | { overrides: Overrides } | undefined {
  if (content.length > mostBeside) return undefined;
  const isNamed = (schema: string) => content.includes(`"${schema}"`);
  if (isNamed('faultline.overrides/1')) {
    const read = parseOverrides(content);
    if ('overrides' in read) return read;
  }
  if (isNamed('faultline.assignment/1')) {
    const read = parseAssignment(content);
    if ('assignment' in read) return read;
  }
  return undefined;
}
