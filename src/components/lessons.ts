/** The lessons in order, each with what the lists and pages need. */
import { getCollection, type CollectionEntry } from 'astro:content';

/** A lesson, its place and its exercises. */
export interface Lesson {
  readonly slug: string;
  readonly number: number;
  readonly entry: CollectionEntry<'lessons'>;
  /** `LESSON/EXERCISE`, in the order of exercises.yaml. */
  readonly exercises: readonly string[];
}

/** Every lesson, in the order of their folders. */
export async function readLessons(): Promise<readonly Lesson[]> {
  const [entries, labs, exercises] = await Promise.all([
    getCollection('lessons'),
    getCollection('labs'),
    getCollection('exercises'),
  ]);
  const lessons = entries.map((entry) => ({
    slug: entry.id,
    number: labs.find(({ id }) => id === entry.id)?.data.number ?? 0,
    entry,
    exercises: exercises.filter(({ data }) => data.lesson === entry.id).map(({ id }) => id),
  }));
  return lessons.sort((a, b) => a.number - b.number);
}
