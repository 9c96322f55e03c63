/** The course's content as collections: lessons as MDX, and from the same folders exercises, recordings and labs as data. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCollection } from 'astro:content';
import { file, glob, type Loader } from 'astro/loaders';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  courseSchema,
  glossarySchema,
  lessonSchema,
  parseLessonName,
  publishDrill,
  publishExercises,
  publishVariants,
  readProgram,
  playedLines,
  readExerciseSources,
  readRecordings,
  recordingSchema,
  type LessonFiles,
  type LessonName,
  type LessonVariants,
  type PlayedLine,
} from './course/index.ts';
import type { DrillSource, Exercise } from './exercises/index.ts';

const lessonsFolder = './content/lessons';
/** Recordings of the drill's own, laid out as lessons are. */
const drillFolder = './content/drill';

/** `02-the-line-that-panicked/lesson.mdx` → `the-line-that-panicked`. */
function slugOf(path: string): string {
  const [folder = ''] = path.split('/');
  const name = parseLessonName(folder);
  if (!name)
    throw new Error(`content/lessons/${folder}: name lesson folders NN-slug, such as 02-the-line-that-panicked`);
  return name.slug;
}

async function readLesson(root: string): Promise<LessonFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(root.length + 1), await readText(path)])),
  );
}

/** Profiles, cores and other binary files are known by name only. */
async function readText(path: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

async function readLessonNames(base: string): Promise<readonly LessonName[]> {
  const folders = await readdir(base, { withFileTypes: true });
  return folders
    .flatMap((entry) => (entry.isDirectory() ? (parseLessonName(entry.name) ?? []) : []))
    .sort((a, b) => a.number - b.number);
}

interface Item {
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** A collection worked out from each lesson folder. In development, a change below content/lessons makes it anew. */
function fromLessons(
  name: string,
  itemsOf: (lesson: LessonName, files: LessonFiles) => readonly Item[],
  bases: readonly string[] = [lessonsFolder],
): Loader {
  return {
    name: `lesson-${name}`,
    load: async ({ store, watcher, parseData }) => {
      const fill = async () => {
        store.clear();
        for (const base of bases)
          for (const lesson of await readLessonNames(base))
            for (const item of itemsOf(lesson, await readLesson(join(base, lesson.folder))))
              store.set({ id: item.id, data: await parseData(item) });
      };
      await fill();
      watcher?.on('change', (path) => {
        if (path.includes('/content/lessons/')) void fill();
      });
    },
  };
}

/** Lessons by slug; `data.number` orders them. */
const lessons = defineCollection({
  loader: glob({ base: lessonsFolder, pattern: '*/lesson.mdx', generateId: ({ entry }) => slugOf(entry) }),
  schema: lessonSchema,
});

/** What to read after success or on request, by slug; never part of a lesson's page. */
const explanations = defineCollection({
  loader: glob({ base: lessonsFolder, pattern: '*/answer/explanation.mdx', generateId: ({ entry }) => slugOf(entry) }),
});

/** Exercises by `LESSON/EXERCISE`, in the form that ships: keys are sealed. */
const exercises = defineCollection({
  loader: fromLessons('exercises', (lesson, files) =>
    publishExercises(lesson, files).map((exercise) => ({ id: exercise.id, data: { lesson: lesson.slug, exercise } })),
  ),
  schema: z.object({
    lesson: z.string(),
    exercise: z.custom<Exercise>((value) => typeof value === 'object' && value !== null),
  }),
});

/** Recordings that the drill makes its cases of, by `LESSON/FILE`, each with its program. */
const drill = defineCollection({
  loader: fromLessons(
    'drill',
    (lesson, files) => publishDrill(lesson, files).map((source) => ({ id: source.id, data: { source } })),
    [lessonsFolder, drillFolder],
  ),
  schema: z.object({ source: z.custom<DrillSource>((value) => typeof value === 'object' && value !== null) }),
});

/** What variants are made from, by slug: the programs of exercises, and which exercise is about which. */
const variants = defineCollection({
  loader: fromLessons('variants', (lesson, files) => [
    { id: lesson.slug, data: { ...publishVariants(lesson, files) } },
  ]),
  schema: z.custom<LessonVariants>((value) => typeof value === 'object' && value !== null),
});

/** Recordings by `LESSON/FILE`: how each was made, and its text. */
const recordings = defineCollection({
  loader: fromLessons('recordings', (lesson, files) =>
    readRecordings(lesson, files).map((recording) => ({
      id: `${lesson.slug}/${recording.file}`,
      data: { ...recording, lesson: lesson.slug },
    })),
  ),
  schema: recordingSchema.extend({ text: z.string(), lesson: z.string() }),
});

/** Labs by slug: the learner's files with marks stripped, and the fixed ones, which pages fetch only on request. */
const labs = defineCollection({
  loader: fromLessons('labs', (lesson, files) => [
    {
      id: lesson.slug,
      data: {
        number: lesson.number,
        folder: lesson.folder,
        files: readProgram(files, 'lab'),
        answer: readProgram(files, 'answer/lab'),
        session: playedLines(readRecordings(lesson, files), readExerciseSources(lesson, files)),
      },
    },
  ]),
  schema: z.object({
    number: z.int(),
    folder: z.string(),
    files: z.record(z.string(), z.string()),
    answer: z.record(z.string(), z.string()),
    session: z.custom<readonly PlayedLine[]>(Array.isArray),
  }),
});

/** The one entry `course`. */
const course = defineCollection({
  loader: file('content/course.yaml', { parser: (text) => ({ course: parse(text) as Record<string, unknown> }) }),
  schema: courseSchema,
});

/** Glossary terms by id. */
const glossary = defineCollection({
  loader: file('content/glossary.yaml', { parser: (text) => parse(text) as Record<string, unknown>[] }),
  schema: glossarySchema.element,
});

export const collections = { lessons, explanations, exercises, drill, variants, recordings, labs, course, glossary };
