/**
 * Recognises a lesson's recording in a paste. Two runs of one program differ in folders, addresses or times; a copy does
 * not. So only lines that hold an absolute path or a long address count, whitespace is normalised, and what ships of a
 * recording is eight hex digits per such line.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Sample } from './schema.ts';

const leastLines = 2;
const leastShare = 0.8;

/** A recording found in a paste, and the first line that is its. */
export interface SampleHit {
  readonly name: string;
  readonly at: number;
}

/**
 * Returns the shipped form of a recording.
 *
 * @example fingerprint('recordings/go1.26.txt', text)
 */
export function fingerprint(name: string, text: string): Sample {
  return { name, lines: [...new Set(telling(text).map(({ line }) => hashLine(line)))] };
}

/**
 * Returns the sample that the text is a copy of, whole or in part: at least two telling lines, and four of five of
 * them, are its. Undefined where it is none.
 *
 * @example findSample(paste, exercise.samples)
 */
export function findSample(text: string, samples: readonly Sample[]): SampleHit | undefined {
  const lines = telling(text).map(({ line, at }) => ({ hash: hashLine(line), at }));
  if (lines.length < leastLines) return undefined;
  for (const sample of samples) {
    const known = new Set(sample.lines);
    const shared = lines.filter(({ hash }) => known.has(hash));
    if (shared.length >= leastLines && shared.length >= leastShare * lines.length)
      return { name: sample.name, at: shared[0]?.at ?? 1 };
  }
  return undefined;
}

interface TellingLine {
  readonly line: string;
  readonly at: number;
}

function telling(text: string): readonly TellingLine[] {
  const lines = text
    .split('\n')
    .map((line, i) => ({ line: line.replace(/\s+/g, ' ').trim().slice(0, 400), at: i + 1 }));
  return lines.filter(({ line }) => isTelling(line));
}

/** GOROOT and the module cache are the same on many machines; a folder of the learner's own is not, nor is an address. */
function isTelling(line: string): boolean {
  if (/0x[0-9a-f]{8,16}\b/.test(line)) return true;
  return (
    /(?:^|\s)(?:\/|[A-Za-z]:[\\/]).*\.go:\d/.test(line) &&
    !/\/go\/src\/|\/usr\/local\/go|\/pkg\/mod\/|\/src\/(?:runtime|testing)\//.test(line)
  );
}

function hashLine(line: string): string {
  return bytesToHex(sha256(utf8ToBytes(line))).slice(0, 8);
}
