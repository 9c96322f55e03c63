import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** How one core of a folder is made: an entry of its cores.yaml. */
export interface CoreRecipe {
  readonly how: 'crash' | 'gcore';
  /** GOMAXPROCS. Fewer make smaller cores; a lab about goroutines that run at once needs two. */
  readonly procs: number;
  /** The folder below programs/, in a lesson the executable; the core's own name where absent. */
  readonly program?: string;
  /** What the program is started with, for a crash. */
  readonly args?: readonly string[];
  /** Optimised, so that some variables cannot be read. */
  readonly optimised?: boolean;
  /** Two commands of Delve whose answers must differ, or the core does not show its bug and is refused. */
  readonly differ?: readonly [string, string];
}

/** The recipes of a folder by the names of their cores. */
export function readRecipes(dir: string): ReadonlyMap<string, CoreRecipe> {
  return new Map(Object.entries(parse(readFileSync(join(dir, 'cores.yaml'), 'utf8')) as Record<string, CoreRecipe>));
}
