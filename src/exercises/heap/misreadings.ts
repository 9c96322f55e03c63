/** What is named instead of the right function, line or holder: sealed at build time, found again by the answer's forms. */
import { shortName } from '../../analysis/trace/index.ts';
import type { Mark, Marks, Sealer } from '../kinds/kind.ts';
import type { MisconceptionId } from '../misconceptions.ts';
import { hashPart, openSealed } from '../seal.ts';
import { baseName, declaredName } from '../sites.ts';

/** A misreading and the words for it, as in a key. */
export interface Misreading {
  readonly misconception: MisconceptionId;
  readonly text: string;
}

/** Returns a mark's line as answers give it: `main.go:12`. */
export function linePlace({ file, line }: Mark): string {
  return `${baseName(file)}:${line}`;
}

/** Returns the misreadings as they ship: sealed, by hashes of every form that such an answer has. */
export function sealMisreadings(
  instead: Readonly<Record<string, Misreading>>,
  sealer: Sealer,
): Readonly<Record<string, string>> {
  const entries = Object.entries(instead).flatMap(([name, reading]) =>
    formsOf(name, sealer).map((form) => [
      sealer.hash('instead', form),
      sealer.seal(`instead ${form}`, JSON.stringify(reading)),
    ]),
  );
  return Object.fromEntries(entries);
}

/** Returns the answers that a key's misreadings are about: marks as their lines, all else as it stands. */
export function wrongNames(instead: Readonly<Record<string, Misreading>>, marks: Marks): readonly string[] {
  return Object.keys(instead).map((name) => {
    const mark = marks.findMark(name);
    return mark ? linePlace(mark) : name;
  });
}

/** Returns the misreading that one of the forms of an answer is, or undefined. */
export function findMisreading(
  exercise: { readonly salt: string; readonly instead: Readonly<Record<string, string>> },
  forms: readonly string[],
): Misreading | undefined {
  for (const form of forms) {
    const sealed = exercise.instead[hashPart(exercise.salt, 'instead', form)];
    if (sealed !== undefined) return JSON.parse(openSealed(exercise.salt, `instead ${form}`, sealed)) as Misreading;
  }
  return undefined;
}

/** A mark stands for its line and for the function around it. */
function formsOf(name: string, marks: Marks): readonly string[] {
  const mark = marks.findMark(name);
  if (mark) return [linePlace(mark), ...(mark.func === '' ? [] : [mark.func])];
  return /\.go:\d{1,7}$/.test(name) ? [baseName(name)] : [shortName(name), declaredName(name)];
}
