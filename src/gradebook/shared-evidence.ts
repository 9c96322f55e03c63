/**
 * Evidence that two learners cannot both have made: outputs that share what differs from run to run. Most of a trace does
 * not: two honest runs of one program on one Go print the same lines, the same offsets, often the same goroutine numbers
 * and heap addresses. So only these count: addresses of a randomized heap or of stacks and libraries, points in time,
 * process numbers, and whole binary files (a profile holds its time to the nanosecond). What the course itself hands out
 * counts nowhere: recordings, cores and sessions on them, and whatever most of a class has in common.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Exercise } from '../exercises/index.ts';
import { identityOf } from './identity.ts';
import type { Flag, Graded } from './regrade.ts';
import type { Submission } from './submission.ts';

/** A sign is worth 1 when chance cannot explain it twice, less when it can. */
const enough = 1;

const patterns: readonly { readonly pattern: RegExp; readonly weight: number }[] = [
  { pattern: /\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[.,]\d{3,9}/g, weight: 1 },
  { pattern: /\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\b(?![.,]\d)/g, weight: 0.5 },
  { pattern: /\b(?:pid|process|PID)[ =:]{1,2}\d{3,7}\b/g, weight: 0.5 },
  { pattern: /\b0x[0-9a-f]{10,12}\b/g, weight: 1 },
];

/** Where an unrandomized heap begins: addresses there repeat from run to run. */
const plainHeap = /^0x(?:00)?c0[0-9a-f]{8}$/;

/** Exercises on a core that the course hands out: every session on it shows the same addresses. */
const onGivenCore: ReadonlySet<string> = new Set(['core', 'delve']);

/** What so many of those who answered share (and more than a handful) came with the course, not from a run. */
const commonShare = 0.5;
const commonLeast = 5;

/** What in a learner's evidence for one exercise differs from run to run, each sign with its weight. */
export interface EvidenceSigns {
  readonly source: string;
  /** Whose it is: two files of one learner may well share a run. */
  readonly learner: string;
  readonly exercise: string;
  readonly signs: readonly (readonly [sign: string, weight: number])[];
}

/**
 * Returns the signs in a submission's evidence, exercise by exercise. Exercises on what the course hands out have none.
 *
 * @example findSigns('ada.json', submission, exercises)
 */
export function findSigns(
  source: string,
  submission: Submission,
  exercises: ReadonlyMap<string, Exercise>,
): readonly EvidenceSigns[] {
  return submission.items
    .filter(({ exercise }) => isOwnRun(exercises.get(exercise)))
    .map((item) => {
      const found = new Map<string, number>();
      for (const file of item.attempts.flatMap((attempt) => attempt.evidence)) {
        const of = file.encoding === 'text' ? signsIn(file.content) : new Map([[digest(file.content), enough]]);
        for (const [sign, weight] of of) found.set(sign, weight);
      }
      return { source, learner: identityOf(submission.who), exercise: item.exercise, signs: [...found] };
    })
    .filter(({ signs }) => signs.length > 0);
}

function isOwnRun(exercise: Exercise | undefined): boolean {
  return exercise?.evidence === 'own' && !onGivenCore.has(exercise.kind);
}

/**
 * Returns the texts in an output that differ from run to run, each with its weight: 1 where chance cannot explain it in
 * two outputs, less where it can.
 *
 * @example signsIn('fatal at 2026-11-23 10:00:00.123').size // 1
 */
export function signsIn(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { pattern, weight } of patterns) {
    for (const [sign] of text.matchAll(pattern)) if (!plainHeap.test(sign)) found.set(sign, weight);
  }
  return found;
}

function digest(content: string): string {
  return bytesToHex(sha256(utf8ToBytes(content)));
}

/**
 * Returns for each file name the flags of evidence that it shares with others, each pair named on both sides.
 * Work is linear in the signs and in the pairs found.
 *
 * @example findSharedEvidence([...findSigns('ada.json', ada, exercises), ...findSigns('bob.json', bob, exercises)])
 */
export function findSharedEvidence(all: readonly EvidenceSigns[]): ReadonlyMap<string, readonly Flag[]> {
  const flags = new Map<string, Flag[]>();
  for (const [exercise, group] of Map.groupBy(all, (one) => one.exercise)) {
    const holders = holdersOf(group);
    const learners = new Map(group.map(({ source, learner }) => [source, learner]));
    for (const one of group) {
      const others = alike(one, holders).filter((other) => one.learner === '' || learners.get(other) !== one.learner);
      if (others.length === 0) continue;
      const why = `${exercise}: the evidence shares with ${others.join(', ')} what differs from run to run (times, process numbers, randomized addresses or a whole file).`;
      const flag: Flag = { kind: 'shared-evidence', exercise, with: others, why };
      flags.set(one.source, [...(flags.get(one.source) ?? []), flag]);
    }
  }
  return flags;
}

/** Who has each sign; signs of one file only, and those that nearly everybody has, are left out. */
function holdersOf(group: readonly EvidenceSigns[]): ReadonlyMap<string, readonly string[]> {
  const bySign = new Map<string, string[]>();
  for (const { source, signs } of group) {
    for (const [sign] of signs) {
      const holders = bySign.get(sign);
      if (holders === undefined) bySign.set(sign, [source]);
      else if (holders.at(-1) !== source) holders.push(source);
    }
  }
  const most = Math.max(commonLeast, group.length * commonShare);
  return new Map([...bySign].filter(([, holders]) => holders.length > 1 && holders.length <= most));
}

/** The other files whose evidence for the same exercise shares enough signs with this one. */
function alike(one: EvidenceSigns, holders: ReadonlyMap<string, readonly string[]>): string[] {
  const shared = new Map<string, number>();
  for (const [sign, weight] of one.signs) {
    for (const source of holders.get(sign) ?? [])
      if (source !== one.source) shared.set(source, (shared.get(source) ?? 0) + weight);
  }
  return [...shared]
    .filter(([, weight]) => weight >= enough)
    .map(([source]) => source)
    .sort();
}

/** Files whose evidence for one exercise hangs together: each shares signs with at least one other of them. */
export interface EvidenceCluster {
  readonly exercise: string;
  readonly sources: readonly string[];
}

/**
 * Returns the clusters of shared evidence in a graded class, by exercise, then by their first file.
 *
 * @example clustersOf(graded) // [{ exercise: 'first-crash/own-line', sources: ['ada.json', 'bob.json'] }]
 */
export function clustersOf(graded: readonly Graded[]): readonly EvidenceCluster[] {
  const links = graded.flatMap(({ source, flags }) =>
    flags.flatMap((flag) =>
      flag.kind === 'shared-evidence' && flag.exercise !== undefined
        ? [{ source, exercise: flag.exercise, others: flag.with ?? [] }]
        : [],
    ),
  );
  return [...Map.groupBy(links, ({ exercise }) => exercise)].flatMap(([exercise, group]) =>
    connected(new Map(group.map(({ source, others }) => [source, others]))).map((sources) => ({ exercise, sources })),
  );
}

function connected(neighbors: ReadonlyMap<string, readonly string[]>): string[][] {
  const seen = new Set<string>();
  const clusters: string[][] = [];
  for (const start of neighbors.keys()) {
    if (seen.has(start)) continue;
    const cluster = [start];
    seen.add(start);
    for (const source of cluster) {
      const more = (neighbors.get(source) ?? []).filter((other) => !seen.has(other));
      for (const other of more) seen.add(other);
      cluster.push(...more);
    }
    clusters.push(cluster.sort());
  }
  return clusters;
}
