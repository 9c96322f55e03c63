/** A class graded: every file accounted for, in the order of their names, none fatal to the others. */
import type { Flag, Graded, GradingBasis } from './regrade.ts';
import { regrade } from './regrade.ts';
import { findSharedEvidence } from './shared-evidence.ts';
import { readSubmission, type Submission } from './submission.ts';

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
  const read: { readonly source: string; readonly submission: Submission }[] = [];
  const refused: Refused[] = [];
  const graded: Graded[] = [];
  for (const file of [...files].sort((a, b) => compare(a.source, b.source))) {
    if (progress.isCancelled?.() === true) break;
    const result = readSubmission(file.content);
    if ('problem' in result) {
      refused.push({ source: file.source, problem: result.problem });
    } else {
      const grades = await regrade(file.source, result.submission, basis);
      const edited: Flag[] = result.isCanonical
        ? []
        : [{ kind: 'not-canonical', why: 'The file was written anew by something else than the course.' }];
      graded.push({ ...grades, flags: [...edited, ...grades.flags] });
      read.push({ source: file.source, submission: result.submission });
    }
    progress.onProgress?.(graded.length + refused.length, files.length);
  }
  return { graded: addClassFlags(graded, read), refused };
}

/** Flags that only the whole class shows: they are added after all files, and again when shards are merged. */
function addClassFlags(
  graded: readonly Graded[],
  read: readonly { readonly source: string; readonly submission: Submission }[],
): Graded[] {
  const shared = findSharedEvidence(read);
  const byIdentity = Map.groupBy(graded, ({ who }) => identityOf(who));
  const byName = Map.groupBy(graded, ({ who }) => foldName(who.name));
  return graded.map((one) => {
    const again = others(byIdentity.get(identityOf(one.who)), one);
    const namesakes = others(byName.get(foldName(one.who.name)), one).filter((source) => !again.includes(source));
    const flags: Flag[] = [...one.flags, ...(shared.get(one.source) ?? [])];
    if (again.length > 0)
      flags.push({ kind: 'same-learner', with: again, why: `The same learner handed in ${again.length + 1} files.` });
    if (namesakes.length > 0)
      flags.push({ kind: 'same-name', with: namesakes, why: 'Another learner has the same name.' });
    return { ...one, flags };
  });
}

function others(group: readonly Graded[] | undefined, one: Graded): string[] {
  return (group ?? []).filter(({ source }) => source !== one.source).map(({ source }) => source);
}

/** Who a file is from: the id or e-mail address where one is given, else the name. */
function identityOf({ name, email, id }: Submission['who']): string {
  if (id !== undefined && id !== '') return `id ${id.trim().toLowerCase()}`;
  if (email !== undefined && email !== '') return `mail ${email.trim().toLowerCase()}`;
  return `name ${foldName(name)}`;
}

/** Names that differ in case, spaces or Unicode form only are one name. */
function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
