/** The recordings that the drill makes its cases of: those of the lessons, and some of its own. */
import { join } from 'node:path';
import { contentRoot, lessonsRoot, listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { publishDrill } from '../../src/course/index.ts';
import type { DrillSource } from '../../src/exercises/index.ts';

/** Laid out as lessons are, with nothing but recordings in it. */
export const drillFolder = join(contentRoot, 'drill');

/** Returns every recording that cases can be made of. */
export async function readDrillSources(): Promise<readonly DrillSource[]> {
  const sources: DrillSource[] = [];
  for (const root of [lessonsRoot, drillFolder])
    for (const name of (await listLessons(root)).names)
      sources.push(...publishDrill(name, (await readLesson(name, root)).files));
  return sources;
}
