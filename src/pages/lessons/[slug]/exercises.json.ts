import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';

/** The lesson's exercises in the form that ships, for the page to fetch when the first of them is used. */
export async function getStaticPaths() {
  const exercises = await getCollection('exercises');
  const slugs = new Set(exercises.map(({ data }) => data.lesson));
  return [...slugs].map((slug) => ({
    params: { slug },
    props: { exercises: exercises.filter(({ data }) => data.lesson === slug).map(({ data }) => data.exercise) },
  }));
}

export const GET: APIRoute = ({ props }) => Response.json(props['exercises']);
