/** What the drill fetches about one skill: its items, and the recordings that cases are made of. */
import {
  createDrillCase,
  misreadingsOf,
  type DrillCase,
  type DrillItem,
  type DrillSource,
  type MisconceptionId,
} from '../exercises/index.ts';

/** `/drill/SKILL.json`. Several recordings are of one program. */
export interface DrillDeck {
  readonly items: readonly DrillItem[];
  readonly sources: Readonly<Record<string, Omit<DrillSource, 'program'> & { readonly program: string }>>;
  readonly programs: Readonly<Record<string, DrillSource['program']>>;
}

/** Enough to meet each question that can be asked about one recording. */
const seedsTried = [0, 1, 2, 3];

/** What the drill knows of a recording before it asks about it; undefined where it can't. */
export async function itemOf(source: DrillSource): Promise<DrillItem | undefined> {
  const made = await Promise.all(seedsTried.map((seed) => createDrillCase(source, seed)));
  const [first, ...others] = made.filter((one): one is DrillCase => one !== undefined);
  if (!first) return undefined;
  const all = await Promise.all([first, ...others].map(misreadingsOf));
  const tells: readonly MisconceptionId[] = [...new Set(all.flat())].toSorted();
  return { id: source.id, skill: first.skill, difficulty: first.difficulty, tells };
}

/** Puts items and the recordings they are about together as they ship. */
export function packDeck(items: readonly DrillItem[], sources: readonly DrillSource[]): DrillDeck {
  const used = sources.filter(({ id }) => items.some((item) => item.id === id));
  return {
    items,
    sources: Object.fromEntries(used.map((source) => [source.id, { ...source, program: keyOf(source) }])),
    programs: Object.fromEntries(used.map((source) => [keyOf(source), source.program])),
  };
}

function keyOf({ lesson, program }: DrillSource): string {
  return `${lesson} ${program.folder}`;
}
