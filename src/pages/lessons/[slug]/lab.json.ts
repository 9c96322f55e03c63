import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { readBinaryFiles } from '../../../components/lab-data.ts';
import type { LabData } from '../../../components/lab-data.ts';

/** The lab's files and recordings, for the page to fetch when the lab starts. */
export async function getStaticPaths() {
  const labs = await getCollection('labs');
  return Promise.all(
    labs.map(async ({ id, data }) => {
      const binary = await readBinaryFiles(data.folder, Object.keys(data.files));
      const props: LabData = {
        files: Object.fromEntries(Object.entries(data.files).filter(([name]) => !binary.has(name))),
        recordings: data.session,
        downloads: [...binary].map(([name, contents]) => ({ name, bytes: contents.length })),
      };
      return { params: { slug: id }, props };
    }),
  );
}

export const GET: APIRoute = ({ props }) => Response.json(props);
