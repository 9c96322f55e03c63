/**
 * Evidence that two learners cannot both have made: outputs that share what differs from run to run. Most of a trace does
 * not: two honest runs of one program on one Go print the same lines, the same offsets, often the same goroutine numbers
 * and heap addresses. So only these count: addresses of a randomized heap or of stacks and libraries, points in time,
 * process numbers, and whole binary files (a profile holds its time to the nanosecond).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Flag } from './regrade.ts';
import type { Submission } from './submission.ts';

/** A sign is worth 1 when chance cannot explain it twice, less when it can. */
const enough = 1;

const signs: readonly { readonly pattern: RegExp; readonly weight: number }[] = [
  { pattern: /\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[.,]\d{3,9}/g, weight: 1 },
  { pattern: /\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\b(?![.,]\d)/g, weight: 0.5 },
  { pattern: /\b(?:pid|process|PID)[ =:]{1,2}\d{3,7}\b/g, weight: 0.5 },
  { pattern: /\b0x[0-9a-f]{10,12}\b/g, weight: 1 },
];

/** Where an unrandomized heap begins: addresses there repeat from run to run. */
const plainHeap = /^0x(?:00)?c0[0-9a-f]{8}$/;

interface Evidence {
  readonly source: string;
  readonly exercise: string;
  readonly signs: ReadonlyMap<string, number>;
}

/**
 * Returns for each file name the flags of evidence that it shares with others, each pair named on both sides.
 * Work is linear in the evidence and in the pairs found.
 *
 * @example findSharedEvidence([{ source: 'ada.json', submission }, { source: 'bob.json', submission: other }])
 */
export function findSharedEvidence(
  submissions: readonly { readonly source: string; readonly submission: Submission }[],
): ReadonlyMap<string, readonly Flag[]> {
  const all = submissions.flatMap(({ source, submission }) => evidenceOf(source, submission));
  const bySign = new Map<string, Evidence[]>();
  for (const one of all) {
    for (const sign of one.signs.keys()) bySign.set(sign, [...(bySign.get(sign) ?? []), one]);
  }
  const flags = new Map<string, Flag[]>();
  for (const one of all) {
    const others = alike(one, bySign);
    if (others.length === 0) continue;
    const why = `${one.exercise}: the evidence shares with ${others.join(', ')} what differs from run to run (times, process numbers, randomized addresses or a whole file).`;
    flags.set(one.source, [...(flags.get(one.source) ?? []), { kind: 'shared-evidence', with: others, why }]);
  }
  return flags;
}

/** The other files whose evidence for the same exercise shares enough signs with this one. */
function alike(one: Evidence, bySign: ReadonlyMap<string, readonly Evidence[]>): string[] {
  const shared = new Map<string, number>();
  for (const [sign, weight] of one.signs) {
    const holders = new Set(
      (bySign.get(sign) ?? []).filter(({ exercise }) => exercise === one.exercise).map(({ source }) => source),
    );
    for (const source of holders) if (source !== one.source) shared.set(source, (shared.get(source) ?? 0) + weight);
  }
  return [...shared]
    .filter(([, weight]) => weight >= enough)
    .map(([source]) => source)
    .sort();
}

function evidenceOf(source: string, submission: Submission): Evidence[] {
  return submission.items.map((item) => {
    const found = new Map<string, number>();
    for (const file of item.attempts.flatMap((attempt) => attempt.evidence)) {
      const of = file.encoding === 'text' ? signsOf(file.content) : new Map([[digest(file.content), enough]]);
      for (const [sign, weight] of of) found.set(sign, weight);
    }
    return { source, exercise: item.exercise, signs: found };
  });
}

function signsOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { pattern, weight } of signs) {
    for (const [sign] of text.matchAll(pattern)) if (!plainHeap.test(sign)) found.set(sign, weight);
  }
  return found;
}

function digest(content: string): string {
  return bytesToHex(sha256(utf8ToBytes(content)));
}
