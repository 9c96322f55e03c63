import type { HeapdumpEvidence, Holder } from '../heapdump/index.ts';
import type { Profile, Sample } from '../pprof/index.ts';
import type { OriginOf, Site } from '../trace/index.ts';
import { originsBy } from '../trace/index.ts';

/** One allocation line in a heap profile and in a heap dump of the same moment: how much, and who holds it. */
export interface HeapJoinRow {
  readonly site: Site;
  /** What the profile estimates to be in use; bytes as the program asked for. Absent where the profile has no such line. */
  readonly profile?: Amount;
  /** What the dump counts; bytes of size classes, so a little more. Absent where the dump has no such line. */
  readonly dump?: Amount;
  /** Who holds the objects, by the dump, most bytes first. */
  readonly holders: readonly Holder[];
  /** False where the counts differ by more than sampling explains, or one side lacks the line. */
  readonly agrees: boolean;
}

interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

interface Tally {
  readonly site: Site;
  objects: number;
  bytes: number;
  variance: number;
}

/** So many standard deviations are taken for chance. */
const DEVIATIONS = 3;
/** The profile shows the heap of the last collection, the dump that of the moment: a few objects come between. */
const SLACK = 0.02;

/**
 * The allocation lines of a heap profile with the holders of a heap dump of the same moment, most bytes first. Lines are the
 * program's own, nearest to the leaf; allocations of the runtime for itself are left out.
 * @example joinHeap(profile, dump).find(({ agrees }) => !agrees) // the two are not of one moment
 */
export function joinHeap(profile: Profile, dump: HeapdumpEvidence): readonly HeapJoinRow[] {
  const estimated = tallyProfile(profile);
  const counted = Map.groupBy(
    dump.holders.filter(({ allocatedAt }) => allocatedAt?.line !== undefined),
    ({ allocatedAt }) => keyOf(allocatedAt ?? { func: '' }),
  );
  const lines = new Set([...estimated.keys(), ...counted.keys()]);
  return [...lines]
    .flatMap((line) => joinLine(estimated.get(line), counted.get(line) ?? []))
    .sort((a, b) => bytesOf(b) - bytesOf(a) || keyOf(a.site).localeCompare(keyOf(b.site)));
}

function joinLine(estimate: Tally | undefined, holders: readonly Holder[]): HeapJoinRow[] {
  const site = estimate?.site ?? holders[0]?.allocatedAt;
  if (site === undefined || (estimate === undefined && !isOwn(site))) return [];
  const dump = { objects: sum(holders, 'count'), bytes: sum(holders, 'bytes') };
  return [
    {
      site,
      ...(estimate === undefined ? {} : { profile: { objects: estimate.objects, bytes: estimate.bytes } }),
      ...(holders.length === 0 ? {} : { dump }),
      holders,
      agrees: estimate !== undefined && holders.length > 0 && isWithinChance(estimate, dump.objects),
    },
  ];
}

function isWithinChance({ objects, variance }: Tally, counted: number): boolean {
  const slack = Math.max(1, SLACK * Math.max(objects, counted));
  return Math.abs(objects - counted) <= DEVIATIONS * Math.sqrt(variance) + slack;
}

function tallyProfile(profile: Profile): ReadonlyMap<string, Tally> {
  const objectsAt = profile.sampleTypes.findIndex(({ type }) => type === 'inuse_objects');
  const bytesAt = profile.sampleTypes.findIndex(({ type }) => type === 'inuse_space');
  const tallies = new Map<string, Tally>();
  if (objectsAt < 0 || bytesAt < 0) return tallies;
  for (const sample of profile.samples) {
    const objects = Number(sample.values[objectsAt] ?? 0);
    const site = objects === 0 ? undefined : ownSite(profile, sample);
    if (site === undefined) continue;
    const tally = tallies.get(keyOf(site)) ?? { site, objects: 0, bytes: 0, variance: 0 };
    const bytes = Number(sample.values[bytesAt] ?? 0);
    tally.objects += objects;
    tally.bytes += bytes;
    tally.variance += countVariance(objects, bytes / objects, Number(profile.period));
    tallies.set(keyOf(site), tally);
  }
  return tallies;
}

/** An object of size S is sampled with the chance p = 1 - e^(-S/R); n estimated objects vary by n (1 - p) / p. */
function countVariance(objects: number, size: number, rate: number): number {
  const chance = rate <= 1 ? 1 : 1 - Math.exp(-size / rate);
  return chance <= 0 ? 0 : (objects * (1 - chance)) / chance;
}

const originOf: OriginOf = originsBy({});

function isOwn(site: Site): boolean {
  const origin = originOf(site);
  return origin === 'own' || origin === 'library';
}

/** The line of the program's own code nearest to the leaf. */
function ownSite(profile: Profile, { stack }: Sample): Site | undefined {
  for (const index of stack) {
    for (const { func, line } of profile.locations[index]?.lines ?? []) {
      const { name = '', filename = '' } = profile.functions[func] ?? {};
      const site = { func: name, file: filename, line: Number(line) };
      if (isOwn(site)) return site;
    }
  }
  return undefined;
}

function keyOf({ file = '', line = 0 }: Site): string {
  return `${file}:${line}`;
}

function sum(holders: readonly Holder[], key: 'count' | 'bytes'): number {
  return holders.reduce((total, holder) => total + holder[key], 0);
}

function bytesOf({ dump, profile }: HeapJoinRow): number {
  return dump?.bytes ?? profile?.bytes ?? 0;
}
