/** The source beside a frame of a Delve session: from the files of the lab, or as the session itself printed it. */
import type { DelveEvidence, DelveFrame } from '../analysis/delve/index.ts';

/** A line of source; `isHere` is the one that the frame stands at. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
  readonly isHere: boolean;
}

/** Gives the text of a file by the path that Delve prints; undefined where it is not at hand. */
export type ReadSource = (file: string) => string | undefined;

/** Lines shown before and after: as many as Delve shows. */
const around = 5;
/** What Delve prints of a frame fits: two lines of header, and the listing. */
const longestListing = 40;

/** Returns the frame that the learner looks at: the one gone to last, else where it went wrong, else none. */
export function selectedFrame({ selections, crash, frames }: DelveEvidence): DelveFrame | undefined {
  const index = selections.at(-1)?.frame ?? crash?.frame;
  return frames.find((frame) => frame.index === index);
}

/** Returns the lines around a frame's own: of the file where it is at hand, else as the session lists them; or none. */
export function sourceOf(
  frame: DelveFrame,
  delve: DelveEvidence,
  session: string,
  readSource: ReadSource,
): readonly SourceLine[] {
  const { file, line } = frame;
  if (file === undefined || line === undefined) return [];
  const text = readSource(file);
  if (text !== undefined) return linesAround(text, line);
  const printed = delve.selections.findLast(({ site }) => site.file === file && site.line === line);
  return printed === undefined ? [] : listingAfter(session, printed.at);
}

function linesAround(text: string, line: number): readonly SourceLine[] {
  const all = text.split('\n');
  const from = Math.max(1, line - around);
  return all
    .slice(from - 1, line + around)
    .map((source, i) => ({ number: from + i, text: source, isHere: from + i === line }));
}

/** The listing under the line `at` (1-based) of a session. */
function listingAfter(session: string, at: number): readonly SourceLine[] {
  const listing: SourceLine[] = [];
  for (const line of session.split('\n').slice(at, at + longestListing)) {
    const [, arrow, number, text] = /^(=>)? {1,8}(\d{1,7}):\t?(.*)$/.exec(line) ?? [];
    if (number === undefined) break;
    listing.push({ number: Number(number), text: (text ?? '').trimEnd(), isHere: arrow !== undefined });
  }
  return listing;
}

/**
 * Returns the paths below which a lab may hold a file that Delve names: as printed, from the folder that Delve was
 * started in, or by its module, which is what `-trimpath` leaves.
 *
 * @example sourcePaths('shop/main.go', '/home/gopher/shop', 'shop')
 */
export function sourcePaths(file: string, folder: string, module: string): readonly string[] {
  if (file.startsWith('/')) return [file];
  const below = file.replace(/^\.\//, '');
  const inModule = module !== '' && below.startsWith(`${module}/`) ? [below.slice(module.length + 1)] : [];
  return [below, ...inModule].map((path) => `${folder}/${path}`);
}
