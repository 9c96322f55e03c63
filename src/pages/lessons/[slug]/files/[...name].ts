import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { readBinaryFiles } from '../../../../components/lab-data.ts';

/** The lab's binary files: cores, executables, profiles. */
export async function getStaticPaths() {
  const labs = await getCollection('labs');
  const paths = await Promise.all(
    labs.map(async ({ id, data }) => {
      const binary = await readBinaryFiles(data.folder, Object.keys(data.files));
      return [...binary].map(([name, contents]) => ({ params: { slug: id, name }, props: { contents } }));
    }),
  );
  return paths.flat();
}

export const GET: APIRoute = ({ props }) => new Response(props['contents'] as Uint8Array<ArrayBuffer>);
