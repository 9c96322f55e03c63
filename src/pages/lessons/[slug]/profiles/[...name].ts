import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { namesOfProfiles, readLessonProfile } from '../../../../components/lesson-profiles.ts';

/** The profiles that a lesson shows, for the viewer to open. */
export async function getStaticPaths() {
  const labs = await getCollection('labs');
  const paths = await Promise.all(
    labs.map(async ({ id, data: { folder } }) =>
      Promise.all(
        (await namesOfProfiles(folder)).map(async (name) => ({
          params: { slug: id, name },
          props: { contents: await readLessonProfile(folder, name) },
        })),
      ),
    ),
  );
  return paths.flat();
}

export const GET: APIRoute = ({ props }) => new Response(props['contents'] as Uint8Array<ArrayBuffer>);
