/** Which lesson teaches against a misreading, worked out while the site is built. */
import { getCollection } from 'astro:content';
import { misconceptions, type MisconceptionId } from '../exercises/index.ts';
import { readLessons } from './lessons.ts';

/** A misreading, its definition, and the slug of the lesson. */
export interface TaughtMisreading {
  readonly id: MisconceptionId;
  readonly text: string;
  readonly lesson: string;
}

/** For each misreading the lesson with the most exercises that tell it; the earlier one where there are several. */
export async function readTeachings(): Promise<readonly TaughtMisreading[]> {
  const lessons = await readLessons();
  const exercises = (await getCollection('exercises')).map(({ data }) => data);
  return Object.entries(misconceptions).flatMap(([name, text]) => {
    const id = name as MisconceptionId;
    const counts = lessons.map(({ slug }) => ({
      slug,
      count: exercises.filter(({ lesson, exercise }) => lesson === slug && exercise.misconceptions.includes(id)).length,
    }));
    const [best] = counts.toSorted((a, b) => b.count - a.count);
    return best && best.count > 0 ? [{ id, text, lesson: best.slug }] : [];
  });
}
