/** The exercises of a lesson as data, fetched when the first of them is used. */
import type { Exercise } from '../exercises/index.ts';

const lists = new Map<string, Promise<readonly Exercise[]>>();

/**
 * The exercise with that id, from the list at `url`.
 *
 * @throws Error, fit to be read by learners, where the list does not load.
 */
export async function loadExercise(url: string, id: string): Promise<Exercise> {
  let list = lists.get(url);
  if (!list) lists.set(url, (list = fetchList(url)));
  const exercises = await list.catch((error: unknown) => {
    lists.delete(url);
    throw error;
  });
  const exercise = exercises.find((candidate) => candidate.id === id);
  if (!exercise) throw new Error('This page and its exercises are of different versions. Reload the page.');
  return exercise;
}

async function fetchList(url: string): Promise<readonly Exercise[]> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok)
    throw new Error('The exercise did not load. Check the network, then press Check again; nothing is lost.');
  return (await response.json()) as readonly Exercise[];
}
