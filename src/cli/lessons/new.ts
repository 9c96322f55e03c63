/** `faultline lessons new`: a copy of the template, ready to be written. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLessonName } from '../../course/index.ts';
import { usageStatus, type CliIO } from '../io.ts';
import { contentRoot, lessonsRoot, listLessons } from './read.ts';

/** Copies content/_template to content/lessons/NN-SLUG and says what to do there. */
export async function newLesson(args: readonly string[], io: CliIO, root = lessonsRoot): Promise<number> {
  const [folder = ''] = args;
  const name = parseLessonName(folder);
  if (!name) {
    io.stderr(
      `faultline lessons new: name the lesson NN-slug, such as 08-races-in-disguise${folder ? `, not '${folder}'` : ''}.\n`,
    );
    return usageStatus;
  }
  const { names } = await listLessons(root);
  const taken = names.find((other) => other.slug === name.slug || other.number === name.number);
  if (taken) {
    io.stderr(`faultline lessons new: ${taken.folder} has that number or slug already; choose another.\n`);
    return 1;
  }
  const target = join(root, name.folder);
  await cp(join(contentRoot, '_template'), target, { recursive: true });
  await fillIn(target, name.slug);
  io.stdout(
    `${target} is there. Next:\n` +
      `  1. make lab/ fail: put the bug in, mark its line with // mark:fault, keep one // TODO:\n` +
      `  2. npm run lessons:record -- --write ${name.folder}\n` +
      `  3. write lesson.mdx and exercises.yaml, then answer/\n` +
      `  4. npm run lessons:check -- ${name.folder}\n`,
  );
  return 0;
}

/** Replaces the words SLUG and TITLE of the template. */
async function fillIn(target: string, slug: string): Promise<void> {
  const title = (slug[0] ?? '').toUpperCase() + slug.slice(1).replaceAll('-', ' ');
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll('SLUG', slug.replaceAll('-', '')).replaceAll('TITLE', title));
  }
}
