/**
 * The variants of lessons, as pages use them. Whoever wants an exercise in a new variant, on whatever page:
 *
 *   const chosen = await chooseVariant(lessonHref(slug, 'variants.json'), id, drawSeed());
 *   chosen === undefined                                   // the exercise has no variants
 *   createVariant(chosen.program, chosen.seed)             // files, recordings, words, as src/exercises has them
 *   await gradeInWorker(exercise, attempt, chosen)         // the verdict, in the variant's words
 *   await keepSeed(seedScope(id, exercise.evidence), chosen.seed)   // the lesson's page opens it in that variant
 *
 * While the site is built, the collection `variants` holds the same by lesson.
 */
import type { LessonVariants } from '../course/index.ts';
import type { VariantProgram } from '../exercises/index.ts';

/** A program and the seed that it is varied by; 0 leaves it as written. */
export interface ChosenVariant {
  readonly program: VariantProgram;
  readonly seed: number;
}

const lists = new Map<string, Promise<LessonVariants>>();

/**
 * The program of an exercise with a seed, from the list at `url`; undefined where it can't be varied.
 *
 * @throws Error, fit to be read by learners, where the list does not load.
 */
export async function chooseVariant(url: string, exercise: string, seed: number): Promise<ChosenVariant | undefined> {
  const { programs, programOf } = await loadVariants(url);
  const program = programs.find(({ folder }) => folder === programOf[exercise]);
  return program && { program, seed };
}

/** A lesson's lab with a seed, from the list at `url`; undefined where it can't be varied. */
export async function chooseLabVariant(url: string, seed: number): Promise<ChosenVariant | undefined> {
  const program = (await loadVariants(url)).programs.find(({ folder }) => folder === 'lab');
  return program && { program, seed };
}

function loadVariants(url: string): Promise<LessonVariants> {
  let list = lists.get(url);
  if (!list) lists.set(url, (list = fetchList(url)));
  return list.catch((error: unknown) => {
    lists.delete(url);
    throw error;
  });
}

async function fetchList(url: string): Promise<LessonVariants> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok)
    throw new Error('The variants of this lesson did not load. Check the network, then try again; nothing is lost.');
  return (await response.json()) as LessonVariants;
}

/** Seeds that learners draw are short enough to be told to a neighbor; those of assignments go up to the largest. */
const largestDrawn = 99_999;

/** A seed drawn at random, another than the one at hand and never 0. */
export function drawSeed(current = 0): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  const seed = 1 + (word % largestDrawn);
  return seed === current ? (seed % largestDrawn) + 1 : seed;
}
