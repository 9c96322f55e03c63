import type { APIRoute } from 'astro';
import { getCollection, getEntry } from 'astro:content';
import { readLessons } from '../../components/lessons.ts';
import type { CourseForGrading } from '../../components/grade-client.ts';

/** What submissions are graded against: the exercises and what their variants are made of, in the form that ships. Fetched when the first file is dropped. */
export const GET: APIRoute = async () => {
  const [course, exercises, variants, lessons] = await Promise.all([
    getEntry('course', 'course'),
    getCollection('exercises'),
    getCollection('variants'),
    readLessons(),
  ]);
  const order = lessons.flatMap((lesson) => lesson.exercises);
  const body: CourseForGrading = {
    version: course?.data.version ?? '',
    exercises: exercises.map(({ data }) => data.exercise).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    variants: variants.map(({ data }) => data),
  };
  return Response.json(body);
};
