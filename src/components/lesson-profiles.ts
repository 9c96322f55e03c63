/** The profiles that lessons show: where they lie in the content, and which of them ship. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const lessonsFolder = 'content/lessons';
/** Folders of a lesson in which a profile may lie, the first that has it counts. */
const places = ['recordings', 'recordings/src', 'lab'] as const;

/** Returns the bytes of a lesson's profile. Throws an Error for the author where there is none. */
export async function readLessonProfile(folder: string, file: string): Promise<Uint8Array> {
  const path = places.map((place) => join(lessonsFolder, folder, place, file)).find((one) => existsSync(one));
  if (path === undefined)
    throw new Error(`content/lessons/${folder} has no "${file}" in recordings/, recordings/src/ or lab/`);
  return readFile(path);
}

/** Returns the names of the profiles that the texts of a lesson show, each once. */
export async function namesOfProfiles(folder: string): Promise<readonly string[]> {
  const texts = ['lesson.mdx', 'answer/explanation.mdx'].map((name) => join(lessonsFolder, folder, name));
  const found = texts.filter((path) => existsSync(path)).map((path) => readFile(path, 'utf8'));
  return [...new Set((await Promise.all(found)).flatMap(profilesIn))];
}

/**
 * The files that `<Profile file="…" base="…" />` names in a text, in order.
 *
 * @example profilesIn('<Profile file="b.pb.gz" base="a.pb.gz" />') // ['b.pb.gz', 'a.pb.gz']
 */
export function profilesIn(text: string): readonly string[] {
  const tags = text.match(/<Profile\b[^>]{0,400}>/g) ?? [];
  return tags.flatMap((tag) =>
    [...tag.matchAll(/\b(?:file|base|between)="([^"]{1,200})"/g)].flatMap(([, names = '']) => names.split(' ')),
  );
}

/** Returns the folders of all lessons. */
export async function lessonFolders(): Promise<readonly string[]> {
  const entries = await readdir(lessonsFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
