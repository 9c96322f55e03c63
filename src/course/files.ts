/** A lesson as its files, and the names in it. */

/** The text files of one lesson folder by path within it, such as `lab/main.go`; binary files hold `undefined`. */
export type LessonFiles = Readonly<Record<string, string | undefined>>;

/** Contents of the lesson's files that are no text, by path: profiles and heap dumps among the recordings. */
export type LessonBytes = Readonly<Record<string, Uint8Array>>;

/** A lesson's place in the course, as its folder says it. */
export interface LessonName {
  /** `02-the-line-that-panicked`. */
  readonly folder: string;
  readonly number: number;
  /** `the-line-that-panicked`. */
  readonly slug: string;
}

/**
 * Returns number and slug of a lesson folder, or undefined where the name is not `NN-slug`.
 *
 * @example parseLessonName('02-the-line-that-panicked') // { folder: …, number: 2, slug: 'the-line-that-panicked' }
 */
export function parseLessonName(folder: string): LessonName | undefined {
  const match = /^(\d\d)-([a-z0-9]+(?:-[a-z0-9]+){0,12})$/.exec(folder);
  return match ? { folder, number: Number(match[1]), slug: match[2] ?? '' } : undefined;
}

/**
 * Returns the files below `folder/`, by path within that folder.
 *
 * @example filesBelow(files, 'lab') // { 'go.mod': …, 'main.go': … }
 */
export function filesBelow(files: LessonFiles, folder: string): LessonFiles {
  const prefix = `${folder}/`;
  const below = Object.entries(files).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(below.map(([path, text]) => [path.slice(prefix.length), text]));
}
