import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { recordedCommandsOf } from '../../../components/lab-data.ts';
import type { LabData } from '../../../components/lab-data.ts';

/** The lab's files and recordings, for the page to fetch when the lab starts. */
export async function getStaticPaths() {
  const [labs, recordings] = await Promise.all([getCollection('labs'), getCollection('recordings')]);
  return labs.map(({ id, data }) => ({
    params: { slug: id },
    props: {
      files: data.files,
      recordings: recordedCommandsOf(recordings.filter((entry) => entry.data.lesson === id)),
    } satisfies LabData,
  }));
}

export const GET: APIRoute = ({ props }) => Response.json(props);
