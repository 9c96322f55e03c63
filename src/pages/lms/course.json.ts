import type { APIRoute } from 'astro';
import { getCollection, getEntry } from 'astro:content';
import { readLessons } from '../../components/lessons.ts';
import type { LmsCourse } from '../../lms/index.ts';

/** The course as packages for learning management systems see it. */
export const GET: APIRoute = async () => {
  const [course, exercises, variants, lessons] = await Promise.all([
    getEntry('course', 'course'),
    getCollection('exercises'),
    getCollection('variants'),
    readLessons(),
  ]);
  const programs = new Map(variants.map(({ id, data }) => [id, data.programOf] as const));
  const byId = new Map(exercises.map(({ data }) => [data.exercise.id, data.exercise]));
  const body: LmsCourse = {
    version: course?.data.version ?? '',
    title: course?.data.title ?? 'Faultline',
    description: course?.data.description ?? '',
    exercises: lessons.flatMap((lesson) =>
      lesson.exercises.flatMap((name) => {
        const exercise = byId.get(name);
        if (!exercise) return [];
        const { id, version, points, kind, evidence, prompt } = exercise;
        const hasVariants = programs.get(lesson.slug)?.[id] !== undefined;
        return [{ id, version, points, kind, evidence, hasVariants, prompt }];
      }),
    ),
  };
  return Response.json(body);
};
