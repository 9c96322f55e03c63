import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { itemOf, packDeck } from '../../components/drill-deck.ts';
import { drillSkills } from '../../exercises/index.ts';

/** The cases of one skill as data, for the drill to fetch when it first asks about it. */
export async function getStaticPaths() {
  const sources = (await getCollection('drill')).map(({ data }) => data.source);
  const items = (await Promise.all(sources.map(itemOf))).filter((item) => item !== undefined);
  return drillSkills.map((skill) => ({
    params: { skill },
    props: {
      deck: packDeck(
        items.filter((item) => item.skill === skill),
        sources,
      ),
    },
  }));
}

export const GET: APIRoute = ({ props }) => Response.json(props['deck']);
