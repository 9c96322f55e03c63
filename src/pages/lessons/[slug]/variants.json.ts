import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';

/** What the variants of the lesson's programs are made from: sources that ship anyway, and words. No key is in it. */
export async function getStaticPaths() {
  const variants = await getCollection('variants');
  return variants.map(({ id, data }) => ({ params: { slug: id }, props: { variants: data } }));
}

export const GET: APIRoute = ({ props }) => Response.json(props['variants']);
