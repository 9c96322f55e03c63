/** Lesson folders on disk. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLessonName, type LessonBytes, type LessonFiles, type LessonName } from '../../course/index.ts';

/** A lesson folder, read. */
export interface LessonOnDisk {
  readonly name: LessonName;
  /** Path of the folder. */
  readonly root: string;
  readonly files: LessonFiles;
  /** Its recordings that are no text. */
  readonly bytes: LessonBytes;
}

/** The folder `content` of this checkout, whatever folder the command was called in. */
export const contentRoot = join(import.meta.dirname, '..', '..', '..', 'content');

/** Where the lessons are. */
export const lessonsRoot = join(contentRoot, 'lessons');

/** What the course as a whole says of itself. */
export const courseFile = join(contentRoot, 'course.yaml');

/** Returns the names of all lessons below `root`, in order, and the folders there that are no lesson. */
export async function listLessons(
  root = lessonsRoot,
): Promise<{ readonly names: readonly LessonName[]; readonly strays: readonly string[] }> {
  const entries = (await readdir(root, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.'));
  const names = entries.flatMap((entry) => (entry.isDirectory() ? (parseLessonName(entry.name) ?? []) : []));
  const strays = entries.map((entry) => entry.name).filter((entry) => !names.some((name) => name.folder === entry));
  return { names: names.sort((a, b) => a.number - b.number), strays };
}

/** Returns the lessons that the words name, by folder, number or slug; a RangeError names the word that fits none. */
export async function findLessons(words: readonly string[], root = lessonsRoot): Promise<readonly LessonName[]> {
  const { names } = await listLessons(root);
  return words.map((word) => {
    const found = names.find((name) =>
      [name.folder, name.slug, String(name.number), name.folder.slice(0, 2)].includes(word),
    );
    if (!found)
      throw new RangeError(`there is no lesson '${word}'; there are ${names.map((name) => name.folder).join(', ')}`);
    return found;
  });
}

/** Reads every file of a lesson folder; what holds a NUL byte is binary, known by name only. */
export async function readLesson(name: LessonName, root = lessonsRoot): Promise<LessonOnDisk> {
  const folder = join(root, name.folder);
  const files = await readFiles(folder);
  const binary = Object.keys(files).filter((path) => path.startsWith('recordings/') && files[path] === undefined);
  const bytes = await Promise.all(
    binary.map(async (path) => [path, new Uint8Array(await readFile(join(folder, path)))] as const),
  );
  return { name, root: folder, files, bytes: Object.fromEntries(bytes) };
}

/** Returns the files below a folder by their path within it. */
export async function readFiles(folder: string): Promise<LessonFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), await readText(path)] as const),
  );
  return Object.fromEntries(read.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readText(path: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}
