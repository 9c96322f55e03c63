/** What ships for the variants of a lesson: its programs, and the names that variants draw from. */
import { stemOf, type VariantProgram, type VariedNumber } from '../exercises/index.ts';
import { readRecordingList } from './check-files.ts';
import { filesBelow, type LessonFiles, type LessonName } from './files.ts';
import { readProgram } from './program.ts';
import { readExerciseSources } from './publish.ts';
import { findVariedNumbers, parseGoMod } from './source.ts';
import { dealWords, findNames } from './variant-names.ts';

/** The programs of a lesson that can be varied, and which exercise is about which. */
export interface LessonVariants {
  readonly lesson: string;
  readonly programs: readonly VariantProgram[];
  /** Folders of programs by `LESSON/EXERCISE`; an exercise without evidence has none. */
  readonly programOf: Readonly<Record<string, string>>;
}

/**
 * Returns what the variants of a lesson are made from. A program that comes with files which are no text (an executable,
 * a core) can't be varied, since they were made from it: it has no entry.
 *
 * @throws RangeError where exercises.yaml is malformed.
 * @example publishVariants(name, files).programs[0].folder // 'lab'
 */
export function publishVariants(name: LessonName, files: LessonFiles): LessonVariants {
  const wanted = readExerciseSources(name, files).flatMap(({ id, evidence, reads }) => {
    const folder = evidence === 'own' ? 'lab' : evidence === 'recording' ? folderOf(files, reads[0]) : undefined;
    return folder === undefined ? [] : [[`${name.slug}/${id}`, folder] as const];
  });
  const folders = [...new Set(wanted.map(([, folder]) => folder))];
  const programs = folders.flatMap((folder) => publishProgram(name, files, folder) ?? []);
  const known = new Set(programs.map(({ folder }) => folder));
  return {
    lesson: name.slug,
    programs,
    programOf: Object.fromEntries(wanted.filter(([, folder]) => known.has(folder))),
  };
}

/** The program that a recording was made from. */
function folderOf(files: LessonFiles, read: string | undefined): string | undefined {
  return readRecordingList(files).find(({ file }) => `recordings/${file}` === read)?.program;
}

/** Returns what the variants of one program of a lesson are made from; undefined where it can't be varied. */
export function publishProgram(name: LessonName, files: LessonFiles, folder: string): VariantProgram | undefined {
  const sources = filesBelow(files, folder);
  if (Object.values(sources).includes(undefined) || Object.keys(sources).length === 0) return undefined;
  const program = readProgram(files, folder);
  const goFiles = Object.fromEntries(Object.entries(program).filter(([path]) => path.endsWith('.go')));
  const output = outputsOf(files, folder);
  const names = findNames(goFiles);
  const stems = stemsOf(Object.keys(goFiles));
  const taken = wordsIn([...Object.values(program), ...output]);
  return {
    folder,
    packages: packagesOf(program),
    files: program,
    names,
    stems,
    words: dealWords([...names, ...stems], taken, `${name.slug} ${folder}`),
    moves: !output.some((text) => /\(dlv\)|^ROUTINE =/m.test(text)),
    numbers: Object.entries(sources).flatMap(([path, text]): readonly VariedNumber[] =>
      findVariedNumbers(path, text ?? ''),
    ),
  };
}

function outputsOf(files: LessonFiles, folder: string): readonly string[] {
  const recordings = readRecordingList(files).filter(({ program }) => program === folder || folder === 'lab');
  return recordings.map(({ file }) => files[`recordings/${file}`] ?? '');
}

/** Base names that occur once: of two files called main.go, a trace says too little to tell them apart. */
function stemsOf(paths: readonly string[]): readonly string[] {
  const bases = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const twice = new Set(bases.filter((base, i) => bases.indexOf(base) !== i).map(stemOf));
  return [...new Set(bases.map(stemOf))].filter((stem) => !twice.has(stem));
}

function packagesOf(program: Readonly<Record<string, string>>): readonly string[] {
  const { module = '' } = parseGoMod(program['go.mod'] ?? '');
  const clauses = Object.values(program).flatMap((text) => /^package (\w+)/m.exec(text)?.[1] ?? []);
  return [...new Set(['main', 'arguments', module.slice(module.lastIndexOf('/') + 1), ...clauses])];
}

/** Every word of the texts, also within names: what a variant must not use. */
function wordsIn(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) for (const [word] of text.matchAll(/[A-Z]?[a-z]+|[A-Z]+/g)) words.add(word.toLowerCase());
  return words;
}
