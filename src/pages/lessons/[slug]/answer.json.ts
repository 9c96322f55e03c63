import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';

/** The files of the fixed lab: fetched only when a learner asks to compare. */
export async function getStaticPaths() {
  const labs = await getCollection('labs');
  return labs.map(({ id, data }) => ({ params: { slug: id }, props: { files: data.answer } }));
}

export const GET: APIRoute = ({ props }) => Response.json(props['files']);
