/** A class graded: every file accounted for, in the order of their names, none fatal to the others. */
import { foldName, identityOf } from './identity.ts';
import type { Flag, Graded, GradingBasis } from './regrade.ts';
import { regrade } from './regrade.ts';
import { findSharedEvidence, findSigns, type EvidenceSigns } from './shared-evidence.ts';
import { readSubmission } from './submission.ts';

/** One file of a class. */
export interface ClassFile {
  readonly source: string;
  readonly content: string;
}

/** A file that could not be graded. */
export interface Refused {
  readonly source: string;
  readonly problem: string;
}

export interface GradedClass {
  readonly graded: readonly Graded[];
  readonly refused: readonly Refused[];
}

/** Some files of a class, graded one by one. Parts are put together by {@link mergeParts}. */
export interface GradedPart extends GradedClass {
  /** What the evidence of these files may share with that of files graded elsewhere. */
  readonly signs: readonly EvidenceSigns[];
}

/** What the grading of many files reports as it goes. */
export interface ClassProgress {
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked between files; true ends the work with what is done. */
  readonly isCancelled?: () => boolean;
}

/**
 * Returns the grades of a class. The result depends on the files' names and contents alone, not on their order.
 *
 * @example await gradeClass([{ source: 'ada.json', content }], basis)
 */
export async function gradeClass(
  files: readonly ClassFile[],
  basis: GradingBasis,
  progress: ClassProgress = {},
): Promise<GradedClass> {
  return mergeParts([await gradePart(files, basis, progress)]);
}

/**
 * Returns the grades of some files of a class, without what only the whole class shows: a worker's or a machine's share.
 *
 * @example mergeParts(await Promise.all(shares.map((files) => gradePart(files, basis))))
 */
export async function gradePart(
  files: readonly ClassFile[],
  basis: GradingBasis,
  progress: ClassProgress = {},
): Promise<GradedPart> {
  const part = { graded: [] as Graded[], refused: [] as Refused[], signs: [] as EvidenceSigns[] };
  let done = 0;
  for (const file of files) {
    if (progress.isCancelled?.() === true) break;
    const one = await gradeFile(file, basis);
    if ('problem' in one) part.refused.push(one);
    else {
      part.graded.push(one.graded);
      part.signs.push(...one.signs);
    }
    progress.onProgress?.(++done, files.length);
  }
  return part;
}

async function gradeFile(
  { source, content }: ClassFile,
  basis: GradingBasis,
): Promise<Refused | { readonly graded: Graded; readonly signs: readonly EvidenceSigns[] }> {
  const result = readSubmission(content);
  if ('problem' in result) return { source, problem: result.problem };
  const grades = await regrade(source, result.submission, basis);
  const edited: Flag[] = result.isCanonical
    ? []
    : [{ kind: 'not-canonical', why: 'The file was written anew by something else than the course.' }];
  return {
    graded: { ...grades, flags: [...edited, ...grades.flags] },
    signs: findSigns(source, result.submission, basis.exercises),
  };
}

/**
 * Returns the class that its parts make together, the same however it was parted: sorted by file name, with the flags
 * that only the whole class shows.
 *
 * @example mergeParts([firstHalf, secondHalf])
 */
export function mergeParts(parts: readonly GradedPart[]): GradedClass {
  const graded = parts.flatMap((part) => part.graded).sort(bySource);
  const refused = parts.flatMap((part) => part.refused).sort(bySource);
  const signs = parts.flatMap((part) => part.signs).sort(bySource);
  return { graded: addClassFlags(graded, signs), refused };
}

function addClassFlags(graded: readonly Graded[], signs: readonly EvidenceSigns[]): Graded[] {
  const shared = findSharedEvidence(signs);
  const byIdentity = Map.groupBy(graded, ({ who }) => identityOf(who));
  const byName = Map.groupBy(graded, ({ who }) => foldName(who.name));
  return graded.map((one) => {
    const again = others(byIdentity.get(identityOf(one.who)), one);
    const sameName = foldName(one.who.name) === '' ? [] : byName.get(foldName(one.who.name));
    const namesakes = others(sameName, one).filter((source) => !again.includes(source));
    const flags: Flag[] = [...one.flags, ...(shared.get(one.source) ?? [])];
    if (again.length > 0)
      flags.push({ kind: 'same-learner', with: again, why: `The same learner handed in ${again.length + 1} files.` });
    if (namesakes.length > 0)
      flags.push({ kind: 'same-name', with: namesakes, why: 'Another learner has the same name.' });
    return { ...one, flags };
  });
}

/** Files without a name or an id are of different people as far as anybody knows. */
function others(group: readonly Graded[] | undefined, one: Graded): string[] {
  return (identityOf(one.who) === '' ? [] : (group ?? []))
    .filter(({ source }) => source !== one.source)
    .map(({ source }) => source);
}

function bySource(a: { readonly source: string }, b: { readonly source: string }): number {
  if (a.source === b.source) return 0;
  return a.source < b.source ? -1 : 1;
}
